"""What a record is, in a line that a stranger understands: kind, day, what or who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.oversight.store import TITLES, rows_of
from incamera.office.records.timing import local_day
from incamera.rules.office.sentences import BY

KIND: Final = {
    "organisation": "Organisation",
    "person": "Person",
    "mandate": "Mandate",
    "engagement": "Engagement",
    "travel": "Journey",
    "public_event": "Public event",
    "commitment": "Commitment",
    "directive": "Directive",
    "document": "Document",
}
Fields = Mapping[str, Any]


async def words_of(session: AsyncSession, records: Mapping[str, tuple[str, Fields]]) -> dict[str, str]:
    """A line for each of these records, given as id -> (kind, fields)."""
    people = {p["person"] for _, fields in records.values() for p in _participants(fields)}
    officials = {fields["official"] for _, fields in records.values() if "official" in fields}
    rows = await rows_of(session, [*people, *officials])
    names = {row.id: str(row.fields["name"]) for row in rows.values()}
    return {i: _line(kind, fields, names) for i, (kind, fields) in records.items()}


def _line(kind: str, fields: Fields, names: Mapping[str, str]) -> str:
    title = next((str(fields[name]) for name in TITLES if fields.get(name)), "")
    parts = [KIND[kind], _day(kind, fields), title, names.get(fields.get("official", ""), ""), *_contact(fields, names)]
    return ", ".join(part for part in parts if part)


def _day(kind: str, fields: Fields) -> str:
    if kind == "engagement":
        return _written(local_day(fields["start"], fields["zone"]))
    if kind == "travel":
        first, last = date.fromisoformat(fields["first"]), date.fromisoformat(fields["last"])
        return _written(first) if first == last else f"{_written(first)} to {_written(last)}"
    if kind == "commitment":
        return _written(date.fromisoformat(fields["said_on"]))
    at = fields.get("at", fields.get("given_at"))
    return "" if at is None else _written(local_day(at, fields.get("zone", "UTC")))


def _contact(fields: Fields, names: Mapping[str, str]) -> Iterable[str]:
    """Of an engagement: by which channel, who with whom. Of a journey: where to."""
    if "channel" in fields:
        yield BY[fields["channel"]]
        ours, theirs = (" and ".join(_person(p, names) for p in fields[side]) for side in ("officials", "counterparts"))
        yield f"{ours} with {theirs}"
    yield str(fields.get("place", ""))


def _person(p: Fields, names: Mapping[str, str]) -> str:
    return f"{names[p['person']]} ({p['title']})" if p["title"] else names[p["person"]]


def _participants(fields: Fields) -> Iterable[Fields]:
    return (*fields.get("officials", ()), *fields.get("counterparts", ())) if "channel" in fields else ()


def _written(day: date) -> str:
    """1 June 2027."""
    return f"{day.day} {day:%B %Y}"
