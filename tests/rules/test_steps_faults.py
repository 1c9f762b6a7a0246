"""The doorkeeper's steps when something is lost or somebody is there who should not be."""

from __future__ import annotations

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import AheadLost, SpanCut
from incamera.rules.meeting import roster_for
from incamera.rules.proof import GateLook, LegSeen, Passed
from incamera.rules.steps import Breach, Lost, ShutGate, next_step
from incamera.rules.words import Side
from tests.rules.running import Running, running
from tests.rules.worlds import broadcast

STALE = Denied("The facts no longer call for this step.")


def counting() -> Running:
    run = running()
    run.consent()
    run.settle(0.75)
    assert run.m.due is not None
    return run


def roster(run: Running, phase: str) -> tuple[str, ...]:
    return tuple(sorted(roster_for(run.m, phase)))


@pytest.mark.parametrize("is_open", [True, False])
def test_a_lost_chamber(is_open: bool) -> None:  # noqa: FBT001 - the case is the flag
    run = running()
    run.open()
    if not is_open:
        run.close()
    assert run.current.chamber is not None
    name = run.current.chamber.name
    run.engines[run.side()].chambers.clear()
    run.look(run.side(), run.current.chamber.stood)
    assert next_step(run.m, run.seen, run.now) != Lost(name)
    run.look(run.side())
    assert run.judge() == Lost(name)
    if is_open:
        assert (run.current.phase, run.current.live) == ("recess", None)
    else:
        assert [run.current.phase, run.current.live, run.current.chamber] == ["closed", None, None]
    assert run.steps(Lost(name)) == STALE


def test_a_lost_chamber_ahead_is_made_anew_and_stops_nothing() -> None:
    run = counting()
    assert run.m.ahead is not None
    assert run.m.ahead.chamber is not None
    name, asked = run.m.ahead.chamber.name, run.m.ahead.asked
    run.engines[Side.OPEN].chambers.clear()
    run.look(Side.OPEN)
    assert run.steps(Lost(name)) == (AheadLost(name),)
    assert run.m.ahead is not None
    assert [run.m.ahead.chamber, run.m.ahead.asked] == [None, asked]
    run.settle(12)
    assert run.current.phase == "on_record"
    assert run.current.chamber is not None
    assert run.current.chamber.name != name


def test_a_lost_chamber_to_close_into_is_forgotten() -> None:
    run = running()
    run.open()
    run.settle(0.5)
    assert run.m.ahead is not None
    run.engines[Side.CLOSED].chambers.clear()
    run.look(Side.CLOSED)
    assert isinstance(run.judge(), Lost)
    assert run.m.ahead is None


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_breach_is_a_stranger_measured_twice_in_force(is_open: bool, hidden: bool) -> None:  # noqa: FBT001 - cases
    run = running()
    run.open()
    if not is_open:
        run.close()
    assert run.current.chamber is not None
    legs = run.engines[run.side()].chambers[run.current.chamber.name]
    who = next(iter(legs)) if hidden else "f" * 32
    legs[who] = LegSeen(who, frozenset({"microphone"}), may_publish=True, hidden=hidden)
    run.look(run.side())
    assert run.judge() is None
    run.clock = run.now + 1
    run.look(run.side())
    phase = "recess" if is_open else "closed"
    assert run.steps(Breach()) == (SpanCut(phase, roster(run, phase), "breach", run.current.chamber),)


def test_who_was_put_out_at_once_is_no_breach() -> None:
    run = running()
    assert run.current.chamber is not None
    run.engines[run.side()].chambers[run.current.chamber.name]["f" * 32] = LegSeen("f" * 32)
    run.look(run.side())
    run.settle()
    assert run.steps(Breach()) == STALE


def test_who_can_only_listen_on_air_is_put_out_and_breaks_nothing() -> None:
    run = running()
    run.open()
    assert run.current.chamber is not None
    run.engines[Side.OPEN].chambers[run.current.chamber.name]["f" * 32] = LegSeen("f" * 32)
    for _ in range(2):
        run.clock = run.now + 1
        run.look(Side.OPEN)
        assert run.judge() is None


def test_who_left_or_came_back_with_another_device_is_no_breach_in_looks_from_before() -> None:
    for ends in (c.Leave(), c.Enter("a newer device")):
        run = running()
        for _ in range(2):
            run.clock = run.now + 1
            run.look(Side.CLOSED)
        run.does(ends, "delegate-1")
        assert run.judge() is None
        for _ in range(2):
            run.clock = run.now + 1
            run.look(Side.CLOSED)
        assert run.judge() == Breach()


def test_a_gate_that_was_told_to_shut_takes_the_meeting_into_recess_once_no_command_can_be_on_its_way() -> None:
    run = running(broadcast())
    run.open()
    shut = {len(run.m.spans) - 1: Passed(run.now, run.now)}
    run.hear_gate(GateLook(run.now, shut))
    run.clock += run.m.limits.patience - 1
    assert next_step(run.m, run.seen, run.now) is None
    run.clock += 1
    assert run.judge() == ShutGate()
    assert (run.current.phase, run.m.spans[-2].phase) == ("recess", "on_record")


def test_a_limit_that_the_gate_holds_of_closed_talks_shuts_nothing() -> None:
    run = running(broadcast())
    run.hear_gate(GateLook(run.now, {len(run.m.spans) - 1: Passed(run.now, run.now)}))
    run.clock += run.m.limits.patience
    assert next_step(run.m, run.seen, run.now) is None
