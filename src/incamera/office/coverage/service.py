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
from incamera.office.records.store import fields_of, found
from incamera.office.records.tables import RecordRow
from incamera.platform.db import Database
from incamera.rules.office.coverage import Cell, Pair
from incamera.rules.office.scope import Scope, in_force
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

    async def matrix(self, mandate: str, channels: frozenset[str] = store.ALL) -> Matrix:
        """Raises ProductError 404 for an unknown mandate."""
        async with self.database.reading() as session:
            return await _matrix(session, mandate, channels)

    async def evidence(self, official: str, counterpart: str, channels: frozenset[str] = store.ALL) -> Sequence[str]:
        """The engagements behind a cell, oldest first."""
        async with self.database.reading() as session:
            return await store.evidence(session, Pair(official, counterpart), channels)

    async def sentences(self, mandate: str) -> list[tuple[str, tuple[Piece, ...]]]:
        """One sentence for each official of the mandate. Raises ProductError 404."""
        async with self.database.reading() as session:
            shown = await _matrix(session, mandate, store.ALL)
            row = await session.get_one(RecordRow, mandate)
            countries = _countries(Mandate.model_validate(row.fields))
            return [(o.id, await _sentence(session, shown, o, countries)) for o in shown.officials]

    async def as_csv(self, mandate: str) -> str:
        """One line a pair (RFC 4180). Raises ProductError 404."""
        shown = await self.matrix(mandate)
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


async def _matrix(session: AsyncSession, mandate: str, channels: frozenset[str]) -> Matrix:
    row = await session.get(RecordRow, mandate)
    if row is None or row.kind != Mandate.kind:
        raise unknown()
    record = Mandate.model_validate(row.fields)
    officials = record.officials or [record.lead]
    cells = await store.cells(session, officials, record.counterparts, channels)
    named = await fields_of(session, [*officials, *record.counterparts])
    return Matrix(mandate, record.title, _rows(officials, named), _rows(record.counterparts, named), cells)


def _rows(ids: Sequence[str], named: Mapping[str, Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(i, str(named[i]["name"]), _title(named[i])) for i in ids)


def _title(fields: Mapping[str, Any]) -> str:
    """A person's newest office; nothing for an organisation."""
    offices = fields.get("offices") or [{"title": ""}]
    return str(max(offices, key=lambda o: o.get("since") or "")["title"])


def _countries(record: Mandate) -> frozenset[str]:
    """The region of a mandate: what its newest scope names."""
    scopes = [Scope(s.since, countries=frozenset(s.countries)) for s in record.scopes]
    newest = in_force(scopes, scopes[-1].since)
    return newest.countries or frozenset() if newest is not None else frozenset()


async def _sentence(
    session: AsyncSession, shown: Matrix, official: Row, countries: frozenset[str]
) -> tuple[Piece, ...]:
    listed = []
    for row in shown.counterparts:
        pair = Pair(official.id, row.id)
        cell = shown.cells.get(pair)
        ids = tuple(await store.evidence(session, pair)) if cell is not None else ()
        known = Cell(cell.standing, cell.channels, cell.first, cell.last, ids) if cell is not None else Cell()
        listed.append(Named(row.name, known))
    journeys = await _journeys(session, official.id, countries) if countries else None
    return sentence(official.name, listed, journeys)


async def _journeys(session: AsyncSession, official: str, countries: frozenset[str]) -> Journeys:
    rows = await found(session, kind=Travel.kind, about=official)
    made = [row.id for row in rows if row.fields["happened"] and row.fields["country"] in countries]
    return Journeys("the region", tuple(made))
