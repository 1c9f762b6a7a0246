"""RTMP's chunk stream (Adobe RTMP 1.0, 5.3): messages cut into chunks on the way out, put together on the way in. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SET_CHUNK_SIZE: Final = 1
CONTROL: Final = 4
DATA: Final = 18
COMMAND: Final = 20
FIRST_CHUNK_SIZE: Final = 128
MESSAGE_MAX: Final = 256 * 1024
"""A server has nothing longer than this to say to whoever publishes."""
_LATE: Final = 0xFFFFFF
"""Timestamps from here on stand in a field of their own."""


class ChunkError(ValueError):
    """The far end's bytes are no chunk stream."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the far end."""

    kind: int
    payload: bytes


def cut(channel: int, kind: int, payload: bytes, *, stream: int = 0, ms: int = 0, size: int) -> bytes:
    """A message as chunks of at most `size` bytes on `channel` (2 to 63), at `ms` (modulo 2^32)."""
    ms &= 0xFFFF_FFFF
    late = struct.pack(">I", ms) if ms >= _LATE else b""
    head = bytes([channel]) + min(ms, _LATE).to_bytes(3, "big") + len(payload).to_bytes(3, "big") + bytes([kind])
    parts = [head, struct.pack("<I", stream), late, payload[:size]]
    for at in range(size, len(payload), size):
        parts += [bytes([0xC0 | channel]), late, payload[at : at + size]]
    return b"".join(parts)


@dataclass(slots=True)
class _Channel:
    size: int = 0
    kind: int = 0
    is_late: bool = False
    got: bytearray = field(default_factory=bytearray)


class ChunkReader:
    """Feed it whatever came; it gives the whole messages in it. It heeds a new chunk size by itself."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._channels: dict[int, _Channel] = {}
        self._size = FIRST_CHUNK_SIZE

    def feed(self, data: bytes) -> Iterator[Message]:
        """Messages that are complete with `data`; raises ChunkError."""
        self._buffer += data
        while (taken := self._chunk()) is not None:
            message, end = taken
            del self._buffer[:end]
            if message is None:
                continue
            if message.kind == SET_CHUNK_SIZE and len(message.payload) >= 4:
                self._size = max(1, int.from_bytes(message.payload[:4], "big") & 0x7FFF_FFFF)
            yield message

    def _chunk(self) -> tuple[Message | None, int] | None:
        """One chunk and where it ends; None if it is not all there yet."""
        data = self._buffer
        if not data:
            return None
        form, number, at = data[0] >> 6, data[0] & 63, 1
        if number < 2:
            at += number + 1
            if len(data) < at:
                return None
            number = 64 + int.from_bytes(data[1:at], "little")
        channel = self._channels.get(number, _Channel())
        head = (11, 7, 3, 0)[form]
        if len(data) < at + head:
            return None
        is_late, size, kind = channel.is_late, channel.size, channel.kind
        if form < 3:
            is_late = int.from_bytes(data[at : at + 3], "big") == _LATE
        if form < 2:
            size, kind = int.from_bytes(data[at + 3 : at + 6], "big"), data[at + 6]
        if size > MESSAGE_MAX:
            raise ChunkError(f"a message of {size} bytes")
        at += head + (4 if is_late else 0)
        end = at + min(self._size, size - len(channel.got))
        if len(data) < end:
            return None
        channel.size, channel.kind, channel.is_late = size, kind, is_late
        channel.got += data[at:end]
        self._channels[number] = channel
        if len(channel.got) < size:
            return None, end
        message = Message(kind, bytes(channel.got))
        channel.got.clear()
        return message, end
