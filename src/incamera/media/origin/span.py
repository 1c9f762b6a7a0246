"""One open span behind its gate: from the units of its runs to the gallery, the delayed webcast and the sinks. Pure.

Units enter once and are shared: the two lines hold references to the same bytes, so that what is destroyed is
destroyed for both. Time and random names are arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from incamera.media.origin.documents import BEGINS, FAULT, ON_AIR, PICTURE, SOUND, Passage, Permit
from incamera.media.origin.gate import Gate, Verdict
from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.line import Line, Slot
from incamera.media.origin.slate import Slate
from incamera.media.origin.timeline import Shape, Timeline
from incamera.media.wire import SEGMENT_FRAMES, Kind, Table, Ticket, Unit

LAG_MIN_US: Final = 150_000
LAG_MAX_US: Final = 1_000_000
GALLERY, PUBLIC, SINKS = range(3)
"""The lines of a span. The gallery's has no delay."""
SINK_DELAY_US: Final = 1_000_000
"""A limit may be a moment old when it comes; what is recorded waits at least that long."""
SKEW_MAX_US: Final = 2_000_000
"""Further apart `captured` and `pts` are not of one programme."""
BACKWARDS_MAX_US: Final = 200_000
"""How much a stream's instants of capture may go back, for a clock that is being corrected."""


class RunRefused(Exception):
    """This run cannot be shown; the text says why, in words for an operator."""


class Sink(Protocol):
    """Whoever keeps or passes on what left: recorder, feeds. Gets slots in order, per stream."""

    def take(self, span: int, shape: Shape, slot: Slot, state: str) -> None:
        """One slot of the sinks' line; an empty one stands for slate (`state` names it) or silence."""
        ...

    def end(self, span: int) -> None:
        """Nothing more will leave of this span."""
        ...

    def rest(self, slate: Slate, due: int, state: str) -> None:
        """Called often: what comes between spans has come to the instant `due`; `state` names the slate."""
        ...

    def told(self) -> Mapping[str, Any] | None:
        """What the child says of itself, for the statement; None if it says nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What became of one dump. `public_until` beyond `begin`: that much had been shown and stays so."""

    begin: int
    to: int
    public_until: int
    gallery_saw: bool
    units: int
    sha256: str


@dataclass(slots=True)
class _Last:
    """The newest unit of a stream."""

    pts: int
    captured: int


