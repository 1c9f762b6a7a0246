"""Rows of records: put the newest version in, find records again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from incamera.office.access.store import readable_by
from incamera.office.records import pairs
from incamera.office.records.kinds import Engagement, Mandate, Record, references
from incamera.office.records.tables import ContactRow, LeadRow, RecordRow, ReferenceRow
from incamera.office.records.texts import texts_in
from incamera.office.records.timing import instant_of, local_day
from incamera.platform.ids import is_id
from incamera.rules.office import coverage
from incamera.rules.office.access import NAMED, Reader

MOST = 500
"""Rows of one answer; a page asks on from the last one."""


async def put(session: AsyncSession, record_id: str, *, seq: int, record: Record) -> None:
    """Make this the newest version, with its references, an engagement's contacts and who leads a mandate."""
    named = {to for _, to, _ in references(record)}
    row = await session.get(RecordRow, record_id) or RecordRow(id=record_id, kind=record.kind)
    fill(row, seq=seq, record=record)
    session.add(row)
    await session.flush()
    await session.execute(delete(ReferenceRow).where(ReferenceRow.record == record_id))
    session.add_all(ReferenceRow(record=record_id, to=to) for to in named)
    if isinstance(record, Engagement):
        await _put_contacts(session, record_id, record)
    if isinstance(record, Mandate):
        await session.execute(delete(LeadRow).where(LeadRow.mandate == record_id))
        session.add_all(LeadRow(mandate=record_id, person=who) for who in leads(record))
    await session.flush()


def fill(row: RecordRow, *, seq: int, record: Record) -> None:
    """Make the row say this version."""
    row.seq, row.at, row.mandate = seq, instant_of(record), record.mandate
    row.fields = fields = record.model_dump()
    row.text = " ".join(
        text for text in texts_in(fields) if not is_id(text)
    ).casefold()  # a word is never looked for in an id


async def _put_contacts(session: AsyncSession, record_id: str, record: Engagement) -> None:
    of_it = ContactRow.engagement == record_id
    asked = select(ContactRow.official, ContactRow.counterpart).where(of_it)
    changed = {(row.official, row.counterpart) for row in await session.execute(asked)}
    await session.execute(delete(ContactRow).where(of_it))
    made = list(contacts(record_id, record))
    session.add_all(made)
    await session.flush()
    changed |= {(row.official, row.counterpart) for row in made}
    await pairs.count_again(session, {official for official, _ in changed}, {counterpart for _, counterpart in changed})


def leads(record: Mandate) -> frozenset[str]:
    """Who gave a mandate, leads it or has a list under it."""
    return frozenset({record.asked_by, record.lead, *record.officials})


def as_contact(record_id: str, record: Engagement) -> coverage.Engagement:
    """The engagement as the rules of coverage know it."""
    ours, theirs = (
        tuple(coverage.Participant(p.person, p.level, p.organisation, p.stands_for) for p in side)
        for side in (record.officials, record.counterparts)
    )
    day = local_day(record.start, record.zone)
    return coverage.Engagement(record_id, record.channel, record.start, day, record.happened, ours, theirs)


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
                at=known.at,
                day=known.day,
            )


async def kinds_of(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """The kind of each of these records that exists."""
    rows = await session.execute(select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(list(ids))))
    return {row.id: row.kind for row in rows}


async def fields_of(session: AsyncSession, reader: Reader, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The newest version of each of these records that the reader may read."""
    asked = select(RecordRow.id, RecordRow.fields).where(RecordRow.id.in_(list(ids)), readable_by(reader))
    return {row.id: row.fields for row in await session.execute(asked)}


async def one(session: AsyncSession, reader: Reader, record_id: str) -> RecordRow | None:
    """A record, or None where there is none for this reader."""
    return (await session.scalars(select(RecordRow).where(RecordRow.id == record_id, readable_by(reader)))).first()


async def found(
    session: AsyncSession,
    reader: Reader,
    *,
    kind: str | Sequence[str] | None = None,
    about: str | None = None,
    words: str = "",
    after: str | None = None,
) -> Sequence[RecordRow]:
    """At most `MOST` records that the reader may read, newest first: those that follow on the record `after`.

    Of a kind or several, about a person, mandate or organisation, with all these words: in the record itself, or in the
    people and organisations that it names.
    """
    asked = newest_first(reader, after)
    if kind is not None:
        asked = asked.where(RecordRow.kind.in_([kind] if isinstance(kind, str) else kind))
    if about is not None:
        asked = asked.where(RecordRow.id.in_(select(ReferenceRow.record).where(ReferenceRow.to == about)))
    asked = asked.where(*(_says(reader, word) for word in words.casefold().split()))
    return (await session.scalars(asked)).all()


async def those(session: AsyncSession, reader: Reader, ids: Sequence[str]) -> Sequence[RecordRow]:
    """Of these records those that the reader may read, in this order."""
    asked = select(RecordRow).where(RecordRow.id.in_(ids), readable_by(reader))
    rows = {row.id: row for row in await session.scalars(asked)}
    return [rows[i] for i in dict.fromkeys(ids) if i in rows]


def newest_first(reader: Reader, after: str | None) -> Select[RecordRow]:
    """At most `MOST` records that the reader may read; `after` is the last one that is known already."""
    asked = select(RecordRow).where(readable_by(reader)).order_by(RecordRow.at.desc(), RecordRow.id).limit(MOST)
    if after is None:
        return asked
    last = aliased(RecordRow)
    at = select(last.at).where(last.id == after, readable_by(reader, last)).scalar_subquery()
    return asked.where(or_(RecordRow.at < at, and_(RecordRow.at == at, RecordRow.id > after)))


def _says(reader: Reader, word: str) -> ColumnElement[bool]:
    """Whether a word stands in a record, or in a person or organisation that it names and the reader may read."""
    named = aliased(RecordRow)
    naming = (
        select(ReferenceRow.record)
        .join(named, named.id == ReferenceRow.to)
        .where(named.kind.in_(sorted(NAMED)), named.text.contains(word, autoescape=True), readable_by(reader, named))
    )
    return or_(RecordRow.text.contains(word, autoescape=True), RecordRow.id.in_(naming))


def with_words(asked: Select[RecordRow], words: str) -> Select[RecordRow]:
    """Only records in which all these words stand."""
    return asked.where(*(RecordRow.text.contains(word, autoescape=True) for word in words.casefold().split()))
