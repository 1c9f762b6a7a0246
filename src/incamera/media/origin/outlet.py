"""What left the gate, after its dump, for the origin's children: recorder and feeds. Messages of `wire.py`.

A child connects to a Unix socket, sends one line `{"meeting": id}`, and gets for each span a TABLE, a VIDEO_CONFIG and an
AUDIO_CONFIG per rendition, units (SLATE where nothing may be shown), and END. It begins with the span that runs, or the
next. A child that does not keep up is cut off: it notices, and connects again. One that names its `feed` gets slate
between spans too, in the same form with BETWEEN for a span, and says in further lines how its far end does. One that
is the `recorder` says in further lines how it does, and what it has finished (`recording.py`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import structlog

from incamera.media.origin.core import Origin
from incamera.media.origin.cover import Cover, Sample
from incamera.media.origin.gate import reach_us
from incamera.media.origin.grid import Stream
from incamera.media.origin.interlude import Interlude
from incamera.media.origin.line import Slot
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.recording import Recording
from incamera.media.origin.slate import Slate
from incamera.media.origin.timeline import Shape
from incamera.media.wire import BETWEEN, Flag, Kind, Table, Unit, pack, pack_table

BEHIND_MAX: Final = 32 * 1024 * 1024
"""Bytes that may wait for a child: minutes of programme."""
LINE_MAX: Final = 4096
FILL_MAX_US: Final = 5_000_000
"""Slate that is further behind than this is not made up for."""
WORD_MAX: Final = 64
SILENCE_US: Final = 5_000_000
"""A feed says every second how it does; after this its last word is old."""

_log = structlog.get_logger(__name__)


class Outlet(asyncio.Protocol):
    """One child's connection."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._transport: asyncio.Transport | None = None
        self._line = bytearray()
        self._meeting: Meeting | None = None
        self._feed: str | None = None
        self._recording: Recording | None = None
        self._said: tuple[str, int] = ("connecting", 0)
        self._heard = 0
        self._given_until = 0
        self._span: int | None = None
        self._interlude: Interlude | None = None
        self._reached: int | None = None
        self._covers: dict[Stream, Cover] = {}
        self._seq = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the line."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  (a stream server makes no other)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read which meeting is wanted, and what a feed says after that."""
        self._line += data
        while b"\n" in self._line:
            line, _, self._line = self._line.partition(b"\n")
            self._read(bytes(line))
        if len(self._line) > LINE_MAX:
            self._cut("a line too long")

    def connection_lost(self, exc: Exception | None) -> None:
        """Give it nothing more."""
        del exc
        if self._meeting is not None and self in self._meeting.sinks:
            self._meeting.sinks.remove(self)
            if self._meeting.recording is self._recording:
                self._meeting.recording = None

    def take(self, span: int, shape: Shape, slot: Slot, state: str) -> None:
        """Pass one slot on."""
        kind = slot.stream[0]
        at = shape.t0 + shape.grid.offset_us(kind, slot.pts)
        if span != self._span:
            self._fill(at, state)
            self._begin(span, shape)
        sample = self._covers[slot.stream].sample(slot, state, may_show=True)
        if sample.unit is not None:
            self._given_until = max(self._given_until, sample.unit.captured + reach_us(sample.unit))
        self._pass(slot.stream, sample, at)
        if slot.stream == (Kind.VIDEO, 0):
            self._reached = shape.t0 + shape.grid.offset_us(kind, slot.pts + shape.grid.step(kind))

    def end(self, span: int) -> None:
        """Nothing more will leave of a span."""
        if span == self._span:
            self._send(Kind.END)
            self._span = self._interlude = None

    def rest(self, slate: Slate, due: int, state: str) -> None:
        """Between spans a feed gets slate up to `due`."""
        if self._feed is None or self._span not in {None, BETWEEN}:
            return
        reached = self._interlude.reached if self._interlude is not None else self._reached
        begins = reached if reached is not None and due - reached <= FILL_MAX_US else due
        if self._interlude is None or begins != reached:
            self._interlude = Interlude(slate, begins)
            self._begin(BETWEEN, self._interlude.shape)
        self._fill(due, state)

    def told(self) -> Mapping[str, Any] | None:
        """How a feed's far end does, by its own word, and up to where it was given anything live."""
        if self._feed is None:
            return None
        state, since = self._said
        if self._origin.peek() > self._heard + SILENCE_US:
            state = "not_known"
        return {"feed": self._feed, "state": state, "since": since, "given_until": self._given_until}

    def _read(self, line: bytes) -> None:
        try:
            body = json.loads(line)
            if self._recording is not None:
                self._recording.take(body, self._origin.now())
                return
            if self._meeting is not None:
                self._said, self._heard = (str(body["state"])[:WORD_MAX], int(body["since"])), self._origin.now()
                return
            name, feed = body["meeting"], body.get("feed")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            body, name, feed = {}, None, None
        if not isinstance(name, str) or not isinstance(feed, str | None):
            self._cut("a line that cannot be read")
            return
        self._feed = feed
        self._meeting = self._origin.meeting(name)
        self._meeting.sinks.append(self)
        if body.get("recorder") is True:
            self._meeting.recording = self._recording = Recording(heard=self._origin.now())

    def _fill(self, due: int, state: str) -> None:
        if self._interlude is None or due - self._interlude.reached > FILL_MAX_US:
            return
        shape = self._interlude.shape
        for stream, sample in self._interlude.advance(due, state):
            self._pass(stream, sample, shape.t0 + shape.grid.offset_us(stream[0], sample.pts))

    def _begin(self, span: int, shape: Shape) -> None:
        if self._span is not None:
            self._send(Kind.END)
        if span != BETWEEN:
            self._interlude = None
        self._span = span
        self._covers = {stream: Cover(shape.grid, shape.slate, stream) for stream in shape.streams}
        self._send(Kind.TABLE, pack_table(Table(shape.grid.fps, shape.renditions)), captured=shape.t0)
        for kind, number in shape.streams:
            config = shape.track_config((kind, number), 1).config
            self._send(Kind.VIDEO_CONFIG if kind is Kind.VIDEO else Kind.AUDIO_CONFIG, config, number=number)

    def _pass(self, stream: Stream, sample: Sample, at: int) -> None:
        kind, number = stream
        flags = Flag.SYNC if sample.is_sync else Flag.NONE
        if sample.unit is not None:
            at, flags = sample.unit.captured, sample.unit.flags | flags
        else:
            flags |= Flag.SLATE
        self._send(kind, sample.data, number=number, pts=sample.pts, captured=at, flags=flags)

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
