"""The other end of `crowd.py`: start such a process, wait for what it says, ask for what reached it."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from benchmarks.legs import Received

ROOT: Final = Path(__file__).parents[1]
LONG_S: Final = 60.0
TOGETHER: Final = 2

Event = dict[str, Any]


class Crowd:
    """A running process of people."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.events: list[Event] = []
        self._more = asyncio.Condition()
        self._is_over = False
        self._reading = asyncio.create_task(self._read())

    async def tell(self, order: Mapping[str, Any]) -> None:
        """One line in."""
        assert self._process.stdin is not None  # noqa: S101  (it was made with a pipe)
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()

    async def until(self, fits: Callable[[Event], bool], *, count: int = 1) -> list[Event]:
        """The first `count` events that fit, past or to come. Raises TimeoutError; ConnectionError where its media library
        ended the process."""
        async with asyncio.timeout(LONG_S), self._more:
            while len(found := [event for event in self.events if fits(event)]) < count:
                if self._is_over:
                    raise ConnectionError("a process of devices ended by itself")
                await self._more.wait()
        return found

    async def report(self, since: int) -> list[Received]:
        """What its receivers received from `since` on; what is older is forgotten there."""
        self.events = [event for event in self.events if event["event"] != "report"]
        await self.tell({"do": "report", "since": since})
        return [Received(*row) for row in (await self.until(lambda e: e["event"] == "report"))[0]["rows"]]

    async def end(self) -> None:
        """Kill it, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  (it was made with a pipe)
        while line := await self._process.stdout.readline():
            with suppress(json.JSONDecodeError):  # the client's own complaints
                event = json.loads(line)
                async with self._more:
                    self.events.append(event)
                    self._more.notify_all()
        async with self._more:
            self._is_over = True
            self._more.notify_all()


def groups(people: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """At most TOGETHER in one process: one interpreter feeds no more devices in time."""
    return [people[n : n + TOGETHER] for n in range(0, len(people), TOGETHER)]


@asynccontextmanager
async def crowd(door: Mapping[str, str] | None, people: list[dict[str, Any]]) -> AsyncIterator[Crowd]:
    """These people in a process of their own, ready; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.crowd", cwd=ROOT, stdin=PIPE, stdout=PIPE, limit=1 << 26
    )
    running = Crowd(process)
    try:
        await running.tell({"door": door, "people": people})
        await running.until(lambda e: e["event"] == "ready")
        yield running
    finally:
        await running.end()
