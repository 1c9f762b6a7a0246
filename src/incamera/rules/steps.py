"""The doorkeeper's own steps: where a measurement becomes a fact. No route can build one.

`next_step` proposes, `decide_step` is the door: it looks again, with the facts and measurements of that very moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from incamera.rules import events as e
from incamera.rules import keys
from incamera.rules.events import ProofRow
from incamera.rules.meeting import Ahead, Meeting, Span, side_of
from incamera.rules.proof import Seen, holds, intruders, is_fresh, rows
from incamera.rules.recording import RecordingStep, pending, recording_event, recording_step
from incamera.rules.rights import Denied, Events, is_ended
from incamera.rules.shutting import shut_into
from incamera.rules.wanted import chambers
from incamera.rules.words import RECESS, Instant, PhaseName, SeatId, Side


@dataclass(frozen=True, slots=True)
class Stood:
    """The engine has made this chamber for the current span or for the one ahead."""

    ahead: bool
    phase: PhaseName
    roster: frozenset[SeatId]
    chamber: str


@dataclass(frozen=True, slots=True)
class Count:
    """The keys suffice: begin the countdown."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """An ask that nobody completed, or a crossing that missed its window."""


@dataclass(frozen=True, slots=True)
class Cross:
    """The countdown is over, and the asked chamber is measured present."""

    into: Ahead


@dataclass(frozen=True, slots=True)
class Confirm:
    """The proof holds."""

    rows: tuple[ProofRow, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """The engine no longer knows a chamber that stood."""

    chamber: str


@dataclass(frozen=True, slots=True)
class Breach:
    """Somebody who is not of the roster was measured in the chamber, twice."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """An open span that was never proven falls back into recess."""


@dataclass(frozen=True, slots=True)
class ShutGate:
    """The gate was told to shut and the facts do not say so: they follow, never the other way round."""


DoorStep: TypeAlias = Count | Lapse | Cross | Confirm | Lost | Breach | GiveUp | ShutGate
Step: TypeAlias = Stood | DoorStep | RecordingStep


def next_step(m: Meeting, seen: Seen, now: Instant) -> Step | None:
    """The one step that facts and measurements call for now. It is a proposal: `decide_step` has the say."""
    return (None if _is_over(m) else _door_step(m, seen, now)) or recording_step(m, seen, now)


def _is_over(m: Meeting) -> bool:
    """Whether the end is in force: of the doors nothing is left to do."""
    return is_ended(m) and m.current is not None and m.current.live is not None


def _door_step(m: Meeting, seen: Seen, now: Instant) -> DoorStep | None:
    current = m.current
    if current is None:
        return None
    if current.live is None and _is_unproven(m, current, now):
        return GiveUp()  # first of all: whatever is measured now, after so long it does not open by itself
    if lost := _lost(m, current, seen):
        return lost
    if current.live is None:
        found = rows(m, seen, now)
        return Confirm(found) if holds(m, found, now) else None
    if _is_breached(m, current, seen):
        return Breach()
    return ShutGate() if _is_gate_ahead(m, current, seen, now) else _opening_step(m, seen, now)


def _opening_step(m: Meeting, seen: Seen, now: Instant) -> DoorStep | None:
    ahead = m.ahead
    if ahead is None or ahead.asked is None:
        return None
    if m.due is None:
        if now >= ahead.asked + m.limits.lapse:
            return Lapse()
        return Count() if ahead.chamber is not None and keys.suffice(m, now) else None
    if now >= m.due + m.limits.window or not keys.suffice(m, now):
        return Lapse()
    return Cross(ahead) if now >= m.due and _stands(m, ahead, seen, now) else None


def _stands(m: Meeting, ahead: Ahead, seen: Seen, now: Instant) -> bool:
    """Whether the asked chamber is measured present."""
    look = seen.last.get(side_of(m, ahead))
    return ahead.chamber is not None and is_fresh(look, m, now) and ahead.chamber.name in look.chambers


def _lost(m: Meeting, current: Span, seen: Seen) -> Lost | None:
    """A chamber that an engine, asked after it was committed, does not list."""
    for place in (current, m.ahead):
        if place is None or place.chamber is None:
            continue
        look = seen.last.get(side_of(m, place))
        if look is not None and look.asked > place.chamber.stood and place.chamber.name not in look.chambers:
            return Lost(place.chamber.name)
    return None


def _is_unproven(m: Meeting, current: Span, now: Instant) -> bool:
    return side_of(m, current) is Side.OPEN and now >= current.cut + m.limits.unproven


def _is_breached(m: Meeting, current: Span, seen: Seen) -> bool:
    """Intruders in two looks one after the other, both asked after the span was in force."""
    side = side_of(m, current)
    looks = (seen.last.get(side), seen.before.get(side))
    return current.live is not None and all(
        look is not None and look.asked > current.live and bool(intruders(m, look)) for look in looks
    )


def _is_gate_ahead(m: Meeting, current: Span, seen: Seen, now: Instant) -> bool:
    """For so long that no command can be on its way, the gate holds a limit that the facts lack."""
    if side_of(m, current) is not Side.OPEN or seen.lacking is None:
        return False
    return seen.lacking > current.cut and now - seen.lacking >= m.limits.patience


def decide_step(m: Meeting, step: Step, *, seen: Seen, now: Instant) -> Events | Denied:
    """What a step makes happen at `now`. One that the facts of this moment do not call for is Denied."""
    current = m.current
    if current is None or not keeps(m):
        return Denied("Nothing is kept before the meeting begins or after it ended.")
    if isinstance(step, Stood):
        return Denied("The meeting has ended.") if _is_over(m) else _stood(m, step)
    if next_step(m, seen, now) != step:
        return Denied("The facts no longer call for this step.")
    return (recording_event(step) if isinstance(step, RecordingStep) else _act(m, current, step, now),)


def _act(m: Meeting, current: Span, step: DoorStep, now: Instant) -> e.Event:
    match step:
        case Count():
            return e.Counting(now + m.limits.countdown)
        case Lapse():
            return e.OpeningStopped(_why_lapsed(m, now))
        case Cross(into=into):
            return e.SpanCut(into.phase, tuple(sorted(into.roster - m.removed)), "opened", into.chamber)
        case Confirm(rows=found):
            return e.WentLive(found)
        case Lost(chamber=name):
            is_current = current.chamber is not None and current.chamber.name == name
            return _again(m, current, "lost") if is_current else e.AheadLost(name)
        case Breach():
            return _again(m, current, "breach")
        case ShutGate():
            return shut_into(m, current, RECESS, "gate_shut")
        case _:  # GiveUp
            return shut_into(m, current, RECESS, "not_proven")


def _why_lapsed(m: Meeting, now: Instant) -> str:
    """Nobody completed it, a key was lost in the countdown, or the crossing missed its window."""
    if m.due is None:
        return "lapsed"
    return "missed" if now >= m.due + m.limits.window else "stopped"


def _again(m: Meeting, current: Span, reason: str) -> e.SpanCut:
    """On the closed side the same phase in a new chamber; on the open side recess."""
    if side_of(m, current) is Side.OPEN:
        return shut_into(m, current, RECESS, reason)
    return e.SpanCut(current.phase, tuple(sorted(current.roster - m.removed)), reason)


def _stood(m: Meeting, step: Stood) -> Events | Denied:
    use = "ahead" if step.ahead else "current"
    asked_for = next((w for w in chambers(m) if w.use == use and w.name is None), None)
    if asked_for is None or (asked_for.phase, asked_for.roster) != (step.phase, step.roster):
        return Denied("No such chamber is asked for any more.")
    if any(step.chamber == place.chamber.name for place in (*m.spans, m.ahead) if place and place.chamber):
        return Denied("A chamber's name is never used again.")
    return (e.ChamberStood(step.phase, tuple(sorted(step.roster)), step.chamber, step.ahead),)


def keeps(m: Meeting) -> bool:
    """Whether the doorkeeper still has work: from the first span until the end is in force and all is recorded."""
    return m.current is not None and (not _is_over(m) or bool(pending(m)))
