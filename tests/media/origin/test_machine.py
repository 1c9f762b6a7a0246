"""Whatever the order of permits, dumps, crashes, clocks and late or lying units: what may not pass does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from incamera.media.origin.cover import Sample
from incamera.media.origin.documents import Permit, Words
from incamera.media.origin.gate import LATE_US
from incamera.media.origin.grid import REACH_US, Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.slate import Slate
from incamera.media.origin.span import RunRefused, Span
from incamera.media.origin.store import Part
from incamera.media.origin.timeline import END_US, Shape, Timeline
from incamera.media.wire import Kind, Unit
from tests.media.origin.worlds import (
    CONFIGS,
    LIVE,
    MEETING,
    SECOND,
    T0,
    Programme,
    content,
    paths,
    permit,
    slate,
    table,
)

STEP = 40_000
CAPTURED = re.compile(rb"live<(.)\d@(\d+)>")


@dataclass
class Watcher:
    """Sees every sample of one timeline, or every slot of the sinks, as it leaves."""

    world: World
    reached: dict[Stream, int] = field(default_factory=dict)

    def sample(self, stream: Stream, sample: Sample) -> None:
        assert sample.duration > 0
        is_retracted = sample.unit is None and sample.pts < self.reached.get(stream, sample.pts)
        assert is_retracted or sample.pts == self.reached.get(stream, sample.pts)
        self.reached[stream] = sample.pts + sample.duration
        if sample.unit is not None:
            assert sample.data == sample.unit.payload
            self.world.left(sample.unit)

    def take(self, span: int, shape: Shape, slot: Slot, state: str) -> None:
        del shape, state
        if slot.unit is not None:
            assert slot.unit.span == span
            self.world.left(slot.unit)

    def end(self, span: int) -> None:
        assert span in self.world.limits

    def rest(self, slate: Slate, due: int, state: str) -> None:
        del slate, state
        assert due < self.world.now

    def told(self) -> None:
        return None


class World(RuleBasedStateMachine):
    """The oracle keeps its own account of limits, leases and dumps, and never asks the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.now = T0
        self.paths = paths()
        self.limits: dict[int, int] = {}
        self.arrived: dict[int, tuple[Unit, int, int]] = {}
        """Of each unit by id: itself, its arrival, and the lease at that time."""
        self.lease: dict[int, int] = {}
        self.too_late: dict[int, set[tuple[bytes, int]]] = {}
        """Of each span: what could already be fetched when a limit before it became known."""
        self.rev = 0
        self.start_origin({})
        self.new_programme(0)

    @initialize(delay=st.sampled_from([0, 2 * SECOND, 6 * SECOND]), seconds=st.integers(1, 9))
    def it_begins(self, delay: int, seconds: int) -> None:
        self.send(0, until=self.now + 20 * SECOND, delay=delay)
        self.start_run()
        self.talk_goes_on(seconds, lateness=20_000)

    # --- the world around

    def start_origin(self, limits: dict[int, int]) -> None:
        self.meeting = Meeting(MEETING, slate(), self.paths.__next__, limits)
        self.meeting.sinks.append(Watcher(self))
        self.watched: dict[str, Watcher] = {}
        self.lease = {}
        self.permits: dict[int, Permit] = {}

    def new_programme(self, number: int) -> None:
        self.programme = Programme(span=number, run=0, t0=self.now)
        self.pending: list[tuple[int, Unit]] = []
        self.is_running = False

    def start_run(self) -> None:
        self.programme.run += 1
        self.programme.skip_to(self.now)
        self.pending = []
        try:
            self.span.begin_run(self.programme.ticket, table(), CONFIGS)
        except RunRefused:
            self.is_running = False
        else:
            self.is_running = True

    @property
    def span(self) -> Span:
        return self.meeting.span(self.programme.span)

    def left(self, unit: Unit) -> None:
        end = unit.captured + (REACH_US if unit.kind is Kind.AUDIO else 1)
        _, arrived, lease = self.arrived[id(unit)]
        assert end <= self.limits.get(unit.span, end), "past the limit"
        assert end <= lease, "without a lease"
        assert unit.captured >= arrived - LATE_US, "back-dated"
        assert not any(begin < end and unit.captured < to for begin, to in self.dumped(unit.span)), "dumped"

    def arrived_at(self, captured: int) -> list[object]:
        return [(u.kind.name, u.rendition, a, u.run) for u, a, _ in self.arrived.values() if u.captured == captured]

    def dumped(self, number: int) -> list[tuple[int, int]]:
        rows = self.meeting.span(number).destroyed
        left = [(max(row.begin, row.public_until + 1), row.to) for row in rows]
        return [
            (begin, to) for begin, to in left if begin < to
        ]  # all of it was public before: nothing was left to destroy

    def send(self, number: int, **changes: object) -> None:
        self.rev += 1
        base = self.permits.get(number, permit(number, opens=self.now, until=0, words=Words("on_air", self.now)))
        made = replace(base, rev=self.rev, **changes)  # type: ignore[arg-type]
        self.permits[number] = made
        self.deliver(made)

    def deliver(self, made: Permit) -> None:
        known = self.meeting.spans.get(made.span)
        is_new = known is None or known.gate.permit is None or made.rev > known.gate.permit.rev
        before = {number: self.fetched(number) for number in self.meeting.spans}
        self.meeting.renew(made, self.now)
        if made.closes is not None:
            self.limits[made.span] = min(made.closes, self.limits.get(made.span, made.closes))
        if is_new:
            self.lease[made.span] = made.until
        for number in self.meeting.spans:
            if number < made.span:
                self.limits[number] = min(made.opens, self.limits.get(number, made.opens))
        for number, limit in self.limits.items():
            self.too_late.setdefault(number, set()).update(x for x in before.get(number, ()) if x[1] > limit)

    def fetched(self, number: int) -> set[tuple[bytes, int]]:
        """Kind, and first instant after, of everything of a span that can be fetched."""
        span = self.meeting.spans[number]
        found: set[tuple[bytes, int]] = set()
        for timeline in (span.gallery, span.public, *span.past):
            for kind, at in CAPTURED.findall(everything(timeline)):
                found.add((kind, int(at) + (REACH_US if kind == b"A" else 1)))
        return found

    # --- what happens

    @rule(
        steps=st.sampled_from([1, 5, 20, 50]),
        lateness=st.sampled_from([20_000, 120_000, 120_000, 400_000, 1_100_000]),
        loss=st.sampled_from([0, 0, 0, 1, 30]),
    )
    def time_passes(self, steps: int, lateness: int, loss: int) -> None:
        for n in range(steps):
            self.now += STEP
            if self.is_running:
                self.pending += [(unit.captured + lateness, unit) for unit in self.programme.until(self.now)]
            ready = sorted((pair for pair in self.pending if pair[0] <= self.now), key=lambda pair: pair[0])
            self.pending = [pair for pair in self.pending if pair[0] > self.now]
            for _, unit in ready:
                if loss and (unit.pts // 1024 + n) % (loss + 3) == 0:
                    continue
                self.feed(unit)
            self.look()
            self.meeting.tick(self.now)
            self.ends_are_said()

    def ends_are_said(self) -> None:
        """Of what has ended it is said in time that nothing follows."""
        for span in self.meeting.spans.values():
            for timeline in (span.gallery, span.public, *span.past):
                if timeline is not None and timeline.ended_at is not None:
                    due = timeline.ended_at + (END_US if timeline.has_parts else 0)
                    assert timeline.says_end or self.now < due

    def feed(self, unit: Unit) -> None:
        self.arrived[id(unit)] = (unit, self.now, self.lease.get(unit.span, 0))
        if self.is_running and not self.span.feed(unit, self.now):
            self.is_running = False

    @rule(seconds=st.sampled_from([1, 3, 8]), lateness=st.sampled_from([20_000, 120_000, 400_000, 1_100_000]))
    def talk_goes_on(self, seconds: int, lateness: int) -> None:
        number = self.programme.span
        if not self.is_running:
            self.start_run()
        for _ in range(seconds):
            if number not in self.limits:
                self.send(number, until=self.now + 6 * SECOND)
            self.time_passes(steps=SECOND // STEP, lateness=lateness, loss=0)

    @rule(lie=st.integers(-2_500_000, 2_500_000), count=st.integers(1, 8))
    @precondition(lambda self: self.is_running)
    def programme_lies(self, lie: int, count: int) -> None:
        self.now += STEP
        for unit in list(self.programme.until(self.now))[:count]:
            unit.captured += lie
            unit.payload[:] = LIVE + f"<{unit.kind.name[0]}{unit.rendition}@{unit.captured}>".encode()
            self.feed(unit)

    @rule()
    def programme_starts(self) -> None:
        self.start_run()

    @rule()
    @precondition(lambda self: self.is_running)
    def programme_dies(self) -> None:
        self.span.end_run(self.programme.run, "killed")
        self.is_running = False

    @rule(length=st.integers(0, 6), delay=st.sampled_from([0, 0, 400_000, 2 * SECOND, 6 * SECOND]))
    def api_renews(self, length: int, delay: int) -> None:
        self.send(self.programme.span, until=self.now + length * SECOND, delay=delay)

    @rule(sends=st.sampled_from([frozenset(), {"picture"}, {"sound"}, {"picture", "sound"}]))
    def api_narrows(self, sends: frozenset[str]) -> None:
        self.send(self.programme.span, sends=frozenset(sends))

    @rule(offset=st.integers(-1_500_000, 800_000))
    def api_closes(self, offset: int) -> None:
        number = self.programme.span
        known = self.permits[number].closes if number in self.permits else None
        limit = self.now + offset
        self.send(number, closes=limit if known is None else min(limit, known), words=Words("closed", self.now))

    @rule(begin=st.integers(0, 8 * SECOND), length=st.integers(1, 6 * SECOND))
    def api_dumps(self, begin: int, length: int) -> None:
        known = self.permits[self.programme.span].destroy if self.programme.span in self.permits else ()
        passage = (self.now - begin, self.now - begin + length)
        self.send(self.programme.span, destroy=(*known, passage))

    @rule(data=st.data())
    @precondition(lambda self: self.permits)
    def old_permit_comes_again(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.permits)))
        old = replace(self.permits[number], rev=data.draw(st.integers(0, self.rev)), closes=None)
        self.deliver(old)

    @rule()
    def meeting_opens_again(self) -> None:
        self.send(self.programme.span, closes=self.now, words=Words("closed", self.now))
        self.new_programme(self.programme.span + 1)
        self.send(self.programme.span, until=self.now + 6 * SECOND)
        self.start_run()

    @rule(jump=st.integers(-20 * SECOND, 20 * SECOND))
    def clock_is_set(self, jump: int) -> None:
        self.meeting.clock_set(self.now)
        self.lease = {n: min(lease, self.now) for n, lease in self.lease.items()}
        self.now += jump
        self.is_running = False

    @rule()
    def origin_restarts(self) -> None:
        self.start_origin(self.meeting.known_limits())
        self.is_running = False

    # --- what always holds

    def look(self) -> None:
        for number in self.meeting.spans:
            span = self.meeting.spans[number]
            for timeline in (span.gallery, span.public, *span.past):
                if timeline is not None and timeline.path not in self.watched:
                    self.watched[timeline.path] = Watcher(self)
                    timeline.takers.append(self.watched[timeline.path].sample)

    @invariant()
    def limits_only_move_earlier(self) -> None:
        self.look()
        known = self.meeting.known_limits()
        assert {n: known[n] for n in self.limits} == self.limits

    @invariant()
    def nothing_dumped_can_be_fetched(self) -> None:
        for number, span in self.meeting.spans.items():
            passages = self.dumped(number)
            for timeline in (span.gallery, span.public, *span.past):
                seen = [int(at) for _, at in CAPTURED.findall(everything(timeline))] if passages else []
                bad = [at for at in seen if any(begin <= at < to for begin, to in passages)]
                assert not bad, (number, bad, passages, [self.arrived_at(at) for at in bad])

    @invariant()
    def nothing_after_the_limit_can_be_fetched(self) -> None:
        for number in self.meeting.spans:
            limit = self.limits.get(number)
            late = {x for x in self.fetched(number) if limit is not None and x[1] > limit}
            assert late <= self.too_late.get(number, set()), (number, limit, late - self.too_late.get(number, set()))
            if late:
                span = self.meeting.spans[number]
                assert span.passes_until > (limit or 0), (number, limit, late, span.passes_until, span.gate)

    @invariant()
    def what_is_sealed_stays_sealed(self) -> None:
        for number, span in self.meeting.spans.items():
            if number in self.limits and span.public_until == 0 and span.gallery_until == 0:
                assert span.passes_until <= self.limits[number]

    @invariant()
    def ended_timelines_cover_the_same(self) -> None:
        for span in self.meeting.spans.values():
            for timeline in (span.gallery, span.public, *span.past):
                if timeline is not None and timeline.is_ended and timeline.is_begun:
                    assert_same_length(timeline)


def everything(timeline: Timeline | None) -> bytes:
    """All streams of a timeline that can be fetched."""
    return b"".join(content(timeline, stream) for stream in CONFIGS) if timeline is not None else b""


def assert_same_length(timeline: Timeline) -> None:
    grid = timeline.shape.grid
    listings = {stream: window.listing for stream, window in timeline.windows.items()}
    assert {b"#EXT-X-ENDLIST" in text for text in timeline.playlists.values()} <= {timeline.says_end}
    assert len({listing.segments[-1].number for listing in listings.values()}) == 1
    ends = {stream: end_of(listing.segments[-1].parts[-1]) for stream, listing in listings.items()}
    frames = ends[Kind.VIDEO, 0] // grid.step(Kind.VIDEO)
    assert ends == {stream: grid.end_pts(stream[0], frames) for stream in listings}


def end_of(part: Part) -> int:
    """Where a part ends: a picture that is held over a border makes the segment behind it shorter than its frames."""
    assert part.data is not None, "the last part is slate"
    at = part.data.index(b"tfdt") + 8  # the version and its flags: 64 bits follow
    return int.from_bytes(part.data[at : at + 8], "big") + part.duration


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=30)
