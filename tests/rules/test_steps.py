"""The doorkeeper's steps: what calls for each, to the microsecond, and that the door looks for itself."""

from __future__ import annotations

from dataclasses import replace

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import ChamberStood, Counting, OpeningStopped, ProofRow, WentLive
from incamera.rules.meeting import roster_for
from incamera.rules.proof import Seen
from incamera.rules.steps import (
    Confirm,
    Count,
    Cross,
    GiveUp,
    Lapse,
    Stood,
    keeps,
    next_step,
)
from incamera.rules.words import SECOND_US, Side
from tests.rules.running import Running, running
from tests.rules.worlds import T0

STALE = Denied("The facts no longer call for this step.")
ONE = "chief_of_protocol-1"


def counting() -> Running:
    run = running()
    run.consent()
    run.settle(0.75)
    assert run.m.due is not None
    return run


def crossed() -> Running:
    run = counting()
    while run.side() is Side.CLOSED:
        run.settle(0.25)
    return run


def roster(run: Running, phase: str) -> tuple[str, ...]:
    return tuple(sorted(roster_for(run.m, phase)))


def look_fresh(run: Running) -> None:
    for side in Side:
        run.look(side)


def test_nothing_is_kept_before_the_meeting_begins_or_after_it_ended() -> None:
    run = Running()
    over = Denied("Nothing is kept before the meeting begins or after it ended.")
    assert (keeps(run.m), next_step(run.m, Seen(), T0)) == (False, None)
    assert run.steps(GiveUp()) == over
    run = running()
    assert keeps(run.m)
    run.does(c.Shut("ended"), "principal-1")
    assert keeps(run.m)
    run.settle()
    assert run.current.live is not None
    assert not keeps(run.m)
    assert run.steps(Confirm(())) == over


def test_a_chamber_stands_only_where_one_is_asked_for_and_under_a_new_name() -> None:
    run = Running()
    run.enter_all()
    run.does(c.Convene(), ONE)
    there = run.current.roster
    unasked = Denied("No such chamber is asked for any more.")
    for stood in (
        Stood(ahead=True, phase="doors_closed", roster=there, chamber="a"),
        Stood(ahead=False, phase="closed", roster=there, chamber="a"),
        Stood(ahead=False, phase="doors_closed", roster=frozenset(), chamber="a"),
    ):
        assert run.steps(stood) == unasked
    right = Stood(ahead=False, phase="doors_closed", roster=there, chamber="a")
    assert run.steps(right) == (ChamberStood("doors_closed", tuple(sorted(there)), "a", ahead=False),)
    assert run.steps(replace(right, chamber="b")) == unasked
    run.does(c.Renew(), "principal-1")
    assert run.steps(right) == Denied("A chamber's name is never used again.")
    assert isinstance(run.steps(replace(right, chamber="b")), tuple)


def test_a_name_is_not_used_for_here_and_ahead_at_once() -> None:
    run = running()
    run.does(c.Ask("on_record"), ONE)
    assert run.current.chamber is not None
    ahead = Stood(
        ahead=True, phase="on_record", roster=roster_for(run.m, "on_record"), chamber=run.current.chamber.name
    )
    assert run.steps(ahead) == Denied("A chamber's name is never used again.")


def test_counting_begins_when_the_keys_suffice_and_the_chamber_stands() -> None:
    run = running()
    run.does(c.Ask("on_record"), ONE)
    run.does(c.Turn(), ONE)
    run.settle()
    assert (run.m.due, run.steps(Count())) == (None, STALE)
    run.does(c.Turn(), "chief_of_protocol-2")
    assert next_step(run.m, run.seen, run.now) == Count()
    assert run.steps(Count()) == (Counting(run.last + 10 * SECOND_US),)
    run = running()
    run.consent()
    assert next_step(run.m, run.seen, run.now) is None


def test_an_ask_lapses_after_a_minute() -> None:
    run = running()
    run.does(c.Ask("on_record"), ONE)
    asked = run.last
    look_fresh(run)
    assert next_step(run.m, run.seen, asked + 60 * SECOND_US - 1) is None
    run.clock = asked + 60 * SECOND_US
    assert run.judge() == Lapse()
    assert (run.log[-1][1], run.m.ahead) == ("opening_stopped", None)


