"""Coverage over HTTP, below the desk's address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from incamera.office.access.here import ReaderHere
from incamera.office.coverage.service import Coverage, Matrix, Row
from incamera.office.coverage.store import ALL
from incamera.office.records.fields import Channel, Level
from incamera.office.records.schemas import RecordShown
from incamera.office.records.showing import shown_rows
from incamera.office.records.store import those
from incamera.platform.errors import problem_responses
from incamera.rules.office.coverage import ANY_LEVEL, Pair

routes = APIRouter(prefix="/api/desk/office/coverage", tags=["office"], responses=problem_responses(401, 404, 422))


class RowShown(BaseModel):
    """An official or a counterpart of the matrix."""

    id: str
    name: str
    title: str


class CellShown(BaseModel):
    """What is between an official and a counterpart."""

    official: str
    counterpart: str
    standing: str
    """`engaged` or `deputies_only`; a pair that is not listed is not yet engaged."""
    channels: list[str]
    first: int
    last: int
    engagements: int


class MatrixShown(BaseModel):
    """The target list of a mandate against what happened."""

    mandate: str
    title: str
    officials: list[RowShown]
    counterparts: list[RowShown]
    cells: list[CellShown]
    pairs: int
    not_yet: int


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


@routes.get("/{mandate}")
async def matrix(
    mandate: str, coverage: CoverageHere, reader: ReaderHere, channel: Channels = None, level: Levels = None
) -> MatrixShown:
    """The matrix of a mandate, by all channels and levels or by those named."""
    return _shown(await coverage.matrix(reader, mandate, frozenset(channel or ALL), frozenset(level or ANY_LEVEL)))


@routes.get("/{mandate}/sentences")
async def sentences(mandate: str, coverage: CoverageHere, reader: ReaderHere) -> list[SentenceShown]:
    """One sentence for each official, ready to be read aloud."""
    return [
        SentenceShown(official=official, pieces=[PieceShown(text=p.text, evidence=list(p.evidence)) for p in pieces])
        for official, pieces in await coverage.sentences(reader, mandate)
    ]


@routes.get(
    "/{mandate}/coverage.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def as_csv(mandate: str, coverage: CoverageHere, reader: ReaderHere) -> Response:
    """One line a pair."""
    headers = {"Content-Disposition": 'attachment; filename="coverage.csv"'}
    return Response(await coverage.as_csv(reader, mandate), media_type="text/csv", headers=headers)


@routes.get("/{mandate}/{official}/{counterpart}")
async def evidence(
    mandate: str,
    official: str,
    counterpart: str,
    coverage: CoverageHere,
    reader: ReaderHere,
    channel: Channels = None,
    level: Levels = None,
) -> list[RecordShown]:
    """The engagements behind a cell, oldest first."""
    pair = Pair(official, counterpart)
    channels, levels = frozenset(channel or ALL), frozenset(level or ANY_LEVEL)
    ids = await coverage.evidence(reader, mandate, pair, channels, levels)
    async with coverage.database.reading() as session:
        return await shown_rows(session, reader, await those(session, reader, ids))


def _shown(m: Matrix) -> MatrixShown:
    return MatrixShown(
        mandate=m.mandate,
        title=m.title,
        officials=[_row(row) for row in m.officials],
        counterparts=[_row(row) for row in m.counterparts],
        cells=[
            CellShown(
                official=pair.official,
                counterpart=pair.counterpart,
                standing=cell.standing.name.lower(),
                channels=list(cell.channels),
                first=cell.first or 0,
                last=cell.last or 0,
                engagements=cell.count,
            )
            for pair, cell in m.cells.items()
        ],
        pairs=len(m.officials) * len(m.counterparts),
        not_yet=len(m.not_yet),
    )


def _row(row: Row) -> RowShown:
    return RowShown(id=row.id, name=row.name, title=row.title)
