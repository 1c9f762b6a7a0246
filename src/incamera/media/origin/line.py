"""The delay line: admitted units wait here and leave in order, slot by slot, or leave an empty slot behind.

A slot is one place on the grid. It is empty when its unit was refused, destroyed, lies past the limit or never came.
A tick that the programme left out gives no slot: the unit before it lasts longer. Pure; time is an argument.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from incamera.media.origin.gate import Gate, reach_us
from incamera.media.origin.grid import Grid, Stream
from incamera.media.wire import Kind, Unit

STRETCH_MAX: Final = 24
"""Left-out ticks that one picture may stand for; beyond that slate is put in."""
SPARE_FRAMES: Final = 2
EARLY_MAX: Final = 256
"""Units kept before the first picture: sound comes ahead of it by what the picture's encoder looks ahead."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place on the grid of a stream, and what may be shown there."""

    stream: Stream
    pts: int
    unit: Unit | None


@dataclass(slots=True)
class _Lane:
    stream: Stream
    step: int
    cursor: int
    held: deque[tuple[Unit, bool]] = field(default_factory=deque)
    """Units with whether each follows the one before without a loss."""
    is_broken: bool = False
    has_left: bool = False
    """Whether a unit of it ever left."""

    def put(self, unit: Unit, *, follows: bool) -> None:
        if unit.pts < self.cursor:
            self.is_broken = True
            return
        self.held.append((unit, follows and not self.is_broken))
        self.is_broken = False

    def head(self) -> tuple[Unit, bool] | tuple[None, bool]:
        return self.held[0] if self.held else (None, False)

    def drop_to_cursor(self) -> None:
        while self.held and self.held[0][0].pts < self.cursor:
            self.held.popleft()
            self.is_broken = not self.held
            if self.held:
                self.held[0] = (self.held[0][0], False)


class Line:
    """Holds what passed the gate for `delay` microseconds. Begins with the segment of its first picture and ends, in all
    streams at the same frame, at the limit."""

    def __init__(self, grid: Grid, t0: int, streams: tuple[Stream, ...], gate: Gate, delay: int) -> None:
        self._grid = grid
        self._t0 = t0
        self._streams = streams
        self._gate = gate
        self._lanes: dict[Stream, _Lane] = {}
        self._early: deque[tuple[Unit, bool]] = deque(maxlen=EARLY_MAX)
        self._stop: tuple[int, int] | None = None
        self._stop_limit: int | None = None
        self.delay = delay
        self.left_until = 0
        """Newest instant of capture that left."""
        self.seen_until = 0
        """Nothing captured at or after this left."""

    @property
    def is_begun(self) -> bool:
        """Whether anything entered."""
        return bool(self._lanes)

    @property
    def is_done(self) -> bool:
        """Whether every stream reached its end, or nothing can begin any more."""
        if not self.is_begun:
            return self._gate.is_over
        return self._stop is not None and all(lane.cursor >= self._end(lane) for lane in self._lanes.values())

    @property
    def held_from(self) -> int | None:
        """Oldest instant of capture that waits here."""
        return min((unit.captured for unit in self.waiting()), default=None)

    @property
    def reached(self) -> int:
        """The first frame that no stream has come to yet."""
        return max(self._grid.frames(lane.stream[0], lane.cursor) for lane in self._lanes.values())

    def has_left(self, stream: Stream) -> bool:
        """Whether anything of the stream ever left."""
        return stream in self._lanes and self._lanes[stream].has_left

    def waiting(self) -> Iterator[Unit]:
        """Everything that waits here."""
        yield from (unit for unit, _ in self._early)
        yield from (unit for lane in self._lanes.values() for unit, _ in lane.held)

    def put(self, unit: Unit, *, follows: bool) -> None:
        """Hold an admitted unit. `follows`: nothing of its stream was lost just before it."""
        if not self.is_begun and unit.kind is Kind.VIDEO and unit.is_sync:
            self._begin(unit)
        if not self.is_begun:
            self._early.append((unit, follows))
            return
        self._lanes[unit.kind, unit.rendition].put(unit, follows=follows)

    def advance(self, now: int, lag: int) -> Iterator[Slot]:
        """Every slot that is due. `lag` is how long after its instant a unit may come in."""
        self._look_at_limit()
        for lane in self._lanes.values():
            while (slot := self._next(lane, now, lag)) is not None:
                yield slot

    def _begin(self, unit: Unit) -> None:
        segment, _ = self._grid.place(Kind.VIDEO, unit.pts)
        for stream in self._streams:
            kind = stream[0]
            self._lanes[stream] = _Lane(stream, self._grid.step(kind), self._grid.segment_pts(kind, segment))
        for early, follows in self._early:
            self._lanes[early.kind, early.rendition].put(early, follows=follows)
        self._early.clear()

    def _look_at_limit(self) -> None:
        limit = self._gate.limit
        if limit is None or not self.is_begun or limit == self._stop_limit:
            return
        frame = self._grid.limit_frame(limit - self._t0)
        self._stop = frame, max(frame, self.reached)
        self._stop_limit = limit

    def _end(self, lane: _Lane) -> int:
        assert self._stop is not None  # noqa: S101  (callers look first)
        return self._grid.end_pts(lane.stream[0], self._stop[1])

    def _due(self, lane: _Lane, pts: int) -> int:
        return self._t0 + self._grid.offset_us(lane.stream[0], pts) + self.delay

    def _next(self, lane: _Lane, now: int, lag: int) -> Slot | None:
        if self._stop is not None and lane.cursor >= self._end(lane):
            lane.held.clear()
            return None
        lane.drop_to_cursor()
        unit, follows = lane.head()
        if self._is_past_limit(lane):
            return self._leave(lane, None)
        if unit is not None and follows and self._may_stretch(lane, unit) and now >= self._due(lane, unit.pts):
            lane.cursor = unit.pts
        if unit is not None and unit.pts == lane.cursor:
            if now < max(self._due(lane, unit.pts), unit.captured + self.delay):
                return None
            lane.held.popleft()  # what leaves is no loss to the next
            return self._leave(lane, unit if self._gate.lets_out(unit) else None)
        if unit is not None and follows and self._may_stretch(lane, unit):
            return None
        due = self._due(lane, lane.cursor)
        patience = max(0, lag - self.delay) + SPARE_FRAMES * 1_000_000 // self._grid.fps
        is_due = now >= due if unit is not None else now >= due + patience
        return self._leave(lane, None) if is_due else None

    def _is_past_limit(self, lane: _Lane) -> bool:
        return self._stop is not None and lane.cursor >= self._grid.end_pts(lane.stream[0], self._stop[0])

    def _may_stretch(self, lane: _Lane, unit: Unit) -> bool:
        return unit.kind is Kind.VIDEO and 0 < unit.pts - lane.cursor <= STRETCH_MAX * lane.step

    def _leave(self, lane: _Lane, unit: Unit | None) -> Slot:
        slot = Slot(lane.stream, lane.cursor, unit)
        lane.cursor += lane.step
        if unit is not None:
            lane.has_left = True
            self.left_until = max(self.left_until, unit.captured)
            self.seen_until = max(self.seen_until, unit.captured + reach_us(unit))
        return slot
