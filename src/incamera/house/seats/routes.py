"""Seats over HTTP: invitations at the desk, redeeming one, and everything with a seat's cookie."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import StreamingResponse

from incamera.house.meetings.routes import require_desk
from incamera.house.meetings.schemas import SeatsSent, SecretSent
from incamera.house.seats.invitations import Invitations
from incamera.house.seats.schemas import (
    CommandGiven,
    Empty,
    LegGiven,
    LegMade,
    LinkPrinted,
    Revised,
    Seated,
    TokensGiven,
    ViewNow,
)
from incamera.house.seats.screens import Screens
from incamera.house.seats.service import Seats
from incamera.platform.attempts import Attempts
from incamera.platform.errors import ProductError, problem_responses
from incamera.platform.settings import Settings, is_loopback
from incamera.platform.stream import event_response

COOKIE = "incamera_seat"
COOKIE_KEPT_S = 90 * 24 * 3_600


def seats_of(request: Request) -> Seats:
    """The seats of this app."""
    found: Seats = request.app.state.seats
    return found


def invitations_of(request: Request) -> Invitations:
    """The invitations of this app."""
    found: Invitations = request.app.state.invitations
    return found


SeatsHere = Annotated[Seats, Depends(seats_of)]
InvitationsHere = Annotated[Invitations, Depends(invitations_of)]


async def held_seat(seat: str, seats: SeatsHere, incamera_seat: Annotated[str | None, Cookie()] = None) -> str:
    """The seat in the address, if this browser holds it; else there is nothing here."""
    await seats.check_holder(seat, incamera_seat)
    return seat


Held = Annotated[str, Depends(held_seat)]

desk_routes = APIRouter(
    prefix="/api/desk/meetings/{meeting}",
    tags=["desk"],
    dependencies=[Depends(require_desk)],
    responses=problem_responses(401, 404, 422),
)
entry = APIRouter(prefix="/api/invitations", tags=["seat"])
routes = APIRouter(prefix="/api/seats/{seat}", tags=["seat"], responses=problem_responses(404, 422))


@desk_routes.post("/invitations", status_code=202)
async def invite(meeting: str, sent: SeatsSent, invitations: InvitationsHere) -> None:
    """Mail one single-use link to each of these seats; old ones are void."""
    await invitations.mail(meeting, sent.seats)


@desk_routes.post("/links", responses=problem_responses(403))
async def print_links(
    meeting: str, sent: SeatsSent, invitations: InvitationsHere, request: Request
) -> list[LinkPrinted]:
    """Links for a printed sheet, good for an hour; only for a desk on this very machine."""
    settings: Settings = request.app.state.settings
    client = request.client.host if request.client else ""
    if not (is_loopback(client) and is_loopback(urlsplit(settings.public_url).hostname or "")):
        raise ProductError("not_here", 403, "Links are printed only on the machine that Incamera runs on.")
    return [LinkPrinted(**asdict(link)) for link in await invitations.print(meeting, sent.seats)]


@entry.post("/redeem", responses=problem_responses(404, 410, 422, 429))
async def redeem(sent: SecretSent, invitations: InvitationsHere, request: Request, response: Response) -> Seated:
    """Exchange an invitation's secret for its seat, once."""
    attempts: Attempts = request.app.state.attempts
    settings: Settings = request.app.state.settings
    with attempts.counted(request.client.host if request.client else ""):
        done = await invitations.redeem(sent.secret)
    response.set_cookie(
        COOKIE,
        done.token,
        max_age=COOKIE_KEPT_S,
        path=f"/api/seats/{done.seat}/",
        secure=urlsplit(settings.public_url).scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return Seated(seat=done.seat, meeting=done.meeting)


@routes.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(seat: Held, request: Request) -> StreamingResponse:
    """The seat's view as server-sent events: at once, whenever it changes, and again every two seconds."""
    screens: Screens = request.app.state.screens
    return event_response(screens.events(seat))


@routes.get("/view")
async def view(seat: Held, request: Request) -> ViewNow:
    """The seat's view once."""
    screens: Screens = request.app.state.screens
    shown = screens.show(seat)
    return ViewNow(rev=shown.rev, view=shown.view)


@routes.post("/legs")
async def new_leg(seat: Held, seats: SeatsHere, _nothing: Empty) -> LegMade:
    """A leg for this page; the seat's former leg can no longer enter."""
    return LegMade(leg=await seats.new_leg(seat))


@routes.post("/tokens")
async def tokens(seat: Held, seats: SeatsHere, sent: LegGiven) -> TokensGiven:
    """Tokens for the chambers of the view, each for a minute and for listening."""
    return TokensGiven(chambers=seats.tokens(seat, sent.leg))


@routes.post("/commands", responses=problem_responses(409))
async def command(seat: Held, seats: SeatsHere, given: CommandGiven) -> Revised:
    """Give a command. What opens needs the view's rev; shutting never does."""
    return Revised(rev=await seats.command(seat, given))
