"""The gallery's pass over HTTP, and what the supervisor asks for to start workers."""

from __future__ import annotations

from hmac import compare_digest
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from incamera.house.meetings.schemas import Sent
from incamera.house.meetings.service import MeetingUnknownError
from incamera.house.press.feeds import Proposal
from incamera.house.press.service import Press
from incamera.house.seats.routes import Held
from incamera.house.seats.schemas import CommandId
from incamera.platform.errors import problem_responses
from incamera.platform.fields import Line
from incamera.platform.settings import Settings

PASS_COOKIE = "gallery_pass"  # noqa: S105  (a name)
PASS_KEPT_S = 60


class GalleryOpen(BaseModel):
    """Where the gallery's media is: an address under the rooms' host name, to which the pass goes as a cookie."""

    meeting: str
    url: str


class FeedProposed(Sent):
    """An address to send the clean programme to, and beside it the stream key, which nobody is shown again."""

    id: CommandId
    label: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    scheme: Literal["rtmp", "rtmps", "tcp", "udp"]
    host: Line
    port: Annotated[int, Field(ge=1, le=65_535)]
    path: Line = ""
    key: Annotated[SecretStr, Field(max_length=500)] = SecretStr("")


class RunWanted(BaseModel):
    """A worker that should be running, and what it should know now."""

    kind: str
    meeting: str
    name: str
    told: dict[str, Any]


def press_of(request: Request) -> Press:
    """The press side of this app. Where there is no gate, there is nothing here."""
    found: Press | None = request.app.state.press
    if found is None:
        raise MeetingUnknownError
    return found


PressHere = Annotated[Press, Depends(press_of)]


def require_supervisor(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    """Only the supervisor of this machine knows the secret it made; to others there is nothing here."""
    secret: str = request.app.state.supervisor_secret
    if not secret or not compare_digest(authorization.encode(), f"Bearer {secret}".encode()):
        raise MeetingUnknownError


routes = APIRouter(prefix="/api/seats/{seat}", tags=["seat"], responses=problem_responses(403, 404, 422))
internal = APIRouter(
    prefix="/api/runs", tags=["runs"], dependencies=[Depends(require_supervisor)], responses=problem_responses(404, 422)
)


@routes.post("/pass")
async def gallery_pass(seat: Held, press: PressHere, request: Request, response: Response) -> GalleryOpen:
    """A pass for the gallery, good for a minute, as a cookie for its media alone."""
    settings: Settings = request.app.state.settings
    meeting, signed = press.gallery_pass(seat)
    response.set_cookie(
        PASS_COOKIE,
        signed,
        max_age=PASS_KEPT_S,
        path=f"/live/{meeting}/gallery/",
        secure=urlsplit(settings.public_url).scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return GalleryOpen(meeting=meeting, url=settings.gallery_url)


@routes.post("/feeds", status_code=204, responses=problem_responses(409))
async def propose_feed(seat: Held, sent: FeedProposed, press: PressHere) -> None:
    """Propose an address. Another person has to approve it."""
    key = sent.key.get_secret_value()
    await press.feeds.propose(
        seat, Proposal(sent.id, sent.label, sent.scheme, sent.host, sent.port, sent.path.strip("/"), key)
    )


@internal.get("")
async def runs(press: PressHere) -> list[RunWanted]:
    """The workers that should be running now."""
    return [RunWanted(kind=r.kind, meeting=r.meeting, name=r.name, told=dict(r.told)) for r in press.runs()]


@internal.post("/{kind}/{meeting}/{name}")
async def start(kind: str, meeting: str, name: str, press: PressHere) -> dict[str, Any]:
    """Where a new worker goes: the first line of its standard input. A new run each time."""
    return press.start(kind, meeting, name)
