"""Random commands by random people, faults, restarts and jumping clocks: the law holds after every one of them."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from incamera.rules.commands import Ask, Shut, Turn
from incamera.rules.decide import Denied, decide
from incamera.rules.events import ProofRow
from incamera.rules.meeting import Ahead, Chamber
from incamera.rules.outside import outputs
from incamera.rules.proof import GateLook, LegSeen, OutsideLook, Passed, expected_rows
from incamera.rules.steps import Breach, Confirm, Count, Cross, GiveUp, Lapse, Lost, ShutGate, Step, Stood
from incamera.rules.wanted import chambers
from incamera.rules.words import SECOND_US, Access, Side
from tests.rules.outside_world import OUTPUTS
from tests.rules.running import Running
from tests.rules.secrets_kept import check_everybody, is_inside
from tests.rules.wishes import check_can, slips, wishes
from tests.rules.witness import Witness
from tests.rules.worlds import PROFILES, broadcast, draft

SIDES = st.sampled_from(sorted(Side))
STARTS = ["draft", "convened", "on_record", "shut", "closed", "counting", "crossed"]
LATE = st.sampled_from([0, 1, SECOND_US, 5 * SECOND_US])
SPANS_OF_TIME = st.sampled_from([1, SECOND_US // 4, SECOND_US, 3 * SECOND_US, 11 * SECOND_US, 61 * SECOND_US])


class Meetings(RuleBasedStateMachine):
    """One meeting of any profile, and everything that can happen to it."""

    @initialize(
        profile=st.sampled_from(sorted(PROFILES)),
        start=st.sampled_from(STARTS),
        delay=st.sampled_from([None, 0, 15]),
    )
    def plan(self, profile: str, start: str, delay: int | None) -> None:
        """`delay`: of the webcast in seconds; None for a meeting that nothing leaves."""
        kind = PROFILES[profile]
        self.run = Running(draft(kind) if delay is None else broadcast(kind, delay))
        self.witness = Witness(self.run)
        if start == "draft":
            return
        self.run.enter_all()
        self.run.convene()
        if start != "convened":
            self.run.open()
        if start in {"shut", "closed", "counting", "crossed"}:
            self.run.close(proven=start != "shut")
        if start in {"counting", "crossed"}:
            self.run.consent()
            self.run.settle(1)
        while start == "crossed" and self.run.side() is Side.CLOSED:
            self.run.settle(0.25)

    # people

    @rule(data=st.data())
    def wish(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from([x.id for x in self.run.m.plan.seats]))
        ways = wishes(self.run.m, self.run.now, by)
        self.run.tries(data.draw(st.sampled_from(ways[data.draw(st.sampled_from(sorted(ways)))])), by)

    @rule(data=st.data())
    def rightful_wish(self, data: st.DataObject) -> None:
        """Something that is accepted, so that meetings get somewhere."""
        by = data.draw(st.sampled_from([x.id for x in self.run.m.plan.seats]))
        given = [name for name, reason in self.run.view(by).can.items() if reason is None]
        quiet = [name for name in given if name not in {"adjourn", "leave", "remove"}]
        if quiet:
            ways = wishes(self.run.m, self.run.now, by)[data.draw(st.sampled_from(quiet))]
            self.run.tries(data.draw(st.sampled_from(ways)), by)

    @rule(data=st.data())
    def slip(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from([x.id for x in self.run.m.plan.seats]))
        for command in slips(self.run.m, by):
            assert isinstance(decide(self.run.m, command, by=by, now=self.run.now), Denied), command

    @rule(phase=st.sampled_from(["on_record", "image_op"]), wait=st.sampled_from([1.0, 11.0, 13.0]))
    def consent_to_open(self, phase: str, wait: float) -> None:
        """Everybody who holds a key wants to open."""
        for seat in self.run.m.plan.seats:
            self.run.tries(Ask(phase), seat.id)
        for seat in self.run.m.plan.seats:
            self.run.tries(Turn(), seat.id)
        self.run.settle(wait)

    @precondition(lambda self: self.run.m.current is not None)
    @rule(phase=st.sampled_from(["closed", "recess"]))
    def shut(self, phase: str) -> None:
        for seat in self.run.m.plan.seats:
            self.run.tries(Shut(phase, skip=True), seat.id)

    # time and the world

    @rule(us=SPANS_OF_TIME)
    def time_passes(self, us: int) -> None:
        self.run.clock += us

    @rule(us=st.sampled_from([SECOND_US, 3600 * SECOND_US]), back=st.booleans())
    def clock_is_set(self, us: int, back: bool) -> None:  # noqa: FBT001 - as above
        self.run.clock += -us if back else us

    @rule()
    def settle(self) -> None:
        self.run.settle()

    @rule()
    def judge(self) -> None:
        self.run.judge()

    @rule(side=SIDES)
    def sweep(self, side: Side) -> None:
        self.run.sweep(side)

    @rule(side=SIDES, late=LATE)
    def look(self, side: Side, late: int) -> None:
        self.run.look(side, self.run.now - late)

    @rule(side=SIDES)
    def no_answer(self, side: Side) -> None:
        self.run.forget(side)

    @rule(side=SIDES)
    def engine_dies(self, side: Side) -> None:
        self.run.engines[side].chambers.clear()

    @rule(side=SIDES, hidden=st.booleans(), who=st.sampled_from(["f" * 32, "e" * 32]))
    def stranger(self, side: Side, hidden: bool, who: str) -> None:  # noqa: FBT001 - as above
        """Somebody the roster does not know is in every chamber."""
        for legs in self.run.engines[side].chambers.values():
            legs[who] = LegSeen(who, frozenset({"microphone"}), may_publish=True, hidden=hidden)

    @rule(side=SIDES, n=st.integers(1, 8))
    def revived(self, side: Side, n: int) -> None:
        """A join in flight makes a chamber again."""
        name = self.run.chamber(n)
        self.run.engines[side].chambers.setdefault(name, {"d" * 32: LegSeen("d" * 32)})

    # the gate and the outside

    def goes_out(self) -> bool:
        return bool(outputs(self.run.m))

    @precondition(goes_out)
    @rule()
    def tend_gate(self) -> None:
        self.run.tend_gate()

    @precondition(goes_out)
    @rule(late=LATE)
    def gate_look(self, late: int) -> None:
        """A true statement, perhaps one that was asked long ago."""
        self.run.hear_gate(self.run.gate.look(self.run.now - late))

    @precondition(goes_out)
    @rule()
    def gate_is_hushed(self) -> None:
        """A command to shut is on its way, and perhaps never comes."""
        self.run.hush_gate()

    @precondition(goes_out)
    @rule(span=st.integers(0, 5), passes=st.integers(-2, 2), limited=st.booleans(), late=LATE)
    def gate_lies(self, span: int, passes: int, limited: bool, late: int) -> None:  # noqa: FBT001 - as above
        """A statement that something passes, or that nothing does, or of a limit that nobody commanded."""
        now = self.run.now
        until = now + passes * SECOND_US
        true = self.run.gate.look(now - late)
        lie = {**true.spans, span: Passed(until, until if limited else None)}
        self.run.hear_gate(GateLook(true.asked, lie, true.audience))

    @precondition(goes_out)
    @rule()
    def gate_is_blank(self) -> None:
        """A gate that remembers nothing."""
        self.run.hear_gate(GateLook(self.run.now))

    @precondition(goes_out)
    @rule()
    def gate_is_silent(self) -> None:
        self.run.hear_gate(None)

    @precondition(goes_out)
    @rule(late=LATE, dark=st.dictionaries(st.sampled_from(OUTPUTS), st.booleans()))
    def outside_look(self, late: int, dark: dict[str, bool]) -> None:
        """What a probe says, true or not, of some outputs or of all."""
        self.run.hear_outside(OutsideLook(self.run.now - late, dark))

    @precondition(goes_out)
    @rule()
    def outside_is_silent(self) -> None:
        self.run.hear_outside(None)

    @rule()
    def restart(self) -> None:
        before = self.run.m
        self.run.restart()
        assert self.run.m == before
        spans = len(before.spans)
        while self.run.judge() is not None:
            assert all(before.profile.phases[s.phase].side is Side.CLOSED for s in self.run.m.spans[spans:])

    @rule(data=st.data())
    def forged_step(self, data: st.DataObject) -> None:
        """A step from somewhere else than `next_step`: the door looks for itself."""
        self.run.steps(data.draw(st.sampled_from(self.forged())))

    def forged(self) -> list[Step]:
        m, now, first = self.run.m, self.run.now, self.run.chamber(1)
        ahead = m.ahead or Ahead("on_record", frozenset(), Chamber(first, now), "chair-1", now)
        rows = tuple(ProofRow(row, True, now, "forged") for row in expected_rows(m))
        return [
            Count(),
            Lapse(),
            Cross(ahead),
            Cross(Ahead("on_record", frozenset(), Chamber("forged", now))),
            Confirm(rows),
            Confirm(()),
            Lost(first),
            Breach(),
            GiveUp(),
            ShutGate(),
            Stood(ahead=False, phase="closed", roster=frozenset(), chamber=first),
            *(Stood(w.use == "ahead", w.phase, w.roster, first) for w in chambers(m)),
        ]

    # the law

    @invariant()
    def nobody_learns_what_is_not_theirs(self) -> None:
        check_everybody(self.run)

    @invariant()
    def can_is_decide(self) -> None:
        seats = self.run.m.plan.seats
        seat = seats[len(self.run.log) % len(seats)]
        check_can(self.run.m, seat.id, dict(self.run.view(seat.id).can), self.run.now)

    @invariant()
    def limits_hold(self) -> None:
        self.witness.checks_permits()

    @invariant()
    def chambers_are_wanted_where_they_may_be(self) -> None:
        m = self.run.m
        wants = {w.use: w for w in chambers(m)}
        assert len(wants) == len(chambers(m))
        for use, want in wants.items():
            members = set(want.members.values())
            assert members <= want.roster & m.inside - m.removed
            assert len(members) == len(want.members)
            assert want.publishers.keys() <= want.members.keys()
            assert want.worker is None or (want.side is Side.OPEN and use == "current" and outputs(m))
            assert want.worker not in want.members
            assert all(
                x.role not in {"pooler", "journalist", "observer", "public"} for x in m.plan.seats if x.id in members
            )
            if use == "ahead":
                assert not want.publishers
        asked = m.ahead is not None and m.ahead.asked is not None
        for want in wants.values():
            if want.side is Side.OPEN:
                assert want.use == "current" or asked
                assert want.use == "current" or m.due is not None or not want.members

    @invariant()
    def nobody_speaks_before_the_proof(self) -> None:
        m = self.run.m
        current = m.current
        for want in chambers(m):
            for identity, given in want.publishers.items():
                seat = m.seat(want.members[identity])
                assert current is not None
                assert current.live is not None
                assert seat is not None
                assert seat.id not in m.held
                assert is_inside(m, seat)
                assert m.profile.access(seat.role, current.phase) is Access.SPEAK
                assert seat.id not in m.muted or not any("microphone" in s or "audio" in s for s in given)

    @invariant()
    def one_hand_cuts(self) -> None:
        m = self.run.m
        if m.current is None or m.current.phase == "ended":
            return
        is_open = m.profile.phases[m.current.phase].side is Side.OPEN
        right = "cut" if is_open else "close"
        for seat in m.plan.seats:
            if seat.role in m.profile.may[right] and seat.id not in m.removed:
                assert not isinstance(decide(m, Shut("recess"), by=seat.id, now=self.run.now), Denied)

    @invariant()
    def the_end_is_the_end(self) -> None:
        m = self.run.m
        if m.current is None or m.current.phase != "ended":
            return
        assert len([s for s in m.spans if s.phase == "ended"]) == 1
        for seat in m.plan.seats:
            for ways in wishes(m, self.run.now, seat.id).values():
                assert isinstance(decide(m, ways[0], by=seat.id, now=self.run.now), Denied)

    def teardown(self) -> None:
        assert self.run.replayed() == self.run.m


TestMeetings = Meetings.TestCase
TestMeetings.settings = settings(stateful_step_count=30)
