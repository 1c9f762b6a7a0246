"""The composition root: the only place where features, adapters and settings meet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from importlib.resources import files
from typing import Final

import structlog
from fastapi import FastAPI
from pydantic import SecretStr

from incamera.adapters.livekit import LiveKitEngine, connect, mint
from incamera.adapters.outbox import OutboxMailer
from incamera.adapters.smtp import SmtpMailer
from incamera.house.doors.doorkeepers import Doorkeepers
from incamera.house.ledger.signing import load_signer
from incamera.house.meetings import routes as meeting_routes
from incamera.house.meetings.desk import Desk
from incamera.house.meetings.planning import Planning
from incamera.house.meetings.replay import Fold
from incamera.house.meetings.service import Meetings
from incamera.house.seats import routes as seat_routes
from incamera.house.seats.invitations import MAIL_JOB, Invitations
from incamera.house.seats.mail import InvitationMail
from incamera.house.seats.screens import Screens
from incamera.house.seats.service import EngineAccess, Seats
from incamera.platform.attempts import Attempts
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock, SystemClock
from incamera.platform.db import Database
from incamera.platform.errors import install_errors
from incamera.platform.guard import Guard, Site
from incamera.platform.jobs import run_jobs
from incamera.platform.log import configure_logs
from incamera.platform.migrate import migrate
from incamera.platform.pages import Pages
from incamera.platform.settings import Settings, load_settings
from incamera.ports import Mailer
from incamera.rules.meeting import Limits
from incamera.rules.profile import Profile
from incamera.rules.profile_file import load_all
from incamera.rules.words import CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND, Side

PAGES: Final = frozenset({"invitation", "desk", "seats"})
"""First parts of the addresses that the pages route by themselves."""
SOURCES: Final = frozenset({CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND})

_log = structlog.get_logger(__name__)


def app() -> FastAPI:
    """The api as a server starts it: settings from the environment, the machine's clock, logs on standard output."""
    configure_logs()
    return create_app(load_settings(), SystemClock())


