"""What should be, as a function of the facts alone. It carries no time, so that equal wants compare equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incamera.rules.meeting import Ahead, Meeting, Span, identity, is_outside, programme_identity, roster_for, side_of
from incamera.rules.words import (
    CAMERA,
    CLOSED_PRESS,
    ENDED,
    MICROPHONE,
    SCREEN,
    SCREEN_SOUND,
    Access,
    PhaseName,
    SeatId,
    Side,
)


@dataclass(frozen=True, slots=True)
class ChamberWant:
    """A chamber that should exist: who may be in it, and who may publish what."""

    use: str
    """`current` or `ahead`."""
    side: Side
    phase: PhaseName
    roster: frozenset[SeatId]
    name: str | None
    """None: an engine has still to make it."""
    members: Mapping[str, SeatId]
    """Engine identity -> seat."""
    publishers: Mapping[str, frozenset[str]]
    """Engine identity -> sources. Nobody before the span is live."""
    worker: str | None = None
    """Engine identity of the hidden programme worker, which takes part in nothing. Only where something goes out."""

    @property
    def everybody(self) -> frozenset[str]:
        """Every engine identity that may be here."""
        return frozenset(self.members) | ({self.worker} if self.worker is not None else set())


def ahead_wanted(m: Meeting) -> Ahead | None:
    """The chamber ahead that should stand: the asked one, or, while on the open side, the one to close into."""
    current = m.current
    if current is None or current.live is None or current.phase == ENDED:
        return None
    if side_of(m, current) is Side.CLOSED:
        return m.ahead if m.ahead is not None and m.ahead.asked is not None else None
    roster = roster_for(m, m.profile.closed_phase)
    standing = m.ahead.chamber if m.ahead is not None and m.ahead.roster == roster else None
    return Ahead(m.profile.closed_phase, roster, standing) if roster else None


def is_cleared(m: Meeting, seat: SeatId) -> bool:
    """Entered, admitted, not removed, and of a role that may ever hold a key to a chamber."""
    row = m.seat(seat)
    is_in = seat in m.inside and seat not in m.removed and seat in m.legs
    return is_in and row is not None and not is_outside(m, row)


def _members(m: Meeting, chamber: str, roster: frozenset[SeatId]) -> dict[str, SeatId]:
    return {identity(chamber, m.legs[s]): s for s in sorted(roster) if is_cleared(m, s)}


def sources(m: Meeting, seat: SeatId) -> frozenset[str]:
    """What a seat may publish in the current chamber: nothing before it is live or while held, no sound while muted."""
    current, row = m.current, m.seat(seat)
    if current is None or row is None or current.live is None or seat in m.held or seat not in current.roster:
        return frozenset()
    if m.profile.access(row.role, current.phase) is not Access.SPEAK or not is_cleared(m, seat):
        return frozenset()
    given = {CAMERA} if seat in m.muted else {CAMERA, MICROPHONE}
    if row.role in m.profile.may.get("share_screen", frozenset()):
        given |= {SCREEN} if seat in m.muted else {SCREEN, SCREEN_SOUND}
    return frozenset(given)


def chambers(m: Meeting) -> tuple[ChamberWant, ...]:
    """Every chamber that should stand now. One that is not here has to go."""
    current = m.current
    wants = []
    if current is not None and current.roster:
        wants.append(_want(m, "current", current))
    ahead = ahead_wanted(m)
    if ahead is not None:
        wants.append(_want(m, "ahead", ahead))
    return tuple(wants)


def _want(m: Meeting, use: str, place: Span | Ahead) -> ChamberWant:
    name = place.chamber.name if place.chamber is not None else None
    side = side_of(m, place)
    # The open chamber is made when opening is asked and joined in the countdown, never earlier.
    joins = use == "current" or side is Side.CLOSED or m.due is not None
    members = _members(m, name, place.roster) if name is not None and joins else {}
    given = {i: sources(m, s) for i, s in members.items()} if use == "current" else {}
    is_watched = (
        bool(m.outputs)
        and m.plan.coverage != CLOSED_PRESS
        and use == "current"
        and side is Side.OPEN
        and name is not None
    )
    worker = programme_identity(name) if is_watched and name is not None else None
    return ChamberWant(
        use, side, place.phase, place.roster, name, members, {i: s for i, s in given.items() if s}, worker
    )
