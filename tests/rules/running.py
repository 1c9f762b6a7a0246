"""A meeting that runs: its facts, a clock, engines, gate and outside that can be disturbed, and what was measured of them.

Everything that happens goes through the rules' own doors; each event also through the codec of the ledger, so that what
runs on is what a replay would give.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType

from incamera.house.doors.parts import prefix_of
from incamera.house.meetings.codec import decode, encode
from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.events import Event
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Meeting, Span, side_of
from incamera.rules.outside import outputs, permits
from incamera.rules.proof import (
    GateLook,
    LegSeen,
    Look,
    OutsideLook,
    Seen,
    forget,
    forget_gate,
    forget_outside,
    note,
    note_gate,
)
from incamera.rules.shown import View
from incamera.rules.steps import Step, Stood, decide_step, next_step
from incamera.rules.views import view_for
from incamera.rules.wanted import ChamberWant, chambers
from incamera.rules.words import SECOND_US, Side
from tests.rules.outside_world import Gate
from tests.rules.worlds import SUBJECTS_CANARY, T0, draft, leg_of

QUARTER_US = SECOND_US // 4


@dataclass
class Engine:
    """What is really there: chamber -> identity -> leg."""

    chambers: dict[str, dict[str, LegSeen]] = field(default_factory=dict)

    def tend(self, wants: list[ChamberWant]) -> None:
        """Make it so, as an adapter does: what is not wanted is deleted, strangers are put out, rights are set."""
        named = {w.name: w for w in wants if w.name is not None}
        self.chambers = {name: legs for name, legs in self.chambers.items() if name in named}
        for name, legs in self.chambers.items():
            want = named[name]
            for identity in [i for i in legs if i not in want.everybody]:
                del legs[identity]
            for identity, leg in legs.items():
                given = want.publishers.get(identity, frozenset())
                legs[identity] = LegSeen(identity, leg.publishes & given, may_publish=bool(given), hidden=leg.hidden)

    def join_all(self, wants: list[ChamberWant]) -> None:
        """Everybody who should be somewhere comes, and speaks where that is granted."""
        for want in wants:
            if want.name not in self.chambers:
                continue
            legs = self.chambers[want.name]
            for identity in want.members:
                legs.setdefault(identity, LegSeen(identity))
            for identity, given in want.publishers.items():
                legs[identity] = LegSeen(identity, given, may_publish=True)
            if want.worker is not None:
                legs[want.worker] = LegSeen(want.worker, hidden=True)

    def look(self, asked: int) -> Look:
        return Look(asked, MappingProxyType({name: tuple(legs.values()) for name, legs in self.chambers.items()}))


class Running:
    """One meeting with its doorkeeper's work done by hand, a move at a time."""

    def __init__(self, m: Meeting | None = None) -> None:
        self.m = draft() if m is None else m
        self.blank = self.m
        self.clock = T0
        self.last = T0
        self.seen = Seen()
        self.engines = {side: Engine() for side in Side}
        self.looks: dict[Side, list[Look]] = {side: [] for side in Side}
        """Everything measured since the last time that side was forgotten."""
        self.gate = Gate()
        self.gate_looks: list[tuple[int, GateLook]] = []
        """What the gate stated since the last restart, and how many spans there were when it was heard."""
        self.log: list[tuple[int, str, str]] = []
        self.on_event: Callable[[Meeting, Event, int, Step | None], None] = lambda *_: None
        self._names = map(self.chamber, count(1))

    def chamber(self, n: int) -> str:
        """The name of the n-th chamber that is made."""
        return f"{prefix_of(self.m.id)}chamber-{n}"

    @property
    def now(self) -> int:
        """As the service: a commit is always later than the last one, whatever the clock says."""
        return max(self.clock, self.last + 1)

    @property
    def current(self) -> Span:
        assert self.m.current is not None
        return self.m.current

    def side(self) -> Side:
        return side_of(self.m, self.current)

    def tries(self, command: c.Command, by: str) -> tuple[Event, ...] | Denied:
        answer = decide(self.m, command, by=by, now=self.now)
        return answer if isinstance(answer, Denied) else self._commit(answer, None)

    def does(self, command: c.Command, by: str) -> None:
        """A command that must be accepted."""
        answer = self.tries(command, by)
        assert not isinstance(answer, Denied), (command, by, answer)

    def steps(self, step: Step) -> tuple[Event, ...] | Denied:
        answer = decide_step(self.m, step, seen=self.seen, now=self.now)
        return answer if isinstance(answer, Denied) else self._commit(answer, step)

    def _commit(self, events: tuple[Event, ...], step: Step | None) -> tuple[Event, ...]:
        now = self.now
        for event in events:
            kind, body = event.kind, json.dumps(encode(event))
            again = decode(kind, json.loads(body))
            assert again == event
            self.on_event(self.m, again, now, step)
            self.m = evolve(self.m, again, now)
            self.log.append((now, kind, body))
        if events:
            self.last = now
        return events

    def replayed(self) -> Meeting:
        """The meeting as its ledger tells it."""
        m = self.blank
        for at, kind, body in self.log:
            m = evolve(m, decode(kind, json.loads(body)), at)
        return m

    def restart(self) -> None:
        """The api is killed and started: facts are read again, measurements are gone."""
        self.m = self.replayed()
        self.seen = Seen()
        self.looks = {side: [] for side in Side}
        self.gate_looks = []

    def wants(self, side: Side) -> list[ChamberWant]:
        return [w for w in chambers(self.m) if w.side is side]

    def sweep(self, side: Side) -> None:
        """One pass of a keeper: tend, make what has to be made, look, offer."""
        engine, wants = self.engines[side], self.wants(side)
        engine.tend(wants)
        self.look(side)
        for want in wants:
            if want.name is None:
                name = next(self._names)
                engine.chambers[name] = {}
                self.steps(Stood(want.use == "ahead", want.phase, want.roster, name))

    def look(self, side: Side, asked: int | None = None) -> None:
        """Measure what is there without touching it; `asked` in the past is a look that comes late."""
        look = self.engines[side].look(self.now if asked is None else asked)
        before = self.seen.last.get(side)
        self.seen = note(self.seen, self.m, side, look)
        if self.seen.last.get(side) is not before:
            self.looks[side].append(look)

    def forget(self, side: Side) -> None:
        """The engine did not answer."""
        self.seen = forget(self.seen, side)
        self.looks[side] = []

    def tend_gate(self) -> None:
        """One pass of the keepers of gate and outside: hand over the permits, ask, look."""
        if not outputs(self.m):
            return
        self.gate.take(permits(self.m), self.now)
        self.hear_gate(self.gate.look(self.now))
        self.hear_outside(self.gate.seen_from_outside(outputs(self.m), self.m.plan.delay, self.now))

    def hear_gate(self, look: GateLook | None) -> None:
        """A statement of the gate, or none."""
        if look is None:
            self.seen = forget_gate(self.seen)
            return
        self.seen = note_gate(self.seen, self.m, look)
        self.gate_looks.append((len(self.m.spans), look))

    def hear_outside(self, look: OutsideLook | None) -> None:
        """What a stranger saw, or nothing."""
        self.seen = forget_outside(self.seen) if look is None else replace(self.seen, outside=look)

    def hush_gate(self) -> None:
        """Shut before commit: the gate has a limit of which the facts do not know yet."""
        newest = next(reversed(permits(self.m)), None)
        if newest is not None:
            self.gate.take((replace(newest, closes=newest.closes or self.now),), self.now)

    def judge(self) -> Step | None:
        """One step, if facts and measurements call for one; it must then be accepted."""
        step = next_step(self.m, self.seen, self.now)
        if step is not None:
            assert not isinstance(self.steps(step), Denied), step
        return step

    def settle(self, seconds: float = 1.5) -> None:
        """Everybody works for a while: browsers join, engines are swept, the judge judges."""
        for _ in range(max(1, round(seconds / 0.25))):
            for side in Side:
                self.engines[side].join_all(self.wants(side))
                self.sweep(side)
            self.tend_gate()
            while self.judge() is not None:
                pass
            self.clock = self.now + QUARTER_US

    def enter_all(self) -> None:
        for seat in self.m.plan.seats:
            self.tries(c.Enter(leg_of(seat.id)), seat.id)

    def one_with(self, right: str) -> str:
        """A seat that has a right."""
        return next(x.id for x in self.m.plan.seats if x.role in self.m.profile.may[right])

    def convene(self) -> None:
        self.does(c.Convene(), self.one_with("convene"))
        self.settle()
        assert self.current.live is not None

    def open(self, phase: str = "on_record") -> None:
        """Ask, turn all keys, count down, cross, prove."""
        self.consent(phase)
        self.settle(13)
        assert (self.current.phase, self.current.live is None) == (phase, False)

    def consent(self, phase: str = "on_record") -> None:
        """One asks, all who hold a key turn it."""
        self.does(c.Ask(phase), self.one_with("ask"))
        for seat in self.m.plan.seats:
            if seat.holds_key:
                self.does(c.Turn(), seat.id)

    def close(self, *, proven: bool = True) -> None:
        """Do what the profile asks for, shut, prove."""
        self.resolve()
        self.does(c.Shut("closed"), self.one_with("close"))
        if not proven:
            return
        self.settle()
        assert (self.current.phase, self.current.live is None) == ("closed", False)

    def resolve(self) -> None:
        """The steps before the gate."""
        steps = self.m.profile.before_gate
        if "choose_ground" in steps:
            grounds = self.m.profile.grounds
            ground = grounds[0].id if grounds else "a ground"
            self.does(c.ChooseGround(ground, SUBJECTS_CANARY), self.one_with("choose_ground"))
        if "read_announcement" in steps:
            self.does(c.ReadAnnouncement(), self.one_with("read_announcement"))
        if "vote" in steps:
            self.does(c.OpenVote(), self.one_with("open_vote"))
            for seat in self.m.plan.seats:
                if seat.role in self.m.profile.may["vote"]:
                    self.tries(c.CastVote("aye"), seat.id)

    def view(self, seat: str) -> View:
        shown = view_for(self.m, seat, self.seen, self.now)
        assert shown is not None
        return shown


def running(m: Meeting | None = None) -> Running:
    """A meeting with everybody in their seats, convened and in force."""
    run = Running(m)
    run.enter_all()
    run.convene()
    return run
