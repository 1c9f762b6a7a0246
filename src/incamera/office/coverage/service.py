"""What a page asks of coverage: the matrix of a mandate, the list behind a cell, and sentences to read aloud."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.coverage import store
from incamera.office.records.kinds import Mandate, Travel
from incamera.office.records.service import unknown
from incamera.office.records.store import fields_of, found, one
from incamera.platform.db import Database
from incamera.rules.office.access import Reader
from incamera.rules.office.coverage import ANY_LEVEL, Cell, Pair
from incamera.rules.office.sentences import Journeys, Named, Piece, sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix: a named official or counterpart."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The target list of a mandate against what happened; pairs that are not in `cells` are not yet engaged."""

    mandate: str
    title: str
    officials: tuple[Row, ...]
    counterparts: tuple[Row, ...]
    cells: Mapping[Pair, store.Summary]

    @property
    def not_yet(self) -> tuple[Pair, ...]:
        """In the order of the list."""
        pairs = (Pair(a.id, b.id) for a in self.officials for b in self.counterparts)
        return tuple(pair for pair in pairs if pair not in self.cells)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of the office's mandates."""

    database: Database

    async def matrix(
        self, reader: Reader, mandate: str, channels: frozenset[str] = store.ALL, levels: frozenset[str] = ANY_LEVEL
    ) -> Matrix:
        """Raises ProductError 404 for a mandate that is unknown, or unknown to this reader."""
        async with self.database.reading() as session:
            return await _matrix(session, reader, mandate, channels, levels)

    async def evidence(
        self,
        reader: Reader,
        mandate: str,
        pair: Pair,
        channels: frozenset[str] = store.ALL,
        levels: frozenset[str] = ANY_LEVEL,
    ) -> Sequence[str]:
        """The engagements behind a cell, oldest first. Raises ProductError 404 for an unknown mandate."""
        async with self.database.reading() as session:
            await _mandate(session, reader, mandate)
            between = [pair.official], [pair.counterpart]
            return (await store.evidence(session, reader, *between, channels, levels)).get(pair, ())

    async def sentences(self, reader: Reader, mandate: str) -> list[tuple[str, tuple[Piece, ...]]]:
        """One sentence for each official of the mandate. Raises ProductError 404."""
        async with self.database.reading() as session:
            shown = await _matrix(session, reader, mandate, store.ALL)
            pairs = [o.id for o in shown.officials], [c.id for c in shown.counterparts]
            behind = await store.evidence(session, reader, *pairs)
            region = frozenset((await _mandate(session, reader, mandate)).scopes[-1].countries)  # as it is now
            made = {o.id: await _journeys(session, reader, o.id, region) if region else None for o in shown.officials}
        return [(o.id, _sentence(shown, o, behind, made[o.id])) for o in shown.officials]

    async def as_csv(self, reader: Reader, mandate: str) -> str:
        """One line a pair (RFC 4180). Raises ProductError 404."""
        shown = await self.matrix(reader, mandate)
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(["official", "counterpart", "standing", "channels", "first", "last", "engagements"])
        for a in shown.officials:
            for b in shown.counterparts:
                cell = shown.cells.get(Pair(a.id, b.id), store.Summary())
                channels = " ".join(cell.channels)
                standing = cell.standing.name.lower()
                lines.writerow([_safe(a.name), _safe(b.name), standing, channels, cell.first, cell.last, cell.count])
        return text.getvalue()


def _safe(text: str) -> str:
    """A spreadsheet runs what begins like a formula: an apostrophe makes it text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


async def _mandate(session: AsyncSession, reader: Reader, mandate: str) -> Mandate:
    """Raises ProductError 404."""
    row = await one(session, reader, mandate)
    if row is None or row.kind != Mandate.kind:
        raise unknown()
    return Mandate.model_validate(row.fields)


async def _matrix(
    session: AsyncSession,
    reader: Reader,
    mandate: str,
    channels: frozenset[str],
    levels: frozenset[str] = ANY_LEVEL,
) -> Matrix:
    record = await _mandate(session, reader, mandate)
    officials = record.officials or [record.lead]
    named = await fields_of(session, reader, [*officials, *record.counterparts])
    ours, theirs = _rows(officials, named), _rows(record.counterparts, named)
    cells = await store.cells(session, reader, [o.id for o in ours], [c.id for c in theirs], channels, levels)
    return Matrix(mandate, record.title, ours, theirs, cells)


def _rows(ids: Sequence[str], named: Mapping[str, Mapping[str, Any]]) -> tuple[Row, ...]:
    """Those of them whom the reader may know of."""
    return tuple(Row(i, str(named[i]["name"]), _title(named[i])) for i in ids if i in named)


def _title(fields: Mapping[str, Any]) -> str:
    """A person's newest office; nothing for an organisation."""
    offices = fields.get("offices") or [{"title": ""}]
    return str(max(offices, key=lambda o: o.get("since") or "")["title"])


def _sentence(
    shown: Matrix, official: Row, behind: Mapping[Pair, tuple[str, ...]], journeys: Journeys | None
) -> tuple[Piece, ...]:
    listed = [Named(row.name, _cell(shown, Pair(official.id, row.id), behind)) for row in shown.counterparts]
    return sentence(official.name, listed, journeys)


def _cell(shown: Matrix, pair: Pair, behind: Mapping[Pair, tuple[str, ...]]) -> Cell:
    seen = shown.cells.get(pair, store.Summary())
    return Cell(seen.standing, seen.channels, seen.first, seen.last, behind.get(pair, ()))


async def _journeys(session: AsyncSession, reader: Reader, official: str, countries: frozenset[str]) -> Journeys:
    rows = await found(session, reader, kind=Travel.kind, about=official)
    made = [row.id for row in rows if row.fields["happened"] and row.fields["country"] in countries]
    return Journeys("the region", tuple(made))
