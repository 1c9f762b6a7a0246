"""The tests' end of `leg.py`: start a device in a process of its own, tell it things, wait for what it reports."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from tests.e2e.barcode import STEP_MS
from tests.e2e.seat import LONG_S

ROOT: Final = Path(__file__).parents[2]

Event = dict[str, Any]


class Device:
    """A running leg; `events` is everything it reported, oldest first."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.events: list[Event] = []
        self._more = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def tell(self, **order: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()

    async def until(self, fits: Callable[[Event], bool], *, within_s: float = LONG_S) -> Event:
        """The first event that fits, past or to come."""
        async with asyncio.timeout(within_s), self._more:
            while True:
                found = next((event for event in self.events if fits(event)), None)
                if found is not None:
                    return found
                await self._more.wait()

    async def joined(self) -> bool:
        """Whether the engine let it in."""
        answer = await self.until(lambda e: e["event"] in {"connected", "refused"})
        return bool(answer["event"] == "connected")

    async def publish(self) -> None:
        """Publish camera and microphone as soon as it is granted."""
        await self.until(lambda e: e["event"] == "permission" and e["publish"])
        await self.tell(do="publish")
        for kind in ("camera", "microphone"):
            await self.until(lambda e, kind=kind: e["event"] == "published" and e["kind"] == kind)  # type: ignore[misc]

    def received(self, kind: str, *, mark: int | None = None) -> list[Event]:
        """Pictures or sounds that arrived, of one mark or of all."""
        return [e for e in self.events if e["event"] == kind and mark in {None, e["mark"]}]

    async def until_received(self, *marks: int) -> None:
        """Until a picture and a sound of each of these has arrived."""
        for mark in marks:
            await self.until(lambda e, mark=mark: (e["event"], e.get("mark")) == ("picture", mark))  # type: ignore[misc]
            await self.until(lambda e, mark=mark: (e["event"], e.get("mark")) == ("sound", mark))  # type: ignore[misc]

    def made_after(self, cut_ms: int) -> list[Event]:
        """What arrived although it was made after the cut. A picture tells its time to the millisecond; a tone in steps, and
        a busy browser may sound it a step early: nothing that arrived before an instant was made after it."""
        late = [e for e in self.received("picture") if e["made"] > cut_ms]
        sounds = [e for e in self.received("sound") if min(e["made"], e["at"]) > cut_ms + 2 * STEP_MS]
        return late + sounds

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._reading
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()  # or the garbage collector finds an open pipe after the loop has ended

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            with suppress(json.JSONDecodeError):  # the client's own complaints
                event = json.loads(line)
                async with self._more:
                    self.events.append(event)
                    self._more.notify_all()


@asynccontextmanager
async def device(url: str, token: str, *, mark: int = 60, coded: float = 1) -> AsyncIterator[Device]:
    """A device that tries `token` at the engine of `url`; it ends with the block. `coded`: the share of its picture, from
    the top, that the code fills."""
    command = (sys.executable, "-m", "tests.e2e.leg")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, limit=1 << 20
    )
    running = Device(process)
    try:
        await running.tell(url=url, token=token, mark=mark, coded=coded)
        yield running
    finally:
        await running.end()
