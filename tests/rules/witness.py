"""Somebody who watches a meeting and knows its law independently of the rules under test.

It is told each event before it is applied, keeps its own account of who consented to what and when, and fails the test
as soon as something happens that the law does not allow.
"""

from __future__ import annotations

from collections.abc import Callable

from incamera.rules.events import (
    Asked,
    ChamberStood,
    Counting,
    Event,
    KeyTurned,
    OpeningStopped,
    SeatRemoved,
    SpanCut,
    WentLive,
)
from incamera.rules.meeting import Meeting
from incamera.rules.outside import Permit, permits
from incamera.rules.steps import Count, Cross, ShutGate, Step
from incamera.rules.words import SECOND_US, Side
from tests.rules.outside_world import UNDELAYED
from tests.rules.running import Running


class Witness:
    """Watches `run` from now on."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.asked: int | None = None
        self.keys: dict[str, int] = {}
        self.frozen: set[str] | None = None
        self.due = 0
        self.removed: set[str] = set()
        self.chambers: set[str] = set()
        self.permits: dict[int, Permit] = {}
        run.on_event = self.sees

    def sees(self, before: Meeting, event: Event, at: int, step: Step | None) -> None:
        current = before.current
        if current is not None and current.phase == "ended":
            assert isinstance(event, WentLive), event
            assert current.live is None
        told: dict[type, Callable[[], None]] = {
            Asked: lambda: self._asked(before, event, at),
            KeyTurned: lambda: self._turned(before, event, at),
            Counting: lambda: self._counts(before, event, at, step),
            OpeningStopped: self._forgets,
            SpanCut: lambda: self._cut(before, event, at, step),
            WentLive: lambda: self._live(before, event, at),
            ChamberStood: lambda: self._stood(event),
            SeatRemoved: lambda: self._removes(event),
        }
        if type(event) in told:
            told[type(event)]()

    def _asked(self, m: Meeting, event: Event, at: int) -> None:
        assert isinstance(event, Asked)
        asker = m.seat(event.seat)
        assert asker is not None
        assert asker.role in m.profile.keys.request
        assert m.current is not None
        assert m.current.live is not None
        assert m.profile.phases[m.current.phase].side is Side.CLOSED
        assert m.profile.phases[event.phase].side is Side.OPEN
        self._forgets()
        self.asked = at

    def _turned(self, m: Meeting, event: Event, at: int) -> None:
        assert isinstance(event, KeyTurned)
        seat = m.seat(event.seat)
        assert seat is not None
        assert seat.holds_key
        assert seat.role in m.profile.keys.confirm
        assert seat.id in m.inside
        assert seat.id not in self.removed
        assert self.asked is not None
        assert at < event.until <= self.asked + m.limits.lapse
        self.keys[seat.id] = at

    def _counts(self, m: Meeting, event: Event, at: int, step: Step | None) -> None:
        assert isinstance(event, Counting)
        assert isinstance(step, Count)
        assert self.asked is not None
        assert at < self.asked + m.limits.lapse
        assert event.due == at + m.limits.countdown
        self.frozen, self.due = set(self.keys), event.due

    def _cut(self, m: Meeting, event: Event, at: int, step: Step | None) -> None:
        assert isinstance(event, SpanCut)
        current = m.current
        if m.profile.phases[event.phase].side is Side.OPEN:
            assert isinstance(step, Cross)
            assert current is not None
            assert current.live is not None
            assert self.due <= at < self.due + m.limits.window
            assert self.frozen is not None
            assert self._suffice(m, self.frozen - self.removed)
            assert not event.live
        if isinstance(step, ShutGate):
            self._gate_was_ahead(m, at)
        if event.live:
            assert current is not None
            assert current.live is not None
            assert (current.chamber, current.roster) == (event.chamber, frozenset(event.roster))
            assert m.profile.phases[current.phase].side is Side.CLOSED
        if event.chamber is not None:
            places = [p for p in (current, m.ahead) if p is not None and p.chamber == event.chamber]
            assert places
            assert all(m.profile.phases[p.phase].side is m.profile.phases[event.phase].side for p in places)
        self._forgets()

    def _suffice(self, m: Meeting, seats: set[str]) -> bool:
        turned = [x for x in m.plan.seats if x.id in seats]
        needed = {
            "any_one": {"anyone"},
            "each_role": set(m.profile.keys.confirm),
            "one_per_delegation": {d.id for d in m.plan.delegations},
        }[m.profile.keys.rule]
        given = {"anyone"} if turned else set()
        return needed <= given | {x.role for x in turned} | {x.delegation for x in turned}

    def _live(self, m: Meeting, event: Event, at: int) -> None:
        assert isinstance(event, WentLive)
        current = m.current
        assert current is not None
        names = ["old_chamber_gone"] if len(m.spans) > 1 else []
        names += ["nobody_else"] if current.roster else []
        side = m.profile.phases[current.phase].side
        went_out = [n for n, s in enumerate(m.spans) if s.live and m.profile.phases[s.phase].side is Side.OPEN]
        sent = m.outputs if went_out and side is Side.CLOSED and m.plan.coverage != "closed_press" else ()
        dark = UNDELAYED[bool(m.plan.delay)]
        for output in sent:
            names += [f"{output}_sealed", *([f"{output}_dark"] if output in dark else [])]
        assert [row.row for row in event.rows] == names
        assert all(row.ok is True for row in event.rows)
        age = {row: m.limits.fresh + (SECOND_US if row.endswith("_dark") else 0) for row in names}
        assert all(current.cut < row.asked <= at <= row.asked + age[row.row] for row in event.rows)
        if sent:
            self._saw_it_sealed(m, went_out)
            self._saw_it_dark(m, dark & set(sent))
        if side is Side.OPEN:
            assert at < current.cut + m.limits.unproven
        if current.roster:
            self._saw_nobody_else(m, side)
        for left in self._left(m):
            self._saw_it_gone(m, left)

    def _left(self, m: Meeting) -> set[Side]:
        """The engines on which something was, since and with the last span in force."""
        left = set()
        for span in reversed(m.spans[:-1]):
            left.add(m.profile.phases[span.phase].side)
            if span.live is not None:
                break
        return left

    def _saw_nobody_else(self, m: Meeting, side: Side) -> None:
        current = m.current
        assert current is not None
        assert current.chamber is not None
        legs = self.run.looks[side][-1].chambers[current.chamber.name]
        wants = [w for w in self.run.wants(side) if w.use == "current"]
        workers = {w.worker for w in wants} if m.outputs and side is Side.OPEN else set()
        assert not any(leg.may_publish or leg.publishes for leg in legs)
        assert {leg.identity for leg in legs if leg.hidden} <= workers
        allowed = {want for w in wants for want in w.members} | workers
        assert {leg.identity for leg in legs} <= allowed

    def _saw_it_gone(self, m: Meeting, side: Side) -> None:
        current = m.current
        assert current is not None
        stay = {place.chamber.name for place in (current, m.ahead) if place is not None and place.chamber is not None}
        since = []
        for look in reversed(self.run.looks[side]):
            if look.asked <= current.cut or not set(look.chambers) <= stay:
                break
            since.append(look.asked)
        assert since[0] - since[-1] >= m.limits.apart

    def _saw_it_sealed(self, m: Meeting, went_out: list[int]) -> None:
        """The newest statement, asked after the cut, has nothing pass beyond the first cut after each open span."""
        look = self.run.seen.gate
        assert look is not None
        assert m.current is not None
        assert look.asked > m.current.cut
        for n in went_out:
            assert n not in look.spans or look.spans[n].passes_until <= m.spans[n + 1].cut
        assert all(stated.passes_until <= m.current.cut for stated in look.spans.values())

    def _saw_it_dark(self, m: Meeting, outputs: frozenset[str]) -> None:
        look = self.run.seen.outside
        assert look is not None
        assert m.current is not None
        assert look.asked > m.current.cut
        assert all(look.dark[output] for output in outputs)

    def _gate_was_ahead(self, m: Meeting, at: int) -> None:
        """On the open side, and every statement of this span since long enough ago names a limit that nobody commanded."""
        assert m.current is not None
        assert m.profile.phases[m.current.phase].side is Side.OPEN
        since = None
        for spans, look in self.run.gate_looks:
            stated = look.spans.get(len(m.spans) - 1)
            is_ahead = spans == len(m.spans) and stated is not None and stated.closes is not None
            since = None if not is_ahead else look.asked if since is None else since
        assert since is not None
        assert m.current.cut < since <= at - m.limits.patience

    def _stood(self, event: Event) -> None:
        assert isinstance(event, ChamberStood)
        assert event.chamber not in self.chambers
        self.chambers.add(event.chamber)

    def _removes(self, event: Event) -> None:
        assert isinstance(event, SeatRemoved)
        self.removed.add(event.seat)

    def _forgets(self) -> None:
        self.asked, self.keys, self.frozen, self.due = None, {}, None, 0

    def checks_permits(self) -> None:
        """Limits only move earlier, a permit never vanishes, and after a shut nothing outside is wanted open."""
        m, now = self.run.m, {p.span: p for p in permits(self.run.m)}
        for span, former in self.permits.items():
            permit = now[span]
            assert (permit.opens, permit.sends) == (former.opens, former.sends)
            assert former.closes is None or (permit.closes is not None and permit.closes <= former.closes)
            assert permit.destroy[: len(former.destroy)] == former.destroy
        unlimited = [span for span, permit in now.items() if permit.closes is None]
        current = m.current
        is_on_air = (
            current is not None and m.profile.phases[current.phase].side is Side.OPEN and current.live is not None
        )
        assert unlimited == ([len(m.spans) - 1] if is_on_air else [])
        for span, permit in now.items():
            row = m.profile.phases[m.spans[span].phase]
            assert row.side is Side.OPEN
            assert permit.sends == row.sends
            assert permit.closes is None or permit.closes > permit.opens
            assert all(permit.opens <= since < until for since, until in permit.destroy)
            assert all(permit.closes is None or until <= permit.closes for _, until in permit.destroy)
            assert permit.closes in {None, *(later.cut for later in m.spans[span + 1 : span + 2])}
        self.permits = now
