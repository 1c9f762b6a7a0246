"""What should be: chambers, who may be and publish in them, and permits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incamera.rules import commands as c
from incamera.rules.meeting import Seat, identity, roster_for
from incamera.rules.outside import Permit, permits
from incamera.rules.wanted import ahead_wanted, chambers, is_cleared, sources
from incamera.rules.words import Side
from tests.rules.running import Running, running
from tests.rules.worlds import PROFILES, draft


def test_before_the_meeting_begins_nothing_is_wanted() -> None:
    m = draft()
    assert (chambers(m), permits(m), ahead_wanted(m), sources(m, "principal-1")) == ((), (), None, frozenset())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_no_roster_of_any_phase_has_anybody_from_outside(profile: object) -> None:
    m = draft(next(p for p in PROFILES.values() if p is profile))
    for phase in m.profile.phases:
        roles = {x.role for x in m.plan.seats if x.id in roster_for(m, phase)}
        assert roles & {"pooler", "journalist", "observer", "public"} == set()
        assert roles <= {role for role in m.profile.roles if m.profile.access(role, phase) > 0}
    assert roster_for(m, "elsewhere") == frozenset()


def test_some_roles_are_in_a_closed_phase_only_by_name() -> None:
    m = draft()
    assert {"captioner-1", "interpreter-1"} <= roster_for(m, "closed")
    assert {"captioner-2", "interpreter-2"} & roster_for(m, "closed") == set()
    assert "captioner-2" in roster_for(m, "on_record")


def test_whoever_entered_is_a_member_under_a_name_of_that_chamber_alone() -> None:
    run = running()
    run.does(c.Leave(), "delegate-1")
    (want,) = chambers(run.m)
    assert want.name is not None
    seats = roster_for(run.m, "doors_closed") - {"delegate-1"}
    assert want.members == {identity(want.name, run.m.legs[s]): s for s in seats}
    assert len({identity(chamber, "a leg") for chamber in ("one", "two")}) == 2


def test_nobody_of_a_role_that_is_not_known_is_ever_cleared() -> None:
    run = running()
    stranger = Seat("x", "X", "spy")
    m = replace(run.m, plan=replace(run.m.plan, seats=(*run.m.plan.seats, stranger)))
    m = replace(m, inside=m.inside | {"x", "ghost"}, legs={**m.legs, "x": "leg", "ghost": "leg 2"})
    assert (is_cleared(m, "x"), is_cleared(m, "ghost")) == (False, False)


def test_what_one_may_publish_in_force() -> None:
    run = running()
    assert sources(run.m, "delegate-1") == {"camera", "microphone", "screen_share", "screen_share_audio"}
    assert sources(run.m, "interpreter-1") == {"camera", "microphone"}
    run.does(c.Mute("delegate-1"), "principal-1")
    run.does(c.Mute("interpreter-1"), "principal-1")
    assert sources(run.m, "delegate-1") == {"camera", "screen_share"}
    assert sources(run.m, "interpreter-1") == {"camera"}
    run.does(c.Hold("delegate-1"), "principal-1")
    run.does(c.Leave(), "interpreter-2")
    assert {sources(run.m, x) for x in ("delegate-1", "interpreter-2", "journalist-1", "nobody")} == {frozenset()}
    run.does(c.Renew(), "principal-1")
    assert sources(run.m, "principal-1") == frozenset()


def test_on_air_the_next_closed_chamber_stands_and_is_joined_mute() -> None:
    run = running()
    run.open()
    run.settle()
    now, ahead = chambers(run.m)
    assert (now.use, now.side, ahead.use, ahead.side, ahead.phase) == (
        "current",
        Side.OPEN,
        "ahead",
        Side.CLOSED,
        "closed",
    )
    assert set(ahead.members.values()) == roster_for(run.m, "closed")
    assert (set(now.publishers) <= set(now.members), dict(ahead.publishers)) == (True, {})


def test_a_changed_roster_wants_another_chamber_ahead() -> None:
    run = running()
    run.open()
    run.settle()
    run.does(c.Remove("delegate-1"), "principal-1")
    ahead = ahead_wanted(run.m)
    assert ahead is not None
    assert (ahead.chamber, "delegate-1" in ahead.roster) == (None, False)


def test_where_nobody_may_be_in_closed_talks_nothing_is_made_ahead() -> None:
    run = running()
    run.open()
    seats = tuple(x for x in run.m.plan.seats if x.id not in roster_for(run.m, "closed"))
    assert ahead_wanted(replace(run.m, plan=replace(run.m.plan, seats=seats))) is None


def test_the_open_chamber_is_made_when_asked_and_joined_in_the_countdown() -> None:
    run = running()
    run.does(c.Ask("on_record"), "chief_of_protocol-1")
    asked = chambers(run.m)[1]
    assert (asked.side, asked.name, dict(asked.members)) == (Side.OPEN, None, {})
    run.settle()
    assert dict(chambers(run.m)[1].members) == {}
    for seat in ("chief_of_protocol-1", "chief_of_protocol-2"):
        run.does(c.Turn(), seat)
    run.settle(1)
    assert set(chambers(run.m)[1].members.values()) == roster_for(run.m, "on_record")
    run.does(c.Stop(), "press_aide-1")
    assert [w.use for w in chambers(run.m)] == ["current"]


def opened_twice() -> Running:
    run = running()
    run.open()
    run.close()
    run.open()
    return run


def test_each_open_span_that_was_in_force_has_one_permit_closed_by_the_first_cut_after_it() -> None:
    run = opened_twice()
    spans = run.m.spans
    sends = frozenset({"picture", "sound"})
    assert [s.phase for s in spans] == ["doors_closed", "on_record", "closed", "on_record"]
    assert spans[1].live is not None
    assert spans[3].live is not None
    assert permits(run.m) == (
        Permit("meeting", 1, spans[1].live, spans[2].cut, sends),
        Permit("meeting", 3, spans[3].live, None, sends),
    )


def test_an_open_span_that_never_was_in_force_has_none() -> None:
    run = running()
    run.consent()
    while run.side() is Side.CLOSED:
        run.settle(0.25)
    assert permits(run.m) == ()


def test_a_phase_that_the_profile_does_not_know_has_no_permit() -> None:
    run = opened_twice()
    known = {k: v for k, v in run.m.profile.phases.items() if k != "on_record"}
    assert permits(replace(run.m, profile=replace(run.m.profile, phases=known))) == ()
