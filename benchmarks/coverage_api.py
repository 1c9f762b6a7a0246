"""The api as the product runs it, with a timer of 10 ms on its own loop and one on the doorkeepers': `lag` says how late.

Engines are those in memory; a line `lag` on standard input gives a line of JSON and begins anew. Its first line is the
secret of a link for the desk.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from typing import Final

import uvicorn

from incamera.house.seats.service import EngineAccess
from incamera.main.api import create_app, spare_what_stays
from incamera.main.engines import Engines
from incamera.platform.clock import SystemClock
from incamera.platform.settings import load_settings
from incamera.rules.words import Side
from tests.fakes.engine import FakeEngine

TICK_S: Final = 0.01


class Engine(FakeEngine):
    """As the doorkeepers hold a real one."""

    async def close(self) -> None:
        """Nothing to give back."""


class Lag:
    """How late the timers of two loops were, in microseconds."""

    def __init__(self) -> None:
        self._late: dict[str, list[int]] = {"api": [], "doors": []}
        self._tasks: list[asyncio.Task[None]] = []

    def measure(self, name: str) -> None:
        """The running loop, from now on."""
        self._tasks.append(asyncio.get_running_loop().create_task(self._tick(name)))

    def taken(self) -> dict[str, list[int]]:
        """What was measured since the last call."""
        found, self._late = self._late, {name: [] for name in self._late}
        return found

    async def _tick(self, name: str) -> None:
        while True:
            due = time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            self._late[name].append(round((time.perf_counter() - due) * 1e6))


async def serve(lag: Lag) -> None:
    """Until the process ends."""
    clock = SystemClock()

    def connect_all() -> dict[Side, Engine]:
        lag.measure("doors")  # ports are made on the doorkeepers' own loop
        return {side: Engine(now=clock.now) for side in Side}

    access = {side: EngineAccess("wss://engine.example", lambda *_: "") for side in Side}
    settings = load_settings()
    app = create_app(settings, clock, engines=Engines(access, connect_all))
    spare_what_stays()
    server = uvicorn.Server(uvicorn.Config(app, port=settings.port, access_log=False, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (it tells nobody)
        await asyncio.sleep(TICK_S)
    lag.measure("api")
    print(await app.state.desk.new_link(), flush=True)
    await serving


def answer(lag: Lag) -> None:
    """Each line of standard input."""
    for _ in sys.stdin:
        print(json.dumps(lag.taken()), flush=True)


def main() -> None:
    """Serve."""
    lag = Lag()
    threading.Thread(target=answer, args=(lag,), daemon=True).start()
    factory = uvicorn.Config(create_app).get_loop_factory()  # the loop that uvicorn would take
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serve(lag))


if __name__ == "__main__":
    main()
