"""When somebody is reminded of what was promised: in the morning of the window's first and last day, and of the day after.

Windows are days in the calendar of the place where the words were said; morning is eight o'clock there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from incamera.rules.office.due import Window

OPENS: Final = "opens"
CLOSES: Final = "closes"
LATE: Final = "late"
MORNING: Final = time(8)


@dataclass(frozen=True, slots=True)
class Edge:
    """A day on which somebody is reminded: the window `opens`, `closes`, or is over (`late`)."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may be reminded: whether it is one of ours, and where mail goes."""

    id: str
    is_ours: bool
    address: str | None


def edges(due: Window) -> tuple[Edge, ...]:
    """In their order. A window of one day opens and closes at once: one reminder says so."""
    opens = (Edge(OPENS, due.first),) if due.first < due.last else ()
    late = (Edge(LATE, due.last + timedelta(1)),) if due.last < date.max else ()
    return (*opens, Edge(CLOSES, due.last), *late)


def morning(day: date, zone: str) -> int:
    """Eight o'clock of that day in a zone, in microseconds; never before the epoch."""
    try:
        at = datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return 0
    return max(0, int(at.timestamp()) * 1_000_000)


def ahead(due: Window, zone: str, entered: int) -> tuple[Edge, ...]:
    """The edges that were still to come when it was entered: nobody is reminded of what was over then."""
    return tuple(edge for edge in edges(due) if morning(edge.day, zone) > entered)


def reminded(parties: Iterable[Party]) -> Party | None:
    """The first of those concerned that is one of ours and gets mail; never one of the other side."""
    return next((p for p in parties if p.is_ours and p.address is not None), None)
