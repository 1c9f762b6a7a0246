"""AMF0, the values that RTMP commands are made of (Adobe, 2007): numbers, texts, truths, objects, nothing. Pure."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, Final

Value = float | int | bool | str | None | Mapping[str, Any]
_END: Final = b"\0\0\x09"
DEPTH_MAX: Final = 8


class AmfError(ValueError):
    """Bytes that are no AMF0 of a kind that servers send."""


def encode(*values: Value) -> bytes:
    """The values one after the other."""
    return b"".join(map(_encode, values))


def _encode(value: Value) -> bytes:
    if isinstance(value, bool):
        return bytes([1, value])
    if isinstance(value, float | int):
        return b"\0" + struct.pack(">d", value)
    if isinstance(value, str):
        return b"\x02" + _text(value)
    if value is None:
        return b"\x05"
    return b"\x03" + _pairs(value)


def encode_array(value: Mapping[str, Value]) -> bytes:
    """Named values as the kind of array in which metadata is sent."""
    return b"\x08" + struct.pack(">I", len(value)) + _pairs(value)


def _pairs(value: Mapping[str, Value]) -> bytes:
    return b"".join(_text(name) + _encode(one) for name, one in value.items()) + _END


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack(">H", len(data)) + data


def decode(data: bytes) -> list[Any]:
    """Every value in `data`; raises AmfError."""
    found, at = [], 0
    try:
        while at < len(data):
            value, at = _decode(data, at, 0)
            found.append(value)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise AmfError("cut short") from error
    return found


def _decode(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    kind, at = data[at], at + 1
    match kind:
        case 0x00:
            return struct.unpack_from(">d", data, at)[0], at + 8
        case 0x01:
            return data[at] != 0, at + 1
        case 0x02:
            return _read_text(data, at)
        case 0x03:
            return _read_object(data, at, depth)
        case 0x05 | 0x06:
            return None, at
        case 0x08:
            return _read_object(data, at + 4, depth)
        case _:
            raise AmfError(f"a value of kind {kind}")


def _read_text(data: bytes, at: int) -> tuple[str, int]:
    (size,) = struct.unpack_from(">H", data, at)
    end = at + 2 + size
    if end > len(data):
        raise AmfError("cut short")
    return data[at + 2 : end].decode(), end


def _read_object(data: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    if depth >= DEPTH_MAX:
        raise AmfError("too deep")
    found: dict[str, Any] = {}
    while data[at : at + 3] != _END:
        name, at = _read_text(data, at)
        found[name], at = _decode(data, at, depth + 1)
    return found, at + 3
