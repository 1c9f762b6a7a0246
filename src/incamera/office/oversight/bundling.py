"""Write a bundle as one stream, file after file; memory holds the extract and one piece of a file at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol
from zlib import crc32

from incamera.rules.office.bundle import EXTRACT, EXTRACT_MAX, SUMS, Listed, sums
from incamera.rules.office.container import LARGEST, MOST, central, end, local

PIECE: Final = 1024 * 1024
AROUND: Final = 400
"""Bytes that a file's two headers take at most."""


class Damaged(Exception):
    """The bundle cannot be written; the text says why, for the desk."""


class Sink(Protocol):
    """Where the bundle goes; `size` is what it has taken."""

    size: int

    def write(self, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A file that goes in: its place in the bundle, where it lies, and what it must be."""

    path: str
    source: Path
    bytes: int
    sha256: str


def write_bundle(sink: Sink, extract: bytes, parts: Sequence[Part]) -> None:
    """The extract, the files, their checksums. Raises Damaged where a file is not what the reply says."""
    listed = [Listed(EXTRACT, len(extract), sha256(extract).hexdigest())]
    listed += [Listed(part.path, part.bytes, part.sha256) for part in parts]
    checksums = sums(listed)
    whole = sum(one.bytes + AROUND for one in listed) + len(checksums)
    if whole > LARGEST or len(listed) > MOST or len(extract) > EXTRACT_MAX:
        raise Damaged("All that is released is more than one bundle can hold: 4 GB, 65,000 files, or 64 MB of records.")
    lines = [_put(sink, EXTRACT, extract)]
    lines += [_copy(sink, part) for part in parts]
    lines.append(_put(sink, SUMS, checksums))
    at = sink.size
    for line in lines:
        sink.write(line)
    sink.write(end(len(lines), sink.size - at, at))


def _put(sink: Sink, path: str, data: bytes) -> bytes:
    """Write a small file; gives its line for the list at the end."""
    at, crc = sink.size, crc32(data)
    sink.write(local(path, crc, len(data)))
    sink.write(data)
    return central(path, crc, len(data), at)


def _copy(sink: Sink, part: Part) -> bytes:
    """The same for a file, which is read twice: the form wants its checksum before it."""
    at, crc = sink.size, _checked(part)
    sink.write(local(part.path, crc, part.bytes))
    for piece in _pieces(part):
        sink.write(piece)
    if sink.size != at + len(local(part.path, crc, part.bytes)) + part.bytes:
        raise Damaged(f"{part.path} changed while it was read.")
    return central(part.path, crc, part.bytes, at)


def _checked(part: Part) -> int:
    crc, total, size = 0, sha256(), 0
    for piece in _pieces(part):
        crc, size = crc32(piece, crc), size + len(piece)
        total.update(piece)
    if (size, total.hexdigest()) != (part.bytes, part.sha256):
        raise Damaged(f"{part.path} is not what was entered: restore the data folder from a backup.")
    return crc


def _pieces(part: Part) -> Iterator[bytes]:
    try:
        with part.source.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise Damaged(f"{part.path} cannot be read: restore the data folder from a backup.") from error
