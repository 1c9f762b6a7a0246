"""Where a seat's person is by right, and what of the meeting is theirs to know."""

from __future__ import annotations

from incamera.rules.meeting import Meeting, Seat, is_outside, side_of
from incamera.rules.wanted import is_cleared
from incamera.rules.words import Side


def place(m: Meeting, seat: Seat) -> str:
    """`removed`, `lobby`, `door`, `inside`, or `outside`: entered but not of this phase, or of those who never enter."""
    if seat.id in m.removed:
        return "removed"
    if is_outside(m, seat):
        return "outside"
    if seat.id in m.door:
        return "door"
    if seat.id not in m.inside:
        return "lobby"
    return "inside" if m.current is None or seat.id in m.current.roster else "outside"


def is_party(m: Meeting, me: Seat) -> bool:
    """Whether who sits in this meeting, and that opening is asked, is this person's to know."""
    return not is_outside(m, me) and me.id not in m.removed


def is_in_chamber(m: Meeting, me: Seat) -> bool:
    """Whether what happens in the current chamber is this person's to know."""
    return m.current is not None and me.id in m.current.roster and is_cleared(m, me.id)


def is_on_open_side(m: Meeting) -> bool:
    """Whether the current span is one of the open side, in force or not."""
    return m.current is not None and side_of(m, m.current) is Side.OPEN
