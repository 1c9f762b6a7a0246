"""The api: every route, and the doorkeepers."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final

import structlog
from fastapi import Depends, FastAPI

from incamera.house.doors.doorkeepers import Doorkeepers
from incamera.house.ledger.signing import load_signer
from incamera.house.meetings import routes as meeting_routes
from incamera.house.meetings.desk import Desk
from incamera.house.meetings.planning import Planning
from incamera.house.meetings.service import Meetings
from incamera.house.press import routes as press_routes
from incamera.house.seats import routes as seat_routes
from incamera.house.seats.fresh import FreshLinks
from incamera.house.seats.invitations import Invitations
from incamera.house.seats.screens import Screens
from incamera.house.seats.service import Seats
from incamera.main.engines import Engines, real_engines
from incamera.main.gate import OUTPUTS, door_ports, gate_for
from incamera.main.profiles import load_profiles
from incamera.main.reading import require_reader
from incamera.media.origin.kept import Kept
from incamera.office.access import routes as access_routes
from incamera.office.access.releases import Releases
from incamera.office.access.service import Readers
from incamera.office.coverage import routes as coverage_routes
from incamera.office.coverage.service import Coverage
from incamera.office.documents import routes as document_routes
from incamera.office.documents.service import Documents
from incamera.office.documents.shelf import Shelf
from incamera.office.imports import routes as import_routes
from incamera.office.imports.service import LARGEST, Imports
from incamera.office.imports.uploads import Uploads
from incamera.office.oversight import routes as request_routes
from incamera.office.oversight.reading import RequestsRead
from incamera.office.oversight.replying import Replying
from incamera.office.oversight.service import Requests
from incamera.office.recordings import routes as recording_routes
from incamera.office.records import routes as record_routes
from incamera.office.records.service import Records
from incamera.office.reminders import routes as reminder_routes
from incamera.platform.attempts import Attempts
from incamera.platform.clock import Clock, SystemClock
from incamera.platform.db import Database
from incamera.platform.errors import install_errors
from incamera.platform.guard import Guard, Site
from incamera.platform.log import configure_logs
from incamera.platform.migrate import migrate
from incamera.platform.pages import Pages
from incamera.platform.settings import Settings, load_settings
from incamera.platform.supervisor import read_supervisor_secret
from incamera.rules.meeting import Limits

PAGES: Final = frozenset({"invitation", "desk", "seats"})
"""First parts of the addresses that the pages route by themselves."""
UPLOADS: Final = {import_routes.PREFIX: max(LARGEST.values())}
"""Addresses that take files, and how many bytes at most."""

_log = structlog.get_logger(__name__)


def app() -> FastAPI:
    """The api as a server starts it: settings from the environment, the machine's clock, logs on standard error."""
    configure_logs()
    made = create_app(load_settings(), SystemClock())
    spare_what_stays()
    return made


def spare_what_stays() -> None:
    """What was loaded until now lives as long as the process: looking through it for garbage would stop every thread, the
    doorkeepers' too, for a tenth of a second."""
    gc.collect()
    gc.freeze()


def create_app(settings: Settings, clock: Clock, *, engines: Engines | None = None) -> FastAPI:
    """The api. `engines` replaces the real ones, for tests; without any there is no doorkeeper either."""
    made = FastAPI(
        title="Incamera",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=partial(_lifespan, settings=settings, clock=clock),
    )
    _wire(made, settings, clock, engines or real_engines(settings, clock))
    install_errors(made)
    _route(made)
    made.add_middleware(Guard, site=Site(settings.public_url, _connects(made, settings), UPLOADS))
    return made


def _connects(made: FastAPI, settings: Settings) -> list[str]:
    """Where the pages may connect to besides this server: the engines, and the gallery's media."""
    urls = [engine.url for engine in made.state.engines.access.values()]
    return [*urls, settings.gallery_url] if settings.gallery_url else urls


def _wire(made: FastAPI, settings: Settings, clock: Clock, engines: Engines) -> None:
    """Put on `state` what routes ask for."""
    state = made.state
    state.settings, state.clock, state.engines = settings, clock, engines
    state.database = database = Database(settings.database_url)
    state.gate = gate = gate_for(settings, clock)
    limits = Limits().scaled(settings.deadline_scale)
    state.meetings = meetings = Meetings(database, clock, load_profiles(), limits, OUTPUTS if gate else ())
    state.press = gate.press(meetings, engines) if gate is not None else None
    state.supervisor_secret = read_supervisor_secret(settings.secrets_dir)
    state.signer = load_signer(settings.secrets_dir)
    state.attempts = Attempts(clock)
    state.desk = Desk(database, clock)
    state.screens = Screens(meetings, first_rev=clock.now() // 1_000)
    state.invitations = Invitations(meetings, state.screens, database, clock, FreshLinks(database, clock))
    state.planning = Planning(meetings, database, state.invitations.of, state.invitations.release)
    state.records = records = Records(database, clock)
    state.readers, state.releases = Readers(database, clock), Releases(database, clock)
    state.documents = Documents(records, Shelf(settings.data_dir / "documents"))
    state.imports = Imports(records, Uploads(settings.data_dir / "imports"))
    state.requests, state.requests_read = Requests(records, state.documents), RequestsRead(database, clock)
    state.replying = Replying(records, Shelf(settings.data_dir / "replies"))
    state.coverage = Coverage(database)
    state.kept = Kept(settings.data_dir / "record")
    state.seats = Seats(meetings, state.screens, database, clock, engines.access)


def _route(made: FastAPI) -> None:
    for router in (
        meeting_routes.entry,
        meeting_routes.routes,
        seat_routes.desk_routes,
        seat_routes.entry,
        seat_routes.routes,
        press_routes.routes,
        press_routes.internal,
    ):
        made.include_router(router)
    made.include_router(access_routes.entry)
    for router in (access_routes.reading, coverage_routes.routes, record_routes.reading):
        made.include_router(router, dependencies=[Depends(require_reader)])
    for router in (
        access_routes.routes,
        document_routes.routes,
        import_routes.routes,
        import_routes.people_routes,
        reminder_routes.routes,
        request_routes.routes,
        record_routes.routes,
        recording_routes.routes,
    ):
        made.include_router(router, dependencies=[Depends(meeting_routes.require_desk)])

    @made.get("/api/health", tags=["health"])
    async def health() -> dict[str, bool]:
        """That this process answers."""
        return {"ok": True}

    made.mount("/", Pages(made.state.settings.web_dir, PAGES))


@asynccontextmanager
async def _lifespan(made: FastAPI, *, settings: Settings, clock: Clock) -> AsyncIterator[None]:
    await asyncio.to_thread(migrate, settings.database_url)
    state = made.state
    async with AsyncExitStack() as ending:
        ending.push_async_callback(state.database.close)
        await state.meetings.load()
        ending.callback(state.screens.close)
        if state.engines.access:
            ports = partial(door_ports, state.engines, state.gate, state.press)
            keepers = Doorkeepers(state.meetings, ports, clock, settings.deadline_scale)
            await ending.enter_async_context(keepers)
            state.meetings.hush = keepers.hush
        else:
            _log.warning("engines_missing")
        yield
