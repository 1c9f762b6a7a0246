"""Commands about what is spoken of and who speaks: take up an item, ask for the floor, yield it, recognise."""

from __future__ import annotations

from typing import Final

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Seat, side_of
from incamera.rules.rights import Denied, Events, lacks
from incamera.rules.wanted import is_cleared
from incamera.rules.words import Access, Instant

MAX_SECONDS: Final = 3600


def take_up(m: Meeting, cmd: c.TakeUp, me: Seat, _now: Instant) -> Events | Denied:
    """Make an item the current one. It never opens or shuts anything."""
    if no := lacks(m, me, "take_up"):
        return no
    item = next((i for i in m.plan.items if i.id == cmd.item), None)
    if item is None:
        return Denied("There is no such item.")
    current = m.current
    if current is None or current.live is None:
        return Denied("Wait until the meeting is in force.")
    planned = m.profile.phases.get(item.phase)
    if planned is not None and planned.side is not side_of(m, current):
        return Denied("This item is for the other side of the door. Taking up an item never opens or shuts it.")
    return () if m.item == item.id else (e.ItemTaken(item.id),)


def ask_floor(m: Meeting, _cmd: c.AskFloor, me: Seat, _now: Instant) -> Events | Denied:
    """Join the list of speakers."""
    if no := lacks(m, me, "ask_floor"):
        return no
    if not _has_voice(m, me):
        return Denied("You have no voice in this phase.")
    return () if is_listed(m, me) else (e.FloorAsked(me.id),)


def yield_floor(m: Meeting, _cmd: c.YieldFloor, me: Seat, _now: Instant) -> Events | Denied:
    """Give the floor back, or leave the list of speakers. Having been given it is right enough."""
    return (e.FloorYielded(me.id),) if is_listed(m, me) else Denied("You neither have the floor nor wait for it.")


def recognise(m: Meeting, cmd: c.Recognise, me: Seat, _now: Instant) -> Events | Denied:
    """Give the floor to one who has a voice here."""
    if no := lacks(m, me, "recognise"):
        return no
    if not 0 <= cmd.seconds <= MAX_SECONDS:
        return Denied("The floor is given for 0 (no limit) to 3600 seconds.")
    seat = m.seat(cmd.seat)
    if seat is None or not _has_voice(m, seat):
        return Denied("This seat has no voice in this phase, or is not here.")
    return (e.FloorGiven(cmd.seat, cmd.seconds),)


def _has_voice(m: Meeting, seat: Seat) -> bool:
    """In the current chamber by right, with a voice, and the span is in force."""
    current = m.current
    return (
        current is not None
        and current.live is not None
        and seat.id in current.roster
        and is_cleared(m, seat.id)
        and m.profile.access(seat.role, current.phase) is Access.SPEAK
    )


def is_listed(m: Meeting, me: Seat) -> bool:
    """Whether this seat has the floor or waits for it."""
    return me.id == m.floor.holder or any(seat == me.id for seat, _ in m.floor.waiting)
