"""Who is in and how: entering, the door, holds and mutes, and the statement of being alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incamera.rules import commands as c
from incamera.rules.decide import Denied, Events
from incamera.rules.events import (
    Admitted,
    CameToDoor,
    DoorLocked,
    Entered,
    Left,
    SeatHeld,
    SeatMuted,
    StatedAlone,
)
from incamera.rules.rights import NO_RIGHT
from incamera.rules.wanted import sources
from tests.rules.running import Running, running
from tests.rules.worlds import MASSACHUSETTS, draft, leg_of

CHAIR, GUEST = "principal-1", "delegate-1"


def test_one_enters_with_a_leg_of_ones_own() -> None:
    run = Running()
    assert run.tries(c.Enter(""), GUEST) == Denied("A leg is needed to enter.")
    assert run.tries(c.Enter("a leg"), GUEST) == (Entered(GUEST, "a leg"),)
    assert run.tries(c.Enter("a leg"), CHAIR) == Denied("This leg belongs to another seat.")
    assert run.tries(c.Enter("another leg"), GUEST) == (Entered(GUEST, "another leg"),)
    assert run.tries(c.Enter("another leg"), GUEST) == ()
    assert dict(run.m.legs) == {GUEST: "another leg"}


def test_leaving_gives_the_leg_up() -> None:
    run = running()
    assert run.tries(c.Leave(), GUEST) == (Left(GUEST),)
    assert run.tries(c.Leave(), GUEST) == ()
    assert GUEST not in {*run.m.inside, *run.m.legs}


def test_behind_a_locked_door_one_waits() -> None:
    run = running()
    run.does(c.Leave(), GUEST)
    assert run.tries(c.Lock(), GUEST) == NO_RIGHT
    assert (run.tries(c.Lock(), CHAIR), run.tries(c.Lock(), CHAIR)) == ((DoorLocked(locked=True),), ())
    assert run.tries(c.Enter("new leg"), GUEST) == (CameToDoor(GUEST, "new leg"),)
    assert run.tries(c.Enter("new leg"), GUEST) == ()
    assert run.tries(c.Enter("newer leg"), GUEST) == (CameToDoor(GUEST, "newer leg"),)
    assert run.tries(c.Enter("newest leg"), CHAIR) == (Entered(CHAIR, "newest leg"),)
    assert not any(GUEST in w.members.values() for w in run.wants(run.side()))
    assert run.tries(c.Admit(GUEST), "delegate-2") == NO_RIGHT
    assert run.tries(c.Admit(GUEST), CHAIR) == (Admitted(GUEST),)
    assert run.tries(c.Admit(GUEST), CHAIR) == Denied("Nobody of this seat is at the door.")
    assert GUEST in run.m.inside
    assert (run.tries(c.Unlock(), CHAIR), run.tries(c.Unlock(), CHAIR)) == ((DoorLocked(locked=False),), ())
    assert run.tries(c.Unlock(), GUEST) == NO_RIGHT


@pytest.mark.parametrize(
    ("do", "undo", "event", "refused"),
    [
        (c.Hold(GUEST), c.Release(GUEST), SeatHeld, "This seat is not held."),
        (c.Mute(GUEST), c.Unmute(GUEST), SeatMuted, "This seat is not muted."),
    ],
    ids=["hold", "mute"],
)
def test_taking_rights_from_a_seat_and_giving_them_back(
    do: c.Command, undo: c.Command, event: type[SeatHeld | SeatMuted], refused: str
) -> None:
    run = running()
    given = sources(run.m, GUEST)
    assert given >= {"camera", "microphone"}
    assert (run.tries(do, GUEST), run.tries(undo, GUEST)) == (NO_RIGHT, NO_RIGHT)
    assert run.tries(undo, CHAIR) == Denied(refused)
    assert (run.tries(do, CHAIR), run.tries(do, CHAIR)) == ((event(GUEST, True),), ())
    assert "microphone" not in sources(run.m, GUEST)
    assert run.tries(undo, CHAIR) == (event(GUEST, False),)
    assert sources(run.m, GUEST) == given
    run.does(c.Leave(), GUEST)
    assert run.tries(do, CHAIR) == Denied("This seat is not inside.")


def test_a_hold_lasts_over_crossings_and_a_mute_over_none() -> None:
    run = running()
    run.does(c.Hold(GUEST), CHAIR)
    run.does(c.Mute("delegate-2"), CHAIR)
    run.open()
    assert (run.m.held, run.m.muted) == (frozenset({GUEST}), frozenset())
    assert sources(run.m, GUEST) == frozenset()


ALONE = Denied("This is stated inside, in closed session.")


def test_being_alone_is_stated_inside_and_for_one_chamber() -> None:
    run = running()
    assert run.tries(c.StateAlone(), "technician-1") == NO_RIGHT
    assert run.tries(c.StateAlone(), GUEST) == (StatedAlone(GUEST),)
    assert run.tries(c.StateAlone(), GUEST) == ()
    run.open()
    assert (run.m.alone, run.tries(c.StateAlone(), GUEST)) == (frozenset(), ALONE)
    run.close()
    assert run.tries(c.StateAlone(), GUEST) == (StatedAlone(GUEST),)
    run.does(c.Shut("recess"), CHAIR)
    assert run.m.alone == {GUEST}
    run.does(c.Leave(), GUEST)
    assert run.tries(c.StateAlone(), GUEST) == ALONE


def entering(run: Running, seat: str) -> Events | Denied:
    return run.tries(c.Enter(leg_of(seat) + " again", alone=True), seat)


def test_being_alone_can_be_stated_on_entering() -> None:
    run = running()
    assert entering(run, GUEST) == (Entered(GUEST, leg_of(GUEST) + " again"), StatedAlone(GUEST))
    assert entering(run, GUEST) == ()
    assert run.tries(c.Enter(leg_of(CHAIR), alone=True), CHAIR) == (StatedAlone(CHAIR),)
    assert entering(run, "technician-1") == (Entered("technician-1", leg_of("technician-1") + " again"),)
    run.open()
    assert run.tries(c.Enter("a leg on air", alone=True), GUEST) == (Entered(GUEST, "a leg on air"),)


@pytest.mark.parametrize("again", [True, False])
def test_whether_it_is_stated_again_after_a_new_leg(again: bool) -> None:  # noqa: FBT001 - the case is the flag
    run = running(draft(replace(MASSACHUSETTS, attest_again=again)))
    run.does(c.StateAlone(), "member-1")
    run.does(c.Enter("new leg"), "member-1")
    assert run.m.alone == (frozenset() if again else {"member-1"})
