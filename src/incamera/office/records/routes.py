"""Records over HTTP, below the desk's address: enter, correct, find, and the office's ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, create_model

from incamera.office.access.here import ReaderHere
from incamera.office.records import timeline as timelines
from incamera.office.records.kinds import KINDS, Record
from incamera.office.records.schemas import RecordMade, RecordShown, RecordWithHistory, WindowShown
from incamera.office.records.service import Records
from incamera.office.records.showing import shown_rows, shown_with_history
from incamera.office.records.store import MOST, found, those
from incamera.platform.errors import problem_responses
from incamera.platform.fields import Line
from incamera.rules.office import due

BY_DESK = "desk"
"""Who enters: whoever holds the desk's cookie. It has no name of its own."""

reading = APIRouter(prefix="/api/desk/office", tags=["office"], responses=problem_responses(401, 422))
"""For every reader of the office: each answer is made of what this one may read."""
routes = APIRouter(prefix="/api/desk/office", tags=["office"], responses=problem_responses(401, 422))
"""For the desk alone."""
Words = Annotated[str, Query(max_length=200)]
Word = Annotated[str, Field(max_length=64)]
IdAsked = Annotated[str | None, Query(max_length=26)]


class _Signer(Protocol):
    @property
    def public_key(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


def records_of(request: Request) -> Records:
    """The records of this app."""
    found_: Records = request.app.state.records
    return found_


RecordsHere = Annotated[Records, Depends(records_of)]


@reading.get("/records")
async def listed(
    records: RecordsHere,
    reader: ReaderHere,
    kind: Annotated[list[Word] | None, Query(max_length=20)] = None,
    about: IdAsked = None,
    words: Words = "",
    after: IdAsked = None,
    ids: Annotated[list[Word] | None, Query(alias="id", max_length=MOST)] = None,
) -> list[RecordShown]:
    """Records, newest first: of these kinds, about a person, organisation or mandate, with all these words.

    With `id` those records and nothing else, in that order; `after` is the last record that is known already.
    """
    async with records.database.reading() as session:
        if ids is not None:
            return await shown_rows(session, reader, await those(session, reader, ids))
        rows = await found(session, reader, kind=kind, about=about, words=words, after=after)
        return await shown_rows(session, reader, rows)


@reading.get("/timeline")
async def timeline(
    records: RecordsHere,
    reader: ReaderHere,
    about: IdAsked = None,
    country: Annotated[str, Query(max_length=3)] = "",
    after: IdAsked = None,
) -> list[RecordShown]:
    """Everything that concerns a mandate, a person, an organisation or a country, newest first."""
    async with records.database.reading() as session:
        if about is not None:
            rows = await timelines.about(session, reader, about, after=after)
        else:
            rows = await timelines.in_country(session, reader, country.upper(), after=after)
        return await shown_rows(session, reader, rows)


@reading.get("/window")
async def window(words: Words, said_on: date) -> WindowShown:
    """The days that the words of a promise mean when they were said on that day."""
    meant = due.window(words, said_on)
    return WindowShown(first=meant.first, last=meant.last) if meant else WindowShown(first=None, last=None)


@reading.get("/records/{record}", responses=problem_responses(404))
async def shown(record: str, records: RecordsHere, reader: ReaderHere) -> RecordWithHistory:
    """A record with every entry about it."""
    row, entries = await records.shown(reader, record)
    async with records.database.reading() as session:
        return await shown_with_history(session, reader, row, entries)


@routes.get("/ledger")
async def ledger(records: RecordsHere, request: Request, response: Response) -> dict[str, Any]:
    """The office's ledger, signed now, for `incamera ledger verify`."""
    signer: _Signer = request.app.state.signer
    response.headers["Content-Disposition"] = 'attachment; filename="office-ledger.json"'
    return await records.document(public_key=signer.public_key, sign=signer.sign)


def _enter(made: type[Record]) -> Callable[..., Awaitable[RecordMade]]:
    async def enter(sent: Record, records: RecordsHere) -> RecordMade:
        return RecordMade(id=await records.enter(sent, by=BY_DESK))

    enter.__doc__ = f"Enter a record of kind {made.kind}."
    enter.__annotations__["sent"] = made
    return enter


def _correct(made: type[Record]) -> Callable[..., Awaitable[None]]:
    body = create_model(f"{made.__name__}Corrected", record=(made, ...), reason=(Line, ...))

    async def correct(record: str, sent: body, records: RecordsHere) -> None:
        await records.correct(record, sent.record, reason=sent.reason, by=BY_DESK)  # type: ignore[attr-defined]

    correct.__doc__ = f"Replace a record of kind {made.kind} by a corrected one; what stood before stays in the ledger."
    correct.__annotations__["sent"] = body
    return correct


for _kind, _made in KINDS.items():
    routes.add_api_route(
        f"/{_kind}", _enter(_made), methods=["POST"], status_code=201, name=f"enter_{_kind}", response_model=RecordMade
    )
    routes.add_api_route(
        f"/{_kind}/{{record}}",
        _correct(_made),
        methods=["PUT"],
        status_code=204,
        name=f"correct_{_kind}",
        responses=problem_responses(404),
        response_model=None,
    )
