"""Administrators' links, made by whoever has the machine: the command line, not the api."""

from collections.abc import Awaitable, Callable

from incamera.house.meetings.desk import Desk
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database
from incamera.platform.settings import Settings


async def first_link(settings: Settings) -> str | None:
    """The administrator's link while nobody may plan yet, else None. The database must be at the newest schema."""
    return await _made(settings, lambda desk: desk.first_link())


async def new_link(settings: Settings) -> str | None:
    """Another administrator's link; the ones that were not used are void."""
    return await _made(settings, lambda desk: desk.new_link())


async def _made(settings: Settings, make: Callable[[Desk], Awaitable[str | None]]) -> str | None:
    database = Database(settings.database_url)
    try:
        secret = await make(Desk(database, SystemClock()))
    finally:
        await database.close()
    return None if secret is None else f"{settings.public_url.rstrip('/')}/desk#{secret}"
