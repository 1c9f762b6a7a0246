"""The folder of one meeting: files, and the list of the finished ones, which is written last and whole.

What is in the list is never changed or removed. A row: `{"span", "from", "until", "file", "still", "bytes", "sha256"}`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LIST: Final = "record.json"
_NUMBER: Final = re.compile(r"passage-(\d+)\.")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """A finished passage. Names are those of files beside the list."""

    span: int
    since: int
    until: int
    file: str
    still: str | None
    bytes: int
    sha256: str

    def members(self) -> dict[str, Any]:
        """As the list has it."""
        return {
            "span": self.span, "from": self.since, "until": self.until, "file": self.file, "still": self.still,
            "bytes": self.bytes, "sha256": self.sha256,
        }  # fmt: skip


class Shelf:
    """Raises OSError where the disk takes no more, ValueError for a list that is not ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.rows: list[Row] = _read(folder / LIST)

    def kept_until(self) -> dict[int, int]:
        """Per span, the instant of capture up to which it is kept."""
        found: dict[int, int] = {}
        for row in self.rows:
            found[row.span] = max(found.get(row.span, 0), row.until)
        return found

    def next_file(self) -> Path:
        """A name that no file here ever had."""
        numbers = [int(m[1]) for p in self.folder.iterdir() if (m := _NUMBER.match(p.name))]
        return self.folder / f"passage-{max(numbers, default=0) + 1:03d}.mp4"

    def lists(self, path: Path) -> bool:
        """Whether a file is finished."""
        return any(row.file == path.name for row in self.rows)

    def finish(self, path: Path, still: Path | None, *, span: int, since: int, until: int) -> Row:
        """Put a file into the list."""
        name = still.name if still is not None else None
        row = Row(span, since, until, path.name, name, path.stat().st_size, _sha256(path))
        rows = [*self.rows, row]
        half = self.folder / f".{LIST}.half"
        with half.open("wb") as file:
            file.write(json.dumps([r.members() for r in rows], indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.folder / LIST)
        _sync_folder(self.folder)
        self.rows = rows
        return row

    def has_room(self, reserve: int) -> bool:
        """Whether the disk has more left than `reserve` bytes, which are for whoever else lives on it."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize > reserve


def _read(path: Path) -> list[Row]:
    try:
        rows = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    return [
        Row(r["span"], r["from"], r["until"], r["file"], r["still"], r["bytes"], r["sha256"])
        for r in rows
    ]  # fmt: skip


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
