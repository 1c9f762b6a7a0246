"""Everything that concerns a mandate, a person, an organisation or a country, in time order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from incamera.office.access.store import readable_by
from incamera.office.records.kinds import Mandate, Organisation, Person
from incamera.office.records.store import newest_first
from incamera.office.records.tables import RecordRow, ReferenceRow
from incamera.rules.office.access import NAMED, Reader


async def about(
    session: AsyncSession, reader: Reader, subject: str, *, after: str | None = None
) -> Sequence[RecordRow]:
    """Of a mandate, a person or an organisation; of that one also what concerns whoever held an office in it."""
    held = _holders(RecordRow.id == subject)
    concerned = or_(RecordRow.id == subject, _names(select(RecordRow.id).where(RecordRow.id == subject)), _names(held))
    return await _found(session, reader, concerned, after)


async def in_country(
    session: AsyncSession, reader: Reader, country: str, *, after: str | None = None
) -> Sequence[RecordRow]:
    """What happened there, what concerns its state and bodies and whoever held an office in them, and mandates for it."""
    its = RecordRow.fields["country"].as_string() == country
    bodies = select(RecordRow.id).where(RecordRow.kind == Organisation.kind, its)
    concerned = or_(
        its,
        _names(bodies),
        _names(_holders(its)),
        RecordRow.id.in_(await _mandates_for(session, reader, country)),
    )
    return await _found(session, reader, concerned, after)


async def _found(
    session: AsyncSession, reader: Reader, concerned: ColumnElement[bool], after: str | None
) -> Sequence[RecordRow]:
    asked = newest_first(reader, after).where(concerned, RecordRow.kind.not_in(sorted(NAMED)))
    return (await session.scalars(asked)).all()


def _names(subjects: Select[str]) -> ColumnElement[bool]:
    """Whether a record names one of them."""
    return RecordRow.id.in_(select(ReferenceRow.record).where(ReferenceRow.to.in_(subjects)))


def _holders(which: ColumnElement[bool]) -> Select[str]:
    """Whoever held an office in these organisations."""
    person = aliased(RecordRow)
    bodies = select(RecordRow.id).where(RecordRow.kind == Organisation.kind, which)
    holders = select(person.id).join(ReferenceRow, ReferenceRow.record == person.id)
    return holders.where(person.kind == Person.kind, ReferenceRow.to.in_(bodies))


async def _mandates_for(session: AsyncSession, reader: Reader, country: str) -> list[str]:
    asked = select(RecordRow.id, RecordRow.fields).where(RecordRow.kind == Mandate.kind, readable_by(reader))
    return [record for record, fields in await session.execute(asked) if _names_country(fields, country)]


def _names_country(mandate: Mapping[str, Any], country: str) -> bool:
    return any(country in scope["countries"] for scope in mandate["scopes"])
