"""Opening: it is asked, it takes keys, it expires, and any of many hands stops it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import Asked, KeyTurned, OpeningStopped, ReturnExpected, SpanCut
from incamera.rules.meeting import roster_for
from incamera.rules.rights import NO_RIGHT
from incamera.rules.words import SECOND_US, Side
from tests.rules.running import Running, running
from tests.rules.worlds import BILATERAL, draft

ONE, TWO = "chief_of_protocol-1", "chief_of_protocol-2"


def test_asking_warns_all_and_opens_nothing() -> None:
    run = running()
    roster = tuple(sorted(roster_for(run.m, "on_record")))
    assert run.tries(c.Ask("on_record"), "principal-1") == NO_RIGHT
    assert run.tries(c.Ask("on_record"), ONE) == (Asked("on_record", roster, ONE),)
    assert run.tries(c.Ask("on_record"), TWO) == Denied("Opening has been asked already.")
    run.settle(59)
    assert (run.current.phase, run.m.due) == ("doors_closed", None)


@pytest.mark.parametrize("phase", ["closed", "ended", "nowhere"])
def test_one_asks_only_for_the_open_side(phase: str) -> None:
    assert running().tries(c.Ask(phase), ONE) == Denied("This is not a phase one can open into.")


def test_one_asks_only_from_closed_doors_that_are_proven_shut() -> None:
    run = running()
    run.open()
    assert run.tries(c.Ask("on_record"), ONE) == Denied("The meeting is on the record, or about to be.")
    run.does(c.Shut("closed"), "principal-1")
    assert run.tries(c.Ask("on_record"), ONE) == Denied("Wait until the doors are proven shut.")


def test_what_nobody_could_complete_is_not_asked() -> None:
    m = draft()
    keyless = replace(m, plan=replace(m.plan, seats=tuple(replace(x, holds_key=False) for x in m.plan.seats)))
    assert running(keyless).tries(c.Ask("on_record"), ONE) == Denied("Nobody holds a key.")
    empty = replace(BILATERAL.phases["on_record"], access=MappingProxyType({}))
    profile = replace(BILATERAL, phases=MappingProxyType({**BILATERAL.phases, "on_record": empty}))
    refused = Denied("Nobody of this meeting may be in that phase.")
    assert running(draft(profile)).tries(c.Ask("on_record"), ONE) == refused


def test_a_key_is_turned_once_by_its_holder_from_their_seat() -> None:
    run = running()
    assert run.tries(c.Turn(), "principal-1") == Denied("You do not hold a key.")
    assert run.tries(c.Turn(), ONE) == Denied("Nobody has asked to open.")
    run.does(c.Ask("on_record"), ONE)
    asked = run.last
    run.does(c.Leave(), ONE)
    assert run.tries(c.Turn(), ONE) == Denied("Take your seat first.")
    run.does(c.Enter("leg of one"), ONE)
    assert run.tries(c.Turn(), ONE) == (KeyTurned(ONE, asked + 60 * SECOND_US),)
    assert run.tries(c.Turn(), ONE) == ()


def test_a_key_dies_with_the_ask() -> None:
    run = running()
    run.does(c.Ask("on_record"), ONE)
    run.clock = run.last + 60 * SECOND_US
    assert run.tries(c.Turn(), ONE) == Denied("The time to turn a key has passed. Ask again.")


def test_turning_while_it_counts_changes_nothing() -> None:
    run = running()
    run.consent()
    run.settle(1)
    assert run.m.due is not None
    assert run.tries(c.Turn(), ONE) == ()


@pytest.mark.parametrize("seat", [ONE, TWO, "principal-1", "press_aide-1"])
def test_who_stops_an_opening(seat: str) -> None:
    run = running()
    assert run.tries(c.Stop(), seat) == Denied("No opening is under way.")
    run.consent()
    run.settle(1)
    assert run.tries(c.Stop(), seat) == (OpeningStopped("stopped", seat),)
    assert (run.m.ahead, run.m.keys, run.m.due) == (None, (), None)


def test_who_does_not_stop_an_opening() -> None:
    run = running()
    run.consent()
    assert {run.tries(c.Stop(), x) for x in ("delegate-1", "technician-1")} == {NO_RIGHT}


def test_who_asked_may_stop_even_without_any_other_right() -> None:
    shy = MappingProxyType({**BILATERAL.may, "ask": frozenset({"delegate"})})
    run = running(draft(replace(BILATERAL, may=shy)))
    run.does(c.Ask("on_record"), "delegate-1")
    assert run.tries(c.Stop(), "delegate-2") == NO_RIGHT
    assert run.tries(c.Stop(), "delegate-1") == (OpeningStopped("stopped", "delegate-1"),)


def test_after_the_cut_stopping_is_recess() -> None:
    run = running()
    run.consent()
    while run.side() is Side.CLOSED:
        run.settle(0.25)
    roster = tuple(sorted(roster_for(run.m, "recess")))
    assert run.tries(c.Stop(), "press_aide-1") == (SpanCut("recess", roster, "stop"),)


def test_once_on_air_there_is_nothing_to_stop() -> None:
    run = running()
    run.open()
    assert run.tries(c.Stop(), ONE) == Denied("No opening is under way.")


def test_the_expected_return_lies_ahead_and_is_over_when_it_comes() -> None:
    run = running()
    later = run.now + SECOND_US
    assert run.tries(c.ExpectReturn(later), "delegate-1") == NO_RIGHT
    assert run.tries(c.ExpectReturn(run.now), "principal-1") == Denied("The expected time lies ahead.")
    assert run.tries(c.ExpectReturn(later), "principal-1") == (ReturnExpected(later),)
    assert run.tries(c.ExpectReturn(later), "principal-1") == ()
    run.open()
    assert run.m.expected is None


def test_an_unused_meeting_opens_nothing() -> None:
    assert Running().judge() is None
