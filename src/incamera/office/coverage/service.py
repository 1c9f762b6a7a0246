"""What a page asks of coverage: the matrix of a mandate, the list behind a cell, and sentences to read aloud."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.coverage import store
from incamera.office.coverage.store import ANY, Counted
from incamera.office.records.kinds import Mandate, Travel
from incamera.office.records.service import unknown
from incamera.office.records.store import found, one
from incamera.platform.db import Database
from incamera.platform.spreadsheet import defused
from incamera.rules.office.access import Reader
from incamera.rules.office.coverage import Cell, Pair
from incamera.rules.office.sentences import Journeys, Named, Piece, sentence

PAIRS: Final = 2_500
"""Pairs of one answer, so that no answer holds up a door; a page asks on where `next` says."""
ROWS: Final = 500
"""Names of one list."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix: a named official or counterpart."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The target list of a mandate against what happened: all its officials and some of its counterparts.

    Pairs that are not in `cells` are not yet engaged. `not_yet` counts over the whole list, by official; `pairs` is the
    size of the whole; `next` is the number of counterparts before the next answer, None in the last.
    """

    mandate: str
    title: str
    officials: tuple[Row, ...]
    counterparts: tuple[Row, ...]
    cells: Mapping[Pair, store.Summary]
    not_yet: Mapping[str, int]
    pairs: int
    next: int | None


@dataclass(frozen=True, slots=True)
class NotYet:
    """Whom an official has not engaged: how many, and some of them in the order of the list; `next` as in `Matrix`."""

    count: int
    counterparts: tuple[Row, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class _Listed:
    """A mandate and those on its list whom the reader may know of."""

    id: str
    record: Mandate
    officials: list[str]
    counterparts: list[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of the office's mandates. Each method raises ProductError 404 for a mandate that is unknown to this reader."""

    database: Database

    async def matrix(self, reader: Reader, mandate: str, counted: Counted = ANY, *, since: int = 0) -> Matrix:
        """The matrix from one of the counterparts on."""
        async with self.database.reading() as session:
            on = await _listed(session, reader, mandate)
            some, following = _some(on.counterparts, since, max(1, PAIRS // max(1, len(on.officials))))
            cells = await store.cells(session, reader, on.officials, some, counted)
            engaged = await store.engaged(session, reader, on.officials, on.counterparts, counted)
            named = await store.fields_of(session, [*on.officials, *some])
        return Matrix(
            mandate=mandate,
            title=on.record.title,
            officials=_rows(on.officials, named),
            counterparts=_rows(some, named),
            cells=cells,
            not_yet={i: len(on.counterparts) - engaged.get(i, 0) for i in on.officials},
            pairs=len(on.officials) * len(on.counterparts),
            next=following,
        )

    async def not_yet(
        self, reader: Reader, mandate: str, official: str, counted: Counted = ANY, *, since: int = 0
    ) -> NotYet:
        """Whom this official of the mandate has not engaged, from one of them on."""
        async with self.database.reading() as session:
            on = await _listed(session, reader, mandate)
            if official not in on.officials:
                raise unknown()
            engaged = await store.engaged_by(session, reader, official, counted)
            missing = [i for i in on.counterparts if i not in engaged]
            some, following = _some(missing, since, ROWS)
            named = await store.fields_of(session, some)
        return NotYet(len(missing), _rows(some, named), following)

    async def evidence(self, reader: Reader, mandate: str, pair: Pair, counted: Counted = ANY) -> Sequence[str]:
        """The engagements behind a cell, oldest first."""
        async with self.database.reading() as session:
            await _mandate(session, reader, mandate)
            return (await store.evidence(session, reader, [pair.official], [pair.counterpart], counted)).get(pair, ())

    async def sentences(
        self, reader: Reader, mandate: str, *, since: int = 0, of: str | None = None
    ) -> list[tuple[str, tuple[Piece, ...]]]:
        """One sentence for each official of the mandate, from one of them on, or of one alone."""
        async with self.database.reading() as session:
            on = await _listed(session, reader, mandate)
            some, _ = _some(on.officials, since, max(1, PAIRS // max(1, len(on.counterparts))))
            who = some if of is None else [i for i in on.officials if i == of]
            officials, counterparts = await _all_rows(session, who), await _all_rows(session, on.counterparts)
            return [(o.id, await _sentence(session, reader, on, o, counterparts)) for o in officials]

    async def as_csv(self, reader: Reader, mandate: str) -> AsyncIterator[str]:
        """One line a pair (RFC 4180), official by official."""
        async with self.database.reading() as session:
            on = await _listed(session, reader, mandate)
            yield _lines([["official", "counterpart", "standing", "channels", "first", "last", "engagements"]])
            officials, counterparts = await _all_rows(session, on.officials), await _all_rows(session, on.counterparts)
            for official in officials:
                for n in range(0, len(counterparts), ROWS):
                    some = counterparts[n : n + ROWS]
                    cells = await store.cells(session, reader, [official.id], [row.id for row in some])
                    yield _lines([_line(official, row, cells) for row in some])


def _some(ids: Sequence[str], since: int, most: int) -> tuple[list[str], int | None]:
    """A part of a list, and where the next one begins."""
    until = since + most
    return list(ids[since:until]), until if until < len(ids) else None


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _line(official: Row, counterpart: Row, cells: Mapping[Pair, store.Summary]) -> list[Any]:
    cell = cells.get(Pair(official.id, counterpart.id)) or store.Summary()
    channels, standing = " ".join(cell.channels), cell.standing.name.lower()
    return [defused(official.name), defused(counterpart.name), standing, channels, cell.first, cell.last, cell.count]


async def _mandate(session: AsyncSession, reader: Reader, mandate: str) -> Mandate:
    """Raises ProductError 404."""
    row = await one(session, reader, mandate)
    if row is None or row.kind != Mandate.kind:
        raise unknown()
    return Mandate.model_validate(row.fields)


async def _listed(session: AsyncSession, reader: Reader, mandate: str) -> _Listed:
    """Raises ProductError 404."""
    record = await _mandate(session, reader, mandate)
    officials = await store.known(session, reader, record.officials or [record.lead])
    return _Listed(mandate, record, officials, await store.known(session, reader, record.counterparts))


async def _all_rows(session: AsyncSession, ids: Sequence[str]) -> list[Row]:
    """Some at a time, so that the loop turns in between."""
    found: list[Row] = []
    for n in range(0, len(ids), ROWS):
        some = ids[n : n + ROWS]
        found += _rows(some, await store.fields_of(session, some))
    return found


def _rows(ids: Sequence[str], named: Mapping[str, Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(i, str(named[i]["name"]), _title(named[i])) for i in ids)


def _title(fields: Mapping[str, Any]) -> str:
    """A person's newest office; nothing for an organisation."""
    offices = fields.get("offices") or [{"title": ""}]
    return str(max(offices, key=lambda o: o.get("since") or "")["title"])


async def _sentence(
    session: AsyncSession, reader: Reader, on: _Listed, official: Row, counterparts: Sequence[Row]
) -> tuple[Piece, ...]:
    cells: dict[Pair, store.Summary] = {}
    behind: dict[Pair, tuple[str, ...]] = {}
    for n in range(0, len(on.counterparts), ROWS):
        some = on.counterparts[n : n + ROWS]
        cells |= await store.cells(session, reader, [official.id], some)
        behind |= await store.evidence(session, reader, [official.id], some)
    region = frozenset(on.record.scopes[-1].countries)  # as it is now
    journeys = await _journeys(session, reader, official.id, region) if region else None

    def made() -> tuple[Piece, ...]:
        named = (Named(row.name, _cell(Pair(official.id, row.id), cells, behind)) for row in counterparts)
        return sentence(official.name, named, journeys)

    return await asyncio.to_thread(made)


def _cell(pair: Pair, cells: Mapping[Pair, store.Summary], behind: Mapping[Pair, tuple[str, ...]]) -> Cell:
    seen = cells.get(pair) or store.Summary()
    return Cell(seen.standing, seen.channels, seen.first, seen.last, behind.get(pair, ()))


async def _journeys(session: AsyncSession, reader: Reader, official: str, countries: frozenset[str]) -> Journeys:
    rows = await found(session, reader, kind=Travel.kind, about=official)
    made = [row.id for row in rows if row.fields["happened"] and row.fields["country"] in countries]
    return Journeys("the region", tuple(made))
