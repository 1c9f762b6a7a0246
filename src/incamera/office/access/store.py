"""Which records a reader may read, as a condition of SQL; `rules/office/access.py` says what it must answer."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import CTE, ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from incamera.office.access.tables import ReleaseRow
from incamera.office.records.tables import LeadRow, RecordRow, ReferenceRow
from incamera.rules.office.access import (
    ACTS,
    DESK,
    MANDATE,
    NAMED,
    OFFICIAL,
    ORGANISATION,
    OVERSIGHT,
    PERSON,
    SHARED,
    STAFF,
    TEAM,
    Reader,
)

Rows = type[RecordRow]


def readable_by(reader: Reader, rows: Rows = RecordRow) -> ColumnElement[bool]:
    """Whether the reader may read a row of `rows`."""
    return _of_records(reader) if rows is RecordRow else _readable(reader, rows)


@lru_cache(maxsize=256)
def _of_records(reader: Reader) -> ColumnElement[bool]:
    """To put it together takes longer than to ask it."""
    return _readable(reader, RecordRow)


def _readable(reader: Reader, rows: Rows) -> ColumnElement[bool]:
    if reader.kind == DESK:
        return true()
    if reader.kind == OVERSIGHT:
        return and_(rows.kind.in_(SHARED), _released(reader, rows))
    if reader.kind not in {OFFICIAL, TEAM, STAFF}:
        return false()
    under = _mandates(reader)
    named = and_(rows.kind.in_(NAMED), _named(reader, under, rows))
    return and_(rows.kind.in_(SHARED), or_(_theirs(reader, under, rows), named))


def is_among(reader: Reader, ids: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a column of ids names a record that the reader may read."""
    return true() if reader.kind == DESK else ids.in_(select(RecordRow.id).where(readable_by(reader)))


def _released(reader: Reader, rows: Rows) -> ColumnElement[bool]:
    return exists().where(ReleaseRow.to == reader.of, ReleaseRow.record == rows.id, ReleaseRow.seq == rows.seq)


def _mandates(reader: Reader) -> CTE:
    """The mandates that the reader has a hand in, and all below them."""
    first: Select[str]
    if reader.kind == STAFF:
        first = select(RecordRow.id).where(RecordRow.kind == MANDATE, RecordRow.id.in_(sorted(reader.mandates)))
    else:
        first = select(LeadRow.mandate.label("id")).where(LeadRow.person == reader.of)
    found = first.cte(recursive=True)  # without a name: one statement may ask for several
    below = aliased(RecordRow)
    return found.union(select(below.id).join(found, below.mandate == found.c.id).where(below.kind == MANDATE))


def _theirs(reader: Reader, under: CTE, rows: Rows) -> ColumnElement[bool]:
    """What the reader reads for its own sake."""
    mandates = select(under.c.id)
    theirs: list[ColumnElement[bool]] = [rows.id.in_(mandates), rows.mandate.in_(mandates)]
    if reader.kind != STAFF:
        takes_part = rows.id.in_(select(ReferenceRow.record).where(ReferenceRow.to == reader.of))
        theirs += [rows.id == reader.of, and_(rows.kind.in_(ACTS), takes_part)]
    return or_(*theirs)


def _named(reader: Reader, under: CTE, rows: Rows) -> ColumnElement[bool]:
    """People and organisations that a record names which the reader reads; an organisation also through a person."""
    link, person = aliased(ReferenceRow), aliased(RecordRow)
    through = exists().where(
        link.to == rows.id, link.record == person.id, person.kind == PERSON, _by(reader, under, person)
    )
    return or_(_by(reader, under, rows), and_(rows.kind == ORGANISATION, through.correlate_except(link, person)))


def _by(reader: Reader, under: CTE, rows: Rows) -> ColumnElement[bool]:
    """Whether a record names it that the reader reads for its own sake."""
    link, by = aliased(ReferenceRow), aliased(RecordRow)
    theirs = and_(by.kind.in_(SHARED), _theirs(reader, under, by))
    return exists().where(link.to == rows.id, link.record == by.id, theirs).correlate_except(link, by)
