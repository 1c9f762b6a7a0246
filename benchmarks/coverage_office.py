"""A large invented office, the same at each run: its rows as `Records` would have left them, put in by the thousand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random  # noqa: TID251  (the office has to be the same at each run)
from typing import Any, Final

from sqlalchemy import insert, text

from incamera.office.records.fields import Level
from incamera.office.records.kinds import (
    Engagement,
    Mandate,
    OfficeHeld,
    Organisation,
    Person,
    Record,
    Scope,
    TookPart,
    references,
)
from incamera.office.records.store import contacts, leads
from incamera.office.records.tables import ContactRow, LeadRow, OfficeEntryRow, OfficeRow, RecordRow, ReferenceRow
from incamera.office.records.timing import instant_of
from incamera.platform.db import Base, Database
from incamera.rules import ledger
from incamera.rules.office.coverage import CHANNELS

OFFICIALS: Final = 200
PEOPLE: Final = 4_750
ORGANISATIONS: Final = 250
ENGAGEMENTS: Final = 100_000
USUAL: Final = (5, 195, 5)
"""Officials, people and organisations on the list of a usual mandate."""
LEVELS_MET: Final[tuple[Level, ...]] = ("principal", "principal", "deputy", "working")
CHUNK: Final = 2_000
STARTS: Final = 1_700_000_000_000_000
MINUTE: Final = 60_000_000

Chunk = list[tuple[type[Base], list[dict[str, Any]]]]
"""Rows of tables, in the order in which their references allow them to be put in."""


@dataclass
class LargeOffice:
    """Whom it knows, by ids. `whole` is a mandate whose list is everybody, `usual` one with a list that people read."""

    size: int = ENGAGEMENTS
    officials: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    whole: str = ""
    usual: str = ""
    _of: dict[str, str] = field(default_factory=dict)
    _random: Random = field(default_factory=lambda: Random(5))  # noqa: S311  (nothing here is a secret)
    _head: ledger.Head = ledger.START

    def rows(self) -> Iterator[Chunk]:
        """Everything, in chunks."""
        self._office = self._id()
        yield [(OfficeRow, [{"one": 1, "id": self._office}])]
        chunk: list[tuple[str, Record]] = []
        for one in self._records():
            chunk.append(one)
            if len(chunk) == CHUNK:
                yield self._chunk(chunk)
                chunk = []
        yield self._chunk(chunk)

    def _records(self) -> Iterator[tuple[str, Record]]:
        for n in range(ORGANISATIONS):
            self.organisations.append(self._id())
            yield self.organisations[-1], Organisation(name=f"Institution {n}", type="institution", country="XX")
        for n in range(OFFICIALS):
            self.officials.append(self._id())
            yield self.officials[-1], Person(name=f"Official {n}", is_official=True)
        for n in range(PEOPLE):
            self.people.append(self._id())
            at = self._of[self.people[-1]] = self.organisations[n % ORGANISATIONS]
            held = [OfficeHeld(organisation=at, title="Director")]
            yield self.people[-1], Person(name=f"Counterpart {n}", form="Excellency", languages=["en"], offices=held)
        yield self._mandate("whole", OFFICIALS, PEOPLE, ORGANISATIONS)
        yield self._mandate("usual", *USUAL)
        for n in range(self.size):
            yield self._id(), self._engagement(n)

    def _mandate(self, name: str, officials: int, people: int, organisations: int) -> tuple[str, Record]:
        setattr(self, name, self._id())
        return getattr(self, name), Mandate(
            title=f"The {name} list",
            asked_by=self.officials[0],
            lead=self.officials[0],
            given_at=STARTS,
            scopes=[Scope(since=STARTS, words="Everything")],
            officials=self.officials[:officials],
            counterparts=[*self.people[:people], *self.organisations[:organisations]],
        )

    def _engagement(self, n: int) -> Record:
        """Some are met far more often than others; some stand for a principal; some were only planned."""
        ours, theirs = self._some(self.officials), self._some(self.people)
        return Engagement(
            mandate=self.usual if n % 50 == 0 else self.whole,
            channel=self._random.choice(CHANNELS),
            happened=self._random.random() < 0.97,
            start=STARTS + n * MINUTE,
            place="Port Alder",
            topics=["fisheries"],
            officials=[self._took(ours[0], stands_for=ours[-1]), *(TookPart(person=p) for p in ours[1:])],
            counterparts=[self._took(p, organisation=self._of[p]) for p in theirs],
        )

    def _took(self, person: str, *, stands_for: str | None = None, organisation: str | None = None) -> TookPart:
        level: Level = self._random.choice(LEVELS_MET)
        deputises = level == "deputy" and stands_for not in {None, person}
        title = "Director" if organisation else ""
        return TookPart(
            person=person,
            level=level,
            organisation=organisation,
            title=title,
            stands_for=stands_for if deputises else None,
        )

    def _some(self, of: Sequence[str]) -> list[str]:
        """One or two different ones, the earlier ones more often."""
        drawn = [of[int(len(of) * self._random.random() ** 1.5)] for _ in range(self._random.choice((1, 1, 1, 2)))]
        return list(dict.fromkeys(drawn))

    def _id(self) -> str:
        return f"{self._random.getrandbits(128):026x}".translate(_LETTERS)[-26:]

    def _chunk(self, records: list[tuple[str, Record]]) -> Chunk:
        entries = [self._entry(i, record) for i, record in records]
        return [
            (OfficeEntryRow, entries),
            (RecordRow, [_row(i, e["seq"], record) for (i, record), e in zip(records, entries, strict=True)]),
            (
                ReferenceRow,
                [{"record": i, "to": to} for i, record in records for to in {to for _, to, _ in references(record)}],
            ),
            (
                LeadRow,
                [
                    {"mandate": i, "person": who}
                    for i, record in records
                    if isinstance(record, Mandate)
                    for who in leads(record)
                ],
            ),
            (
                ContactRow,
                [_columns(c) for i, record in records if isinstance(record, Engagement) for c in contacts(i, record)],
            ),
        ]

    def _entry(self, record_id: str, record: Record) -> dict[str, Any]:
        kind, at = f"{record.kind}_entered", STARTS + self._head.seq
        body = {"by": "desk", "subject": record_id, "record": record.model_dump()}
        salt = sha256(record_id.encode()).digest()[:16]
        entry = ledger.append(
            self._head, meeting=self._office, chain=ledger.MAIN, at=at, kind=kind, body=body, salt=salt
        )
        hashed = entry.header.hash()
        self._head = ledger.Head(entry.header.seq + 1, hashed)
        return {
            "seq": entry.header.seq,
            "at": at,
            "kind": kind,
            "subject": record_id,
            "header": entry.header.members(),
            "body": body,
            "salt": salt,
            "hash": hashed,
        }


_LETTERS: Final = str.maketrans("0189", "wxyz")
"""What hexadecimal has and the alphabet of ids has not."""


async def fill(databases: Sequence[Database], office: LargeOffice) -> None:
    """Put the office into each of these, which have the schema and are empty; PostgreSQL learns what it holds, as it
    would by itself within a minute."""
    for chunk in office.rows():
        for database in databases:
            async with database.transaction() as session:
                for table, rows in chunk:
                    if rows:
                        await session.execute(insert(table), rows)
    for database in databases:
        if database.engine.dialect.name == "postgresql":
            async with database.transaction() as session:
                await session.execute(text("ANALYZE"))


def _row(record_id: str, seq: int, record: Record) -> dict[str, Any]:
    fields = record.model_dump()
    return {
        "id": record_id,
        "kind": record.kind,
        "seq": seq,
        "at": instant_of(record),
        "mandate": record.mandate,
        "fields": fields,
        "text": json.dumps(fields).casefold(),
    }


def _columns(row: ContactRow) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in ContactRow.__table__.columns}
