"""Rows of requests: questions in their order, people of the office, what a piece of evidence is known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.oversight.kinds import OversightRequest, Question
from incamera.office.records.service import unknown
from incamera.office.records.tables import OfficeEntryRow, RecordRow, ReferenceRow

TITLES: Final = ("name", "title", "what", "subject")
"""Fields that a record is known by."""
AT_ONCE: Final = 500
"""Ids in one statement: SQLite takes no more than some thousands."""


async def request_of(session: AsyncSession, request: str) -> tuple[RecordRow, OversightRequest]:
    """Raises ProductError 404."""
    row = await session.get(RecordRow, request)
    if row is None or row.kind != OversightRequest.kind:
        raise unknown()
    return row, OversightRequest.model_validate(row.fields)


async def requests_in(session: AsyncSession) -> Sequence[RecordRow]:
    """All requests, the newest first."""
    asked = select(RecordRow).where(RecordRow.kind == OversightRequest.kind)
    return (await session.scalars(asked.order_by(RecordRow.at.desc(), RecordRow.id))).all()


async def questions_of(session: AsyncSession, requests: Sequence[str]) -> dict[str, list[tuple[RecordRow, Question]]]:
    """The questions of each request by their numbers."""
    found: dict[str, list[tuple[RecordRow, Question]]] = {request: [] for request in requests}
    named = select(ReferenceRow.record).where(ReferenceRow.to.in_(list(requests)))
    rows = await session.scalars(select(RecordRow).where(RecordRow.kind == Question.kind, RecordRow.id.in_(named)))
    for row in rows:
        question = Question.model_validate(row.fields)
        found[question.request].append((row, question))
    for listed in found.values():
        listed.sort(key=lambda one: one[1].number)
    return found


async def rows_of(session: AsyncSession, ids: Iterable[str]) -> dict[str, RecordRow]:
    """The records with these ids, those that exist, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, RecordRow] = {}
    for n in range(0, len(wanted), AT_ONCE):
        some = wanted[n : n + AT_ONCE]
        found |= {row.id: row for row in await session.scalars(select(RecordRow).where(RecordRow.id.in_(some)))}
    return {i: found[i] for i in wanted if i in found}


async def entries_of(session: AsyncSession, seqs: Iterable[int]) -> dict[int, OfficeEntryRow]:
    """These entries of the office's ledger."""
    wanted = sorted(set(seqs))
    found: dict[int, OfficeEntryRow] = {}
    for n in range(0, len(wanted), AT_ONCE):
        asked = select(OfficeEntryRow).where(OfficeEntryRow.seq.in_(wanted[n : n + AT_ONCE]))
        found |= {row.seq: row for row in await session.scalars(asked)}
    return found


def known_by(row: RecordRow) -> list[str]:
    """What a text would call this record by: its id, its title, the checksum of its bytes."""
    fields: Mapping[str, Any] = row.fields
    return [row.id, *(str(fields[name]) for name in (*TITLES, "sha256") if fields.get(name))]
