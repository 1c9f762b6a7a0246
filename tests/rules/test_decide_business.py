"""What is spoken of, who speaks, and how a body resolves to close."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import (
    AnnouncementRead,
    FloorAsked,
    FloorGiven,
    FloorYielded,
    GroundChosen,
    ItemTaken,
    VoteCast,
    VoteOpened,
)
from incamera.rules.meeting import Floor, Motion
from incamera.rules.rights import NO_RIGHT
from tests.rules.running import Running, running
from tests.rules.worlds import MASSACHUSETTS, SMALL_COUNCIL, draft

CHAIR, GUEST = "principal-1", "delegate-1"


def on_record(run: Running) -> Running:
    run.open()
    return run


def test_an_item_is_taken_up_on_its_own_side_and_does_not_outlive_a_crossing() -> None:
    run = running()
    other = Denied("This item is for the other side of the door. Taking up an item never opens or shuts it.")
    assert run.tries(c.TakeUp("border"), GUEST) == NO_RIGHT
    assert run.tries(c.TakeUp("nothing"), CHAIR) == Denied("There is no such item.")
    assert run.tries(c.TakeUp("remarks"), CHAIR) == other
    run.open()
    assert run.tries(c.TakeUp("border"), CHAIR) == other
    run.close()
    assert (run.tries(c.TakeUp("border"), CHAIR), run.tries(c.TakeUp("border"), CHAIR)) == ((ItemTaken("border"),), ())
    run.does(c.Shut("recess"), CHAIR)
    assert run.m.item == "border"
    run.open()
    assert run.m.item == ""


def test_nothing_is_taken_up_and_nobody_recognised_before_the_proof() -> None:
    run = on_record(running())
    run.does(c.Shut("closed"), CHAIR)
    assert run.tries(c.TakeUp("border"), CHAIR) == Denied("Wait until the meeting is in force.")
    assert run.tries(c.AskFloor(), GUEST) == Denied("You have no voice in this phase.")
    assert run.tries(c.Recognise(GUEST), CHAIR) == Denied("This seat has no voice in this phase, or is not here.")


def test_the_floor_is_asked_given_and_yielded() -> None:
    run = running()
    neither = Denied("You neither have the floor nor wait for it.")
    assert run.tries(c.YieldFloor(), GUEST) == neither
    assert run.tries(c.AskFloor(), "technician-1") == NO_RIGHT
    assert (run.tries(c.AskFloor(), GUEST), run.tries(c.AskFloor(), GUEST)) == ((FloorAsked(GUEST),), ())
    run.does(c.AskFloor(), "delegate-2")
    assert run.tries(c.Recognise(GUEST), GUEST) == NO_RIGHT
    assert run.tries(c.Recognise(GUEST, 60), CHAIR) == (FloorGiven(GUEST, 60),)
    assert run.m.floor == Floor(GUEST, run.last, 60, run.m.floor.waiting)
    assert [seat for seat, _ in run.m.floor.waiting] == ["delegate-2"]
    assert run.tries(c.AskFloor(), GUEST) == ()
    assert run.tries(c.YieldFloor(), GUEST) == (FloorYielded(GUEST),)
    assert run.tries(c.YieldFloor(), "delegate-2") == (FloorYielded("delegate-2"),)
    assert run.m.floor.waiting == ()


@pytest.mark.parametrize("seconds", [-1, 3601])
def test_how_long_the_floor_is_given(seconds: int) -> None:
    refused = Denied("The floor is given for 0 (no limit) to 3600 seconds.")
    assert running().tries(c.Recognise(GUEST, seconds), CHAIR) == refused


def test_who_leaves_is_removed_or_crosses_has_the_floor_no_more() -> None:
    for end in (lambda run: run.does(c.Leave(), GUEST), lambda run: run.does(c.Remove(GUEST), CHAIR), Running.open):
        run = running()
        run.does(c.Recognise(GUEST), CHAIR)
        end(run)
        assert run.m.floor.holder is None


def test_resolving_is_done_on_the_record() -> None:
    run = running(draft(MASSACHUSETTS))
    refused = Denied("This is done on the record.")
    wishes = (c.ChooseGround("x", "y"), c.ReadAnnouncement(), c.OpenVote(), c.CastVote("aye"))
    assert {run.tries(x, "chair-1") for x in wishes} == {refused}
    run.open()
    assert {run.tries(x, "technician-1") for x in wishes} == {NO_RIGHT}


def test_the_ground_is_one_of_the_profiles_and_the_subjects_are_said_where_it_wants_them() -> None:
    run = on_record(running(draft(SMALL_COUNCIL)))
    refused = Denied("Choose a ground of the profile's list.")
    assert {run.tries(c.ChooseGround(x, "s"), "chair-1") for x in ("", "  ", "whim")} == {refused}
    assert run.tries(c.ChooseGround(" land ", " s "), "chair-1") == (GroundChosen("land", "s", reconvene=True),)
    loose = replace(SMALL_COUNCIL, grounds_complete=False)
    unread = Denied("The announcement cannot be read for this ground: choose one of the profile's list.")
    assert on_record(running(draft(loose))).tries(c.ChooseGround("whim", "s"), "chair-1") == unread
    wants = replace(loose, announcement_fields=("ground", "subjects"), script="{ground}: {subjects}")
    run = on_record(running(draft(wants)))
    assert run.tries(c.ChooseGround("whim", " "), "chair-1") == Denied("Say the subjects.")
    assert run.tries(c.ChooseGround("whim", "s"), "chair-1") == (GroundChosen("whim", "s", reconvene=True),)


def test_the_words_follow_from_the_ground_and_another_ground_makes_them_and_the_vote_void() -> None:
    run = on_record(running(draft(SMALL_COUNCIL)))
    assert run.tries(c.ReadAnnouncement(), "chair-1") == Denied("Choose the ground first; the words follow from it.")
    assert run.tries(c.OpenVote(), "chair-1") == Denied("Choose the ground first.")
    run.does(c.ChooseGround("land", "s"), "chair-1")
    words = "Closing under Charter 4: buying land. We return."
    assert run.tries(c.ReadAnnouncement(), "chair-1") == (AnnouncementRead(words),)
    assert run.tries(c.CastVote("aye"), "chair-1") == Denied("No vote is open.")
    assert run.tries(c.OpenVote(), "chair-1") == (VoteOpened(),)
    assert run.tries(c.OpenVote(), "chair-1") == Denied("The vote is open.")
    assert run.tries(c.CastVote("maybe"), "chair-1") == Denied("A vote is aye, nay or abstain.")
    assert run.tries(c.CastVote("nay"), "chair-1") == (VoteCast("chair-1", "nay"),)
    run.does(c.CastVote("aye"), "chair-1")
    assert run.m.motion == Motion(
        "land", "s", reconvene=True, announced=words, vote_open=True, votes=(("chair-1", "aye"),)
    )
    run.does(c.ChooseGround("suit", "s", reconvene=False), "chair-1")
    assert run.m.motion == Motion("suit", "s", reconvene=False)


def test_a_vote_without_a_ground_where_the_profile_wants_none() -> None:
    run = on_record(running(draft(replace(SMALL_COUNCIL, before_gate=("vote",)))))
    run.does(c.OpenVote(), "chair-1")
    for seat in ("chair-1", "member-1", "member-2"):
        run.tries(c.CastVote("aye"), seat)
    assert run.tries(c.CastVote("aye"), "member-2") == Denied("No vote is open.")
    run.does(c.Shut("closed"), "chair-1")
