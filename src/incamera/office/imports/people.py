"""What a list of people means: who is new, who is changed, which organisations are new; or what is wrong in it.

Lines that belong to one person have the same text under `id`: an id of this office, or anything else to bind them
together; lines without it belong together by name. `new…` under `id` is somebody new whoever has the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from incamera.office.imports.parsed import FAULTS, Fault, Row
from incamera.office.records.kinds import OfficeHeld, Organisation, Person
from incamera.platform.ids import is_id, new_id

YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"", "no", "n", "false", "0"})
_PERSONAL: Final = ("name", "form", "languages", "official", "note")
_OF_OFFICES: Final = frozenset({"organisation", "title", "since", "until"})
_COLUMN_OF: Final = {"is_official": "official", "type": "organisation_type"}
_DAY: Final = "a day of the calendar, as 2026-06-30"


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody and every organisation of the office, by id."""

    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]


@dataclass(frozen=True, slots=True)
class Planned:
    """A record to be entered, corrected or left as it is (`state`), and the line that says so."""

    line: int
    state: str
    id: str
    record: Person | Organisation


@dataclass(slots=True)
class Reading:
    """One pass over a list. `faults` is empty when all of it can be entered."""

    known: Known
    planned: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _organisations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _made: dict[str, Organisation] = field(default_factory=dict)

    def read(self, rows: Sequence[Row]) -> None:
        """Take in all lines."""
        for who, person in self.known.people.items():
            self._named[person.name.casefold()].append(who)
        for what, organisation in self.known.organisations.items():
            self._organisations[organisation.name.casefold()].append(what)
        for key, group in self._grouped(rows).items():
            self._person(key, group)
        self.faults.sort(key=lambda fault: fault.line)
        del self.faults[FAULTS:]

    def _fault(self, line: int, name: str, expected: str) -> None:
        self.faults.append(Fault(line=line, field=name, expected=expected))

    def _grouped(self, rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
        groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
        seen: dict[tuple[tuple[str, str], ...], int] = {}
        for row in rows:
            same = seen.setdefault(tuple(sorted(row.cells.items())), row.line)
            if same != row.line:
                self._fault(row.line, "", f"another line than line {same}, which says the same")
                continue
            marked = row.cells.get("id", "")
            groups["id" if marked else "name", marked or row.cells["name"].casefold()].append(row)
        return groups

    def _person(self, key: tuple[str, str], rows: Sequence[Row]) -> None:
        first = rows[0]
        before = self.known.people.get(key[1]) if key[0] == "id" else None
        name = first.cells["name"]
        if not name:
            self._fault(first.line, "name", "a name")
            return
        if before is None and not key[1].startswith("new") and self._named.get(name.casefold()):
            self._fault(first.line, "id", f"the id of {name}, who is known already, or `new` for somebody else")
            return
        faults = len(self.faults)
        fields = self._personal(rows, before)
        offices = self._offices(rows) if _OF_OFFICES & first.cells.keys() else None
        if len(self.faults) > faults:
            return
        if offices is not None:
            fields["offices"] = offices
        try:
            made = Person.model_validate(fields)
        except ValidationError as error:
            self._invalid(rows, error)
            return
        state = "entered" if before is None else "unchanged" if made == before else "corrected"
        self.planned.append(Planned(first.line, state, key[1] if before is not None else new_id(), made))

    def _personal(self, rows: Sequence[Row], before: Person | None) -> dict[str, Any]:
        """What a person's lines say of the person; a column that the file does not have changes nothing."""
        said: dict[str, str] = {}
        for name in _PERSONAL:
            for row in rows:
                cell = row.cells.get(name)
                if cell is None or (not cell and row is not rows[0]):
                    continue
                if said.setdefault(name, cell) != cell:
                    self._fault(row.line, name, f"the same as in line {rows[0].line}, or nothing")
        fields: dict[str, Any] = dict(before) if before is not None else {}
        fields |= {name: said[name] for name in ("name", "form", "note") if name in said}
        if "languages" in said:
            fields["languages"] = said["languages"].replace(",", " ").split()
        if "official" in said:
            fields["is_official"] = self._yes(rows[0].line, "official", said["official"])
        return fields

    def _yes(self, line: int, name: str, cell: str) -> bool:
        if cell.casefold() not in YES | NO:
            self._fault(line, name, "yes or no")
        return cell.casefold() in YES

    def _offices(self, rows: Sequence[Row]) -> list[OfficeHeld]:
        held: list[tuple[Row, OfficeHeld]] = []
        for row in rows:
            office = self._office(row)
            if office is None:
                continue
            for other, one in held:
                if one == office:
                    self._fault(row.line, "", f"another office than in line {other.line}")
                elif _overlap(one, office) and not self._is_beside(other) and not self._is_beside(row):
                    expected = (
                        f"one office at a time: line {other.line} is of the same days. State `until`, or yes under"
                    )
                    self._fault(row.line, "beside", f"{expected} `beside` if both were held together")
            held.append((row, office))
        return [office for _, office in held]

    def _is_beside(self, row: Row) -> bool:
        return row.cells.get("beside", "").casefold() in YES

    def _office(self, row: Row) -> OfficeHeld | None:
        """None where the line names none, or one that cannot be."""
        cells = {name: row.cells.get(name, "") for name in (*_OF_OFFICES, "beside")}
        if not any(cells.values()):
            return None
        self._yes(row.line, "beside", cells["beside"])
        since, until = (self._day(row.line, name, cells[name]) for name in ("since", "until"))
        for name in ("organisation", "title"):
            if not cells[name]:
                self._fault(row.line, name, f"the {name} of the office")
        organisation = self._organisation(row) if cells["organisation"] else None
        if organisation is None or not cells["title"]:
            return None
        try:
            return OfficeHeld(organisation=organisation, title=cells["title"], since=since, until=until)
        except ValidationError as error:
            self._invalid([row], error, "until")
            return None

    def _day(self, line: int, name: str, cell: str) -> date | None:
        if not cell:
            return None
        try:
            found = date.fromisoformat(cell)
        except ValueError:
            self._fault(line, name, _DAY)
            return None
        if found.isoformat() != cell:
            self._fault(line, name, _DAY)
        return found

    def _organisation(self, row: Row) -> str | None:
        """The id of the organisation that a line names; made where its type is stated."""
        name = row.cells["organisation"]
        if name in self.known.organisations:
            return name
        stated = {"type": row.cells.get("organisation_type", ""), "country": row.cells.get("country", "") or None}
        found = self._organisations.get(name.casefold(), [])
        if len(found) > 1:
            self._fault(row.line, "organisation", "the organisation's id: more than one has this name")
            return None
        if found:
            made = self._made.get(found[0])
            if made is not None and stated["type"] and (made.type, made.country) != (stated["type"], stated["country"]):
                self._fault(row.line, "organisation_type", "the same type and country as where it was named first")
            return found[0]
        if not stated["type"] or is_id(name):
            expected = "an organisation that is known, or beside a new one its type: state, institution, foundation, "
            self._fault(row.line, "organisation", f"{expected}company or community")
            return None
        try:
            organisation = Organisation.model_validate({"name": name, **stated})
        except ValidationError as error:
            self._invalid([row], error, of={"name": "organisation"})
            return None
        made_id = new_id()
        self._organisations[name.casefold()].append(made_id)
        self._made[made_id] = organisation
        self.planned.append(Planned(row.line, "entered", made_id, organisation))
        return made_id

    def _invalid(
        self, rows: Sequence[Row], error: ValidationError, whole: str = "name", of: Mapping[str, str] | None = None
    ) -> None:
        names = {**_COLUMN_OF, **(of or {})}
        for item in error.errors(include_url=False, include_input=False, include_context=False):
            where = [str(part) for part in item["loc"]]
            name = where[0] if where else whole
            expected = str(item["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
            self._fault(rows[0].line, names.get(name, name), expected)


def _overlap(one: OfficeHeld, other: OfficeHeld) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)


def overlapping(offices: Iterable[OfficeHeld]) -> frozenset[int]:
    """The places of those that were held beside one before them."""
    listed = list(offices)
    return frozenset(n for n, one in enumerate(listed) if any(_overlap(one, other) for other in listed[:n]))
