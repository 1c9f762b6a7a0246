"""`incamera bundle verify FILE [--key FILE|HEX]`: offline, with nothing but the file and, at best, a known key.

The file is read once from its beginning to its end and held against the only form it may have; nothing is unpacked.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from incamera.office.oversight.bundling import PIECE
from incamera.rules.ledger import Bad, Verify
from incamera.rules.office import bundle
from incamera.rules.office.bundle import EXTRACT, EXTRACT_MAX, SUMS, Extract, Listed, sums
from incamera.rules.office.container import LOCAL, central, end, local, read_local


@dataclass(frozen=True, slots=True)
class Keys:
    """What the command needs to know of keys: how to check a signature, name a key, and read one that was given."""

    verify: Verify
    fingerprint: Callable[[bytes], str]
    read: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Good:
    """A bundle in which everything holds."""

    extract: Extract
    files: tuple[Listed, ...]


class _Wrong(Exception):
    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.bad = Bad(where, reason)


def main(argv: Sequence[str], keys: Keys) -> int:
    """Print OK with counts and give 0, or name the first bad part and give 1; 2 when a file cannot be read."""
    options = _parser().parse_args(argv)
    try:
        key = None if options.key is None else keys.read(options.key)
        with options.file.open("rb") as file:
            found = check(file, keys, key)
    except (OSError, ValueError) as error:
        print(f"Cannot read: {error}")
        return 2
    if isinstance(found, Bad):
        print(f"BAD  {found.where}: {found.reason}")
        return 1
    print("\n".join(_summary(found, keys, is_known=key is not None)))
    return 0


def check(file: BinaryIO, keys: Keys, key: str | None = None) -> Good | Bad:
    """The bundle when everything in it holds, else the first bad part; `key` is the signer's, or its fingerprint."""
    try:
        return _checked(file, keys, key)
    except _Wrong as wrong:
        return wrong.bad


def _checked(file: BinaryIO, keys: Keys, key: str | None) -> Good:
    reader = _Reader(file)
    data = b"".join(reader.pieces(EXTRACT, EXTRACT_MAX))
    extract = _or_wrong(bundle.read(data))
    if key is not None and key not in (extract.key.hex(), keys.fingerprint(extract.key)):
        raise _Wrong("key", f"the bundle is signed by another key, fingerprint {keys.fingerprint(extract.key)}")
    files = bundle.verify(extract, keys.verify)
    if isinstance(files, Bad):
        raise _Wrong(files.where, files.reason)
    for one in files:
        total = sha256()
        for piece in reader.pieces(one.path, one.bytes):
            total.update(piece)
        if total.hexdigest() != one.sha256:
            raise _Wrong(one.path, "is not the file that the reply lists")
    expected = sums([Listed(EXTRACT, len(data), sha256(data).hexdigest()), *files])
    if b"".join(reader.pieces(SUMS, len(expected))) != expected:
        raise _Wrong(SUMS, "does not hold the checksums of the files before it")
    reader.finish()
    return Good(extract, files)


def _or_wrong(found: Extract | Bad) -> Extract:
    if isinstance(found, Bad):
        raise _Wrong(found.where, found.reason)
    return found


class _Reader:
    """Reads the container from its beginning; each file must stand where and as it is expected."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._lines: list[bytes] = []

    def pieces(self, path: str, most: int) -> Iterator[bytes]:
        """The bytes of the next file, which must be this one and have at most so many. Raises _Wrong."""
        at = self._at
        stated = read_local(self._take(LOCAL.size))
        if stated is None:
            raise _Wrong(path, "is missing" if at else "is no bundle: no file stands at its beginning")
        crc, size, length = stated
        name = self._take(length)
        if name != path.encode("ascii"):
            raise _Wrong(path, f"{name[:80].decode('ascii', 'backslashreplace')} stands in its place")
        if size > most:
            raise _Wrong(path, f"is larger than the {most} bytes it may have")
        self._file.seek(at)
        head = local(path, crc, size)
        if self._file.read(len(head)) != head:
            raise _Wrong(path, "its header is not of the one form that a bundle has")
        found = 0
        while rest := size - (self._at - at - len(head)):
            piece = self._take(min(PIECE, rest))
            if not piece:
                raise _Wrong(path, "is cut off")
            found = crc32(piece, found)
            yield piece
        if found != crc:
            raise _Wrong(path, "its bytes are not those of the checksum before it")
        self._lines.append(central(path, crc, size, at))

    def finish(self) -> None:
        """Nothing but the list of exactly these files stands at the end. Raises _Wrong."""
        at = self._at
        for line in self._lines:
            if self._take(len(line)) != line:
                raise _Wrong("end", "the list of files is not that of the files before it")
        closing = end(len(self._lines), self._at - at, at)
        if self._take(len(closing) + 1) != closing:
            raise _Wrong("end", "is not closed as a bundle is, or something follows")

    def _take(self, size: int) -> bytes:
        data = self._file.read(size)
        self._at += len(data)
        return data


def _summary(found: Good, keys: Keys, *, is_known: bool) -> Iterator[str]:
    documents = len(found.files) - 2
    enclosed = len(found.extract.entries) - 1
    yield f"OK   the reply is as it was sealed; enclosures proven by the ledger: {enclosed}, of them documents: {documents}"
    yield f"     key fingerprint {keys.fingerprint(found.extract.key)}"
    if not is_known:
        yield "     compare the fingerprint with the one the institution publishes, or give --key"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="incamera bundle verify", description="Verify a bundle offline.")
    parser.add_argument("file", type=Path, help="the bundle as it was received")
    parser.add_argument("--key", metavar="FILE|HEX", help="the signer's public key or its fingerprint")
    return parser
