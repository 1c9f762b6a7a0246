"""`python -m incamera.media.origin`: the gate on the main thread's loop, readers on a loop and thread of their own.

Nothing secret is on the command line. Without the api's key or the slate it waits for them: both are made by others at
the same start. Ends at SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import resource
import signal
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
import uvicorn
import uvloop

from incamera.media.origin.audience import Audience
from incamera.media.origin.connection import server_protocol
from incamera.media.origin.control import Control
from incamera.media.origin.core import Origin
from incamera.media.origin.crowd import Crowd
from incamera.media.origin.intake import listen
from incamera.media.origin.kept import Kept
from incamera.media.origin.keys import ApiKey, own_signer
from incamera.media.origin.limits import Limits
from incamera.media.origin.outlet import serve_children
from incamera.media.origin.outputs import Outputs
from incamera.media.origin.public import Public
from incamera.media.origin.site import Site
from incamera.media.origin.slate import MANIFEST, Slate, load_slate
from incamera.media.origin.wakeups import Wakeups
from incamera.platform.log import configure_logs
from incamera.platform.settings import Settings, load_settings

TICK_S: Final = 0.010
LOOK_S: Final = 0.2
NICE: Final = -10
"""The gate before everything else on a loaded machine."""
SWITCH_S: Final = 0.001
"""How long the readers' thread may hold the interpreter while the gate waits for it."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """Where the origin listens and what it reads. `rooms` is the rooms' site (scheme, host, port)."""

    run_dir: Path
    state_dir: Path
    slate_dir: Path
    record_dir: Path
    web_dir: Path
    host: str
    port: int
    rooms: str
    is_https: bool

    @property
    def api_key(self) -> Path:
        """The api's public key as hexadecimal text; the api writes it."""
        return self.run_dir / "api.pub"


def main() -> None:
    """Serve until told to end."""
    configure_logs()
    sys.setswitchinterval(SWITCH_S)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what a dump destroyed must not come back in a core file
    with contextlib.suppress(PermissionError):  # only a privileged process may go before the others
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_serve(_options(load_settings())))


def _options(settings: Settings) -> Options:
    parser = argparse.ArgumentParser(prog="incamera.media.origin", description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="address of the public side")
    parser.add_argument("--port", type=int, required=True, help="port of the public side")
    parser.add_argument("--https", action="store_true", help="a proxy in front speaks TLS")
    parser.add_argument("--slate", type=Path, default=settings.data_dir / "slate", help="folder of the pinned slate")
    given = parser.parse_args()
    return Options(
        run_dir=settings.data_dir / "run" / "origin",
        state_dir=settings.data_dir / "origin",
        slate_dir=given.slate,
        record_dir=settings.data_dir / "record",
        web_dir=settings.web_dir,
        host=given.host,
        port=given.port,
        rooms=settings.origin,
        is_https=given.https,
    )


async def _serve(options: Options) -> None:
    options.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    options.run_dir.chmod(0o700)
    sign = own_signer(options.state_dir / "key", options.run_dir / "origin.pub")
    slate = await _slate(options.slate_dir)
    origin = Origin(slate, Limits(options.state_dir / "limits"))
    api_key, ended = ApiKey(options.api_key), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    async with (
        _readers(options, origin, api_key) as readers_gone,
        _control(options.run_dir / "control.sock", Control(origin, api_key, sign)),
    ):
        intake = await listen(options.run_dir / "media.sock", origin, api_key)
        children = await serve_children(options.run_dir / "sinks.sock", origin)
        _log.info("origin_listens", host=options.host, port=options.port)
        ticking = asyncio.create_task(_tick(origin))
        ending = [asyncio.create_task(event.wait()) for event in (ended, readers_gone)]
        await asyncio.wait({ticking, *ending}, return_when=asyncio.FIRST_COMPLETED)
        intake.close()
        children.close()
        for task in (ticking, *ending):
            task.cancel()
        if ticking.done():
            ticking.result()
        if readers_gone.is_set() and not ended.is_set():
            sys.exit("the public side could not be served")


async def _slate(folder: Path) -> Slate:
    is_told = False
    while not (folder / MANIFEST).exists():
        if not is_told:
            _log.info("waits_for_slate", folder=str(folder))
            is_told = True
        await asyncio.sleep(LOOK_S)
    return load_slate(folder)


async def _tick(origin: Origin) -> None:
    while True:
        origin.tick()
        await asyncio.sleep(TICK_S)


@contextlib.asynccontextmanager
async def _control(path: Path, control: Control) -> AsyncIterator[None]:
    path.unlink(missing_ok=True)  # noqa: ASYNC240  (once, at start)
    server = uvicorn.Server(_config(control.app, uds=str(path)))
    serving = asyncio.create_task(_without_signals(server))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


@contextlib.asynccontextmanager
async def _readers(options: Options, origin: Origin, api_key: ApiKey) -> AsyncIterator[asyncio.Event]:
    """The public side on a thread of its own; ready when this gives way. The event is set when it has ended."""
    gate, ready, gone = asyncio.get_running_loop(), threading.Event(), asyncio.Event()
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        wakeups, audience = Wakeups(asyncio.get_running_loop()), Audience()
        origin.changed = wakeups.changed
        origin.audience = lambda meeting: audience.count(meeting, origin.now())
        kept, outputs = Kept(options.record_dir), Outputs(origin, origin.peek)
        live = Public(origin, outputs, api_key, wakeups, audience, kept, rooms=options.rooms, gate=gate)
        site = Site(live, options.web_dir, is_https=options.is_https)
        crowd = Crowd(outputs, wakeups.loop)
        wakeups.heard = crowd.look
        protocol = server_protocol(crowd, audience)
        servers.append(uvicorn.Server(_config(site, host=options.host, port=options.port, http=protocol)))
        ready.set()
        await _without_signals(servers[0])

    def run() -> None:
        try:
            uvloop.run(serve())
        finally:
            ready.set()
            gate.call_soon_threadsafe(gone.set)

    thread = threading.Thread(target=run, name="readers", daemon=True)
    thread.start()
    await asyncio.to_thread(ready.wait)
    try:
        yield gone
    finally:
        for server in servers:
            server.should_exit = server.force_exit = True
        await asyncio.to_thread(thread.join, 3.0)


async def _without_signals(server: uvicorn.Server) -> None:
    """Serve and leave signals to the process."""
    await server._serve()  # noqa: SLF001  (serve() takes the process's signals, and works on the main thread only)


def _config(app: object, **where: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        **where,  # type: ignore[arg-type]
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
