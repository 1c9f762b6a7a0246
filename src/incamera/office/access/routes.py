"""Readers of the office over HTTP: the desk grants and ends, a reader redeems a link and leaves."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Request, Response

from incamera.office.access.here import COOKIE, ReaderHere, closed
from incamera.office.access.releases import Releases
from incamera.office.access.schemas import (
    LinkMade,
    ReaderSent,
    ReaderShown,
    ReadingShown,
    ReleaseSent,
    ReleaseShown,
    SecretSent,
)
from incamera.office.access.service import COOKIE_KEPT_S, Readers
from incamera.office.records.routes import BY_DESK
from incamera.platform.attempts import Attempts
from incamera.platform.errors import problem_responses
from incamera.platform.settings import Settings

PATH = "/api/desk/office"
entry = APIRouter(prefix=PATH, tags=["office"])
"""For whoever has a link."""
reading = APIRouter(prefix=PATH, tags=["office"], responses=problem_responses(401))
routes = APIRouter(prefix=PATH, tags=["office"], responses=problem_responses(401, 422))
"""For the desk alone."""


def readers_of(request: Request) -> Readers:
    """The readers of this app."""
    found: Readers = request.app.state.readers
    return found


def releases_of(request: Request) -> Releases:
    """The releases of this app."""
    found: Releases = request.app.state.releases
    return found


ReadersHere = Annotated[Readers, Depends(readers_of)]
ReleasesHere = Annotated[Releases, Depends(releases_of)]


@entry.post("/redeem", status_code=204, responses=problem_responses(404, 410, 422, 429))
async def redeem(sent: SecretSent, readers: ReadersHere, request: Request, response: Response) -> None:
    """Exchange a reader's link for a cookie of this browser."""
    attempts: Attempts = request.app.state.attempts
    settings: Settings = request.app.state.settings
    with attempts.counted(request.client.host if request.client else ""):
        token = await readers.redeem(sent.secret)
    is_https = urlsplit(settings.public_url).scheme == "https"
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_KEPT_S, path=PATH, secure=is_https, httponly=True, samesite="strict"
    )


@reading.get("/reader")
async def who(reader: ReaderHere) -> ReadingShown:
    """Who reads in this browser."""
    return ReadingShown(kind=reader.kind)


@entry.delete("/reader", status_code=204, responses=problem_responses(401))
async def leave(
    readers: ReadersHere, response: Response, incamera_reader: Annotated[str | None, Cookie()] = None
) -> None:
    """End the reading in this browser."""
    if not await readers.leave(incamera_reader):
        raise closed()
    response.delete_cookie(COOKIE, path=PATH)


@routes.get("/readers")
async def listed(readers: ReadersHere) -> list[ReaderShown]:
    """Every reader there is or was, the newest first."""
    return [ReaderShown.of_row(row) for row in await readers.listed()]


@routes.post("/readers", status_code=201)
async def grant(sent: ReaderSent, readers: ReadersHere) -> LinkMade:
    """Let somebody read; the link works once, for a day."""
    return await readers.grant(sent, by=BY_DESK)


@routes.post("/readers/{reader}/link", status_code=201, responses=problem_responses(404))
async def new_link(reader: str, readers: ReadersHere) -> LinkMade:
    """A fresh link for a reader; using it ends their reading in another browser."""
    return await readers.new_link(reader)


@routes.delete("/readers/{reader}", status_code=204, responses=problem_responses(404))
async def end(reader: str, readers: ReadersHere) -> None:
    """End somebody's reading at once."""
    await readers.end(reader, by=BY_DESK)


@routes.get("/releases/{body}", responses=problem_responses(404))
async def released(body: str, releases: ReleasesHere) -> list[ReleaseShown]:
    """What was released to an oversight body, the newest first."""
    return await releases.listed(body)


@routes.post("/releases/{body}", status_code=204, responses=problem_responses(404))
async def release(body: str, sent: ReleaseSent, releases: ReleasesHere) -> None:
    """Release records to an oversight body as they stand, all of them or none."""
    await releases.release(body, sent.records, by=BY_DESK)


@routes.delete("/releases/{body}/{record}", status_code=204, responses=problem_responses(404))
async def withdraw(body: str, record: str, releases: ReleasesHere) -> None:
    """Take a release back."""
    await releases.withdraw(body, record, by=BY_DESK)
