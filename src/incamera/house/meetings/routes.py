"""The desk over HTTP: profiles, plans, what the public will read, calendar entry and ledger."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Request, Response

from incamera.house.ledger.export import checkpoint, export, keep_nothing
from incamera.house.ledger.signing import Signer
from incamera.house.meetings.calendar import calendar
from incamera.house.meetings.desk import COOKIE_KEPT_S, Desk
from incamera.house.meetings.planning import Planning
from incamera.house.meetings.schemas import (
    LedgerDocument,
    MeetingListed,
    MeetingMade,
    MeetingPlanned,
    PlanSent,
    ProfileShown,
    SecretSent,
    profile_shown,
)
from incamera.platform.attempts import Attempts
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError, problem_responses
from incamera.platform.settings import Settings
from incamera.rules.public import PublicFace, public_face

COOKIE = "incamera_desk"
PATH = "/api/desk/"


def planning_of(request: Request) -> Planning:
    """The planning of this app."""
    found: Planning = request.app.state.planning
    return found


def desk_of(request: Request) -> Desk:
    """The desk's links and cookies of this app."""
    found: Desk = request.app.state.desk
    return found


PlanningHere = Annotated[Planning, Depends(planning_of)]
DeskHere = Annotated[Desk, Depends(desk_of)]


async def require_desk(desk: DeskHere, incamera_desk: Annotated[str | None, Cookie()] = None) -> None:
    """Refuse whoever has no desk cookie."""
    if not await desk.admits(incamera_desk):
        raise ProductError("desk_closed", 401, "Open the administrator's link in this browser first.")


entry = APIRouter(prefix="/api/desk", tags=["desk"])
routes = APIRouter(
    prefix="/api/desk", tags=["desk"], dependencies=[Depends(require_desk)], responses=problem_responses(401, 422)
)


@entry.post("/redeem", status_code=204, responses=problem_responses(404, 410, 422, 429))
async def redeem(sent: SecretSent, desk: DeskHere, request: Request, response: Response) -> None:
    """Exchange an administrator's link for a cookie of this browser."""
    attempts: Attempts = request.app.state.attempts
    settings: Settings = request.app.state.settings
    with attempts.counted(request.client.host if request.client else ""):
        token = await desk.redeem(sent.secret)
    is_https = urlsplit(settings.public_url).scheme == "https"
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_KEPT_S, path=PATH, secure=is_https, httponly=True, samesite="strict"
    )


@routes.get("/profiles")
async def profiles(planning: PlanningHere) -> list[ProfileShown]:
    """Every profile of the house, also those that cannot be chosen, with the reasons."""
    return [profile_shown(p) for p in planning.meetings.profiles.values()]


@routes.get("/meetings")
async def meetings(planning: PlanningHere) -> list[MeetingListed]:
    """All meetings, newest start last."""
    return planning.listed()


@routes.post("/meetings", status_code=201)
async def create(sent: PlanSent, planning: PlanningHere) -> MeetingMade:
    """Save a new meeting in draft."""
    return MeetingMade(id=await planning.create(sent))


@routes.post("/plan/public")
async def public(sent: PlanSent, planning: PlanningHere) -> PublicFace:
    """What the public would read of this plan; nothing is saved."""
    return planning.public(sent)


@routes.get("/meetings/{meeting}", responses=problem_responses(404))
async def planned(meeting: str, planning: PlanningHere) -> MeetingPlanned:
    """A meeting with its plan, its invitations and what the public will read."""
    return await planning.shown(meeting)


@routes.put("/meetings/{meeting}", responses=problem_responses(404, 409))
async def change(meeting: str, sent: PlanSent, planning: PlanningHere) -> MeetingPlanned:
    """Save another plan of a meeting in draft."""
    await planning.change(meeting, sent)
    return await planning.shown(meeting)


@routes.get("/meetings/{meeting}/ledger", responses=problem_responses(404))
async def ledger(
    meeting: str, request: Request, planning: PlanningHere, response: Response, extract: Literal["public"] | None = None
) -> LedgerDocument:
    """The ledger as it stands, signed now: in full, or with every body withheld. A closed stretch under way is not in it."""
    planning.meetings.get(meeting)
    signer: Signer = request.app.state.signer
    database: Database = request.app.state.database
    clock: Clock = request.app.state.clock
    async with database.transaction() as session:
        await checkpoint(session, meeting, at=clock.now(), signer=signer)
        keep = keep_nothing if extract else None
        document: dict[str, Any] = await export(session, meeting, public_key=signer.public_key, keep=keep)
    response.headers["Content-Disposition"] = f'attachment; filename="ledger-{meeting}.json"'
    return document


@routes.get(
    "/meetings/{meeting}/calendar.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}, **problem_responses(404)},
)
async def calendar_entry(meeting: str, request: Request, planning: PlanningHere) -> Response:
    """Open titles and times for a calendar; no secret."""
    m = planning.meetings.get(meeting)
    settings: Settings = request.app.state.settings
    clock: Clock = request.app.state.clock
    face = public_face(m.plan, m.profile)
    host = urlsplit(settings.public_url).hostname or "localhost"
    body = calendar(meeting, m.plan, face, host=host, now=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{meeting}.ics"'}
    return Response(body, media_type="text/calendar", headers=headers)