def create_app(settings: Settings, clock: Clock, *, engines: "Engines | None" = None) -> FastAPI:
    """The api. `engines` replaces the real ones, for tests; without any key set up there are none and no doorkeeper."""
    made = FastAPI(
        title="Incamera",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=partial(_lifespan, settings=settings, clock=clock),
    )
    database = Database(settings.database_url)
    meetings = Meetings(database, clock, load_profiles(), Limits().scaled(settings.deadline_scale))
    made.state.settings, made.state.clock, made.state.database, made.state.meetings = (
        settings,
        clock,
        database,
        meetings,
    )
    made.state.signer = load_signer(settings.secrets_dir)
    made.state.engines = engines or real_engines(settings, clock)
    made.state.jobs = Bell()
    made.state.attempts = Attempts(clock)
    made.state.desk = Desk(database, clock)
    made.state.invitations = Invitations(meetings, database, clock, made.state.jobs)
    made.state.planning = Planning(meetings, database, made.state.invitations.of)
    made.state.screens = Screens(meetings, first_rev=clock.now() // 1_000)
    made.state.seats = Seats(meetings, made.state.screens, database, clock, made.state.engines.access)
    install_errors(made)
    _route(made)
    made.add_middleware(Guard, site=Site(settings.public_url, [a.url for a in made.state.engines.access.values()]))
    return made


async def first_link(settings: Settings) -> str | None:
    """The administrator's link while nobody may plan yet, else None. The database must be at the newest schema."""
    return await _desk_link(settings, lambda desk: desk.first_link())


async def new_link(settings: Settings) -> str | None:
    """Another administrator's link; the ones that were not used are void."""
    return await _desk_link(settings, lambda desk: desk.new_link())


def load_profiles() -> dict[str, Profile]:
    """Every profile that comes with the product. Raises ProfileRefused."""
    folder = files("incamera.rules") / "profiles"
    return load_all(
        {
            file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
    )


class Engines:
    """Both engines: how browsers get in, and how the doorkeepers hold them, on a loop of their own."""

    def __init__(
        self, access: Mapping[Side, EngineAccess], connect_all: Callable[[], Mapping[Side, LiveKitEngine]]
    ) -> None:
        self.access = access
        self.connect_all = connect_all


def real_engines(settings: Settings, clock: Clock) -> Engines:
    """The engines that are set up; an engine without a key is not."""
    given = {
        Side.OPEN: (
            settings.engine_open_url,
            settings.engine_open_public_url,
            settings.engine_open_key,
            settings.engine_open_secret,
        ),
        Side.CLOSED: (
            settings.engine_closed_url,
            settings.engine_closed_public_url,
            settings.engine_closed_key,
            settings.engine_closed_secret,
        ),
    }
    known = {
        side: (url, public, key, secret)
        for side, (url, public, key, secret) in given.items()
        if key and secret is not None
    }

    def connect_all() -> Mapping[Side, LiveKitEngine]:
        return {
            side: connect(
                url, key=key, secret=secret.get_secret_value(), now=clock.now, deadline_scale=settings.deadline_scale
            )
            for side, (url, _, key, secret) in known.items()
        }

    access = {side: EngineAccess(public, _mint(key, secret, clock)) for side, (_, public, key, secret) in known.items()}
    return Engines(access, connect_all)


def _mint(key: str, secret: SecretStr, clock: Clock) -> Callable[[str, str], str]:
    def minted(chamber: str, identity: str) -> str:
        return mint(
            key, secret.get_secret_value(), chamber=chamber, identity=identity, sources=SOURCES, now=clock.now()
        )

    return minted


def _route(made: FastAPI) -> None:
    for router in (
        meeting_routes.entry,
        meeting_routes.routes,
        seat_routes.desk_routes,
        seat_routes.entry,
        seat_routes.routes,
    ):
        made.include_router(router)

    @made.get("/api/health", tags=["health"])
    async def health() -> dict[str, bool]:
        """That this process answers."""
        return {"ok": True}

    made.mount("/", Pages(made.state.settings.web_dir, PAGES))


@asynccontextmanager
async def _lifespan(made: FastAPI, *, settings: Settings, clock: Clock) -> AsyncIterator[None]:
    await asyncio.to_thread(migrate, settings.database_url)
    meetings: Meetings = made.state.meetings
    async with AsyncExitStack() as ending:
        ending.push_async_callback(made.state.database.close)
        await meetings.load()
        ending.callback(made.state.screens.close)
        work = asyncio.create_task(_work(made, settings, clock))
        ending.push_async_callback(_end, work)
        if made.state.engines.access:
            keepers = Doorkeepers(meetings, made.state.engines.connect_all, clock, settings.deadline_scale)
            await ending.enter_async_context(keepers)
        else:
            _log.warning("engines_missing")
        yield


async def _work(made: FastAPI, settings: Settings, clock: Clock) -> None:
    """Background work of this process: mail."""
    state = made.state
    fold = Fold(state.meetings.profiles, Limits())
    mail = InvitationMail(
        state.invitations, fold, state.database, clock, _mailer(settings), settings.public_url, settings.smtp_from
    )
    await run_jobs({MAIL_JOB: mail}, state.database, clock, state.jobs)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _mailer(settings: Settings) -> Mailer:
    if settings.smtp_host is None:
        return OutboxMailer(settings.outbox_dir or settings.data_dir / "outbox")
    return SmtpMailer(settings.smtp_host, settings.smtp_port, settings.smtp_user, settings.smtp_password)


async def _desk_link(settings: Settings, make: Callable[[Desk], Awaitable[str | None]]) -> str | None:
    database = Database(settings.database_url)
    try:
        secret = await make(Desk(database, SystemClock()))
    finally:
        await database.close()
    return None if secret is None else f"{settings.public_url.rstrip('/')}/desk#{secret}"
