"""Files from outside over HTTP, below the desk's address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.requests import ClientDisconnect

from incamera.office.imports.schemas import Accepted, ImportListed, ImportMade, ImportShown, LineShown, What
from incamera.office.imports.service import Imports
from incamera.office.records.fields import Title
from incamera.office.records.routes import BY_DESK
from incamera.office.records.schemas import RecordMade
from incamera.platform.errors import ProductError, problem_responses

PREFIX: Final = "/api/desk/office/imports"
routes = APIRouter(prefix=PREFIX, tags=["office"], responses=problem_responses(401, 422))
people_routes = APIRouter(prefix="/api/desk/office", tags=["office"], responses=problem_responses(401))
_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_CSV: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


def imports_of(request: Request) -> Imports:
    """The imports of this app."""
    found: Imports = request.app.state.imports
    return found


ImportsHere = Annotated[Imports, Depends(imports_of)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@routes.post("", status_code=202, openapi_extra=_FILE, responses=problem_responses(400, 411, 413))
async def receive(
    request: Request,
    imports: ImportsHere,
    what: What,
    name: Annotated[Title, Query()],
    official: Annotated[str | None, Query(max_length=26)] = None,
) -> ImportMade:
    """Send a file as the body: a list of people, the calendar of an `official`, or a letter. A job reads it."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise ProductError("length_required", 411, "The size of the file must be said before it is sent.")
    made = await imports.receive(_chunks(request), declared=int(length), what=what, name=name, official=official)
    return ImportMade(id=made)


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        return


@routes.get("")
async def listed(imports: ImportsHere) -> list[ImportListed]:
    """The newest imports, newest first."""
    return [ImportListed.of(row) for row in await imports.listed()]


@routes.get("/{file}", responses=problem_responses(404))
async def shown(file: str, imports: ImportsHere) -> ImportShown:
    """An import, and what became of its lines."""
    row, lines = await imports.shown(file)
    return ImportShown(file=ImportListed.of(row), lines=[LineShown.of(line) for line in lines])


@routes.post("/{file}/lines/{number}", status_code=201, responses=problem_responses(404, 409))
async def accept(file: str, number: Number, sent: Accepted, imports: ImportsHere) -> RecordMade:
    """Enter what was proposed, as a person completed it."""
    return RecordMade(id=await imports.accept(file, number, sent.record, by=BY_DESK))


@routes.delete("/{file}/lines/{number}", status_code=204, responses=problem_responses(404, 409))
async def decline(file: str, number: Number, imports: ImportsHere) -> None:
    """Let a proposal go."""
    await imports.decline(file, number)


@people_routes.get("/people.csv", response_class=Response, responses=_CSV)
async def people(imports: ImportsHere) -> Response:
    """Everybody whom the office knows, in the form in which a list of people is read."""
    headers = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return Response(await imports.people_as_csv(), media_type="text/csv; charset=utf-8", headers=headers)
