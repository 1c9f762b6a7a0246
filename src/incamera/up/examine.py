"""What the doctor looks at, one function each; none of them changes anything."""

import asyncio
import shutil
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from incamera.adapters.livekit.calls import CallFailed
from incamera.adapters.livekit.twirp import TwirpCalls
from incamera.platform.db import Database
from incamera.platform.migrate import alembic_config
from incamera.up.health import answers

START = "start `incamera up` (or `make run`) and ask again"
SPACE_MB = 500
CLOCK_US = 50_000
ASK_S = 2.0
DOCTOR = "doctor-"
"""How the doctor's own chambers are named, so that one that was left behind is not taken for a meeting."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found and, when something is wrong, what to do about it."""

    is_well: bool
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """One media engine as the settings name it. No key: it has never been started here."""

    name: str
    url: str
    key: str
    secret: str = field(repr=False)

    @property
    def http(self) -> str:
        return self.url.replace("ws", "http", 1) if self.url.startswith("ws") else self.url

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or (443 if parts.scheme in {"wss", "https"} else 80)


async def space_is_left(folder: Path) -> Finding:
    """Whether the data folder is there, can be written, and has room."""
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(is_well=False, text=f"{folder}: {error.strerror}", remedy=START)
    return Finding(free >= SPACE_MB, f"{free} MB free", f"make room: {SPACE_MB} MB is the least")


async def clock_runs_true() -> Finding:
    """Whether the wall clock keeps pace with the steady one: instants in the ledger come from it."""
    wall, steady = time.time_ns(), time.monotonic_ns()
    await asyncio.sleep(1)
    drift_us = abs((time.time_ns() - wall) - (time.monotonic_ns() - steady)) // 1_000
    return Finding(
        drift_us < CLOCK_US,
        f"{drift_us / 1_000:.1f} ms off in one second",
        "the clock is being set: wait for the time service to finish, or start one",
    )


async def database_is_sound(url: str) -> Finding:
    """Whether it opens, is whole and has this version's schema."""
    database = Database(url)
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_schema_and_pages, url)
    except (SQLAlchemyError, OSError) as error:
        return Finding(is_well=False, text=type(error).__name__, remedy=f"{START}; else check INCAMERA_DATABASE_URL")
    finally:
        await database.close()


def _schema_and_pages(connection: Connection, url: str) -> Finding:
    if connection.dialect.name == "sqlite":
        pages = connection.execute(text("PRAGMA quick_check")).scalar_one()
        if pages != "ok":
            return Finding(is_well=False, text=f"damaged: {pages}", remedy="restore it from a copy before going on")
    found = set(MigrationContext.configure(connection).get_current_heads())
    wanted = set(ScriptDirectory.from_config(alembic_config(url)).get_heads())
    return Finding(found == wanted, "schema " + (", ".join(sorted(found)) or "missing"), START + ": it migrates")


async def api_answers(host: str, port: int) -> Finding:
    """Whether something answers where the api should, and says it is well."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (an address to replace, not to bind)
    url = f"http://{f'[{near}]' if ':' in near else near}:{port}/api/health"
    return Finding(await answers(url, ASK_S), f"port {port}", START)


async def chambers_held(engine: Engine) -> frozenset[str]:
    """Names of the chambers that the engine holds; none when it cannot be asked."""
    if not engine.key:
        return frozenset()
    calls = TwirpCalls(engine.http, key=engine.key, secret=engine.secret)
    try:
        async with asyncio.timeout(ASK_S):
            return frozenset(name for name in await calls.chambers() if not name.startswith(DOCTOR))
    except (CallFailed, TimeoutError):
        return frozenset()
    finally:
        await calls.close()


async def engine_takes_key(engine: Engine) -> Finding:
    """Whether the engine answers a call signed with the key that we hold."""
    host, port = engine.address
    if not engine.key:
        return Finding(is_well=False, text="has no key yet", remedy=START)
    calls = TwirpCalls(engine.http, key=engine.key, secret=engine.secret)
    try:
        async with asyncio.timeout(ASK_S):
            await calls.chambers()
    except (CallFailed, TimeoutError) as error:
        return Finding(is_well=False, text=f"{host}:{port}: {str(error) or 'silent'}", remedy=START)
    finally:
        await calls.close()
    return Finding(is_well=True, text=f"{host}:{port} answers and takes our key")


async def engine_is_hidden(engine: Engine) -> Finding:
    """Whether signalling and API are out of reach from other machines: a proxy should be their only client."""
    _, port = engine.address
    reached = [address for address in _own_addresses() if await _connects(address, port)]
    return Finding(
        not reached,
        "no address but loopback" if not reached else f"reached at {', '.join(reached)}",
        "bind the engine to loopback and put the proxy of deploy/ in front",
    )


def _own_addresses() -> set[str]:
    """This machine's addresses that others might reach."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    addresses = {str(item[4][0]) for item in found}
    return {address for address in addresses if not address.startswith("127.") and address != "::1"}


async def _connects(address: str, port: int) -> bool:
    try:
        async with asyncio.timeout(1):
            _, writer = await asyncio.open_connection(address, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
