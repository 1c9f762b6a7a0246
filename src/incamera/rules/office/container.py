"""The one form of ZIP that a bundle has, byte for byte: nothing packed, one fixed date, nothing between or after.

A reader that expects exactly these bytes has nothing to guess: no packed data that grows, no name that stands twice, no
file that only one of the two lists has.
"""

from __future__ import annotations

import struct
from typing import Final

LARGEST: Final = 2**32 - 2
"""Bytes of a whole bundle: beyond it the form would need other fields."""
MOST: Final = 65_534
"""Files of a bundle."""
LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 10
_DATE: Final = 0x21
"""1 January 1980, the first day that the form knows."""


def local(path: str, crc: int, size: int) -> bytes:
    """What stands before a file's bytes."""
    name = path.encode("ascii")
    return LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0) + name


def central(path: str, crc: int, size: int, offset: int) -> bytes:
    """The file's line in the list at the end; `offset` is where its local header begins."""
    name = path.encode("ascii")
    head = CENTRAL.pack(
        b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0, 0, 0, 0, 0, offset
    )
    return head + name


def end(count: int, size: int, offset: int) -> bytes:
    """What closes the bundle: the list has `count` lines and `size` bytes and begins at `offset`."""
    return END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def read_local(data: bytes) -> tuple[int, int, int] | None:
    """The checksum, size and length of the name that a local header states; None where none stands."""
    if len(data) != LOCAL.size or not data.startswith(b"PK\x03\x04"):
        return None
    fields = LOCAL.unpack(data)
    return fields[6], fields[7], fields[9]
