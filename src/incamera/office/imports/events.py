"""A calendar (RFC 5545) as events with instants and days; each that cannot be read is named by its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Event

from incamera.office.imports.parsed import FAULTS, CalendarRead, EventRead, Fault, Refused
from incamera.office.imports.recurring import OCCURRENCES, Start, starts
from incamera.office.imports.sniffing import printable, text_of
from incamera.platform.clock import SECOND_US
from incamera.platform.fields import LATEST

EVENTS: Final = 2_000
DAY: Final = timedelta(1)
_EXPECTED: Final = {
    "DTSTART": "a date, or a date with a time, as 20260630T100000Z",
    "DTEND": "a date, or a date with a time, as 20260630T110000Z",
    "DURATION": "a length, as PT1H",
    "RRULE": "a rule by days, weeks, months or years",
    "EXDATE": "dates that are left out of the rule",
    "RDATE": "dates that are added to the rule",
    "RECURRENCE-ID": "the date of the occurrence that is replaced",
}
_UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What the library raises on input that is none."""


class _Unread(Exception):
    """An event that cannot be read: which property, and what is expected there."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(expected)
        self.field, self.expected = field, expected


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one event, from its BEGIN in `line`."""

    line: int
    text: str


def read_calendar(data: bytes) -> CalendarRead:
    """Every event with its occurrences. Raises Refused for what is no calendar."""
    blocks, frame = _blocks(text_of(data))
    if len(blocks) > EVENTS:
        raise Refused(f"The calendar has {len(blocks)} events; expected: at most {EVENTS:,}.")
    zone = _zone_of(frame)  # reading the frame makes the zones known that it describes
    events: list[EventRead] = []
    faults: list[Fault] = []
    left_out: list[Fault] = []
    parsed = [(block, _event(block)) for block in blocks]
    moved = {(str(e.get("UID", "")), _moved(e)) for _, e in parsed if e is not None and _replaces(e)}
    for block, event in parsed:
        if event is not None and str(event.get("STATUS", "")).upper() == "CANCELLED":
            left_out.append(Fault(line=block.line, field="STATUS", expected="an event that was not cancelled"))
            continue
        try:
            found, is_cut = _occurrences(block.line, event, zone, moved)
        except _Unread as unread:
            faults.append(Fault(line=block.line, field=unread.field, expected=unread.expected))
            continue
        events += found
        if is_cut:
            expected = f"at most {OCCURRENCES} occurrences; the first {OCCURRENCES} are proposed"
            left_out.append(Fault(line=block.line, field="RRULE", expected=expected))
    if not blocks:
        raise Refused("The calendar has no event.")
    if len(events) > EVENTS:
        raise Refused(f"The calendar's events take place {len(events)} times; expected: at most {EVENTS:,}.")
    return CalendarRead(events=events, faults=faults[:FAULTS], left_out=left_out[:FAULTS])


def _blocks(text: str) -> tuple[list[_Block], str]:
    """Events by themselves, and all that stands outside of them."""
    blocks: list[_Block] = []
    frame: list[str] = []
    inside: list[str] | None = None
    begun = 0
    for n, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        word = line.strip().upper()
        if inside is None and word == "BEGIN:VEVENT":
            inside, begun = [line], n
        elif inside is None:
            frame.append(line)
        else:
            inside.append(line)
            if word in {"END:VEVENT", "END:VCALENDAR"}:
                blocks.append(_Block(begun, "\r\n".join(inside) + "\r\n"))
                inside = None
                if word == "END:VCALENDAR":
                    frame.append(line)
    if inside is not None:
        blocks.append(_Block(begun, "\r\n".join(inside)))
    return blocks, "\r\n".join(frame) + "\r\n"


def _zone_of(frame: str) -> str | None:
    """The zone of times that name none, where the calendar says it."""
    try:
        zone = str(Calendar.from_ical(frame).get("X-WR-TIMEZONE", ""))
    except _UNREADABLE:
        raise Refused(
            "It cannot be read as a calendar; expected: lines from BEGIN:VCALENDAR to END:VCALENDAR."
        ) from None
    return zone if zone in available_timezones() else None


def _event(block: _Block) -> Event | None:
    try:
        found = Event.from_ical(block.text)
    except _UNREADABLE:
        return None
    return found if isinstance(found, Event) else None


def _replaces(event: Event) -> bool:
    return "RECURRENCE-ID" in event and not any(name == "RECURRENCE-ID" for name, _ in _broken(event))


