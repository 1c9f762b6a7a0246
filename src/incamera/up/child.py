"""One child of the supervisor: started, watched, started again. It holds no opinion on what the child is for."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from incamera.up.health import answers
from incamera.up.output import LONGEST_LINE, Sink, drain

TETHER = Path(__file__).with_name("tether.py")
ASK_EVERY_S = 1.0
ASK_WHILE_STARTING_S = 0.05
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
LAST_WORDS_S = 1.0
FIRST_TRIES = 3
STEADY_S = 10.0
"""A child that ran this long was healthy: its next restart waits only FIRST_PAUSE_S again."""


class NeverStarted(Exception):
    """A child ended FIRST_TRIES times without ever having answered: starting it again will not help."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to start and when to take it for dead. Durations are seconds."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    health: str | None = None  # asked every second
    silence_s: float = 3.0  # killed when it has not answered for so long
    start_s: float = 30.0  # silence allowed until its first answer
    leave_s: float = 0.0  # time to leave after SIGTERM before SIGKILL; 0: it has nothing to save
    once: bool = False  # a clean exit is the end of it


@dataclass(slots=True)
class Child:
    """Keeps `program` running until cancelled. `ready` is set while it is known to answer."""

    program: Program
    sink: Sink
    note: Callable[[str], None]
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    starts: int = 0
    process: Process | None = None
    _doomed: bool = False
    _was_up: bool = False

    async def keep(self) -> None:
        """Run for as long as the task lives; the child ends with it, also when it is cancelled."""
        pause = FIRST_PAUSE_S
        while True:
            began = asyncio.get_running_loop().time()
            code = await self._live()
            if self.program.once and code == 0:
                return
            if asyncio.get_running_loop().time() - began > STEADY_S:
                self._was_up, pause = True, FIRST_PAUSE_S
            if not self._was_up and self.starts >= FIRST_TRIES:
                raise NeverStarted(f"{self.program.name} does not start ({_cause(code)}): its output says why.")
            self.note(f"{self.program.name} ended ({_cause(code)}); starting it again in {pause:.1f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the child and everything it started; nothing happens when it is gone."""
        if self.process is None or self.process.returncode is not None:
            return
        if number == signal.SIGKILL:
            self._doomed = True
            self.ready.clear()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    async def _live(self) -> int:
        """One life of the child: its exit code, negative when a signal ended it."""
        tether = (sys.executable, "-I", "-S", str(TETHER), str(os.getpid()))
        self.process = process = await asyncio.create_subprocess_exec(
            *tether, *self.program.command, env=dict(self.program.env), stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE, stderr=STDOUT, limit=LONGEST_LINE, start_new_session=True,
        )  # fmt: skip
        self.starts += 1
        self._doomed = False
        assert process.stdout is not None  # noqa: S101  (asked for above)
        output = asyncio.create_task(drain(self.program.name, process.stdout, self.sink))
        watch = asyncio.create_task(self._watch())
        try:
            code = await process.wait()
        finally:
            watch.cancel()
            self.ready.clear()
            await self._end(process)
            await asyncio.wait({output}, timeout=LAST_WORDS_S)
            output.cancel()
        return code

    async def _watch(self) -> None:
        if self.program.health is None:
            self.ready.set()
            return
        loop = asyncio.get_running_loop()
        allowed, heard = self.program.start_s, loop.time()
        while True:
            if await answers(self.program.health, min(ASK_EVERY_S, self.program.silence_s)) and not self._doomed:
                allowed, heard = self.program.silence_s, loop.time()
                self._was_up = True
                self.ready.set()
            else:
                self.ready.clear()
            if loop.time() - heard > allowed:
                self.note(f"{self.program.name} has not answered for {allowed:.0f} s: killing it")
                self.send(signal.SIGKILL)
            await asyncio.sleep(ASK_EVERY_S if self.ready.is_set() else ASK_WHILE_STARTING_S)

    async def _end(self, process: Process) -> None:
        """Make sure that neither the child nor anything in its process group is left."""
        if process.returncode is None and self.program.leave_s:
            self.send(signal.SIGTERM)
            self.send(signal.SIGCONT)  # a stopped process cannot leave
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self.program.leave_s)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _cause(code: int) -> str:
    return f"code {code}" if code >= 0 else signal.Signals(-code).name
