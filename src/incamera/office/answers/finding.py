"""Whom a question names: a record by its id, or by its name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.store import readable_by
from incamera.office.records.kinds import Mandate, Organisation, Person
from incamera.office.records.store import one, with_words
from incamera.office.records.tables import RecordRow
from incamera.platform.errors import ProductError
from incamera.rules.office.access import Reader

WHO = (Person.kind, Organisation.kind)


async def named(session: AsyncSession, reader: Reader, said: str, kinds: Sequence[str] = WHO) -> RecordRow:
    """The one record meant by an id, a whole name or words of a name. Raises ProductError 404, 409 when several fit."""
    row = await one(session, reader, said)
    if row is not None and row.kind in kinds:
        return row
    asked = select(RecordRow).where(RecordRow.kind.in_(kinds), readable_by(reader)).order_by(RecordRow.seq)
    rows = [row for row in await session.scalars(with_words(asked, said)) if _words(said) <= _words(name_of(row))]
    whole = [row for row in rows if _words(name_of(row)) == _words(said)]
    return _only(whole or rows, said)


def name_of(row: RecordRow) -> str:
    """As one says it: a mandate has a title."""
    return str(row.fields["title" if row.kind == Mandate.kind else "name"])


def _only(rows: Sequence[RecordRow], said: str) -> RecordRow:
    if not rows:
        raise ProductError("name_unknown", 404, f"The office knows nobody and nothing named {said!r}.")
    if len(rows) > 1:
        several = ", ".join(f"{name_of(row)} [{row.id}]" for row in rows[:10])
        raise ProductError("name_ambiguous", 409, f"{said!r} may be {several}: give the id.")
    return rows[0]


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split())
