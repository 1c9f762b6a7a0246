"""Rows of records: put the newest version in, find records again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Engagement, Record, references
from incamera.office.records.tables import ContactRow, RecordRow, ReferenceRow
from incamera.office.records.timing import instant_of
from incamera.rules.office import coverage

MOST = 500
"""Rows of one answer; a page asks on from the last one."""


async def put(session: AsyncSession, record_id: str, *, seq: int, record: Record) -> None:
    """Make this the newest version, with its references and, for an engagement, its contacts."""
    named = {to for _, to, _ in references(record)}
    row = await session.get(RecordRow, record_id) or RecordRow(id=record_id, kind=record.kind)
    row.seq, row.at, row.mandate = seq, instant_of(record), record.mandate
    row.fields, row.text = record.model_dump(), " ".join(_texts(record.model_dump())).casefold()
    session.add(row)
    await session.flush()
    await session.execute(delete(ReferenceRow).where(ReferenceRow.record == record_id))
    session.add_all(ReferenceRow(record=record_id, to=to) for to in named)
    if isinstance(record, Engagement):
        await session.execute(delete(ContactRow).where(ContactRow.engagement == record_id))
        session.add_all(contacts(record_id, record))
    await session.flush()


def as_contact(record_id: str, record: Engagement) -> coverage.Engagement:
    """The engagement as the rules of coverage know it."""
    ours, theirs = (
        tuple(coverage.Participant(p.person, p.level, p.organisation, p.stands_for) for p in side)
        for side in (record.officials, record.counterparts)
    )
    return coverage.Engagement(record_id, record.channel, record.start, record.happened, ours, theirs)


def contacts(record_id: str, record: Engagement) -> Iterable[ContactRow]:
    """Every pair that the rules say it brought together."""
    known = as_contact(record_id, record)
    ours = {key for p in known.officials for key in (p.person, p.stands_for) if key}
    theirs = {key for p in known.counterparts for key in (p.person, p.organisation, p.stands_for) if key}
    for pair in (coverage.Pair(a, b) for a in sorted(ours) for b in sorted(theirs)):
        level = coverage.level_of(pair, known)
        if level is not None:
            yield ContactRow(
                official=pair.official,
                counterpart=pair.counterpart,
                engagement=record_id,
                channel=record.channel,
                level=level,
                at=record.start,
            )


async def kinds_of(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """The kind of each of these records that exists."""
    rows = await session.execute(select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(list(ids))))
    return {row.id: row.kind for row in rows}


async def fields_of(session: AsyncSession, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The newest version of each of these records."""
    rows = await session.execute(select(RecordRow.id, RecordRow.fields).where(RecordRow.id.in_(list(ids))))
    return {row.id: row.fields for row in rows}


async def found(
    session: AsyncSession,
    *,
    kind: str | None = None,
    about: str | None = None,
    words: str = "",
    before: int | None = None,
) -> Sequence[RecordRow]:
    """At most `MOST` records, newest first: of a kind, about a person, mandate or organisation, with all these words."""
    asked = select(RecordRow).order_by(RecordRow.at.desc(), RecordRow.id).limit(MOST)
    if kind is not None:
        asked = asked.where(RecordRow.kind == kind)
    if about is not None:
        asked = asked.where(RecordRow.id.in_(select(ReferenceRow.record).where(ReferenceRow.to == about)))
    if before is not None:
        asked = asked.where(RecordRow.at < before)
    return (await session.scalars(with_words(asked, words))).all()


def with_words(asked: Select[RecordRow], words: str) -> Select[RecordRow]:
    """Only records in which all these words stand."""
    return asked.where(*(RecordRow.text.contains(word, autoescape=True) for word in words.casefold().split()))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
