"""Everybody whom the office knows as CSV, in the form in which it is read again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO

from incamera.office.imports.people import Known, overlapping
from incamera.office.imports.table import COLUMNS
from incamera.office.records.kinds import OfficeHeld, Organisation, Person
from incamera.platform.spreadsheet import defused


def people_as_csv(known: Known) -> str:
    """One line for each office; a person without any has one line. In order of names."""
    text = StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    names = Counter(o.name.casefold() for o in known.organisations.values())
    for who, person in sorted(known.people.items(), key=lambda item: (item[1].name.casefold(), item[0])):
        personal = {
            "id": who,
            "name": person.name,
            "form": person.form,
            "languages": " ".join(person.languages),
            "official": "yes" if person.is_official else "no",
            "note": person.note,
        }
        for office in _offices(person, known.organisations, names):
            cells = personal | office
            lines.writerow([defused(cells.get(column, "")) for column in COLUMNS])
    return text.getvalue()


def _offices(
    person: Person, organisations: Mapping[str, Organisation], names: Mapping[str, int]
) -> Iterator[dict[str, str]]:
    if not person.offices:
        yield {}
    beside = overlapping(person.offices)
    for n, office in enumerate(person.offices):
        of = organisations[office.organisation]
        yield {
            "organisation": of.name if names[of.name.casefold()] == 1 else office.organisation,
            "organisation_type": of.type,
            "country": of.country or "",
            "title": office.title,
            "since": _day(office, "since"),
            "until": _day(office, "until"),
            "beside": "yes" if n in beside else "",
        }


def _day(office: OfficeHeld, name: str) -> str:
    day = getattr(office, name)
    return day.isoformat() if day is not None else ""
