"""What left the gate, after its dump, for the origin's children: recorder and feeds. Messages of `wire.py`.

A child connects to a Unix socket, sends one line `{"meeting": id}`, and gets for each span a TABLE, a VIDEO_CONFIG and an
AUDIO_CONFIG per rendition, units (SLATE where nothing may be shown), and END. It begins with the span that runs, or the
next. A child that does not keep up is cut off: it notices, and connects again.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Final

import structlog

from incamera.media.origin.core import Origin
from incamera.media.origin.cover import Cover
from incamera.media.origin.grid import Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.timeline import Shape
from incamera.media.wire import Flag, Kind, Table, Unit, pack, pack_table

BEHIND_MAX: Final = 32 * 1024 * 1024
"""Bytes that may wait for a child: minutes of programme."""
LINE_MAX: Final = 4096

_log = structlog.get_logger(__name__)


class Outlet(asyncio.Protocol):
    """One child's connection."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._transport: asyncio.Transport | None = None
        self._line = bytearray()
        self._meeting: Meeting | None = None
        self._span: int | None = None
        self._covers: dict[Stream, Cover] = {}
        self._seq = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the line."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  (a stream server makes no other)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read which meeting is wanted."""
        self._line += data
        if self._meeting is not None or (b"\n" not in self._line and len(self._line) < LINE_MAX):
            return
        try:
            name = json.loads(self._line.partition(b"\n")[0])["meeting"]
        except (ValueError, KeyError, TypeError):
            name = None
        if not isinstance(name, str):
            self._cut("no meeting named")
            return
        self._meeting = self._origin.meeting(name)
        self._meeting.sinks.append(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give it nothing more."""
        del exc
        if self._meeting is not None and self in self._meeting.sinks:
            self._meeting.sinks.remove(self)

    def take(self, span: int, shape: Shape, slot: Slot, state: str) -> None:
        """Pass one slot on."""
        if span != self._span:
            self._begin(span, shape)
        sample = self._covers[slot.stream].sample(slot, state, may_show=True)
        kind, number = slot.stream
        flags = Flag.SYNC if sample.is_sync else Flag.NONE
        if sample.unit is not None:
            captured, flags = sample.unit.captured, sample.unit.flags | flags
        else:
            captured, flags = shape.t0 + shape.grid.offset_us(kind, slot.pts), flags | Flag.SLATE
        self._send(kind, sample.data, number=number, pts=slot.pts, captured=captured, flags=flags)

    def end(self, span: int) -> None:
        """Nothing more will leave of a span."""
        if span == self._span:
            self._send(Kind.END)
            self._span = None

    def _begin(self, span: int, shape: Shape) -> None:
        if self._span is not None:
            self._send(Kind.END)
        self._span = span
        self._covers = {stream: Cover(shape.grid, shape.slate, stream) for stream in shape.streams}
        self._send(Kind.TABLE, pack_table(Table(shape.grid.fps, shape.renditions)), captured=shape.t0)
        for kind, number in shape.streams:
            config = shape.track_config((kind, number), 1).config
            self._send(Kind.VIDEO_CONFIG if kind is Kind.VIDEO else Kind.AUDIO_CONFIG, config, number=number)

    def _send(
        self, kind: Kind, data: bytes | bytearray = b"", *, number: int = 0, pts: int = 0, captured: int = 0,
        flags: Flag = Flag.NONE,
    ) -> None:  # fmt: skip
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        unit = Unit(kind, flags, number, self._span or 0, 0, self._seq, pts, captured, bytearray(data))
        self._seq = (self._seq + 1) & 0xFFFF_FFFF
        transport.write(pack(unit))
        if transport.get_write_buffer_size() > BEHIND_MAX:
            self._cut("too far behind")

    def _cut(self, why: str) -> None:
        _log.warning("child_cut_off", why=why)
        if self._transport is not None:
            self._transport.abort()


async def serve_children(path: Path, origin: Origin) -> asyncio.Server:
    """Listen for recorder and feeds on a Unix socket in a folder that only this user may enter."""
    path.unlink(missing_ok=True)  # noqa: ASYNC240  (once, at start)
    return await asyncio.get_running_loop().create_unix_server(lambda: Outlet(origin), str(path))