def test_a_crossing_happens_in_its_window_with_its_chamber_measured_or_not_at_all() -> None:
    run = counting()
    due = run.m.due
    assert due is not None
    assert run.m.ahead is not None
    cross = Cross(run.m.ahead)
    run.clock = due - 1
    look_fresh(run)
    assert run.judge() is None
    run.clock = due
    assert next_step(run.m, Seen(), run.now) is None
    run.clock = due + 2 * SECOND_US - 1
    look_fresh(run)
    assert next_step(run.m, run.seen, run.now) == cross
    run.clock = due + 2 * SECOND_US
    look_fresh(run)
    assert run.steps(cross) == STALE
    assert run.steps(Lapse()) == (OpeningStopped("missed"),)
    assert run.judge() is None


def test_a_crossing_needs_a_young_look() -> None:
    run = counting()
    assert run.m.due is not None
    run.clock = run.m.due - run.m.limits.fresh - 1
    look_fresh(run)
    run.clock = run.m.due
    assert run.judge() is None


def test_crossing_takes_the_chamber_ahead_with_it() -> None:
    run = counting()
    assert run.m.ahead is not None
    ahead = run.m.ahead
    run = crossed()
    assert (run.current.phase, run.current.live, run.current.roster) == ("on_record", None, ahead.roster)
    assert (run.m.ahead, run.m.keys, run.m.due) == (None, (), None)


def test_a_key_that_is_lost_in_the_countdown_stops_it() -> None:
    run = running()
    run.open()
    run.close()
    run.consent()
    run.settle(0.75)
    assert run.m.due is not None
    run.does(c.Remove(ONE), "principal-1")
    assert run.steps(Lapse()) == (OpeningStopped("stopped"),)


def test_keys_turned_late_are_frozen_with_the_countdown() -> None:
    run = running()
    run.does(c.Ask("on_record"), ONE)
    run.settle(57)
    for seat in (ONE, "chief_of_protocol-2"):
        run.does(c.Turn(), seat)
    run.settle(13)
    assert (run.current.phase, run.current.live is None) == ("on_record", False)


def test_who_was_removed_meanwhile_does_not_cross() -> None:
    run = running()
    run.open()
    run.close()
    run.consent()
    run.settle(0.75)
    run.does(c.Remove("technician-1"), "principal-1")
    run.settle(12)
    assert run.current.phase == "on_record"
    assert "technician-1" not in run.current.roster


def test_confirming_takes_the_very_rows_that_hold() -> None:
    run = crossed()
    forged = (ProofRow("old_chamber_gone", True, run.now), ProofRow("nobody_else", True, run.now))
    assert {run.steps(Confirm(rows)) for rows in (forged, forged[:1], ())} == {STALE}
    for _ in range(2):
        run.clock = run.now + SECOND_US // 4
        for side in Side:
            run.sweep(side)
    step = next_step(run.m, run.seen, run.now)
    assert isinstance(step, Confirm)
    assert run.steps(step) == (WentLive(step.rows),)


def test_an_open_span_that_is_not_proven_in_time_is_given_up_whatever_is_measured_then() -> None:
    run = crossed()
    run.clock = run.current.cut + 30 * SECOND_US - 1
    look_fresh(run)
    assert next_step(run.m, run.seen, run.now) != GiveUp()
    run.clock = run.current.cut + 30 * SECOND_US - SECOND_US // 2
    for _ in range(2):
        for side in Side:
            run.sweep(side)
        run.clock += SECOND_US // 4
    run.clock = run.current.cut + 30 * SECOND_US
    assert run.judge() == GiveUp()
    assert (run.current.phase, run.log[-1][1]) == ("recess", "span_cut")


def test_a_closed_span_is_never_given_up() -> None:
    run = running()
    run.does(c.Renew(), "principal-1")
    run.clock += 3600 * SECOND_US
    assert run.judge() is None
