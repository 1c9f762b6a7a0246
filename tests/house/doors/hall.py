"""A meeting in memory with its doorkeeper, two engines, a gate, an outside and people who behave as browsers do, under virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from incamera.house.doors.doorkeeper import Doorkeeper, DoorPorts
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock
from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.events import Event, SpanCut, WentLive
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Meeting, Span, identity, programme_identity, side_of
from incamera.rules.outside import outputs, permits
from incamera.rules.proof import Seen
from incamera.rules.shown import View
from incamera.rules.steps import Step, decide_step
from incamera.rules.views import view_for
from incamera.rules.wanted import chambers
from incamera.rules.words import MICROPHONE, SECOND_US, SeatId, Side
from tests.fakes.engine import FakeEngine, JoinRefused
from tests.fakes.gate import FakeGate
from tests.fakes.outside import FakeOutside
from tests.fakes.virtual_loop import VirtualLoop
from tests.rules.running import Running

CEILING_S = 120.0
"""How long, of virtual time, a test waits for a state before it fails."""


@dataclass(slots=True)
class LoopClock:
    """The loop's time as the clock's, shifted by `offset` microseconds, as when a machine's clock is set."""

    loop: VirtualLoop
    offset: int = 0

    def now(self) -> int:
        return self.loop.now() + self.offset


class Book:
    """`Facts` in memory: what the service does, without a database. `before_commit` may delay or refuse a commit."""

    def __init__(self, m: Meeting, clock: Clock) -> None:
        self.bell = Bell()
        self.meeting = m
        self.events: list[tuple[int, Event]] = []
        self.steps: list[Step] = []
        self.seen = Seen()
        self.on_event: Callable[[Event], None] = lambda _: None
        self.before_commit: Callable[[Step], Awaitable[None]] | None = None
        self._clock = clock
        self._last = 0
        self._lock = asyncio.Lock()

    def ids(self) -> tuple[str, ...]:
        return (self.meeting.id,)

    def get(self, meeting_id: str) -> Meeting:
        assert meeting_id == self.meeting.id
        return self.meeting

    def rev(self, meeting_id: str) -> int:
        assert meeting_id == self.meeting.id
        return len(self.events)

    def measure(self, meeting_id: str, seen: Seen) -> None:
        assert meeting_id == self.meeting.id
        self.seen = seen

    async def step(self, meeting_id: str, step: Step, *, seen: Seen, expect: int) -> int | Denied:
        """As the service does: shielded, so that a commit is never half done."""
        return await asyncio.shield(asyncio.ensure_future(self._step(meeting_id, step, seen, expect)))

    async def _step(self, meeting_id: str, step: Step, seen: Seen, expect: int) -> int | Denied:
        async with self._lock:
            if self.before_commit is not None:
                await self.before_commit(step)
            if expect != self.rev(meeting_id):
                return Denied("stale")
            answer = self._enter(decide_step(self.meeting, step, seen=seen, now=self._now()))
            if not isinstance(answer, Denied):
                self.steps.append(step)
            return answer

    def command(self, command: c.Command, by: SeatId) -> int | Denied:
        return self._enter(decide(self.meeting, command, by=by, now=self._now()))

    def _now(self) -> int:
        return max(self._clock.now(), self._last + 1)

    def _enter(self, events: tuple[Event, ...] | Denied) -> int | Denied:
        if isinstance(events, Denied):
            return events
        now = self._now()
        for event in events:
            self.on_event(event)
            self.meeting = evolve(self.meeting, event, now)
            self.events.append((now, event))
        if events:
            self._last = now
            self.bell.ring(self.meeting.id)
        return len(self.events)


