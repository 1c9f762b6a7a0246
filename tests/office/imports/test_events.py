"""Calendars: instants and days right in every zone, rules within limits, and each event that cannot be read named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from incamera.office.imports.events import read_calendar
from incamera.office.imports.parsed import CalendarRead, EventRead, Refused
from incamera.office.imports.proposing import Faces, proposed
from incamera.office.imports.recurring import OCCURRENCES

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n"
ODD = (
    "BEGIN:VTIMEZONE\r\nTZID:Our own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0330\r\n"
    "TZOFFSETTO:+0330\r\nTZNAME:OWN\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def calendar(*events: str, head: str = HEAD) -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"{head}{blocks}END:VCALENDAR\r\n".encode()


def read(*events: str, head: str = HEAD) -> CalendarRead:
    return read_calendar(calendar(*events, head=head))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("start", "instant", "zone"),
    [
        ("DTSTART:20260601T080000Z", "2026-06-01T08:00:00+00:00", "UTC"),
        ("DTSTART;TZID=Europe/Vienna:20260601T100000", "2026-06-01T10:00:00+02:00", "Europe/Vienna"),
        ("DTSTART;TZID=Europe/Vienna:20260101T100000", "2026-01-01T10:00:00+01:00", "Europe/Vienna"),
        ("DTSTART;TZID=W. Europe Standard Time:20260601T100000", "2026-06-01T10:00:00+02:00", "Europe/Berlin"),
        ("DTSTART;TZID=Our own:20260601T100000", "2026-06-01T10:00:00+03:30", "UTC"),
    ],
)
def test_an_instant_is_right_whatever_way_its_zone_is_said(start: str, instant: str, zone: str) -> None:
    (found,) = read(f"UID:1\r\n{start}\r\nDURATION:PT90M", head=HEAD + ODD).events
    assert (found.start, found.zone) == (at(instant), zone)
    assert found.end == at(instant) + 90 * 60 * 1_000_000


def test_a_time_without_zone_is_the_calendars_or_refused() -> None:
    (found,) = read("DTSTART:20260601T100000", head=f"{HEAD}X-WR-TIMEZONE:Asia/Tokyo\r\n").events
    assert (found.start, found.zone) == (at("2026-06-01T10:00:00+09:00"), "Asia/Tokyo")
    for start in ("DTSTART:20260601T100000", "DTSTART;TZID=Nowhere/Known:20260601T100000"):
        (fault,) = read(start).faults
        assert (fault.line, fault.field) == (4, "DTSTART")
        assert fault.expected.startswith("a time zone")


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("DTSTART;VALUE=DATE:20260601", ("2026-06-01", "2026-06-01")),
        ("DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260602", ("2026-06-01", "2026-06-01")),
        ("DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260604", ("2026-06-01", "2026-06-03")),
        ("DTSTART;VALUE=DATE:20260601\r\nDURATION:P3D", ("2026-06-01", "2026-06-03")),
        ("DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260601", ("2026-06-01", "2026-06-01")),
    ],
)
def test_whole_days_stay_days_and_their_end_is_the_last_one(said: str, days: tuple[str, str]) -> None:
    (found,) = read(said).events
    assert (found.first, found.last, found.start) == (*days, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("SUMMARY:x", "DTSTART"),
        ("DTSTART;VALUE=DATE:20260230", "DTSTART"),
        ("DTSTART:2026-06-01", "DTSTART"),
        ("DTSTART;VALUE=DATE:19000101", "DTSTART"),
        ("DTSTART;VALUE=DATE:21500101", "DTSTART"),
        ("DTSTART:99991231T235959Z", "DTSTART"),
        ("DTSTART:20260601T080000Z\r\nDTEND:20260601T070000Z", "DTEND"),
        ("DTSTART:20260601T080000Z\r\nDTEND;VALUE=DATE:20260602", "DTEND"),
        ("DTSTART:20260601T080000Z\r\nRRULE:FREQ=SECONDLY", "RRULE"),
        ("DTSTART:20260601T080000Z\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3", "RRULE"),
        ("DTSTART:20260601T080000Z\r\nRRULE:FREQ=NEVER", "RRULE"),
        ("DTSTART:20260601T080000Z\r\nBEGIN:VALARM", ""),
        ("DTSTART:20260601T080000Z\r\nDTSTART:20260602T080000Z", "DTSTART"),
        ("DTSTART:20260601T080000Z\r\nDTEND:20260601T090000Z\r\nDTEND:20260602T080000Z", "DTEND"),
        ("DTSTART:20260601T080000Z\r\nDURATION:PT1H\r\nDURATION:PT2H", "DURATION"),
    ],
)
def test_an_event_that_cannot_be_read_is_named_and_the_others_are_read(said: str, field: str) -> None:
    found = read("DTSTART:20260601T080000Z\r\nSUMMARY:fine", said)
    assert [(f.line, f.field) for f in found.faults] == [(8, field)]
    assert found.faults[0].expected
    assert [e.title for e in found.events] == ["fine"]


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    said = "DTSTART;TZID=Europe/Vienna:20260320T100000\r\nRRULE:FREQ=WEEKLY;UNTIL=20260403T080000Z"
    found = read(said)
    assert [e.start for e in found.events] == [
        at("2026-03-20T10:00:00+01:00"), at("2026-03-27T10:00:00+01:00"), at("2026-04-03T10:00:00+02:00"),
    ]  # fmt: skip
    assert found.left_out == []


def test_exceptions_and_moved_occurrences_are_followed() -> None:
    rule = (
        "UID:w\r\nDTSTART;TZID=Europe/Vienna:20260601T100000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"
        "EXDATE;TZID=Europe/Vienna:20260608T100000"
    )
    moved = "UID:w\r\nRECURRENCE-ID;TZID=Europe/Vienna:20260615T100000\r\nDTSTART;TZID=Europe/Vienna:20260616T140000"
    assert sorted(e.start or 0 for e in read(rule, moved).events) == [
        at("2026-06-01T10:00:00+02:00"), at("2026-06-16T14:00:00+02:00"), at("2026-06-22T10:00:00+02:00"),
    ]  # fmt: skip


def test_a_rule_without_end_is_followed_so_far_and_said() -> None:
    for rule in ("FREQ=DAILY", "FREQ=WEEKLY;COUNT=100000"):
        found = read(f"DTSTART;VALUE=DATE:20260601\r\nRRULE:{rule}")
        assert len(found.events) == OCCURRENCES
        assert [(f.line, f.field) for f in found.left_out] == [(4, "RRULE")]
    assert read("DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").faults == []


def test_what_was_cancelled_is_left_out_and_said() -> None:
    found = read("DTSTART:20260601T080000Z\r\nSTATUS:CANCELLED")
    assert (found.events, [(f.line, f.field) for f in found.left_out]) == ([], [(4, "STATUS")])


@pytest.mark.parametrize(
    "data",
    [
        b"hello", HEAD.encode(), f"{HEAD}END:VCALENDAR\r\n".encode(), b"BEGIN:VEVENT\nEND:VEVENT\n",
        calendar(*["DTSTART:20260601T080000Z"] * 2_001), b"BEGIN:VCALENDAR\xff",
        calendar(*["DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=DAILY"] * 60),
    ],
)  # fmt: skip
def test_what_is_no_calendar_says_so(data: bytes) -> None:
    with pytest.raises(Refused):
        read_calendar(data)


ZONES = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2098, 1, 1)).map(lambda d: d.replace(microsecond=0))  # noqa: DTZ001
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), max_size=30)


@given(TIMES, ZONES, st.integers(0, 10_000), WORDS, WORDS)
def test_what_another_program_writes_is_read_as_it_meant_it(
    wall: datetime, zone: str, minutes: int, title: str, place: str
) -> None:
    start = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))  # one that exists
    event = Event()
    event.add("summary", title)
    event.add("location", place)
    event.add("dtstart", start)
    event.add("dtend", start.astimezone(UTC) + timedelta(minutes=minutes))
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "x")
    made.add_component(event)
    if "\n" not in zone:
        made.add_missing_timezones()
    (found,) = read_calendar(made.to_ical()).events
    expected = int(start.replace(fold=0).astimezone(UTC).timestamp()) * 1_000_000
    assert (found.start, found.zone) == (expected, zone)
    assert (found.title, found.place) == (" ".join(title.split()), " ".join(place.split()))


@given(st.dates(date(1971, 1, 1), date(2098, 1, 1)), st.integers(1, 400))
def test_days_of_another_program_are_the_same_days(first: date, days: int) -> None:
    event = Event()
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days))
    made = Calendar()
    made.add_component(event)
    (found,) = read_calendar(made.to_ical()).events
    assert (found.first, found.last) == (first.isoformat(), (first + timedelta(days - 1)).isoformat())


LINES = st.one_of(
    st.sampled_from(
        [
            "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "END:VCALENDAR",
            "BEGIN:VCALENDAR", "UID:1", "DTSTART:20260601T080000Z", "DTSTART;VALUE=DATE:20260601", "DURATION:P1D", "DURATION:x",
            "DTEND:20260601T090000Z", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE:", "EXDATE:20260601",
            "RDATE;VALUE=PERIOD:20260601T080000Z/PT1H", "RECURRENCE-ID:20260601T080000Z", "RECURRENCE-ID:x", "STATUS:CANCELLED",
            "ATTENDEE;CN=A:mailto:a@x", "ATTENDEE", "SUMMARY;:", ";", ":", " folded", "TZID:x", "DTSTART;TZID=x:20260601T080000",
            "RRULE:FREQ=DAILY;COUNT=0", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=WEEKLY;UNTIL=20260701",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_no_text_makes_it_fail(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    try:
        found = read_calendar(text.encode("utf-8", "replace"))
    except Refused:
        return
    assert all(f.line >= 1 and f.expected for f in [*found.faults, *found.left_out])


FACES = Faces({"ada": ("a" * 26, True), "bo": ("b" * 26, False)}, {"karsova": "KAR"})
OFFICIAL = "o" * 26


def event(**more: object) -> EventRead:
    usual = {"line": 4, "name": "x" * 64, "title": "Title", "place": "", "words": "", "people": []}
    return EventRead.model_validate({**usual, **more})


def test_an_event_with_somebody_of_another_side_is_an_engagement() -> None:
    made = proposed(event(start=10, end=20, people=["Ada", "Bo", "Nobody"], place="https://x"), OFFICIAL, FACES, 15)
    assert made.kind == "engagement"
    assert made.fields["officials"] == [{"person": OFFICIAL}, {"person": "a" * 26}]
    assert made.fields["counterparts"] == [{"person": "b" * 26}]
    assert (made.fields["channel"], made.fields["happened"], made.fields["note"]) == ("virtual", True, "Title")


def test_whole_days_in_a_place_are_a_journey_and_its_country_is_known_by_the_states_name() -> None:
    made = proposed(event(first="2026-06-01", last="2026-06-03", place="Old Port, Karsova"), OFFICIAL, FACES, 0)
    assert (made.kind, made.fields["country"], made.fields["happened"]) == ("travel", "KAR", False)
    nowhere = proposed(event(first="2026-06-01", last="2026-06-03", place="Old Port"), OFFICIAL, FACES, 0)
    assert "country" not in nowhere.fields


def test_anything_else_is_a_public_event() -> None:
    made = proposed(event(start=10, end=20, people=["Ada"]), OFFICIAL, FACES, 5)
    assert (made.kind, made.fields["at"], made.fields["happened"]) == ("public_event", 10, False)
