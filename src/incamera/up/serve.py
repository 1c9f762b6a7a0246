"""The command `incamera up`: check, migrate, start, keep running until told to end."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from incamera.platform.migrate import migrate
from incamera.platform.settings import PREFIX, Settings
from incamera.up.child import NeverStarted
from incamera.up.engine_binary import EngineMissing
from incamera.up.output import terminal
from incamera.up.plan import ENGINES
from incamera.up.ports import Ports, PortTaken
from incamera.up.single import AlreadyRunning
from incamera.up.stack import NotReady, Stack

MEDIA_STEP = 2
"""An engine's media port is its HTTP port plus this."""

ORIGIN_PORT = 8080
"""Of the gate's public side, unless the settings name another."""

START_MB = 50
"""Least space to start with. The doctor asks for more, but a meeting that is under way must be able to start again."""


class NoRoom(Exception):
    """The data folder cannot be used; the text says why and what to do."""


EXPECTED = (AlreadyRunning, EngineMissing, NeverStarted, NoRoom, NotReady, PortTaken)
"""What a person can put right; each carries its sentence."""

Once = Callable[[Stack], Awaitable[None]]


def up(settings: Settings, *, media_address: str | None, once_ready: Once) -> int:
    """Run everything until Ctrl-C or SIGTERM. `once_ready` is called when all parts answer. 0, or 1 and a sentence."""
    try:
        make_room(settings.data_dir)
        if not (settings.web_dir / "index.html").is_file():
            print(f"up: no pages in {settings.web_dir}: `make setup` builds them; going on without", flush=True)
        print("up: bringing the database to this version's schema ...", flush=True)
        _migrate(settings)
        asyncio.run(_until_told(stack_for(settings, media_address), once_ready))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("up: ended", flush=True)
    except EXPECTED as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def make_room(data_dir: Path) -> None:
    """Make the data folder and see that it can be written. Raises NoRoom."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=data_dir):
            free = shutil.disk_usage(data_dir).free // 1_000_000
    except OSError as error:
        raise NoRoom(
            f"{data_dir} cannot be written ({error.strerror}): make it writable, or set INCAMERA_DATA_DIR to another."
        ) from error
    if free < START_MB:
        raise NoRoom(
            f"There are {free} MB free in {data_dir} and Incamera needs {START_MB}: "
            "make room, or set INCAMERA_DATA_DIR to a folder on another disk."
        )


def _migrate(settings: Settings) -> None:
    try:
        migrate(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        why = str(getattr(error, "orig", error)) or type(error).__name__
        raise NoRoom(f"The database cannot be used ({why}): `incamera doctor` looks at it and at the disk.") from error


def stack_for(settings: Settings, media_address: str | None) -> Stack:
    """The stack that these settings describe. An engine whose secret they give is somebody else's to run."""
    given = {"open": settings.engine_open_secret, "closed": settings.engine_closed_secret}
    opened, closed = _port(settings.engine_open_url), _port(settings.engine_closed_url)
    env = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    env[f"{PREFIX}WEB_DIR"] = str(settings.web_dir.resolve())
    return Stack(
        settings.data_dir,
        ports=Ports(
            settings.port, opened, opened + MEDIA_STEP, closed, closed + MEDIA_STEP, settings.origin_port or ORIGIN_PORT
        ),
        api_host=settings.host,
        slowness=settings.deadline_scale,
        media_address=media_address,
        outside=frozenset(engine for engine in ENGINES if given[engine] is not None),
        has_gate=True,
        env=env,
        sink=terminal(),
    )


def _port(url: str) -> int:
    return urlsplit(url).port or 7880


async def _until_told(stack: Stack, once_ready: Once) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (we are a coroutine)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    async with stack:
        await once_ready(stack)
        await stack.broken()