def _broken(event: Event) -> list[tuple[str, str]]:
    """Properties that the library could not read, and what it says of them."""
    return [(str(item[0]), str(item[1])) for item in event.errors]


def _moved(event: Event) -> Any:
    """Which occurrence this event replaces."""
    return _unique(getattr(event["RECURRENCE-ID"], "dt", None))


def _unique(at: Any) -> str:
    """An instant or a day, the same however its zone is written."""
    return at.astimezone(UTC).isoformat() if isinstance(at, datetime) and at.tzinfo is not None else str(at)


def _occurrences(
    line: int, event: Event | None, zone: str | None, moved: set[tuple[str, Any]]
) -> tuple[list[EventRead], bool]:
    if event is None:
        raise _Unread("", "an event from BEGIN:VEVENT to END:VEVENT")
    for name, _ in _broken(event):
        if name in _EXPECTED:
            raise _Unread(name, _EXPECTED[name])
    for name in ("DTSTART", "DTEND", "DURATION"):
        if isinstance(event.get(name), list):
            raise _Unread(name, "it once")
    if "DTSTART" not in event:
        raise _Unread("DTSTART", _EXPECTED["DTSTART"])
    first = _zoned(event["DTSTART"].dt, zone, "DTSTART")
    length = _length(event, first, zone)
    try:
        found, is_cut = starts(event, first)
    except _UNREADABLE:
        raise _Unread("RRULE", _EXPECTED["RRULE"]) from None
    uid = str(event.get("UID", ""))
    is_itself = "RECURRENCE-ID" in event
    kept = [s for s in found if is_itself or (uid, _unique(s)) not in moved]
    return [_shown(line, event, s, length, uid) for s in kept], is_cut


def _zoned(at: Any, zone: str | None, name: str) -> Start:
    """A day, or an instant with its zone."""
    if isinstance(at, datetime):
        if at.tzinfo is not None:
            return at
        if zone is None:
            raise _Unread(name, "a time zone that is known, or described in the calendar")
        return at.replace(tzinfo=ZoneInfo(zone))
    if isinstance(at, date):
        return at
    raise _Unread(name, _EXPECTED[name])


def _length(event: Event, first: Start, zone: str | None) -> timedelta:
    """How long it lasts; a day by itself lasts that day."""
    usual = timedelta(0) if isinstance(first, datetime) else DAY
    if "DTEND" in event:
        end = _zoned(event["DTEND"].dt, zone, "DTEND")
        if isinstance(end, datetime) != isinstance(first, datetime):
            raise _Unread("DTEND", "a date where the start is one, a time where it is one")
        length = end - first
    else:
        length = getattr(event.get("DURATION"), "dt", usual)
    if not isinstance(length, timedelta) or length < timedelta(0):
        raise _Unread("DTEND", "an end that is not before the start")
    return length or usual


def _shown(line: int, event: Event, start: Start, length: timedelta, uid: str) -> EventRead:
    title, place, words = (_line(event.get(name)) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    said = "\n".join((uid or title, _unique(start), str(length)))
    common: dict[str, Any] = {
        "line": line,
        "name": sha256(said.encode("utf-8", "replace")).hexdigest(),
        "title": " ".join(title.split())[:200],
        "place": " ".join(place.split())[:200],
        "words": words[:2_000],
        "people": list(_people(event)),
    }
    try:
        if not isinstance(start, datetime):
            last = max(start, start + length - DAY)
            return EventRead(**common, first=_day(start), last=_day(last))
        return EventRead(
            **common, start=_instant(start), end=_instant(start + length), zone=str(getattr(start.tzinfo, "key", "UTC"))
        )
    except (ValueError, OverflowError):
        raise _Unread("DTSTART", "a day between 1970 and 2099") from None


def _day(day: date) -> str:
    if not 1970 <= day.year <= 2099:
        raise ValueError("beyond the calendar")
    return day.isoformat()


def _instant(at: datetime) -> int:
    found = int(at.timestamp()) * SECOND_US
    if not 0 <= found <= LATEST:
        raise ValueError("beyond the calendar")
    return found


def _line(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return printable(str(first or "")).strip()


def _people(event: Event) -> Iterator[str]:
    """Names of those who organise it and who were asked to come, each once."""
    seen: set[str] = set()
    for name in ("ORGANIZER", "ATTENDEE"):
        found = event.get(name, [])
        listed: Sequence[Any] = found if isinstance(found, list) else [found]
        for one in listed[:200]:
            said = _line(getattr(one, "params", {}).get("CN", ""))
            if said and said.casefold() not in seen:
                seen.add(said.casefold())
                yield said[:200]
