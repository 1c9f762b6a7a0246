"""What is promised and what is planned as calendar entries: days as days, times in their zones, no link and no secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from incamera.office.records.kinds import Commitment, Engagement, PublicEvent, Record, Travel
from incamera.platform.clock import SECOND_US

SHOWN: Final = frozenset({Commitment.kind, Engagement.kind, PublicEvent.kind, Travel.kind})
_TITLES: Final = {"in_person": "Meeting", "virtual": "Meeting by video", "phone": "Call", "letter": "Letter"}
LENGTH: Final = timedelta(hours=1)
"""How long a meeting is shown to last that says no end."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A record with the number of its newest entry, which grows with each correction."""

    id: str
    seq: int
    record: Record


def calendar(listed: Iterable[Listed], names: Mapping[str, str], *, host: str, now: int) -> bytes:
    """A file with an entry for each that has a day. `names` are those of people by their ids."""
    made = Calendar()
    made.add("prodid", "-//Incamera//Office//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for item in listed:
        event = _event(item.record, names)
        if event is None:
            continue
        event.add("uid", f"{item.id}@{host}")
        event.add("sequence", item.seq)
        event.add("dtstamp", _at(now))
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def has_day(record: Record) -> bool:
    """Whether it can stand in a calendar."""
    return record.kind in SHOWN and not (isinstance(record, Commitment) and record.due_last is None)


def _event(record: Record, names: Mapping[str, str]) -> Event | None:
    match record:
        case Commitment(due_first=date() as first, due_last=date() as last):
            return _commitment(record, first, last)
        case Travel():
            return _days(
                record.purpose or f"Journey: {record.place or record.country}", record.first, record.last, record
            )
        case PublicEvent():
            return _timed(record.title, record.at, None, record)
        case Engagement():
            who = ", ".join(names.get(p.person, "") for p in record.counterparts[:5])
            return _timed(f"{_TITLES[record.channel]}: {who}", record.start, record.end, record)
    return None


def _commitment(record: Commitment, first: date, last: date) -> Event:
    event = _days(f"Due: {record.what}", first, last)
    said = [f"As said: {record.words}"] if record.words else []
    due = [f"Due as said: {record.due_words}"] if record.due_words else []
    if said or due:
        event.add("description", "\n".join([*said, *due]))
    event.add("transp", "TRANSPARENT")
    return event


def _days(title: str, first: date, last: date, journey: Travel | None = None) -> Event:
    """Whole days; a calendar names the day after the last one."""
    event = Event()
    event.add("summary", title)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(1) if last < date.max else last)
    if journey is not None and (journey.place or journey.country):
        event.add("location", ", ".join(part for part in (journey.place, journey.country) if part))
    return event


def _timed(title: str, start: int, end: int | None, record: Engagement | PublicEvent) -> Event:
    zone = ZoneInfo(record.zone)
    event = Event()
    begins = _at(start).astimezone(zone)
    event.add("summary", title)
    event.add("dtstart", begins)
    event.add("dtend", _at(end).astimezone(zone) if end is not None else (_at(start) + LENGTH).astimezone(zone))
    if record.place:
        event.add("location", record.place)
    if not record.happened:
        event.add("status", "TENTATIVE")
    return event


def _at(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // SECOND_US, UTC)
