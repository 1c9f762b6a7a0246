"""The one door through which a person changes a meeting: `decide(meeting, command) -> events | Denied`.

Shutting takes one hand and is never refused for lack of readiness; a profile's steps may lock `close`, never `cut`.
Opening takes keys and expires. An unknown role, phase or command is Denied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules import keys
from incamera.rules.meeting import Meeting, Plan, Seat, Span, roster_for, side_of
from incamera.rules.motion import ground, is_locked, outcome, script, voters
from incamera.rules.profile import Profile
from incamera.rules.wanted import is_cleared
from incamera.rules.words import ENDED, OUTSIDE_ROLES, RECESS, Access, Instant, PhaseName, Side

Events: TypeAlias = tuple[e.Event, ...]

MAX_SECONDS = 3600
VOTES = frozenset({"aye", "nay", "abstain"})


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not, as a sentence for the person who asked."""

    reason: str


def decide(m: Meeting, command: c.Command, *, by: str, now: Instant) -> Events | Denied:
    """What `command` by the seat `by` makes happen at `now`, or why it does not. Accepted without events: already so."""
    me = m.seat(by)
    if me is None:
        return Denied("This seat is not in the meeting.")
    if is_ended(m):
        return Denied("The meeting has ended.")
    if by in m.removed:
        return Denied("You were removed from this meeting.")
    if me.role in OUTSIDE_ROLES:
        return Denied("Press and public watch the programme; they act on nothing inside.")
    answer = _ANSWERS.get(type(command))
    if answer is None:
        return Denied("Unknown command.")
    return answer(m, command, me, now)


def decide_plan(m: Meeting, plan: Plan, *, now: Instant) -> Events | Denied:
    """Planning is over once the meeting has been convened."""
    return Denied("The meeting has been convened; its plan is fixed.") if m.spans else (e.Planned(plan),)


def is_ended(m: Meeting) -> bool:
    return m.current is not None and m.current.phase == ENDED


def has_right(m: Meeting, me: Seat, right: str) -> bool:
    """Whether the profile lists this role for `right`. Unlisted is no."""
    return me.role in m.profile.may.get(right, frozenset())


def first_phase(profile: Profile) -> PhaseName:
    """Where `Convene` leads: behind closed doors, or straight into closed talks where a body begins in private."""
    start = profile.phases.get(profile.start)
    return profile.start if start is not None and start.side is Side.CLOSED else "doors_closed"


def can_shut(m: Meeting, me: Seat) -> bool:
    return any(has_right(m, me, right) for right in ("close", "cut", "adjourn"))


_NO_RIGHT = Denied("Your role does not do this here.")
_NOT_CONVENED = Denied("The meeting has not been convened.")


def _right(m: Meeting, me: Seat, right: str) -> Denied | None:
    return None if has_right(m, me, right) else _NO_RIGHT


def _enter(m: Meeting, cmd: c.Enter, me: Seat, _now: Instant) -> Events | Denied:
    if not cmd.leg:
        return Denied("A leg is needed to enter.")
    if m.locked and me.id not in m.inside:
        return () if me.id in m.door and m.legs.get(me.id) == cmd.leg else (e.CameToDoor(me.id, cmd.leg),)
    entered = e.Entered(me.id, cmd.leg)
    states = cmd.alone and _may_state_alone(m, me)
    return (entered, e.StatedAlone(me.id)) if states else (entered,)


def _leave(m: Meeting, _cmd: c.Leave, me: Seat, _now: Instant) -> Events | Denied:
    return (e.Left(me.id),) if me.id in m.legs else ()


def _convene(m: Meeting, _cmd: c.Convene, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "convene"):
        return no
    if m.spans:
        return Denied("The meeting has been convened already.")
    phase = first_phase(m.profile)
    roster = roster_for(m, phase)
    return (_cut(phase, roster, "convene"),) if roster else Denied("Nobody on the roster may be in the first phase.")


def _cut(phase: PhaseName, roster: frozenset[str], reason: str) -> e.SpanCut:
    return e.SpanCut(phase, tuple(sorted(roster)), reason)


def shut_right(m: Meeting, current: Span, phase: PhaseName) -> str:
    """The right that shutting into `phase` takes: `close`, `cut`, `recess` or `adjourn`."""
    if phase == ENDED:
        return "adjourn"
    if phase == RECESS:
        return "cut" if side_of(m, current) is Side.OPEN else "recess"
    return "recess" if current.phase == RECESS else "close"


def _shut(m: Meeting, cmd: c.Shut, me: Seat, _now: Instant) -> Events | Denied:
    current = m.current
    if current is None:
        return _NOT_CONVENED
    if cmd.phase not in {m.profile.closed_phase, RECESS, ENDED} or cmd.phase not in m.profile.phases:
        return Denied("This is not a phase one can shut into.")
    if not (has_right(m, me, shut_right(m, current, cmd.phase)) or has_right(m, me, "close")):
        return _NO_RIGHT
    if current.phase == cmd.phase:
        is_asked = m.ahead is not None and m.ahead.asked is not None
        return (e.OpeningStopped("stopped", me.id),) if is_asked else ()
    skipped: Events = ()
    if cmd.phase == m.profile.closed_phase and (locked := is_locked(m)):
        if not (cmd.skip and m.profile.override and has_right(m, me, "close")):
            return Denied(f"First: {', '.join(step.replace('_', ' ') for step in locked)}.")
        skipped = (e.StepsSkipped(locked),)
    return (*skipped, shut_into(m, current, cmd.phase, "shut"))


