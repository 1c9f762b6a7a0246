"""Commands that lead towards opening, and the one that stops it: ask, turn, stop; and when the return is expected."""

from __future__ import annotations

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules import keys
from incamera.rules.meeting import Meeting, Seat, roster_for, side_of
from incamera.rules.rights import NO_RIGHT, NOT_CONVENED, Denied, Events, has_right, lacks
from incamera.rules.shutting import may_shut, shut_into
from incamera.rules.words import RECESS, Instant, Side


def ask(m: Meeting, cmd: c.Ask, me: Seat, _now: Instant) -> Events | Denied:
    """All are warned, the talk goes on: only keys open."""
    if no := lacks(m, me, "ask"):
        return no
    current, row = m.current, m.profile.phases.get(cmd.phase)
    if current is None:
        return NOT_CONVENED
    if row is None or row.side is not Side.OPEN:
        return Denied("This is not a phase one can open into.")
    if side_of(m, current) is Side.OPEN:
        return Denied("The meeting is on the record, or about to be.")
    if current.live is None:
        return Denied("Wait until the doors are proven shut.")
    if m.ahead is not None and m.ahead.asked is not None:
        return Denied("Opening has been asked already.")
    if not keys.holders(m):
        return Denied("Nobody holds a key.")
    roster = roster_for(m, cmd.phase)
    asked = e.Asked(cmd.phase, tuple(sorted(roster)), me.id)
    return (asked,) if roster else Denied("Nobody of this meeting may be in that phase.")


def turn(m: Meeting, _cmd: c.Turn, me: Seat, now: Instant) -> Events | Denied:
    """Consent to the opening that was asked. It dies with the ask."""
    if me.id not in keys.holders(m):
        return Denied("You do not hold a key.")
    if m.ahead is None or m.ahead.asked is None:
        return Denied("Nobody has asked to open.")
    if me.id not in m.inside:
        return Denied("Take your seat first.")
    if m.due is not None or me.id in keys.turned(m, now):
        return ()
    until = m.ahead.asked + m.limits.lapse
    return (e.KeyTurned(me.id, until),) if until > now else Denied("The time to turn a key has passed. Ask again.")


def stop(m: Meeting, _cmd: c.Stop, me: Seat, _now: Instant) -> Events | Denied:
    """From the ask until the open side is in force. After the cut there is no way back but recess."""
    if not may_stop(m, me):
        return NO_RIGHT
    if m.ahead is not None and m.ahead.asked is not None:
        return (e.OpeningStopped("stopped", me.id),)
    current = m.current
    if current is not None and side_of(m, current) is Side.OPEN and current.live is None:
        return (shut_into(m, current, RECESS, "stop"),)
    return Denied("No opening is under way.")


def may_stop(m: Meeting, me: Seat) -> bool:
    """Every holder of a key, whoever may shut, whoever the profile lists, and who asked."""
    asked_it = m.ahead is not None and m.ahead.asked_by == me.id
    return me.id in keys.holders(m) or has_right(m, me, "stop") or may_shut(m, me) or asked_it


def expect_return(m: Meeting, cmd: c.ExpectReturn, me: Seat, now: Instant) -> Events | Denied:
    """When the meeting is expected back on the record: a word to those who wait, never a timer that opens."""
    if no := lacks(m, me, "expect_return"):
        return no
    if cmd.until is not None and cmd.until <= now:
        return Denied("The expected time lies ahead.")
    return () if cmd.until == m.expected else (e.ReturnExpected(cmd.until),)
