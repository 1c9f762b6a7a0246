"""All doorkeepers, on a thread and an event loop of their own, so that nothing slow ever delays a door."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Final, Self

import structlog

from incamera.house.doors.doorkeeper import HUSH_S, Doorkeeper, DoorPorts, Facts
from incamera.house.doors.telling import tell_outside
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock
from incamera.rules.decide import Denied
from incamera.rules.meeting import Meeting
from incamera.rules.proof import Seen
from incamera.rules.steps import Step, keeps

LOOK_S: Final = 0.1
"""How often the list of meetings is looked at for one that was convened."""

_log = structlog.get_logger(__name__)


PortsFactory = Callable[[AsyncExitStack], DoorPorts]
"""Makes the ports and leaves their closing to the stack; called on the doorkeepers' own loop, to which they belong."""


class _AcrossThreads:
    """The meetings as seen from the doorkeepers' loop: a step is carried out on the loop the meetings belong to."""

    def __init__(self, facts: Facts, home: asyncio.AbstractEventLoop) -> None:
        self._facts = facts
        self._home = home
        self.bell: Bell = facts.bell

    def ids(self) -> tuple[str, ...]:
        return tuple(self._facts.ids())

    def get(self, meeting_id: str) -> Meeting:
        return self._facts.get(meeting_id)

    def rev(self, meeting_id: str) -> int:
        return self._facts.rev(meeting_id)

    def measure(self, meeting_id: str, seen: Seen) -> None:
        self._facts.measure(meeting_id, seen)

    async def step(self, meeting_id: str, step: Step, *, seen: Seen, expect: int) -> int | Denied:
        work = self._facts.step(meeting_id, step, seen=seen, expect=expect)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._home))


class Doorkeepers:
    """`async with Doorkeepers(...)`: from then on every meeting under way has its doorkeeper."""

    def __init__(self, facts: Facts, ports: PortsFactory, clock: Clock, deadline_scale: int = 100) -> None:
        self._facts = facts
        self._ports = ports
        self._clock = clock
        self._scale = deadline_scale
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._failed: Exception | None = None
        self._keepers: dict[str, Doorkeeper] = {}

    async def hush(self, after: Meeting) -> None:
        """Silence the open side of a meeting before it is shut; `after` is what the commit will make of it. Returns when it
        is silent, or after HUSH_S: shutting waits for nothing longer."""
        keeper = self._keepers.get(after.id)
        if keeper is None or self._loop is None or self._loop.is_closed():
            return
        silence = asyncio.wrap_future(asyncio.run_coroutine_threadsafe(keeper.hush(after), self._loop))
        with suppress(Exception):  # late or broken, it never keeps anybody from shutting
            await asyncio.wait_for(silence, HUSH_S * self._scale / 100)

    async def __aenter__(self) -> Self:
        home = asyncio.get_running_loop()
        ready = asyncio.Event()

        def say_ready() -> None:
            with suppress(RuntimeError):  # at the very end the loop at home may be closed already
                home.call_soon_threadsafe(ready.set)

        def live() -> None:
            try:
                asyncio.run(self._live(home, say_ready))
            except Exception as error:  # noqa: BLE001 - told at home: to whoever starts, or in the log
                self._failed = error
                _log.critical("doorkeepers_ended", error=type(error).__name__)
            finally:
                say_ready()

        self._thread = threading.Thread(target=live, name="doorkeepers", daemon=True)
        self._thread.start()
        await ready.wait()
        if self._failed is not None:
            raise self._failed
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._stop is not None and self._thread is not None:
            with suppress(RuntimeError):  # the thread has ended by itself, and its loop is closed
                self._loop.call_soon_threadsafe(self._stop.set)
            # The doorkeepers may be waiting for a step on this very loop: it must go on turning while they end.
            await asyncio.to_thread(self._thread.join, 10.0)

    async def _live(self, home: asyncio.AbstractEventLoop, on_ready: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        facts = _AcrossThreads(self._facts, home)
        async with AsyncExitStack() as ending:
            ports = self._ports(ending)
            on_ready()
            telling = asyncio.create_task(tell_outside(facts, ports.origin)) if ports.origin is not None else None
            await self._watch(facts, ports)
            if telling is not None:
                telling.cancel()

    async def _watch(self, facts: Facts, ports: DoorPorts) -> None:
        at_work: dict[str, asyncio.Task[None]] = {}
        stop = self._stop
        while stop is not None and not stop.is_set():
            try:
                self._see_to_all(facts, ports, at_work)
            except Exception as error:  # noqa: BLE001 - whatever it is, no door may be left unwatched because of it
                _log.error("doorkeepers_failed", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await stop.wait()
        for task in at_work.values():
            task.cancel()
        await asyncio.gather(*at_work.values(), return_exceptions=True)

    def _see_to_all(self, facts: Facts, ports: DoorPorts, at_work: dict[str, asyncio.Task[None]]) -> None:
        """A doorkeeper for every meeting under way that has none, also where one has died."""
        for meeting_id, task in list(at_work.items()):
            if task.done():
                del at_work[meeting_id], self._keepers[meeting_id]
                if not task.cancelled() and (error := task.exception()) is not None:
                    _log.error("doorkeeper_died", meeting=meeting_id, error=type(error).__name__)
        for meeting_id in facts.ids():
            if meeting_id not in at_work and keeps(facts.get(meeting_id)):
                self._keepers[meeting_id] = Doorkeeper(meeting_id, facts, ports, self._clock, self._scale)
                at_work[meeting_id] = asyncio.create_task(self._keepers[meeting_id].run())
