"""Commands that begin a span of the closed side: convene, shut, remove, renew. One hand does each of them."""

from __future__ import annotations

from dataclasses import replace

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Seat, Span, roster_for, side_of
from incamera.rules.motion import is_locked
from incamera.rules.profile import Profile
from incamera.rules.rights import NO_RIGHT, NOT_CONVENED, Denied, Events, has_right, lacks
from incamera.rules.words import ENDED, RECESS, Instant, PhaseName, SeatId, Side


def convene(m: Meeting, _cmd: c.Convene, me: Seat, _now: Instant) -> Events | Denied:
    """The first span, always on the closed side."""
    if no := lacks(m, me, "convene"):
        return no
    if m.spans:
        return Denied("The meeting has been convened already.")
    phase = first_phase(m.profile)
    roster = roster_for(m, phase)
    return (cut(phase, roster, "convene"),) if roster else Denied("Nobody on the roster may be in the first phase.")


def first_phase(profile: Profile) -> PhaseName:
    """Where `Convene` leads: behind closed doors, or straight into closed talks where a body begins in private."""
    start = profile.phases.get(profile.start)
    return profile.start if start is not None and start.side is Side.CLOSED else "doors_closed"


def cut(phase: PhaseName, roster: frozenset[SeatId], reason: str) -> e.SpanCut:
    """A new span in a chamber that has still to be made."""
    return e.SpanCut(phase, tuple(sorted(roster)), reason)


def shut(m: Meeting, cmd: c.Shut, me: Seat, _now: Instant) -> Events | Denied:
    """Into closed talks, recess or the end. Into where one is already: accepted, and an opening that was asked stops."""
    current = m.current
    if current is None:
        return NOT_CONVENED
    if cmd.phase not in {m.profile.closed_phase, RECESS, ENDED}:
        return Denied("This is not a phase one can shut into.")
    if not may_shut_into(m, me, current, cmd.phase):
        return NO_RIGHT
    if current.phase == cmd.phase:
        is_asked = m.ahead is not None and m.ahead.asked is not None
        return (e.OpeningStopped("stopped", me.id),) if is_asked else ()
    skipped: Events = ()
    if cmd.phase == m.profile.closed_phase and (locked := is_locked(m)):
        if not (cmd.skip and m.profile.override and has_right(m, me, "close")):
            return Denied(f"First: {', '.join(step.replace('_', ' ') for step in locked)}.")
        skipped = (e.StepsSkipped(locked),)
    return (*skipped, shut_into(m, current, cmd.phase, "shut"))


def may_shut_into(m: Meeting, me: Seat, current: Span, phase: PhaseName) -> bool:
    """Whoever may close may also pause and resume. Ending takes a right of its own; leaving the air, `cut`."""
    if phase == ENDED:
        return has_right(m, me, "adjourn")
    if phase == RECESS and side_of(m, current) is Side.OPEN:
        return has_right(m, me, "cut") or has_right(m, me, "close")
    if RECESS in {phase, current.phase}:
        return has_right(m, me, "recess") or has_right(m, me, "close")
    return has_right(m, me, "close")


def may_shut(m: Meeting, me: Seat) -> bool:
    """Whether this seat has a hand in shutting at all: whoever has may also stop an opening."""
    return any(has_right(m, me, right) for right in ("close", "cut", "adjourn"))


def shut_into(m: Meeting, current: Span, phase: PhaseName, reason: str) -> e.SpanCut:
    """The cut into a phase of the closed side.

    On the closed side the chamber stays while the roster does, and if it was in force it still is. From the open side the
    chamber ahead is taken, if it is a closed one with this very roster.
    """
    roster = roster_for(m, phase)
    fresh = cut(phase, roster, reason)
    if not roster:
        return fresh
    if side_of(m, current) is Side.CLOSED:
        same = current.roster == roster and current.chamber is not None
        return replace(fresh, chamber=current.chamber, live=current.live is not None) if same else fresh
    ahead = m.ahead
    if ahead is not None and ahead.roster == roster and side_of(m, ahead) is Side.CLOSED:
        return replace(fresh, chamber=ahead.chamber)
    return fresh


def remove(m: Meeting, cmd: c.Remove, me: Seat, _now: Instant) -> Events | Denied:
    """Out of the meeting for good. On the closed side that takes a new chamber: its token cannot be revoked."""
    if no := lacks(m, me, "remove"):
        return no
    if m.seat(cmd.seat) is None or cmd.seat in m.removed:
        return Denied("There is no such seat to remove.")
    if cmd.seat == me.id:
        return Denied("You cannot remove yourself; leave instead.")
    removed = e.SeatRemoved(cmd.seat)
    current = m.current
    if current is None or side_of(m, current) is Side.OPEN or cmd.seat not in current.roster:
        return (removed,)
    return (removed, cut(current.phase, current.roster - {cmd.seat}, "removed"))


def renew(m: Meeting, _cmd: c.Renew, me: Seat, _now: Instant) -> Events | Denied:
    """A new closed chamber of the same phase, proven like any other."""
    if no := lacks(m, me, "renew"):
        return no
    current = m.current
    if current is None or side_of(m, current) is Side.OPEN:
        return Denied("Only a closed chamber is renewed.")
    return (cut(current.phase, roster_for(m, current.phase), "renewed"),)
