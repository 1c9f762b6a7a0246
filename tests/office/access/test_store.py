"""On random offices the database lets each reader read exactly what the rule of access lets them read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.releases import Releases
from incamera.office.access.store import is_among, readable_by
from incamera.office.coverage.store import cells
from incamera.office.documents.kinds import StoredDocument
from incamera.office.records.kinds import (
    Commitment,
    Directive,
    Engagement,
    Mandate,
    OfficeHeld,
    Organisation,
    Person,
    PublicEvent,
    Record,
    Scope,
    TookPart,
    Travel,
    references,
)
from incamera.office.records.service import Records
from incamera.office.records.store import as_contact, leads
from incamera.office.records.tables import ContactRow, RecordRow
from incamera.rules.office.access import AT_DESK, NAMED, SHARED, Facts, Reader, may_see
from incamera.rules.office.coverage import Pair, Standing, matrix

pytestmark = pytest.mark.whole

DAY = date(2027, 1, 4)
FEW = settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Office:
    """What was entered, as the test knows it."""

    records: Records
    draw: Any
    session: AsyncSession
    known: dict[str, Record] = field(default_factory=dict)
    released: set[tuple[str, str]] = field(default_factory=set)

    async def enter(self, record: Record) -> str:
        made = await self.records.enter_in(self.session, record, by="desk")
        row = await self.session.get_one(RecordRow, made)
        self.known[made] = type(record).model_validate(row.fields)  # with what follows from others filled in
        return made

    def of(self, *kinds: type[Record]) -> list[str]:
        return [i for i, record in self.known.items() if isinstance(record, kinds)]

    def one(self, *kinds: type[Record]) -> str:
        return str(self.draw(st.sampled_from(self.of(*kinds))))

    def maybe(self, *kinds: type[Record]) -> str | None:
        found = self.of(*kinds)
        return self.draw(st.none() | st.sampled_from(found)) if found else None

    def some(self, *kinds: type[Record], at_least: int = 0) -> list[str]:
        return list(self.draw(st.lists(st.sampled_from(self.of(*kinds)), unique=True, min_size=at_least, max_size=3)))

    def facts(self, record: str) -> Facts:
        known = self.known[record]
        above, at = [], known.mandate
        while at is not None:
            above.append(self.facts(at))
            at = self.known[at].mandate
        naming = [i for i, by in self.known.items() if record in names(by)] if known.kind in NAMED else []
        return Facts(
            record,
            known.kind,
            names(known),
            leads(known) if isinstance(known, Mandate) else frozenset(),
            tuple(above),
            tuple(self.facts(i) for i in naming),
            frozenset(to for to, what in self.released if what == record),
        )


def names(record: Record) -> frozenset[str]:
    return frozenset(to for _, to, _ in references(record))


async def founded(records: Records, data: st.DataObject) -> Office:
    async with records.database.transaction() as session:
        office = Office(records, data.draw, session)
        await fill(office)
        await release_and_correct(office)
    return office


async def fill(office: Office) -> None:
    for n in range(3):
        await office.enter(Organisation(name=f"State {n}", type="state"))
    for n in range(4):
        held = [OfficeHeld(organisation=o, title="Minister") for o in office.some(Organisation)[:1]]
        await office.enter(Person(name=f"Person {n}", offices=held))
    for n in range(office.draw(st.integers(1, 4))):
        given_by: dict[str, Any] = {
            "asked_by": office.one(Person),
            "lead": office.one(Person),
            "officials": office.some(Person),
        }
        lists: dict[str, Any] = {"counterparts": office.some(Person, Organisation), "mandate": office.maybe(Mandate)}
        title = f"Mandate {n}"
        await office.enter(Mandate(title=title, given_at=0, scopes=[Scope(since=0)], **given_by, **lists))
    await office.enter(Person(name="Person of a mandate", mandate=office.maybe(Mandate)))
    await office.enter(Organisation(name="Body of a mandate", type="company", mandate=office.maybe(Mandate)))
    paper: dict[str, Any] = {"name": "Paper", "media_type": "text/plain", "bytes": 1, "sha256": "0" * 64}
    await office.enter(StoredDocument(mandate=office.maybe(Mandate), **paper))
    for _ in range(office.draw(st.integers(0, 6))):
        await office.enter(act(office))


def act(office: Office) -> Record:
    """Somebody did something."""
    under: dict[str, Any] = {"mandate": office.maybe(Mandate)}
    match office.draw(st.sampled_from((Engagement, Travel, PublicEvent, Commitment, Directive))).kind:
        case "engagement":
            people = office.some(Person, at_least=2)
            sides = (
                [TookPart(person=people[0], stands_for=office.maybe(Person))],
                [TookPart(person=p) for p in people[1:]],
            )
            return Engagement(channel="phone", start=5, officials=sides[0], counterparts=sides[1], **under)
        case "travel":
            return Travel(official=office.one(Person), country="AST", first=DAY, last=DAY, **under)
        case "public_event":
            return PublicEvent(official=office.one(Person), title="Speech", at=5, **under)
        case "commitment":
            of: dict[str, Any] = {
                "owner": office.one(Person, Organisation),
                "counterpart": office.maybe(Person, Organisation),
            }
            return Commitment(
                what="Visit", type="visit", said_on=DAY, engagement=office.maybe(Engagement), **of, **under
            )
        case _:
            return Directive(official=office.one(Person), to=office.one(Person, Organisation), what="Go", at=5, **under)


async def release_and_correct(office: Office) -> None:
    """Release some records to bodies, correct some of them afterwards, release some of these again, withdraw some."""
    releases = Releases(office.records.database, office.records.clock)
    kinds = tuple({type(r) for r in office.known.values() if r.kind in SHARED})
    for body in office.some(Organisation):
        chosen = office.some(*kinds, at_least=1)
        await releases.release_in(office.session, body, chosen, by="desk")
        office.released |= {(body, record) for record in chosen}
    for record in office.some(*kinds):
        corrected = office.known[record].model_copy(update={"note": "corrected"})
        await office.records.correct_in(office.session, record, corrected, reason="misspelt", by="desk")
        office.released -= {(to, what) for to, what in office.released if what == record}
    for to, what in sorted(office.released):
        if office.draw(st.booleans()):
            await releases.withdraw_in(office.session, to, what, by="desk")
            office.released.remove((to, what))


def readers(office: Office) -> list[Reader]:
    """One of every kind for everybody whom it may be for, and some that nobody ever grants."""
    everybody = office.of(Person, Organisation)
    found = [Reader(kind, who) for kind in ("official", "oversight") for who in everybody]
    found += [Reader("staff", mandates=frozenset(office.some(Mandate))) for _ in range(2)]
    return [
        *found,
        AT_DESK,
        *(Reader(kind) for kind in ("official", "team", "oversight", "staff", "press", "")),
        other(office),
    ]


def other(office: Office) -> Reader:
    return Reader(office.draw(st.sampled_from(("team", "staff", "press"))), office.one(Person))


@given(data=st.data())
@FEW
async def test_the_database_lets_read_what_the_rule_lets_read(records: Records, data: st.DataObject) -> None:
    office = await founded(records, data)
    facts = {record: office.facts(record) for record in office.known}
    contacts = {i: office.known[i] for i in office.of(Engagement)}
    async with records.database.reading() as session:
        for reader in readers(office):
            wanted = {record for record, known in facts.items() if may_see(reader, known)}
            found = set(await session.scalars(select(RecordRow.id).where(readable_by(reader))))
            assert found & facts.keys() == wanted, reader
            brought = select(ContactRow.engagement).where(is_among(reader, ContactRow.engagement))
            assert set(await session.scalars(brought)) & facts.keys() == wanted & contacts.keys()


@given(data=st.data())
@FEW
async def test_coverage_counts_what_the_reader_may_read(records: Records, data: st.DataObject) -> None:
    office = await founded(records, data)
    facts = {record: office.facts(record) for record in office.known}
    people, everybody = office.of(Person), office.of(Person, Organisation)
    whole = {i: (await records.shown(AT_DESK, i))[0].fields for i in office.of(Engagement)}
    happened = {i: as_contact(i, Engagement.model_validate(kept)) for i, kept in whole.items()}
    async with records.database.reading() as session:
        for reader in readers(office):
            known = [e for i, e in happened.items() if may_see(reader, facts[i])]
            wanted = matrix([Pair(a, b) for a in people for b in everybody], known)
            found = await cells(session, reader, people, everybody)
            assert found.keys() == {pair for pair, cell in wanted.items() if cell.standing is not Standing.NOT_YET}
            assert all(found[pair].count == len(wanted[pair].evidence) for pair in found)
