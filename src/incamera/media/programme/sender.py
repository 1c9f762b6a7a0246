"""The way to the origin: messages of `wire.py` over a Unix socket, numbered, and a heartbeat between them."""

from __future__ import annotations

import socket
from typing import Final

from incamera.media.wire import HEARTBEAT_US, Flag, Kind, Table, Ticket, Unit, pack, pack_table

PATIENCE_S: Final = 1.0
"""An origin that takes nothing for so long is lost: the run ends, and another may begin."""
_BUFFER: Final = 1 << 20


class Sender:
    """One connection. Every method raises OSError when the origin is gone."""

    def __init__(self, path: str, ticket: Ticket, ticket_text: str) -> None:
        self._ticket = ticket
        self._seq = 0
        self._beaten = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(PATIENCE_S)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._socket.connect(path)
        self._send(Kind.TICKET, payload=ticket_text.encode())

    def describe(self, table: Table, videos: list[bytes], sound: bytes) -> None:
        """Say what this run consists of, before the first unit."""
        self._send(Kind.TABLE, payload=pack_table(table))
        for number, config in enumerate(videos):
            self._send(Kind.VIDEO_CONFIG, number, payload=config)
        self._send(Kind.AUDIO_CONFIG, 0, payload=sound)

    def video(self, number: int, pts: int, captured: int, payload: bytes, flags: Flag) -> None:
        """One picture of a rendition."""
        self._send(Kind.VIDEO, number, pts=pts, captured=captured, payload=payload, flags=flags)

    def audio(self, number: int, pts: int, captured: int, payload: bytes) -> None:
        """One unit of sound."""
        self._send(Kind.AUDIO, number, pts=pts, captured=captured, payload=payload, flags=Flag.SYNC)

    def beat(self, now: int) -> None:
        """A heartbeat if one is due."""
        if now - self._beaten >= HEARTBEAT_US:
            self._beaten = now
            self._send(Kind.HEARTBEAT, captured=now)

    def end(self) -> None:
        """The last message; nothing follows it."""
        self._send(Kind.END)

    def close(self) -> None:
        """Let go of the connection, whatever became of it."""
        self._socket.close()

    def _send(
        self,
        kind: Kind,
        number: int = 0,
        *,
        pts: int = 0,
        captured: int = 0,
        payload: bytes = b"",
        flags: Flag = Flag.NONE,
    ) -> None:
        where = self._ticket
        unit = Unit(kind, flags, number, where.span, where.run, self._seq, pts, captured, bytearray(payload))
        self._seq = (self._seq + 1) & 0xFFFF_FFFF
        self._socket.sendall(pack(unit))
