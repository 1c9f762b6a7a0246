"""Commands about who is in and how: enter, leave, admit, hold, mute, lock, and the statement of being alone."""

from __future__ import annotations

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Seat, side_of
from incamera.rules.rights import Denied, Events, has_right, lacks
from incamera.rules.wanted import is_cleared
from incamera.rules.words import Instant, SeatId, Side


def enter(m: Meeting, cmd: c.Enter, me: Seat, _now: Instant) -> Events | Denied:
    """Take one's seat, or take it over with another leg. Behind a locked door one waits to be admitted."""
    if not cmd.leg:
        return Denied("A leg is needed to enter.")
    if any(leg == cmd.leg for seat, leg in m.legs.items() if seat != me.id):
        return Denied("This leg belongs to another seat.")
    if m.locked and me.id not in m.inside:
        return () if me.id in m.door and m.legs.get(me.id) == cmd.leg else (e.CameToDoor(me.id, cmd.leg),)
    is_here = me.id in m.inside and m.legs.get(me.id) == cmd.leg
    entered: Events = () if is_here else (e.Entered(me.id, cmd.leg),)
    states = cmd.alone and has_right(m, me, "attest_alone") and _is_closed_to(m, me)
    return (*entered, e.StatedAlone(me.id)) if states and not (is_here and me.id in m.alone) else entered


def leave(m: Meeting, _cmd: c.Leave, me: Seat, _now: Instant) -> Events | Denied:
    """Give the leg up; the seat stays."""
    return (e.Left(me.id),) if me.id in m.legs else ()


def admit(m: Meeting, cmd: c.Admit, me: Seat, _now: Instant) -> Events | Denied:
    """Let one in who waits at the door."""
    if no := lacks(m, me, "admit"):
        return no
    return (e.Admitted(cmd.seat),) if cmd.seat in m.door else Denied("Nobody of this seat is at the door.")


def hold(m: Meeting, cmd: c.Hold, me: Seat, _now: Instant) -> Events | Denied:
    """Take every right to publish from one who is inside."""
    no = lacks(m, me, "hold") or _absent(m, cmd.seat)
    return no or (() if cmd.seat in m.held else (e.SeatHeld(cmd.seat, held=True),))


def release(m: Meeting, cmd: c.Release, me: Seat, _now: Instant) -> Events | Denied:
    """End a hold, also of one who has left meanwhile."""
    if no := lacks(m, me, "hold"):
        return no
    return (e.SeatHeld(cmd.seat, held=False),) if cmd.seat in m.held else Denied("This seat is not held.")


def mute(m: Meeting, cmd: c.Mute, me: Seat, _now: Instant) -> Events | Denied:
    """Take the sound from one who is inside."""
    no = lacks(m, me, "mute") or _absent(m, cmd.seat)
    return no or (() if cmd.seat in m.muted else (e.SeatMuted(cmd.seat, muted=True),))


def unmute(m: Meeting, cmd: c.Unmute, me: Seat, _now: Instant) -> Events | Denied:
    """Give the sound back."""
    if no := lacks(m, me, "mute"):
        return no
    return (e.SeatMuted(cmd.seat, muted=False),) if cmd.seat in m.muted else Denied("This seat is not muted.")


def lock(m: Meeting, _cmd: c.Lock, me: Seat, _now: Instant) -> Events | Denied:
    """From now on who is not inside waits at the door."""
    return lacks(m, me, "lock") or (() if m.locked else (e.DoorLocked(locked=True),))


def unlock(m: Meeting, _cmd: c.Unlock, me: Seat, _now: Instant) -> Events | Denied:
    """Who waits at the door stays there until admitted; who comes now goes in."""
    return lacks(m, me, "lock") or ((e.DoorLocked(locked=False),) if m.locked else ())


def state_alone(m: Meeting, _cmd: c.StateAlone, me: Seat, _now: Instant) -> Events | Denied:
    """State, for this chamber, that nobody else can see or hear."""
    if no := lacks(m, me, "attest_alone"):
        return no
    if not _is_closed_to(m, me) or not is_cleared(m, me.id):
        return Denied("This is stated inside, in closed session.")
    return () if me.id in m.alone else (e.StatedAlone(me.id),)


def _absent(m: Meeting, seat: SeatId) -> Denied | None:
    return None if seat in m.inside else Denied("This seat is not inside.")


def _is_closed_to(m: Meeting, me: Seat) -> bool:
    """Whether the current span is a closed one with this seat on its roster."""
    current = m.current
    return current is not None and side_of(m, current) is Side.CLOSED and me.id in current.roster
