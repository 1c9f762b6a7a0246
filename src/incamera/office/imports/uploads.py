"""Files that wait to be read, in the data folder (0600 in 0700), named by their import; gone once it is settled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

from incamera.office.documents.shelf import Draft, Shelf
from incamera.platform.errors import ProductError


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies in the folder, whole."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where the file of an import lies, if it is there."""
        return self.folder / name

    async def receive(self, name: str, chunks: AsyncIterator[bytes], *, declared: int) -> Received:
        """Write it bit by bit; nothing is left of one that is not as long as it was said to be. Raises ProductError."""
        with Shelf(self.folder).draft() as draft:
            async for chunk in chunks:
                await asyncio.to_thread(draft.write, chunk)
                if draft.size > declared:
                    break
            if draft.size != declared:
                raise ProductError("upload_cut", 400, "The file did not arrive whole. Send it again.")
            await asyncio.to_thread(self._keep, draft, name)
            return Received(draft.size, draft.sha256)

    def _keep(self, draft: Draft, name: str) -> None:
        draft.sync()
        draft.path.rename(self.path(name))

    def drop(self, name: str) -> None:
        """It is settled."""
        self.path(name).unlink(missing_ok=True)

    def drop_but(self, names: Iterable[str], *, before: float) -> None:
        """Remove what nobody waits for: files that were last written before an instant in seconds."""
        kept = {self.path(name) for name in names}
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if path not in kept and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