class Hall:
    """`async with Hall() as hall`: people in the lobby of a meeting whose doorkeeper is at work."""

    def __init__(self, run: Running | None = None) -> None:
        """`run`: a meeting that has come somewhere already; its chambers stand, empty, when the hall opens."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        run = run or Running()
        self.clock = LoopClock(loop, run.now - loop.now())
        self.book = Book(run.m, self.clock)
        self.book.on_event = self._watch
        self.engines = {side: FakeEngine(now=self.clock.now) for side in Side}
        for side, engine in self.engines.items():
            engine.chambers_now.update({w.name: {} for w in run.wants(side) if w.name is not None})
        self.gate = FakeGate(now=self.clock.now)
        self.outside = FakeOutside(self.gate, now=self.clock.now, delay_us=run.m.plan.delay * SECOND_US)
        self.keeper: asyncio.Task[None] | None = None
        self.browsers: asyncio.Task[None] | None = None
        self.is_lied_to = False
        """Whether an engine lies: against that the doorkeeper does not guard."""
        self.heard: list[tuple[str, SeatId]] = []
        """Each chamber in which a seat was able to speak, in the order in which it began to."""

    async def __aenter__(self) -> Self:
        self.start()
        self.browsers = asyncio.create_task(self._browse())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        if self.browsers is not None:
            self.browsers.cancel()
            await asyncio.wait({self.browsers})
            if not self.browsers.cancelled():
                raise self.browsers.exception() or AssertionError("the browsers went home")

    def start(self) -> None:
        """A doorkeeper begins, as after a start of the api: it remembers nothing."""
        ports = DoorPorts(self.engines, self.gate, self.outside)
        self.doorkeeper = Doorkeeper(self.book.meeting.id, self.book, ports, self.clock)
        self.keeper = asyncio.create_task(self.doorkeeper.run())

    async def kill(self) -> None:
        """The doorkeeper is ended wherever it is."""
        if self.keeper is not None:
            self.keeper.cancel()
            await asyncio.wait({self.keeper})
            if not self.keeper.cancelled():
                assert self.keeper.exception() is None, self.keeper.exception()
            self.keeper = None

    @property
    def m(self) -> Meeting:
        return self.book.meeting

    @property
    def current(self) -> Span:
        assert self.m.current is not None
        return self.m.current

    @property
    def engine(self) -> FakeEngine:
        """The engine of the current span's side."""
        return self.engines[side_of(self.m, self.current)]

    def chamber(self) -> str:
        """The name of the current chamber."""
        assert self.current.chamber is not None
        return self.current.chamber.name

    def view(self, seat: SeatId) -> View:
        shown = view_for(self.m, seat, self.book.seen, self.clock.now())
        assert shown is not None
        return shown

    def do(self, command: c.Command, by: SeatId) -> None:
        """A command that must be accepted."""
        answer = self.book.command(command, by)
        assert not isinstance(answer, Denied), answer

    async def hush(self, phase: str = "closed") -> None:
        """As the service does before it commits a cut into that phase."""
        after, now = self.m, self.clock.now()
        events = decide(after, c.Shut(phase), by=self.closer(), now=now)
        assert not isinstance(events, Denied), events
        for event in events:
            after = evolve(after, event, now)
        await self.doorkeeper.hush(after)

    def all_enter(self) -> None:
        """Everybody who may takes their seat."""
        for seat in self.m.plan.seats:
            self.book.command(c.Enter(f"leg of {seat.id}"), seat.id)

    def of(self, chamber: str, seat: SeatId) -> str:
        """The engine identity of a seat in a chamber."""
        return identity(chamber, self.m.legs[seat])

    async def until(self, true: Callable[[], bool], what: str = "") -> None:
        """Wait for a state; never for a time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + CEILING_S
        while not true():
            if loop.time() > deadline:
                raise AssertionError(
                    f"not within {CEILING_S:.0f} s: {what or true}; {self.m.spans[-1:]}, {self.book.seen}"
                )
            await asyncio.sleep(0.05)

    async def until_live(self, phase: str) -> None:
        await self.until(lambda: self._is_live(phase), f"{phase} live")

    def _is_live(self, phase: str) -> bool:
        return self.m.current is not None and self.current.phase == phase and self.current.live is not None

    async def go_on_record(self) -> None:
        """Ask, turn all keys, wait for the countdown and the proof."""
        self.do(c.Ask("on_record"), self._asker())
        for seat in sorted(x.id for x in self.m.plan.seats if x.holds_key):
            self.do(c.Turn(), seat)
        await self.until_live("on_record")

    def _asker(self) -> SeatId:
        may = self.m.profile.may["ask"]
        return next(x.id for x in self.m.plan.seats if x.role in may)

    def closer(self) -> SeatId:
        may = self.m.profile.may["close"]
        return next(x.id for x in self.m.plan.seats if x.role in may)

    def convener(self) -> SeatId:
        may = self.m.profile.may["convene"]
        return next(x.id for x in self.m.plan.seats if x.role in may)

    def phases(self) -> list[str]:
        """The phases cut since the hall opened; one that was cut again, in a new chamber, stands once."""
        cut = [event.phase for _, event in self.book.events if isinstance(event, SpanCut)]
        return [phase for n, phase in enumerate(cut) if n == 0 or cut[n - 1] != phase]

    async def until_all_is_well(self) -> None:
        """The current span is in force, everybody of it is in its chamber and speaks if they may, and nothing else is."""
        await self.until(self._is_well, "everybody where they should be")

    def _is_well(self) -> bool:
        wants = [w for w in chambers(self.m) if w.name is not None]
        there = {side: {name: set(legs) for name, legs in e.chambers_now.items()} for side, e in self.engines.items()}
        right = {side: {w.name or "": set(w.everybody) for w in wants if w.side is side} for side in Side}
        speak = all(
            set(given) <= set(self.engines[w.side].chambers_now[w.name or ""][identity].permission.sources)
            for w in wants
            for identity, given in w.publishers.items()
            if there == right
        )
        return self.current.live is not None and there == right and speak and len(wants) == len(chambers(self.m))

    def _watch(self, event: Event) -> None:
        """When a span goes live, what is really there must be what the proof says, whatever happened to the ports."""
        if not isinstance(event, WentLive) or self.is_lied_to:
            return
        former = self.m.spans[-2] if len(self.m.spans) > 1 else None
        if former is not None and former.chamber is not None and former.chamber != self.current.chamber:
            assert former.chamber.name not in self.engines[side_of(self.m, former)].chambers_now
        if self.current.roster:
            assert not any(leg.permission.publish for leg in self.engine.chambers_now[self.chamber()].values())
        if side_of(self.m, self.current) is Side.CLOSED and outputs(self.m):
            self._watch_gate()

    def _watch_gate(self) -> None:
        """Nothing said since each cut can leave, and what has no delay was seen dark since the last one."""
        kept = self.gate.meetings.get(self.m.id, {})
        for permit in permits(self.m):
            assert permit.closes is not None
            assert kept[permit.span].passes_until <= permit.closes
        if permits(self.m):
            assert any(look.asked > self.current.cut and look.dark["gallery"] for look in self.outside.looks)

    async def _browse(self) -> None:
        """What browsers do: be in each chamber their view names, publish where they are granted."""
        while True:
            for want in chambers(self.m):
                for me, seat in want.members.items():
                    self._sit(want.name or "", want.side, me, seat)
                if want.worker is not None:
                    self._listen(want.name or "", want.side, want.worker)
            await asyncio.sleep(0.05)

    def _listen(self, chamber: str, side: Side, worker: str) -> None:
        """The hidden programme worker."""
        assert worker == programme_identity(chamber)
        if worker not in self.engines[side].chambers_now.get(chamber, {}):
            with suppress(JoinRefused):
                self.engines[side].join(chamber, worker, hidden=True)

    def _sit(self, chamber: str, side: Side, me: str, seat: SeatId) -> None:
        engine = self.engines[side]
        if me not in engine.chambers_now.get(chamber, {}):
            with suppress(JoinRefused):
                engine.join(chamber, me)
            return
        if MICROPHONE not in engine.chambers_now[chamber][me].tracks and engine.publish(chamber, me, MICROPHONE):
            assert chamber != self.chamber() or self.current.live is not None, "heard before the proof"
            self.heard.append((chamber, seat))
