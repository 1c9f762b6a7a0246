"""The guard of what is read in the office: the desk, or a reader whom the desk let in."""

from typing import Annotated

from fastapi import Cookie, Request

from incamera.house.meetings.routes import DeskHere
from incamera.office.access.here import closed
from incamera.office.access.routes import ReadersHere
from incamera.rules.office.access import AT_DESK


async def require_reader(
    request: Request,
    desk: DeskHere,
    readers: ReadersHere,
    incamera_desk: Annotated[str | None, Cookie()] = None,
    incamera_reader: Annotated[str | None, Cookie()] = None,
) -> None:
    """Refuse whoever is neither; say to the routes who reads."""
    if await desk.admits(incamera_desk):
        request.state.reader = AT_DESK
        return
    request.state.reader = await readers.reading(incamera_reader)
    if request.state.reader is None:
        raise closed()
