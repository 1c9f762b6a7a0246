"""One feed at work: units come from the origin and go to the far end; each side comes and goes without the other.

Nothing between them queues but what is already on its way to the far end. How the far end does is said to the origin,
which states it with its own word for what it gave.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

import structlog

from incamera.media.feed.clock import FeedClock
from incamera.media.feed.far import FarEnd, reach
from incamera.media.feed.order import Order
from incamera.media.feed.rtmp import FarEndRefused
from incamera.media.feed.tags import Streams
from incamera.media.wire import Kind, Reader, Table, Unit, WireError, read_table
from incamera.platform.egress import EgressRefused

CONNECTING: Final = "connecting"
SENDING: Final = "sending"
LOST: Final = "lost"
REFUSED: Final = "refused"
SILENCE_S: Final = 5.0
"""The origin sends without end; when it is silent for so long, it is asked anew."""
AGAIN_S: Final = 0.5
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 10.0
LOOK_S: Final = 0.25
SAY_S: Final = 1.0

_log = structlog.get_logger(__name__)


class Feed:
    """`now` gives the instant, `slowness` stretches deadlines, `allow_private` is the operator's."""

    def __init__(self, order: Order, now: Callable[[], int], *, slowness: float = 1.0, allow_private: bool) -> None:
        self._order = order
        self._now = now
        self._slowness = slowness
        self._allow_private = allow_private
        self._clock = FeedClock()
        self._table: Table | None = None
        self._configs: dict[Kind, bytes] = {}
        self._streams: Streams | None = None
        self._known = asyncio.Event()
        self._far: FarEnd | None = None
        self._reached: float | None = None
        """When the far end last began to take what comes, by the loop's clock."""
        self._origin: asyncio.StreamWriter | None = None
        self.state, self.since = CONNECTING, now()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_origin())
            group.create_task(self._keep_far_end())
            group.create_task(self._keep_saying())

    # --- the origin's side

    async def _follow_origin(self) -> None:
        while True:
            try:
                await self._take_all()
            except (OSError, WireError, TimeoutError) as error:
                _log.warning("feed_without_origin", feed=self._order.feed, why=str(error) or type(error).__name__)
            self._origin = None
            await asyncio.sleep(AGAIN_S)

    async def _take_all(self) -> None:
        reader, writer = await asyncio.open_unix_connection(self._order.socket)
        try:
            hello = {"meeting": self._order.meeting, "feed": self._order.feed}
            writer.write(json.dumps(hello).encode() + b"\n")
            self._origin = writer
            self._say()
            messages = Reader()
            while data := await asyncio.wait_for(reader.read(1 << 16), SILENCE_S * self._slowness):
                for unit in messages.feed(data):
                    self._take(unit)
        finally:
            writer.transport.abort()

    def _take(self, unit: Unit) -> None:
        if unit.kind is Kind.TABLE:
            self._table = read_table(unit.payload)
            self._clock.begin(unit.captured)
        elif unit.rendition != 0:
            return
        elif unit.kind in {Kind.VIDEO_CONFIG, Kind.AUDIO_CONFIG}:
            self._configs[unit.kind] = bytes(unit.payload)
            self._learn()
        elif unit.kind in {Kind.VIDEO, Kind.AUDIO}:
            at = self._clock.place(unit.kind, unit.pts)
            if self._far is not None:
                self._far.send(unit, at)

    def _learn(self) -> None:
        """What the streams are; other ones than before need a new beginning at the far end."""
        if self._table is None or len(self._configs) < 2:
            return
        row = next((r for r in self._table.renditions if r.kind is Kind.VIDEO and r.number == 0), None)
        width, height = (row.width, row.height) if row is not None else (0, 0)
        avcc, asc = self._configs[Kind.VIDEO_CONFIG], self._configs[Kind.AUDIO_CONFIG]
        streams = Streams(avcc, asc, width, height, self._table.fps)
        if self._far is not None and streams != self._streams:
            self._far.close()
        self._streams = streams
        self._known.set()

    # --- the far end's side

    async def _keep_far_end(self) -> None:
        pause = FIRST_PAUSE_S
        while True:
            await self._known.wait()
            self._reached = None
            try:
                await self._serve()
            except EgressRefused as error:
                self._change(REFUSED, str(error))
            except (FarEndRefused, OSError, ValueError, EOFError) as error:
                self._change(LOST, str(error) or type(error).__name__)
            if self._reached is not None and asyncio.get_running_loop().time() - self._reached > LONGEST_PAUSE_S:
                pause = FIRST_PAUSE_S
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _serve(self) -> None:
        assert self._streams is not None  # noqa: S101  (known is set)
        far = await reach(self._order, self._streams, allow_private=self._allow_private, slowness=self._slowness)
        self._far, self._reached = far, asyncio.get_running_loop().time()
        self._change(SENDING, "")
        hearing = asyncio.ensure_future(far.hear())
        try:
            while not hearing.done():
                await asyncio.wait({hearing}, timeout=LOOK_S)
                if far.is_stuck(asyncio.get_running_loop().time()):
                    raise FarEndRefused("the far end takes nothing")
            hearing.result()
        finally:
            self._far = None
            hearing.cancel()
            far.close()

    # --- what is said of it

    def _change(self, state: str, why: str) -> None:
        if state == self.state:
            return
        self.state, self.since = state, self._now()
        _log.info("feed_state", feed=self._order.feed, state=state, why=why)
        self._say()

    async def _keep_saying(self) -> None:
        while True:
            await asyncio.sleep(SAY_S)
            self._say()

    def _say(self) -> None:
        if self._origin is not None and not self._origin.is_closing():
            self._origin.write(json.dumps({"state": self.state, "since": self.since}).encode() + b"\n")
