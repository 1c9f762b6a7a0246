"""When a calendar's event takes place: its first start, and those that its rule adds, within limits.

Rules are followed in the event's own wall time, so that 10 o'clock stays 10 o'clock when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final

from dateutil.rrule import rrulestr
from icalendar import Event, vRecur

OCCURRENCES: Final = 60
YEARS: Final = 5
DAY: Final = timedelta(1) - timedelta(seconds=1)
_RARE: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_WITHIN_A_DAY: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})

Start = datetime | date


def starts(event: Event, first: Start) -> tuple[list[Start], bool]:
    """At most `OCCURRENCES` starts, and whether there are more. Raises ValueError for a rule that is not followed."""
    if "RRULE" not in event and "RDATE" not in event:
        return [first], False
    wall = _wall(first, first)
    left_out = {_wall(d, first) for d in _dates(event, "EXDATE")}
    found = {wall}
    for rule in _rules(event):
        found |= set(islice(_followed(rule, wall, first), OCCURRENCES + len(left_out) + 1))
    found |= {_wall(d, first) for d in _dates(event, "RDATE")}
    kept = sorted(found - left_out)
    return [_unwalled(w, first) for w in kept[:OCCURRENCES]], len(kept) > OCCURRENCES


def _rules(event: Event) -> list[vRecur]:
    found = event.get("RRULE", [])
    return found if isinstance(found, list) else [found]


def _followed(rule: vRecur, wall: datetime, first: Start) -> Iterable[datetime]:
    kept: Any = vRecur({**rule})
    if kept.get("FREQ", [""])[0] not in _RARE or _WITHIN_A_DAY & kept.keys() or kept.get("INTERVAL", [1])[0] < 1:
        raise ValueError("a rule by days, weeks, months or years")
    latest = wall + timedelta(366 * YEARS)
    until = [_wall(u, first) + (timedelta(0) if isinstance(u, datetime) else DAY) for u in kept.pop("UNTIL", [])]
    count = kept.pop("COUNT", [None])[0]
    kept["UNTIL"] = [min([*until, latest])]  # a rule that is never met would be followed to the end of the calendar
    return islice(rrulestr(kept.to_ical().decode(), dtstart=wall, ignoretz=True), count)


def _dates(event: Event, name: str) -> list[Start]:
    """Of EXDATE or RDATE; a period counts by its start."""
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    values = [d.dt for each in lists for d in each.dts]
    return [v[0] if isinstance(v, tuple) else v for v in values]


def _wall(at: Any, like: Start) -> datetime:
    """The wall time of a day or an instant in the zone of the event's start."""
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day)  # noqa: DTZ001  (a wall time has no zone)
    zone = like.tzinfo if isinstance(like, datetime) else None
    return (at.astimezone(zone) if zone is not None and at.tzinfo is not None else at).replace(tzinfo=None)


def _unwalled(wall: datetime, like: Start) -> Start:
    return wall.replace(tzinfo=like.tzinfo) if isinstance(like, datetime) else wall.date()
