"""Who was there while a meeting was on the record. Of its closed talks nothing is told: not who, when or of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from incamera.rules.meeting import Meeting, Plan, Seat, side_of
from incamera.rules.words import ENDED, Instant, SeatId, Side

LEVEL_OF: Final = {
    "principal": "principal",
    "chair": "principal",
    "delegate": "deputy",
    "member": "deputy",
    "party": "deputy",
    "chief_of_protocol": "working",
    "note_taker": "working",
    "staff": "working",
}
"""Roles that take part for a delegation, with the level of an engagement; all others serve or watch."""


@dataclass(frozen=True, slots=True)
class Attended:
    """A meeting that has been on the record and has ended; `seats` are those that took part on the record."""

    plan: Plan
    start: Instant
    end: Instant
    seats: tuple[Seat, ...]


def attended(states: Iterable[Meeting]) -> Attended | None:
    """From every state of a meeting in order; None for one that has not ended or was never on the record."""
    start, last = None, None
    there: set[SeatId] = set()
    for m in states:
        last = m
        if _is_on_record(m):
            start = m.spans[-1].live if start is None else start
            there |= (m.inside & m.spans[-1].roster) - m.held
    if last is None or start is None or last.spans[-1].phase != ENDED:
        return None
    seats = tuple(s for s in last.plan.seats if s.id in there and s.delegation and s.role in LEVEL_OF)
    return Attended(last.plan, start, last.spans[-1].cut, seats)


def _is_on_record(m: Meeting) -> bool:
    current = m.current
    return current is not None and current.live is not None and side_of(m, current) is Side.OPEN
