"""Shutting: one hand, never refused for lack of readiness, and always into a chamber that fits."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import OpeningStopped, SeatRemoved, SpanCut, StepsSkipped
from incamera.rules.meeting import roster_for
from incamera.rules.rights import NO_RIGHT, NOT_CONVENED
from incamera.rules.shutting import first_phase
from incamera.rules.words import Side
from tests.rules.running import Running, running
from tests.rules.worlds import BILATERAL, COMMONS, MASSACHUSETTS, SMALL_COUNCIL, draft


def on_record(run: Running) -> Running:
    run.open()
    return run


def crossed(run: Running) -> Running:
    """Cut towards the open side, and nothing proven yet."""
    run.consent()
    while run.side() is Side.CLOSED:
        run.settle(0.25)
    assert run.current.live is None
    return run


def test_a_meeting_begins_behind_closed_doors_or_in_private() -> None:
    assert (first_phase(BILATERAL), first_phase(COMMONS)) == ("doors_closed", "closed")
    run = Running(draft(COMMONS))
    assert run.tries(c.Convene(), "member-1") == NO_RIGHT
    roster = tuple(sorted(roster_for(run.m, "closed")))
    assert run.tries(c.Convene(), "clerk-1") == (SpanCut("closed", roster, "convene"),)
    assert run.tries(c.Convene(), "clerk-1") == Denied("The meeting has been convened already.")


def test_a_meeting_that_nobody_may_be_in_is_not_convened() -> None:
    nobody = replace(BILATERAL.phases["doors_closed"], access=MappingProxyType({}))
    profile = replace(BILATERAL, phases=MappingProxyType({**BILATERAL.phases, "doors_closed": nobody}))
    refused = Denied("Nobody on the roster may be in the first phase.")
    assert Running(draft(profile)).tries(c.Convene(), "chief_of_protocol-1") == refused


def test_nothing_is_shut_renewed_or_asked_before_the_meeting_is_convened() -> None:
    run = Running()
    assert run.tries(c.Shut("closed"), "principal-1") == NOT_CONVENED
    assert run.tries(c.Ask("on_record"), "chief_of_protocol-1") == NOT_CONVENED
    assert run.tries(c.Renew(), "principal-1") == Denied("Only a closed chamber is renewed.")


@pytest.mark.parametrize(
    ("seat", "phases"),
    [
        ("principal-1", {"closed", "recess", "ended"}),
        ("chief_of_protocol-2", {"closed", "recess", "ended"}),
        ("press_aide-1", {"recess"}),
        ("delegate-1", set()),
        ("technician-1", set()),
    ],
)
def test_who_may_shut_what_on_air(seat: str, phases: set[str]) -> None:
    m = on_record(running()).m
    done = {p for p in ("closed", "recess", "ended") if not isinstance(Running(m).tries(c.Shut(p), seat), Denied)}
    assert done == phases


def test_who_may_pause_may_resume() -> None:
    run = on_record(running(draft(SMALL_COUNCIL)))
    run.close()
    assert "clerk" not in SMALL_COUNCIL.may["close"]
    run.does(c.Shut("recess"), "clerk-1")
    assert run.view("clerk-1").can["close"] is None
    run.does(c.Shut("closed"), "clerk-1")
    assert run.tries(c.Shut("recess"), "member-1") == NO_RIGHT


def test_only_phases_that_are_shut_into_are() -> None:
    run = on_record(running())
    refused = Denied("This is not a phase one can shut into.")
    assert {run.tries(c.Shut(p), "principal-1") for p in ("on_record", "doors_closed", "nowhere", "")} == {refused}


def test_shutting_into_where_one_is_already_is_accepted_and_stops_an_opening() -> None:
    run = on_record(running())
    run.close()
    assert run.tries(c.Shut("closed"), "principal-1") == ()
    run.does(c.Ask("on_record"), "chief_of_protocol-1")
    assert run.tries(c.Shut("closed"), "principal-1") == (OpeningStopped("stopped", "principal-1"),)
    assert run.m.ahead is None


@pytest.mark.parametrize("begins", [on_record, crossed], ids=["on the record", "crossed"])
def test_steps_lock_closing_and_never_the_cut(begins: object) -> None:
    run = {on_record: on_record, crossed: crossed}[begins](running(draft(MASSACHUSETTS)))  # type: ignore[index]
    first = Denied("First: choose ground, read announcement, vote.")
    assert run.tries(c.Shut("closed"), "chair-1") == first
    assert isinstance(Running(run.m).tries(c.Shut("closed", skip=True), "chair-1"), tuple)
    run.does(c.Shut("recess"), "chair-1")
    assert run.tries(c.Shut("closed"), "chair-1") == first


def test_steps_can_be_skipped_only_where_the_profile_says_and_the_ledger_tells() -> None:
    run = on_record(running(draft(SMALL_COUNCIL)))
    events = run.tries(c.Shut("closed", skip=True), "chair-1")
    assert isinstance(events, tuple)
    assert events[0] == StepsSkipped(("choose_ground", "read_announcement", "vote"))
    strict = replace(SMALL_COUNCIL, override=False)
    run = on_record(running(draft(strict)))
    assert isinstance(run.tries(c.Shut("closed", skip=True), "chair-1"), Denied)


def test_what_was_resolved_holds_through_a_recess_and_an_opening_that_came_to_nothing() -> None:
    run = on_record(running(draft(MASSACHUSETTS)))
    run.close()
    run.does(c.Shut("recess"), "chair-1")
    run.does(c.Shut("closed"), "chair-1")
    crossed(run)
    run.does(c.Shut("closed"), "chair-1")
    run.settle()
    run.open()
    assert isinstance(run.tries(c.Shut("closed"), "chair-1"), Denied)


def test_recess_and_closed_with_one_roster_are_one_commit_in_one_chamber() -> None:
    run = on_record(running())
    run.close()
    chamber = run.current.chamber
    for phase in ("recess", "closed"):
        roster = tuple(sorted(roster_for(run.m, phase)))
        cut = SpanCut(phase, roster, "shut", chamber, live=True)
        assert run.tries(c.Shut(phase), "principal-1") == (cut,)
        assert run.current.live == run.current.cut


def test_what_was_not_in_force_is_not_in_force_after_a_pause_either() -> None:
    run = on_record(running())
    run.does(c.Shut("closed"), "principal-1")
    run.does(c.Shut("recess"), "principal-1")
    assert run.current.live is None
    assert run.current.chamber is not None


def test_the_chamber_ahead_is_taken_only_with_this_very_roster() -> None:
    run = on_record(running())
    run.settle()
    assert run.m.ahead is not None
    ahead = run.m.ahead.chamber
    taken = Running(run.m).tries(c.Shut("closed"), "principal-1")
    assert isinstance(taken, tuple)
    assert isinstance(taken[0], SpanCut)
    assert (taken[0].chamber, taken[0].live) == (ahead, False)
    run.does(c.Remove("delegate-1"), "principal-1")
    fresh = run.tries(c.Shut("closed"), "principal-1")
    assert isinstance(fresh, tuple)
    assert fresh == (SpanCut("closed", tuple(sorted(roster_for(run.m, "closed"))), "shut"),)


def test_the_end_has_no_chamber() -> None:
    assert on_record(running()).tries(c.Shut("ended"), "principal-1") == (SpanCut("ended", (), "shut"),)


def test_removing_from_a_closed_chamber_is_a_new_chamber() -> None:
    run = running()
    before = run.current
    removed, cut = (
        SeatRemoved("delegate-1"),
        SpanCut("doors_closed", tuple(sorted(before.roster - {"delegate-1"})), "removed"),
    )
    assert run.tries(c.Remove("delegate-1"), "principal-1") == (removed, cut)
    assert run.current.chamber is None
    refused = Denied("There is no such seat to remove.")
    assert {run.tries(c.Remove(x), "principal-1") for x in ("delegate-1", "nobody")} == {refused}
    himself = Denied("You cannot remove yourself; leave instead.")
    assert run.tries(c.Remove("principal-1"), "principal-1") == himself
    assert run.tries(c.Remove("principal-1"), "delegate-2") == NO_RIGHT


def test_removing_on_air_or_who_is_not_in_the_phase_cuts_nothing() -> None:
    run = on_record(running())
    assert run.tries(c.Remove("delegate-1"), "principal-1") == (SeatRemoved("delegate-1"),)
    run.close()
    assert run.tries(c.Remove("technician-1"), "principal-1") == (SeatRemoved("technician-1"),)
    assert run.tries(c.Remove("journalist-1"), "principal-1") == (SeatRemoved("journalist-1"),)


def test_renewing_is_the_same_phase_in_a_new_chamber() -> None:
    run = running()
    assert run.tries(c.Renew(), "delegate-1") == NO_RIGHT
    assert run.tries(c.Renew(), "principal-1") == (
        SpanCut("doors_closed", tuple(sorted(run.current.roster)), "renewed"),
    )
    run.settle()
    run.open()
    assert run.tries(c.Renew(), "principal-1") == Denied("Only a closed chamber is renewed.")
