"""Who is heard at all: the refusals that come before any command is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide, decide_plan
from incamera.rules.events import Planned, RulesAccepted
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Plan, Seat
from incamera.rules.profile import Keys
from tests.rules.running import Running, running
from tests.rules.wishes import slips, wishes
from tests.rules.worlds import PROFILES, T0, draft, plan_of

PRESS = Denied("Press and public watch the programme; they act on nothing inside.")


def test_a_seat_of_another_meeting() -> None:
    assert decide(draft(), c.Leave(), by="chair of another", now=T0) == Denied("This seat is not in the meeting.")


@pytest.mark.parametrize("role", ["pooler", "journalist", "public", "spy"])
def test_press_public_and_unknown_roles_act_on_nothing_inside(role: str) -> None:
    m = draft()
    m = replace(m, plan=replace(m.plan, seats=(*m.plan.seats, Seat("x", "X", role, holds_key=True))))
    for name, ways in wishes(m, T0, "x").items():
        if name != "accept_rules" or role == "spy":
            assert {decide(m, way, by="x", now=T0) for way in ways} == {PRESS}


@pytest.mark.parametrize("role", ["pooler", "journalist", "public"])
def test_the_ground_rules_are_accepted_once_and_by_the_audience_alone(role: str) -> None:
    m = draft()
    m = replace(m, plan=replace(m.plan, seats=(*m.plan.seats, Seat("x", "X", role))))
    assert decide(m, c.AcceptRules(), by="x", now=T0) == (RulesAccepted("x"),)
    accepted = evolve(m, RulesAccepted("x"), T0)
    assert accepted.accepted == {"x": T0}
    assert decide(accepted, c.AcceptRules(), by="x", now=T0 + 1) == ()
    assert isinstance(decide(m, c.AcceptRules(), by=m.plan.seats[0].id, now=T0), Denied)


def test_who_was_removed_is_denied_every_command() -> None:
    run = running()
    run.does(c.Remove("delegate-1"), "principal-1")
    for ways in wishes(run.m, run.now, "delegate-1").values():
        assert {run.tries(way, "delegate-1") for way in ways} == {Denied("You were removed from this meeting.")}


def test_after_the_end_everybody_is_denied_everything() -> None:
    run = running()
    run.does(c.Shut("ended"), "principal-1")
    for seat in run.m.plan.seats:
        for ways in wishes(run.m, run.now, seat.id).values():
            assert {run.tries(way, seat.id) for way in ways} == {Denied("The meeting has ended.")}


def test_what_a_profile_does_not_list_is_denied_to_all() -> None:
    silent = replace(draft().profile, may={}, keys=Keys(frozenset(), frozenset(), "any_one"))
    run = running()
    run.open()
    m = replace(run.m, profile=silent)
    for seat in m.plan.seats:
        for name, ways in wishes(m, run.now, seat.id).items():
            if name not in {"enter", "leave", "accept_rules"}:
                assert [way for way in ways if not isinstance(decide(m, way, by=seat.id, now=run.now), Denied)] == []


def test_an_unknown_command_is_denied() -> None:
    @dataclass(frozen=True)
    class OpenEverything:
        pass

    unknown = cast("c.Command", OpenEverything())
    assert decide(draft(), unknown, by="principal-1", now=T0) == Denied("Unknown command.")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_nobody_may_ever_give_is_denied_to_all_in_every_phase(profile: object) -> None:
    run = Running(draft(next(p for p in PROFILES.values() if p is profile)))
    for move in (run.enter_all, run.convene, run.open, run.close):
        move()
        for seat in run.m.plan.seats:
            assert not [x for x in slips(run.m, seat.id) if not isinstance(run.tries(x, seat.id), Denied)]


def test_a_plan_can_be_changed_until_the_meeting_is_convened() -> None:
    plan = Plan(title="Another")
    assert decide_plan(draft(), plan, now=T0) == (Planned(plan),)
    refused = decide_plan(running().m, plan_of(running().m.profile), now=T0)
    assert refused == Denied("The meeting has been convened; its plan is fixed.")
