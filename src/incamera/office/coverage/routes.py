"""Coverage over HTTP, below the desk's address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from pydantic_core import to_json

from incamera.office.access.here import ReaderHere
from incamera.office.coverage.service import Coverage, Matrix, Row
from incamera.office.coverage.store import ALL, Counted
from incamera.office.records.fields import Channel, Level
from incamera.office.records.schemas import RecordShown
from incamera.office.records.showing import shown_rows
from incamera.office.records.store import those
from incamera.platform.errors import problem_responses
from incamera.rules.office.coverage import ANY_LEVEL, Pair
from incamera.rules.office.sentences import Piece

T = TypeVar("T")
routes = APIRouter(prefix="/api/desk/office/coverage", tags=["office"], responses=problem_responses(401, 404, 422))


class RowShown(BaseModel):
    """An official or a counterpart of the matrix."""

    id: str
    name: str
    title: str


class OfficialShown(RowShown):
    """An official, and how many of the whole list they have not yet engaged."""

    not_yet: int


class CellShown(BaseModel):
    """What is between an official and a counterpart."""

    official: str
    counterpart: str
    standing: str
    """`engaged` or `deputies_only`; a pair that is not listed is not yet engaged."""
    channels: list[str]
    first: date
    """The day of the first engagement, where it was; `last` likewise."""
    last: date
    engagements: int


class MatrixShown(BaseModel):
    """The target list of a mandate against what happened, with some of its counterparts; both numbers are of the whole."""

    mandate: str
    title: str
    officials: list[OfficialShown]
    counterparts: list[RowShown]
    cells: list[CellShown]
    pairs: int
    not_yet: int
    next: int | None
    """`since` of the answer with the following counterparts, where there are more."""


class NotYetShown(BaseModel):
    """Whom an official has not yet engaged; `count` is of the whole, `next` as in the matrix."""

    count: int
    counterparts: list[RowShown]
    next: int | None


class PieceShown(BaseModel):
    """Words of a sentence and the records that they rest on."""

    text: str
    evidence: list[str]


class SentenceShown(BaseModel):
    """What can be said of one official."""

    official: str
    pieces: list[PieceShown]


def coverage_of(request: Request) -> Coverage:
    """The coverage of this app."""
    made: Coverage = request.app.state.coverage
    return made


CoverageHere = Annotated[Coverage, Depends(coverage_of)]
Channels = Annotated[list[Channel] | None, Query(max_length=4)]
Levels = Annotated[list[Level] | None, Query(max_length=3)]
Since = Annotated[int, Query(ge=0, le=5_000)]
"""How many to leave out."""


def counted(channel: Channels = None, level: Levels = None) -> Counted:
    """By all channels and levels or by those named."""
    return Counted(frozenset(channel or ALL), frozenset(level or ANY_LEVEL))


CountedHere = Annotated[Counted, Depends(counted)]


@routes.get("/{mandate}", response_model=MatrixShown)
async def matrix(
    mandate: str, coverage: CoverageHere, reader: ReaderHere, counts: CountedHere, since: Since = 0
) -> Response:
    """The matrix of a mandate, by all channels and levels or by those named. A long list comes in parts."""
    return await _sent(_shown, await coverage.matrix(reader, mandate, counts, since=since))


@routes.get("/{mandate}/not_yet")
async def not_yet(
    mandate: str,
    official: Annotated[str, Query(max_length=26)],
    coverage: CoverageHere,
    reader: ReaderHere,
    counts: CountedHere,
    since: Since = 0,
) -> NotYetShown:
    """Whom an official of the mandate has not yet engaged, in the order of the list."""
    found = await coverage.not_yet(reader, mandate, official, counts, since=since)
    return NotYetShown(count=found.count, counterparts=[_row(row) for row in found.counterparts], next=found.next)


@routes.get("/{mandate}/sentences", response_model=list[SentenceShown])
async def sentences(mandate: str, coverage: CoverageHere, reader: ReaderHere, since: Since = 0) -> Response:
    """One sentence for each official, ready to be read aloud. Where lists are long, the first officials alone: `since`
    leaves out those who are known."""
    return await _sent(_said, await coverage.sentences(reader, mandate, since=since))


@routes.get(
    "/{mandate}/coverage.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def as_csv(mandate: str, coverage: CoverageHere, reader: ReaderHere) -> StreamingResponse:
    """One line a pair."""
    lines = coverage.as_csv(reader, mandate)
    first = await anext(lines)  # an unknown mandate is refused before an answer has begun
    headers = {"Content-Disposition": 'attachment; filename="coverage.csv"'}
    return StreamingResponse(_on(first, lines), media_type="text/csv", headers=headers)


@routes.get("/{mandate}/{official}/{counterpart}")
async def evidence(
    mandate: str,
    official: str,
    counterpart: str,
    coverage: CoverageHere,
    reader: ReaderHere,
    counts: CountedHere,
) -> list[RecordShown]:
    """The engagements behind a cell, oldest first."""
    ids = await coverage.evidence(reader, mandate, Pair(official, counterpart), counts)
    async with coverage.database.reading() as session:
        return await shown_rows(session, reader, await those(session, reader, ids))


async def _sent(shape: Callable[[T], Any], found: T) -> Response:
    """An answer with thousands of parts, made beside the loop, so that nobody else waits for it."""

    def made() -> bytes:
        shown = shape(found)
        return to_json(shown)

    return Response(await asyncio.to_thread(made), media_type="application/json")


def _said(found: Sequence[tuple[str, Sequence[Piece]]]) -> list[SentenceShown]:
    return [
        SentenceShown(official=official, pieces=[PieceShown(text=p.text, evidence=list(p.evidence)) for p in pieces])
        for official, pieces in found
    ]


async def _on(first: str, lines: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for some in lines:
        yield some


def _shown(m: Matrix) -> MatrixShown:
    return MatrixShown(
        mandate=m.mandate,
        title=m.title,
        officials=[
            OfficialShown(id=row.id, name=row.name, title=row.title, not_yet=m.not_yet[row.id]) for row in m.officials
        ],
        counterparts=[_row(row) for row in m.counterparts],
        cells=[
            CellShown(
                official=pair.official,
                counterpart=pair.counterpart,
                standing=cell.standing.name.lower(),
                channels=list(cell.channels),
                first=cell.first,
                last=cell.last,
                engagements=cell.count,
            )
            for pair, cell in m.cells.items()
            if cell.first is not None and cell.last is not None
        ],
        pairs=m.pairs,
        not_yet=sum(m.not_yet.values()),
        next=m.next,
    )


def _row(row: Row) -> RowShown:
    return RowShown(id=row.id, name=row.name, title=row.title)