def shut_into(m: Meeting, current: Span, phase: PhaseName, reason: str) -> e.SpanCut:
    """The cut into a phase of the closed side.

    On the closed side the chamber stays while the roster does, and if it was in force it still is. From the open side the
    chamber ahead is taken, if it is a closed one with this very roster.
    """
    roster = roster_for(m, phase)
    cut = _cut(phase, roster, reason)
    if not roster:
        return cut
    if side_of(m, current) is Side.CLOSED:
        same = current.roster == roster and current.chamber is not None
        return replace(cut, chamber=current.chamber, live=current.live is not None) if same else cut
    ahead = m.ahead
    if ahead is not None and ahead.roster == roster and side_of(m, ahead) is Side.CLOSED:
        return replace(cut, chamber=ahead.chamber)
    return cut


def _ask(m: Meeting, cmd: c.Ask, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "ask"):
        return no
    current, row = m.current, m.profile.phases.get(cmd.phase)
    if current is None:
        return _NOT_CONVENED
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
    return (e.Asked(cmd.phase, tuple(sorted(roster_for(m, cmd.phase))), me.id),)


def _turn(m: Meeting, _cmd: c.Turn, me: Seat, now: Instant) -> Events | Denied:
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


def _stop(m: Meeting, _cmd: c.Stop, me: Seat, _now: Instant) -> Events | Denied:
    asked = m.ahead is not None and m.ahead.asked is not None
    if not (me.id in keys.holders(m) or has_right(m, me, "stop") or can_shut(m, me) or (m.ahead is not None and m.ahead.asked_by == me.id)):
        return _NO_RIGHT
    if asked:
        return (e.OpeningStopped("stopped", me.id),)
    current = m.current
    if current is not None and side_of(m, current) is Side.OPEN and current.live is None:
        return (shut_into(m, current, RECESS, "stop"),)
    return Denied("No opening is under way.")


def _takes_part(m: Meeting, seat: Seat | None) -> bool:
    """In the current chamber by right, with a voice, and the span is in force."""
    current = m.current
    return (
        seat is not None
        and current is not None
        and current.live is not None
        and seat.id in current.roster
        and is_cleared(m, seat.id)
        and m.profile.access(seat.role, current.phase) is Access.SPEAK
    )


def _take_up(m: Meeting, cmd: c.TakeUp, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "take_up"):
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


def _ask_floor(m: Meeting, _cmd: c.AskFloor, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "ask_floor"):
        return no
    if not _takes_part(m, me):
        return Denied("You have no voice in this phase.")
    waits = me.id == m.floor.holder or any(seat == me.id for seat, _ in m.floor.waiting)
    return () if waits else (e.FloorAsked(me.id),)


def _yield_floor(m: Meeting, _cmd: c.YieldFloor, me: Seat, _now: Instant) -> Events | Denied:
    has = me.id == m.floor.holder or any(seat == me.id for seat, _ in m.floor.waiting)
    return (e.FloorYielded(me.id),) if has else Denied("You neither have the floor nor wait for it.")


def _recognise(m: Meeting, cmd: c.Recognise, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "recognise"):
        return no
    if not 0 <= cmd.seconds <= MAX_SECONDS:
        return Denied("The floor is given for 0 (no limit) to 3600 seconds.")
    if not _takes_part(m, m.seat(cmd.seat)):
        return Denied("This seat has no voice in this phase, or is not here.")
    return (e.FloorGiven(cmd.seat, cmd.seconds),)


def _admit(m: Meeting, cmd: c.Admit, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "admit"):
        return no
    return (e.Admitted(cmd.seat),) if cmd.seat in m.door else Denied("Nobody of this seat is at the door.")


def _inside(m: Meeting, seat: str) -> Denied | None:
    return None if seat in m.inside else Denied("This seat is not inside.")


def _hold(m: Meeting, cmd: c.Hold, me: Seat, _now: Instant) -> Events | Denied:
    no = _right(m, me, "hold") or _inside(m, cmd.seat)
    return no or (() if cmd.seat in m.held else (e.SeatHeld(cmd.seat, held=True),))


def _release(m: Meeting, cmd: c.Release, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "hold"):
        return no
    return (e.SeatHeld(cmd.seat, held=False),) if cmd.seat in m.held else Denied("This seat is not held.")


def _mute(m: Meeting, cmd: c.Mute, me: Seat, _now: Instant) -> Events | Denied:
    no = _right(m, me, "mute") or _inside(m, cmd.seat)
    return no or (() if cmd.seat in m.muted else (e.SeatMuted(cmd.seat, muted=True),))


