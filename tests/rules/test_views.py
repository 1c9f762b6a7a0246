"""What each person's screen shows: the door's state in every situation, and what is whose to know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incamera.rules import commands as c
from incamera.rules import shown as s
from incamera.rules.meeting import Item, Seat
from incamera.rules.next_step import next_step_words
from incamera.rules.views import chamber_key, chambers_of, view_for
from incamera.rules.words import Side
from tests.rules.running import Running, running
from tests.rules.secrets_kept import check_everybody
from tests.rules.wishes import check_can
from tests.rules.worlds import (
    CLOSED_CANARY,
    COMMONS,
    MASSACHUSETTS,
    PROFILES,
    PURPOSE_CANARY,
    SMALL_COUNCIL,
    draft,
)

CHAIR, PROTOCOL, PRESS = "principal-1", "chief_of_protocol-1", "journalist-1"


def closed() -> Running:
    run = running()
    run.open()
    run.close()
    return run


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_whole_way_of_every_profile_keeps_its_secrets(profile: object) -> None:
    run = Running(draft(next(p for p in PROFILES.values() if p is profile)))
    for move in (run.enter_all, run.convene, run.open, run.resolve, run.close, run.consent, run.settle):
        move()
        check_everybody(run)
        for seat in run.m.plan.seats:
            check_can(run.m, seat.id, dict(run.view(seat.id).can), run.now)


def test_closed_titles_are_for_who_is_admitted_to_closed_talks_while_they_last() -> None:
    run = running()

    def readers() -> set[str]:
        return {x.id for x in run.m.plan.seats if any(i.closed_title for i in run.view(x.id).agenda)}

    named = {x.id for x in run.m.plan.seats if x.id not in {"captioner-2", "interpreter-2", "sign_interpreter-2"}}
    cleared = {x for x in named if x.rsplit("-", 1)[0] in COULD_HEAR}
    assert readers() == cleared
    run.open()
    assert readers() == set()
    run.close()
    assert readers() == cleared
    run.does(c.Ask("on_record"), PROTOCOL)
    assert readers() == set()


COULD_HEAR = {"principal", "delegate", "note_taker", "interpreter", "sign_interpreter", "captioner"}


def test_an_item_without_closed_wording_or_of_an_unknown_phase_stays_closed() -> None:
    m = draft()
    items = (
        Item("a", "A", "", "closed"),
        Item("b", "B", f"{CLOSED_CANARY} b", "elsewhere"),
        Item("c", "", "C", "on_record"),
    )
    run = running(replace(m, plan=replace(m.plan, items=items)))
    run.open()
    run.close()
    shown = [(i.number, i.open_title, i.closed_title, i.has_closed_title) for i in run.view(CHAIR).agenda]
    assert shown == [(1, "A", None, False), (2, "B", f"{CLOSED_CANARY} b", True), (3, "", "C", True)]
    hidden = [(i.number, i.open_title, i.closed_title, i.has_closed_title) for i in run.view(PRESS).agenda]
    assert hidden == [(1, "A", None, False), (2, "B", None, False), (3, "", None, False)]


def test_the_item_that_is_taken_up_is_shown_where_it_is_spoken_of() -> None:
    run = closed()
    run.does(c.TakeUp("border"), CHAIR)

    def current(seat: str) -> list[str]:
        return [i.id for i in run.view(seat).agenda if i.current]

    assert (current(CHAIR), current(PROTOCOL), current(PRESS)) == (["border"], [], [])
    run.open()
    run.does(c.TakeUp("remarks"), CHAIR)
    assert (current(CHAIR), current(PROTOCOL), current(PRESS)) == (["remarks"], ["remarks"], ["remarks"])


def test_people_are_shown_in_protocol_order_with_what_is_measured_of_them() -> None:
    run = closed()
    assert run.current.chamber is not None
    run.does(c.Hold("delegate-1"), CHAIR)
    run.does(c.Recognise("delegate-2", 60), CHAIR)
    run.does(c.AskFloor(), CHAIR)
    run.does(c.StateAlone(), CHAIR)
    run.settle(0.5)
    mine = {x.seat: x for x in run.view(CHAIR).seats}
    sides = [x.delegation for x in run.view(CHAIR).seats]
    assert sides == sorted(sides, key=["north", "south", ""].index)
    assert mine["delegate-2"].publishes == ("camera", "microphone", "screen_share", "screen_share_audio")
    assert (mine["delegate-2"].floor, mine["delegate-1"].floor) == (True, False)
    assert (mine["delegate-1"].held, mine["delegate-1"].publishes, mine["delegate-1"].present) == (True, (), True)
    assert (mine[CHAIR].stated_alone, mine[PROTOCOL].present, mine[PROTOCOL].in_roster) == (True, None, False)
    assert run.view(CHAIR).floor.waiting == (s.ShownWaiting(CHAIR, "Principal 1", "north", run.m.floor.waiting[0][1]),)
    run.forget(Side.CLOSED)
    assert {x.present for x in run.view(CHAIR).seats} == {None}
    run.does(c.Renew(), CHAIR)
    assert {(x.present, x.identity) for x in run.view(CHAIR).seats} == {(None, None)}


def test_where_everybody_is() -> None:
    run = running()
    run.does(c.Leave(), "delegate-1")
    run.does(c.Leave(), "delegate-2")
    run.does(c.Remove("note_taker-1"), CHAIR)
    run.does(c.Lock(), CHAIR)
    run.does(c.Enter("leg"), "delegate-2")
    places = {x: run.view(x).me.place for x in (CHAIR, "delegate-1", "delegate-2", "note_taker-1", PRESS)}
    assert places == {
        CHAIR: "inside",
        "delegate-1": "lobby",
        "delegate-2": "door",
        "note_taker-1": "removed",
        PRESS: "outside",
    }
    assert run.view(CHAIR).locked
    assert not run.view(PRESS).locked
    run.does(c.Unlock(), CHAIR)
    run.settle()
    run.open()
    run.close()
    assert run.view(PROTOCOL).me.place == "outside"


def test_ones_own_seat() -> None:
    run = closed()
    assert run.view("note_taker-1").me == s.ShownMe(
        seat="note_taker-1",
        person="Note Taker 1",
        form="",
        title="",
        role="note_taker",
        role_label="note-taker",
        delegation="north",
        access="hear",
        place="inside",
        leg="leg of note_taker-1",
        holds_key=False,
        held=False,
        muted=False,
        stated_alone=False,
        must_state_alone=True,
        rules_accepted=None,
        publish=(),
    )
    press = run.view(PRESS).me
    assert (press.access, press.leg, press.holds_key) == ("nothing", None, False)
    run.open()
    assert (run.view(PRESS).me.access, run.view(PROTOCOL).me.access) == ("hear", "hear")
    assert Running().view(PRESS).me.access == "nothing"


def test_purpose_grounds_and_notices_are_for_some() -> None:
    run = running(draft(MASSACHUSETTS))
    assert run.view("chair-1").meeting.purpose == PURPOSE_CANARY
    assert run.view("public-1").meeting.purpose == ""
    assert [g.id for g in run.view("chair-1").grounds] == [g.id for g in MASSACHUSETTS.grounds]
    assert run.view("member-1").grounds == ()
    private = running(draft(COMMONS))
    told = {x.id for x in private.m.plan.seats if private.view(x.id).notices}
    assert told == {x.id for x in private.m.plan.seats if x.role in COMMONS.notices[0].to}
    assert Running(draft(COMMONS)).view("clerk-1").notices == ()


def test_chambers_are_named_by_keys_that_say_nothing() -> None:
    run = running()
    run.open()
    run.settle()
    now, ahead = chambers_of(run.m, CHAIR)
    keys = [chamber_key(w.name or "") for w in (now, ahead)]
    assert run.view(CHAIR).chambers == (
        s.ShownChamber(keys[0], "current", Side.OPEN),
        s.ShownChamber(keys[1], "ahead", Side.CLOSED),
    )
    assert run.view("technician-1").chambers == (s.ShownChamber(keys[0], "current", Side.OPEN),)
    assert (run.view(PRESS).chambers, chambers_of(run.m, PRESS)) == ((), ())


def steps(run: Running, seat: str) -> dict[str, str]:
    return {step.step: step.state for step in run.view(seat).steps}


def test_steps_before_the_gate_and_the_motion() -> None:
    run = running(draft(SMALL_COUNCIL))
    run.open()
    assert steps(run, "chair-1") == {"choose_ground": "todo", "read_announcement": "todo", "vote": "todo"}
    assert steps(run, "public-1") == {}
    blank = s.ShownMotion("", "", "", True, "", False, False, (), (), "")
    assert (run.view("chair-1").motion, run.view("public-1").motion) == (blank, None)
    run.does(c.ChooseGround("land", "the quay"), "chair-1")
    run.does(c.OpenVote(), "chair-1")
    run.tries(c.CastVote("nay"), "chair-1")
    motion = run.view("member-1").motion
    assert motion is not None
    assert motion.waiting == ("member-1", "member-2")
    for seat in ("member-1", "member-2"):
        run.tries(c.CastVote("nay"), seat)
    assert steps(run, "member-1") == {"choose_ground": "done", "read_announcement": "todo", "vote": "failed"}
    words = "Closing under Charter 4: buying land. We return."
    votes = (("chair-1", "nay"), ("member-1", "nay"), ("member-2", "nay"))
    assert run.view("member-1").motion == s.ShownMotion(
        "land",
        "buying land",
        "the quay",
        reconvene=True,
        script=words,
        announced=False,
        vote_open=True,
        votes=votes,
        waiting=(),
        outcome="lost",
    )
    run = closed()
    assert run.view(CHAIR).motion is None


def test_a_meeting_that_wants_no_motion_shows_none() -> None:
    run = running()
    run.open()
    assert (run.view(CHAIR).motion, steps(run, CHAIR)) == (None, {"cue_press": "done"})


def test_steps_before_the_first_closed_word() -> None:
    run = closed()
    done = {
        "shut_gate": "done",
        "stamp_pool_out": "done",
        "confirm_dark": "done",
        "check_roster": "done",
        "attest_alone": "todo",
        "read_code": "unavailable",
    }
    assert (steps(run, CHAIR), steps(run, PROTOCOL)) == (done, {})
    for seat in run.current.roster:
        run.does(c.StateAlone(), seat)
    assert steps(run, CHAIR) == {**done, "attest_alone": "done"}
    assert [x.detail for x in run.view(CHAIR).steps if x.step == "attest_alone"] == ["9 of 9"]
    run.does(c.Renew(), CHAIR)
    assert steps(run, CHAIR)["confirm_dark"] == "todo"


def test_before_the_meeting_begins_a_view_shows_the_plan() -> None:
    run = Running()
    view = run.view(CHAIR)
    assert view.door == s.ShownDoor("draft", None, Side.CLOSED, None, None, None, (), encrypted=False, expected=None)
    assert (view.steps, view.motion, view.opening, view.chambers) == ((), None, None, ())
    assert view_for(run.m, "nobody", run.seen, run.now) is None


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        (("closed", "removed"), "You were removed from this meeting."),
        (("closed", "lobby"), "Check your devices, then take your seat."),
        (("ended", "lobby"), "The meeting has ended. Thank you."),
        (("closed", "door"), "You are at the door. You will be let in by who presides."),
        (("closed", "inside"), "You are in closed session."),
        (("closed", "outside"), "Closed talks are under way. You hold no place in them; you see their state."),
        (("draft", "inside"), "The meeting has not been convened yet. Your place is held."),
    ],
)
def test_the_next_step_in_words(situation: tuple[str, str], words: str) -> None:
    assert next_step_words(*situation, {}, None) == words


def test_the_next_step_is_what_one_may_do() -> None:
    run = Running()
    run.enter_all()
    assert run.view(PROTOCOL).next_step == "Convene when both sides are ready."
    run = closed()
    run.does(c.Ask("on_record"), PROTOCOL)
    assert run.view(PROTOCOL).next_step == "Opening is asked. Hold your key to turn it."
    assert run.view(CHAIR).next_step == "The meeting is about to open. Put papers away."
    assert run.view(PRESS).next_step == "The meeting is not on the record yet."
    run.does(c.Stop(), PROTOCOL)
    run.settle()
    assert run.view(PRESS).next_step == "The meeting is not on the record now."


def test_a_role_that_the_profile_does_not_know_sees_what_the_public_sees() -> None:
    m = draft()
    run = running(replace(m, plan=replace(m.plan, seats=(*m.plan.seats, Seat("spy-1", "Spy 1", "spy")))))
    run.open()
    run.close()
    mine, public = run.view("spy-1"), run.view("public-1")
    same = ("meeting", "door", "opening", "chambers", "seats", "floor", "agenda", "steps", "motion", "next_step")
    assert [getattr(mine, field) for field in same] == [getattr(public, field) for field in same]
    assert (mine.can, public.can) == ({}, {"accept_rules": None})
    check_everybody(run)
