"""Recordings of what was on the record over HTTP, below the desk's address. All of it is public; here it plays in the page."""

from __future__ import annotations

from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import FileResponse, Response

from incamera.platform.errors import ProductError, problem_responses

CACHE: Final = "private, no-cache"
routes = APIRouter(prefix="/api/desk/office/recordings", tags=["office"], responses=problem_responses(401, 422))


class Kept(Protocol):
    """What the recorder keeps; the origin reads the same."""

    async def rows(self, meeting: str) -> list[dict[str, Any]] | None: ...

    async def file(self, meeting: str, name: str, cache: str) -> Response | None: ...


class RecordingShown(BaseModel):
    """One recorded stretch on the record, in microseconds of capture time; `file` is its name."""

    since: int
    until: int
    file: str


def kept_of(request: Request) -> Kept:
    """What is kept, as this app finds it."""
    found: Kept = request.app.state.kept
    return found


KeptHere = Annotated[Kept, Depends(kept_of)]


@routes.get("/{meeting}")
async def listed(meeting: str, kept: KeptHere) -> list[RecordingShown]:
    """The recordings of a meeting, oldest first; none where nothing was recorded."""
    rows = await kept.rows(meeting) or []
    shown = [
        RecordingShown(since=row["from"], until=row["until"], file=row["file"].rpartition("/")[2])
        for row in rows
        if row["file"] is not None
    ]
    return sorted(shown, key=lambda recording: recording.since)


@routes.get("/{meeting}/{name}", response_class=FileResponse, responses=problem_responses(404))
async def file(meeting: str, name: str, kept: KeptHere) -> Response:
    """A recording, by ranges if asked."""
    found = await kept.file(meeting, name, CACHE)
    if found is None:
        raise ProductError("recording_unknown", 404, "There is no such recording.")
    return found
