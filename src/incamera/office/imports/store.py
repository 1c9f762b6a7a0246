"""Rows of imports and of their lines, and everybody whom the office knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.imports.people import Known
from incamera.office.imports.proposing import Faces
from incamera.office.imports.tables import ImportLineRow, ImportRow
from incamera.office.records.kinds import Organisation, Person
from incamera.office.records.tables import RecordRow

WAITING: Final = "waiting"
READ: Final = "read"
REFUSED: Final = "refused"
LISTED: Final = 200
AT_ONCE: Final = 1_000


async def listed(session: AsyncSession) -> Sequence[ImportRow]:
    """The newest imports."""
    return (await session.scalars(select(ImportRow).order_by(ImportRow.at.desc(), ImportRow.id).limit(LISTED))).all()


async def waiting(session: AsyncSession) -> Sequence[str]:
    """Imports that nobody has read yet."""
    return (await session.scalars(select(ImportRow.id).where(ImportRow.state == WAITING))).all()


async def lines(session: AsyncSession, file: str) -> Sequence[ImportLineRow]:
    """Every line of an import, in order."""
    asked = select(ImportLineRow).where(ImportLineRow.file == file).order_by(ImportLineRow.number)
    return (await session.scalars(asked)).all()


async def proposed_before(session: AsyncSession, events: Iterable[str]) -> frozenset[str]:
    """Those events that were proposed already."""
    asked, found = sorted(set(events)), set()
    for n in range(0, len(asked), AT_ONCE):
        some = ImportLineRow.event.in_(asked[n : n + AT_ONCE])
        found |= set(await session.scalars(select(ImportLineRow.event).where(some)))
    return frozenset(str(event) for event in found)


async def known(session: AsyncSession) -> Known:
    """Everybody and every organisation."""
    kinds = (Person.kind, Organisation.kind)
    rows = (
        await session.execute(select(RecordRow.id, RecordRow.kind, RecordRow.fields).where(RecordRow.kind.in_(kinds)))
    ).all()
    return Known(
        {row.id: Person.model_validate(row.fields) for row in rows if row.kind == Person.kind},
        {row.id: Organisation.model_validate(row.fields) for row in rows if row.kind == Organisation.kind},
    )


def faces(found: Known) -> Faces:
    """Those whom a name tells apart, and the countries of states by the states' names."""
    named: dict[str, list[str]] = {}
    for who, person in found.people.items():
        named.setdefault(person.name.casefold(), []).append(who)
    people = {name: (ids[0], found.people[ids[0]].is_official) for name, ids in named.items() if len(ids) == 1}
    states = (o for o in found.organisations.values() if o.type == "state" and o.country)
    return Faces(people, {o.name.casefold(): str(o.country) for o in states})
