"""Bytes of papers in the data folder, one file for each content, named by its checksum (0600).

A file is written whole under another name and then moved into place, so that what stands under a checksum is all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id


@dataclass(slots=True)
class Draft:
    """A paper that is being written; nothing is kept before `Shelf.keep`."""

    path: Path
    file: BinaryIO
    size: int = 0
    _sum: Any = field(default_factory=sha256)

    def write(self, data: bytes) -> None:
        """The next bytes."""
        self.file.write(data)
        self._sum.update(data)
        self.size += len(data)

    def sync(self) -> None:
        """All of it is on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    @property
    def sha256(self) -> str:
        """Of what was written so far, in hexadecimal."""
        return str(self._sum.hexdigest())


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the papers; made when first needed (0700)."""

    folder: Path

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """Write a paper bit by bit; it is gone after the block unless it was kept."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f".{new_id()}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield Draft(path, file)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, draft: Draft) -> Path:
        """Put the paper on the shelf and give its place. The same content once more changes nothing."""
        draft.sync()
        draft.path.rename(self.path(draft.sha256))
        return self.path(draft.sha256)

    def keep_bytes(self, data: bytes) -> str:
        """A small paper at once; gives its checksum."""
        with self.draft() as draft:
            draft.write(data)
            self.keep(draft)
            return draft.sha256

    def there(self, sha256_hex: str) -> Path:
        """Where the paper with this checksum lies. Raises ProductError 410 when the data folder lost it."""
        path = self.path(sha256_hex)
        if not path.is_file():
            raise ProductError(
                "file_lost", 410, "The file is not in the data folder any more: restore it from a backup."
            )
        return path

    def path(self, sha256_hex: str) -> Path:
        """Where the paper with this checksum lies, if it is there."""
        return self.folder / sha256_hex
