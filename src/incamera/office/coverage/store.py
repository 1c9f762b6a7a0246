"""Cells of the matrix and the pairs without a contact, by SQL; `rules.office.coverage` says what they must be.

Lists may be long: they go to the database as one value each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, any_, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.store import is_among, readable_by
from incamera.office.records.pairs import how
from incamera.office.records.tables import ContactRow, PairRow, RecordRow
from incamera.rules.office.access import DESK, Reader
from incamera.rules.office.coverage import ANY_CHANNEL, ANY_LEVEL, CHANNELS, Pair, Standing

ALL: frozenset[str] = ANY_CHANNEL


@dataclass(frozen=True, slots=True)
class Counted:
    """Which contacts count."""

    channels: frozenset[str] = ALL
    levels: frozenset[str] = ANY_LEVEL


ANY = Counted()


@dataclass(slots=True)
class Summary:
    """A cell without the list behind it: `count` engagements, which `evidence` names."""

    standing: Standing = Standing.NOT_YET
    channels: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    count: int = 0
    _used: set[str] = field(default_factory=set)

    def add(self, channel: str, first: date, last: date, count: int, is_principal: int) -> None:
        """Take in what happened by one channel."""
        self._used.add(channel)
        self.channels = tuple(c for c in CHANNELS if c in self._used)
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
        self.count += count
        self.standing = max(self.standing, Standing.ENGAGED if is_principal else Standing.DEPUTIES_ONLY)


async def cells(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    counted: Counted = ANY,
) -> dict[Pair, Summary]:
    """What is between each of them in the engagements that the reader may read; pairs without a contact are absent."""
    asked = (
        select(
            ContactRow.official,
            ContactRow.counterpart,
            ContactRow.channel,
            func.min(ContactRow.day),
            func.max(ContactRow.day),
            func.count(),
            func.max(case((ContactRow.level == "principal", 1), else_=0)),
        )
        .where(*_between(session, reader, officials, counterparts, counted))
        .group_by(ContactRow.official, ContactRow.counterpart, ContactRow.channel)
    )
    found: dict[Pair, Summary] = {}
    for official, counterpart, *rest in (await session.execute(asked)).all():
        found.setdefault(Pair(official, counterpart), Summary()).add(*rest)
    return found


async def evidence(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    counted: Counted = ANY,
) -> dict[Pair, tuple[str, ...]]:
    """The engagements behind each cell that the reader may read, oldest first; pairs without a contact are absent."""
    asked = (
        select(ContactRow.official, ContactRow.counterpart, ContactRow.engagement)
        .where(*_between(session, reader, officials, counterparts, counted))
        .order_by(ContactRow.at, ContactRow.engagement)
    )
    found: dict[Pair, list[str]] = {}
    for official, counterpart, engagement in (await session.execute(asked)).all():
        found.setdefault(Pair(official, counterpart), []).append(engagement)
    return {pair: tuple(ids) for pair, ids in found.items()}


async def engaged(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    counted: Counted = ANY,
) -> Mapping[str, int]:
    """With how many of these counterparts each official has had any contact that the reader may know of."""
    ours, theirs = list(officials), list(counterparts)
    if reader.kind == DESK:
        asked = select(PairRow.official, func.count()).where(
            listed(session, PairRow.official, ours),
            _looked_up(session, PairRow.counterpart, theirs),
            PairRow.how.bitwise_and(how(counted.channels, counted.levels)) != 0,
        )
        asked = asked.group_by(PairRow.official)
    else:
        asked = select(ContactRow.official, func.count(ContactRow.counterpart.distinct()))
        asked = asked.where(*_between(session, reader, ours, theirs, counted)).group_by(ContactRow.official)
    return {row[0]: row[1] for row in await session.execute(asked)}


async def engaged_by(session: AsyncSession, reader: Reader, official: str, counted: Counted = ANY) -> frozenset[str]:
    """Everybody with whom this official has had any contact that the reader may know of."""
    if reader.kind == DESK:
        by = how(counted.channels, counted.levels)
        asked = select(PairRow.counterpart).where(PairRow.official == official, PairRow.how.bitwise_and(by) != 0)
    else:
        asked = (
            select(ContactRow.counterpart).where(ContactRow.official == official, *_counted(reader, counted)).distinct()
        )
    return frozenset(await session.scalars(asked))


async def known(session: AsyncSession, reader: Reader, ids: Iterable[str]) -> list[str]:
    """Those of these records that the reader may know of, in their order."""
    asked = list(ids)
    if reader.kind == DESK:
        return asked
    rows = await session.scalars(select(RecordRow.id).where(listed(session, RecordRow.id, asked), readable_by(reader)))
    found = frozenset(rows)
    return [i for i in asked if i in found]


async def fields_of(session: AsyncSession, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The newest version of each of these, of whom the reader is known to know."""
    rows = await session.execute(select(RecordRow.id, RecordRow.fields).where(listed(session, RecordRow.id, ids)))
    return {row.id: row.fields for row in rows}


def listed(session: AsyncSession, column: Any, ids: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column is one of thousands of ids."""
    matches: ColumnElement[bool]
    if session.get_bind().dialect.name == "postgresql":
        matches = column == any_(cast(literal(list(ids), ARRAY(String)), ARRAY(String)))
    else:
        values = func.json_each(json.dumps(list(ids))).table_valued("value")
        matches = column.in_(select(values.c.value))
    return matches


def _looked_up(session: AsyncSession, column: Any, ids: Iterable[str]) -> ColumnElement[bool]:
    """The same where nearly every row will be one: SQLite would seek each official with each id in the index if it could,
    and cannot for what is computed of the column."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return listed(session, column.concat("") if is_sqlite else column, ids)


def _between(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    counted: Counted,
) -> list[Any]:
    return [
        listed(session, ContactRow.official, officials),
        listed(session, ContactRow.counterpart, counterparts),
        *_counted(reader, counted),
    ]


def _counted(reader: Reader, counted: Counted) -> list[Any]:
    where: list[Any] = [is_among(reader, ContactRow.engagement)]
    if counted.channels != ALL:
        where.append(ContactRow.channel.in_(sorted(counted.channels)))
    return where if counted.levels == ANY_LEVEL else [*where, ContactRow.level.in_(sorted(counted.levels))]