@dataclass(slots=True)
class Span:
    """`new_path` draws the random name of a timeline. `run` is the newest run accepted, `fault` why its predecessor or
    itself ended."""

    gate: Gate
    slate: Slate
    new_path: Callable[[], str]
    sinks: list[Sink] = field(default_factory=list)
    run: int | None = None
    is_receiving: bool = False
    fault: str | None = None
    shape: Shape | None = None
    gallery: Timeline | None = None
    public: Timeline | None = None
    past: list[Timeline] = field(default_factory=list)
    """Public timelines that another delay replaced."""
    destroyed: list[Destroyed] = field(default_factory=list)
    lag: int = LAG_MIN_US
    _lines: list[Line] = field(default_factory=list)
    _asked: set[Passage] = field(default_factory=set)
    _last: dict[Stream, _Last] = field(default_factory=dict)
    _breaks: set[Stream] = field(default_factory=set)
    """Streams that lost a unit since the last one that entered."""
    _delay: int = 0
    _is_told: bool = False
    """The sinks know that nothing more comes."""

    # --- what the api says

    def renew(self, permit: Permit, now: int) -> bool:
        """Take a permit, or only its limit if it is an old one; whether it was taken."""
        was_taken = self.gate.renew(permit, now)
        if was_taken:
            self._set_delay(permit.delay, now)
            for passage in permit.destroy:
                self._dump(passage)
        self._recheck()
        return was_taken

    def close(self, instant: int) -> None:
        """Set the limit, or move it earlier."""
        self.gate.close(instant)
        self._recheck()

    @property
    def _sends(self) -> frozenset[str]:
        return self.gate.permit.sends if self.gate.permit is not None else frozenset()

    @property
    def state(self) -> str:
        """Whose picture the slate shows."""
        permit = self.gate.permit
        return FAULT if permit is None or permit.words.state == ON_AIR else permit.words.state

    # --- what a programme sends

    def begin_run(self, ticket: Ticket, table: Table, configs: Mapping[Stream, bytes]) -> None:
        """Let a newer run begin; raises `RunRefused`."""
        if ticket.span != self.gate.span or (self.run is not None and ticket.run <= self.run):
            raise RunRefused("an older run")
        if self.gate.is_over:
            raise RunRefused("the span is over")
        self._check(table, configs)
        shape = Shape(Grid(table.fps), ticket.t0, self.slate, table.renditions)
        if self.shape is None:
            self._lay_out(shape)
        elif (self.shape.t0, self.shape.renditions) != (shape.t0, shape.renditions):
            raise RunRefused("another table or t0 than the run before")
        self.run, self.is_receiving, self.fault = ticket.run, True, None
        self._last.clear()
        self._breaks = set(shape.streams)

    def end_run(self, run: int, fault: str | None) -> None:
        """The connection of a run is over."""
        if run == self.run and self.is_receiving:
            self.is_receiving, self.fault = False, fault

    def feed(self, unit: Unit, now: int) -> bool:
        """Take one unit of the current run; False: the run is lost, nothing of it will be taken any more."""
        if not self.is_receiving or unit.run != self.run or self.shape is None:
            return False
        stream = (unit.kind, unit.rendition)
        if stream not in self.shape.streams or not self._is_in_order(unit, stream):
            self.end_run(unit.run, "units out of order")
            return False
        verdict = self.gate.verdict(unit, now)
        if verdict is Verdict.LOST:
            self.end_run(unit.run, "instants of another clock")
            return False
        self._measure_lag(unit, now)
        if verdict is Verdict.REFUSE:
            unit.payload[:] = bytes(len(unit.payload))
            self._breaks.add(stream)
            return True
        follows = stream not in self._breaks
        self._breaks.discard(stream)
        for line in self._lines:
            line.put(unit, follows=follows)
        return True

    # --- what time does

    def tick(self, now: int) -> None:
        """Let out everything that is due."""
        if self.gate.limit is not None and now > self.gate.limit + LAG_MAX_US:
            self.gate.is_over = True
        if self.shape is None or self.gallery is None or self.public is None:
            return
        self._advance(self._lines[GALLERY], self.gallery, now)
        self._advance(self._lines[PUBLIC], self.public, now)
        self._give_sinks(self._lines[SINKS], self.shape, now)
        for timeline in (self.gallery, self.public, *self.past):
            timeline.say_end(now)

    @property
    def is_drained(self) -> bool:
        """Whether nothing can leave any more."""
        if not self._lines:
            return self.gate.is_over
        return all(line.is_done for line in self._lines)

    @property
    def held_from(self) -> int | None:
        """Oldest instant of capture that a dump could still destroy."""
        return self._lines[PUBLIC].held_from if self._lines else None

    @property
    def gallery_until(self) -> int:
        """Nothing captured at or after this can have been seen in the gallery."""
        return self.gallery.seen_until if self.gallery is not None else 0

    @property
    def public_until(self) -> int:
        """Newest instant of capture that left the delay: what a dump cannot destroy any more."""
        return self._lines[PUBLIC].left_until if self._lines else 0

    @property
    def kept_until(self) -> int:
        """Nothing captured at or after this was given to recorder and feeds."""
        return self._lines[SINKS].seen_until if self._lines else 0

    @property
    def is_kept_ended(self) -> bool:
        """Whether recorder and feeds get nothing more of this span."""
        return self._lines[SINKS].is_done if self._lines else self.gate.is_over

    @property
    def passes_until(self) -> int:
        """Nothing captured at or after this can pass. Honest about what passed before its limit was known."""
        public = [t.seen_until for t in (self.public, *self.past) if t is not None]
        kept = [self._lines[SINKS].seen_until] if self.sinks and self._lines else []
        return max([self.gate.passes_until, self.gallery_until, *public, *kept])

    def _advance(self, line: Line, timeline: Timeline, now: int) -> None:
        is_new = False
        for slot in line.advance(now, self.lag):
            is_new = True
            timeline.put(slot, self._slate_at(line, slot), may_show=_is_sent(slot, self._sends))
        if line.is_done:
            timeline.close(self.state, now)
        elif is_new:
            timeline.render()

    def _give_sinks(self, line: Line, shape: Shape, now: int) -> None:
        for slot in line.advance(now, self.lag):
            shown = slot if _is_sent(slot, self._sends) else Slot(slot.stream, slot.pts, None)
            for sink in self.sinks:
                sink.take(self.gate.span, shape, shown, self._slate_at(line, slot))
        if line.is_done and not self._is_told:
            self._is_told = True
            for sink in self.sinks:
                sink.end(self.gate.span)

    def _slate_at(self, line: Line, slot: Slot) -> str:
        """Whose picture stands for an empty slot: of what is on air and never left yet, nothing is interrupted."""
        return BEGINS if self.state == FAULT and not line.has_left(slot.stream) else self.state

    def _recheck(self) -> None:
        for timeline in (self.gallery, self.public):
            if timeline is not None and not timeline.is_ended:
                timeline.retract(self.gate.lets_out, self.state)

    def _check(self, table: Table, configs: Mapping[Stream, bytes]) -> None:
        if table.fps != self.slate.fps:
            raise RunRefused(f"{table.fps} frames a second, the slate has {self.slate.fps}")
        for row in table.renditions:
            is_video = row.kind is Kind.VIDEO
            if is_video and row.number >= len(self.slate.configs):
                raise RunRefused(f"the slate has no picture {row.number}")
            pinned = self.slate.configs[row.number] if is_video else self.slate.audio_config
            if configs.get((row.kind, row.number)) != pinned:
                raise RunRefused(f"{'picture' if is_video else 'sound'} {row.number} is encoded unlike the slate")
        if not {(Kind.VIDEO, 0), (Kind.AUDIO, 0)} <= {(r.kind, r.number) for r in table.renditions}:
            raise RunRefused("no picture 0 or no sound 0")

    def _lay_out(self, shape: Shape) -> None:
        self.shape = shape
        delays = (0, self._delay, max(self._delay, SINK_DELAY_US))
        self._lines = [Line(shape.grid, shape.t0, shape.streams, self.gate, delay) for delay in delays]
        self.gallery = Timeline(shape, self.new_path(), 0)
        self.public = Timeline(shape, self.new_path(), self._delay)

    def _is_in_order(self, unit: Unit, stream: Stream) -> bool:
        if self.shape is None:
            return False
        last = self._last.get(stream)
        grid = self.shape.grid
        skew = unit.captured - self.shape.t0 - grid.offset_us(unit.kind, unit.pts)
        if unit.pts < 0 or unit.pts % grid.step(unit.kind) or abs(skew) > SKEW_MAX_US:
            return False
        if last is not None and (unit.pts <= last.pts or unit.captured < last.captured - BACKWARDS_MAX_US):
            return False
        self._last[stream] = _Last(unit.pts, max(unit.captured, last.captured if last is not None else 0))
        return True

    def _measure_lag(self, unit: Unit, now: int) -> None:
        if self.shape is None:
            return
        lag = now - self.shape.t0 - self.shape.grid.offset_us(unit.kind, unit.pts)
        faded = self.lag - (self.lag - LAG_MIN_US) // 512
        self.lag = min(LAG_MAX_US, max(LAG_MIN_US, lag, faded))

    def _set_delay(self, delay: int, now: int) -> None:
        if delay == self._delay:
            return
        self._delay = delay
        if self.shape is None or self.public is None:
            return
        line = self._lines[PUBLIC]
        line.delay = delay
        self._lines[SINKS].delay = max(delay, SINK_DELAY_US)
        shown = self.shape.grid.limit_frame(max(0, now - delay - self.shape.t0))
        frame = max(shown, line.reached) if line.is_begun else shown
        self.public.close(self.state, now)
        self.past.append(self.public)
        self.public = Timeline(self.shape, self.new_path(), delay, first=-(-frame // SEGMENT_FRAMES))

    def _dump(self, asked: Passage) -> None:
        if asked in self._asked:
            return
        self._asked.add(asked)
        begin, to = asked
        public_until = self.public_until
        first = max(begin, public_until + 1)
        saw = begin < self.gallery_until
        digest, count = hashlib.sha256(), 0
        if first < to:
            self.gate.destroyed.append((first, to))
            for unit in self._found():
                digest.update(unit.payload)
                unit.payload[:] = bytes(len(unit.payload))
                count += 1
            if self.gallery is not None:
                self.gallery.destroy(first, to)
        self.destroyed.append(Destroyed(begin, to, public_until, saw, count, digest.hexdigest()))

    def _found(self) -> list[Unit]:
        waiting = {id(unit): unit for line in self._lines for unit in line.waiting()}
        return [unit for unit in waiting.values() if self.gate.is_destroyed(unit)]


def _is_sent(slot: Slot, sends: frozenset[str]) -> bool:
    return (PICTURE if slot.stream[0] is Kind.VIDEO else SOUND) in sends