def _unmute(m: Meeting, cmd: c.Unmute, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "mute"):
        return no
    return (e.SeatMuted(cmd.seat, muted=False),) if cmd.seat in m.muted else Denied("This seat is not muted.")


def _remove(m: Meeting, cmd: c.Remove, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "remove"):
        return no
    if m.seat(cmd.seat) is None or cmd.seat in m.removed:
        return Denied("There is no such seat to remove.")
    if cmd.seat == me.id:
        return Denied("You cannot remove yourself; leave instead.")
    removed = e.SeatRemoved(cmd.seat)
    current = m.current
    if current is None or side_of(m, current) is Side.OPEN or cmd.seat not in current.roster:
        return (removed,)
    return (removed, _cut(current.phase, current.roster - {cmd.seat}, "removed"))


def _renew(m: Meeting, _cmd: c.Renew, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "renew"):
        return no
    current = m.current
    if current is None or side_of(m, current) is Side.OPEN:
        return Denied("Only a closed chamber is renewed.")
    return (_cut(current.phase, roster_for(m, current.phase), "renewed"),)


def _lock(m: Meeting, _cmd: c.Lock, me: Seat, _now: Instant) -> Events | Denied:
    return _right(m, me, "lock") or (() if m.locked else (e.DoorLocked(locked=True),))


def _unlock(m: Meeting, _cmd: c.Unlock, me: Seat, _now: Instant) -> Events | Denied:
    return _right(m, me, "lock") or ((e.DoorLocked(locked=False),) if m.locked else ())


def _on_record(m: Meeting) -> Denied | None:
    current = m.current
    live = current is not None and current.live is not None and side_of(m, current) is Side.OPEN
    return None if live else Denied("This is done on the record.")


def _choose_ground(m: Meeting, cmd: c.ChooseGround, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "choose_ground") or _on_record(m):
        return no
    if not cmd.ground.strip() or (m.profile.grounds_complete and ground(m, cmd.ground) is None):
        return Denied("Choose a ground of the profile's list.")
    if "subjects" in m.profile.announcement_fields and not cmd.subjects.strip():
        return Denied("Say the subjects.")
    return (e.GroundChosen(cmd.ground.strip(), cmd.subjects.strip(), cmd.reconvene),)


def _read_announcement(m: Meeting, _cmd: c.ReadAnnouncement, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "read_announcement") or _on_record(m):
        return no
    text = script(m)
    return (e.AnnouncementRead(text),) if text else Denied("Choose the ground first; the words follow from it.")


def _open_vote(m: Meeting, _cmd: c.OpenVote, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "open_vote") or _on_record(m):
        return no
    if "choose_ground" in m.profile.before_gate and (m.motion is None or not m.motion.ground):
        return Denied("Choose the ground first.")
    return Denied("The vote is open.") if outcome(m) == "open" else (e.VoteOpened(),)


def _cast_vote(m: Meeting, cmd: c.CastVote, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "vote") or _on_record(m):
        return no
    if cmd.vote not in VOTES:
        return Denied("A vote is aye, nay or abstain.")
    if outcome(m) != "open" or me.id not in voters(m):
        return Denied("No vote is open.")
    return (e.VoteCast(me.id, cmd.vote),)


def _may_state_alone(m: Meeting, me: Seat) -> bool:
    current = m.current
    return current is not None and side_of(m, current) is Side.CLOSED and me.id in current.roster


def _state_alone(m: Meeting, _cmd: c.StateAlone, me: Seat, _now: Instant) -> Events | Denied:
    if no := _right(m, me, "attest_alone"):
        return no
    if not _may_state_alone(m, me) or not is_cleared(m, me.id):
        return Denied("This is stated inside, in closed session.")
    return () if me.id in m.alone else (e.StatedAlone(me.id),)


def _expect_return(m: Meeting, cmd: c.ExpectReturn, me: Seat, now: Instant) -> Events | Denied:
    if no := _right(m, me, "expect_return"):
        return no
    if cmd.until is not None and cmd.until <= now:
        return Denied("The expected time lies ahead.")
    return () if cmd.until == m.expected else (e.ReturnExpected(cmd.until),)


_ANSWERS: dict[type, Callable[[Meeting, Any, Seat, Instant], Events | Denied]] = {
    c.Enter: _enter,
    c.Leave: _leave,
    c.Convene: _convene,
    c.Shut: _shut,
    c.Ask: _ask,
    c.Turn: _turn,
    c.Stop: _stop,
    c.TakeUp: _take_up,
    c.AskFloor: _ask_floor,
    c.YieldFloor: _yield_floor,
    c.Recognise: _recognise,
    c.Admit: _admit,
    c.Hold: _hold,
    c.Release: _release,
    c.Mute: _mute,
    c.Unmute: _unmute,
    c.Remove: _remove,
    c.Renew: _renew,
    c.Lock: _lock,
    c.Unlock: _unlock,
    c.ChooseGround: _choose_ground,
    c.ReadAnnouncement: _read_announcement,
    c.OpenVote: _open_vote,
    c.CastVote: _cast_vote,
    c.StateAlone: _state_alone,
    c.ExpectReturn: _expect_return,
}

