"""Records over HTTP, below the desk's address: enter, correct, find, and the office's ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import create_model

from incamera.office.records.kinds import KINDS, Record
from incamera.office.records.schemas import EntryShown, RecordMade, RecordShown, RecordWithHistory
from incamera.office.records.scoping import outside_of
from incamera.office.records.service import Records
from incamera.office.records.store import found
from incamera.platform.errors import problem_responses
from incamera.platform.fields import Line

BY_DESK = "desk"
"""Who enters: whoever holds the desk's cookie. It has no name of its own."""

routes = APIRouter(prefix="/api/desk/office", tags=["office"], responses=problem_responses(401, 422))
Words = Annotated[str, Query(max_length=200)]
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


@routes.get("/records")
async def listed(
    records: RecordsHere,
    kind: Annotated[str | None, Query(max_length=64)] = None,
    about: IdAsked = None,
    words: Words = "",
    before: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
) -> list[RecordShown]:
    """Records, newest first: of a kind, about a person, organisation or mandate, with all these words."""
    async with records.database.reading() as session:
        rows = await found(session, kind=kind, about=about, words=words, before=before)
        outside = await outside_of(session, rows)
    return [RecordShown.of(row, outside.get(row.id)) for row in rows]


@routes.get("/records/{record}", responses=problem_responses(404))
async def shown(record: str, records: RecordsHere) -> RecordWithHistory:
    """A record with every entry about it."""
    row, entries = await records.shown(record)
    async with records.database.reading() as session:
        outside = await outside_of(session, [row])
    shown_ = RecordShown.of(row, outside.get(row.id))
    return RecordWithHistory(record=shown_, entries=[EntryShown.of(e) for e in entries])


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
