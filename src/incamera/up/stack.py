"""A whole stack as an asynchronous context: `async with Stack(data_dir) as stack:`; for `incamera up` and for tests.

Whatever happens to the process that holds it, no child is left: children end with the context, and with the process.
"""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from incamera.adapters.livekit.config import LOOPBACK
from incamera.platform.settings import PREFIX
from incamera.platform.supervisor import make_supervisor_secret
from incamera.up.child import Child, Program
from incamera.up.engine_binary import find_engine
from incamera.up.keys import EngineKey
from incamera.up.output import Sink, files
from incamera.up.plan import (
    ENGINES,
    Plan,
    api_program,
    engine_program,
    jobs_program,
    keyless_env,
    origin_program,
    product_env,
    slate_program,
)
from incamera.up.ports import Ports, free_ports, require_free
from incamera.up.runs import Runs
from incamera.up.single import only_one

APP = "incamera.main.api:app"
START_S = 60.0


class NotReady(Exception):
    """A part of the stack did not answer in time; the text says which and where its output is."""


class Stack:
    """The two engines, the api and the jobs. Children: `engine-open`, `engine-closed`, `api`, `jobs`, and those of `add`."""

    def __init__(  # noqa: PLR0913  (keyword-only, each with a default that suits a test)
        self,
        data_dir: Path,
        *,
        ports: Ports | None = None,
        app: str | None = APP,
        api_host: str = LOOPBACK,
        slowness: int = 100,
        media_address: str | None = None,
        outside: frozenset[str] = frozenset(),
        has_gate: bool = False,
        env: Mapping[str, str] | None = None,
        sink: Sink | None = None,
    ) -> None:
        """`ports`: free ones are taken when None. `app`: the api's factory, None for engines alone. `slowness`: the
        setting deadline_scale, in per cent. `has_gate`: with origin and programmes, so that something goes out. `env`: more INCAMERA_* settings for the api."""
        self.data_dir = data_dir.resolve()
        self.ports = ports or free_ports()
        self.plan = Plan(
            data_dir=self.data_dir,
            ports=self.ports,
            app=app or "",
            api_host=api_host,
            slowness=slowness,
            media_address=media_address,
            outside=outside,
            has_gate=has_gate,
            extra_env=env or {},
        )
        self._sink = sink or files(self.data_dir / "logs")
        self._children: dict[str, Child] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._resources = AsyncExitStack()
        self.runs: Runs | None = None

    @property
    def url(self) -> str:
        """The api as this machine reaches it."""
        return self.plan.api_url()

    def engine_url(self, engine: str) -> str:
        """HTTP address of engine `open` or `closed`."""
        return self.plan.engine_url(engine)

    def engine_key(self, engine: str) -> EngineKey:
        """Key name and secret of engine `open` or `closed`."""
        return self.plan.key(engine)

    @property
    def env(self) -> dict[str, str]:
        """The environment that the api got: what another program of ours needs to work on this stack."""
        return product_env(self.plan)

    async def __aenter__(self) -> Self:
        try:
            await self._enter()
        except BaseException:
            await self._resources.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._resources.aclose()

    async def _enter(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._resources.enter_context(only_one(self.data_dir))
        require_free(self.ports, api_host=self.plan.api_host)
        self._resources.push_async_callback(self._end)
        ours = [engine for engine in ENGINES if engine not in self.plan.outside]
        if ours:
            binary, origin = find_engine()
            self._note(f"media engine {origin}: {binary}")
            for engine in ours:
                self.add(engine_program(self.plan, engine, binary))
            await self.until_ready(*(f"engine-{engine}" for engine in ours))
        if self.plan.has_gate:
            await self._make_slate()
            self.add(origin_program(self.plan))
        if self.plan.app:
            secret = make_supervisor_secret(self.data_dir / "secrets")
            self.add(api_program(self.plan))
            await self.until_ready("api")
            self.add(jobs_program(self.plan))
            if self.plan.has_gate:
                await self.until_ready("origin")
                self._keep_runs(secret)

    async def _make_slate(self) -> None:
        """The picture of a shut gate, before there is a gate."""
        if not (self.data_dir / "slate" / "manifest.json").exists():
            self._note("drawing and encoding the slate ...")
            self.add(slate_program(self.plan))
            await self.finished("slate")

    def _keep_runs(self, secret: str) -> None:
        host = urlsplit(self.env.get(f"{PREFIX}PUBLIC_URL") or f"http://localhost:{self.ports.api}").netloc
        self.runs = Runs(self.url, host, secret, keyless_env(self.plan), self._sink)
        self._tasks["runs"] = asyncio.create_task(self.runs.keep(), name="runs")

    def add(self, program: Program) -> None:
        """Start one more program and keep it running."""
        child = Child(program, self._sink, self._note)
        self._children[program.name] = child
        self._tasks[program.name] = asyncio.create_task(child.keep(), name=program.name)

    async def until_ready(self, *names: str, within_s: float = START_S) -> None:
        """Wait until each named child answers; NotReady when one does not within `within_s` (scaled by slowness)."""
        try:
            async with asyncio.timeout(within_s * self.plan.slowness / 100):
                for name in names:
                    await self._until_ready(name)
        except TimeoutError:
            late = [name for name in names if not self._children[name].ready.is_set()]
            raise NotReady(f"{', '.join(late)} did not start within {within_s:.0f} s: its output says why.") from None

    async def _until_ready(self, name: str) -> None:
        ready = asyncio.create_task(self._children[name].ready.wait())
        try:
            await asyncio.wait({ready, self._tasks[name]}, return_when=asyncio.FIRST_COMPLETED)
            if self._tasks[name].done():
                await self._tasks[name]
        finally:
            ready.cancel()

    async def finished(self, name: str) -> None:
        """Wait for the clean end of a program that was added with `once`."""
        await asyncio.wait({self._tasks[name]})

    async def broken(self) -> None:
        """Return never, or raise NeverStarted for a child that was added later and does not start."""
        while True:
            done, _ = await asyncio.wait(set(self._tasks.values()), return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                await task
            await asyncio.Event().wait()  # all of them were to run once, and did

    def pid(self, name: str) -> int | None:
        """Process id of the child now running; None between two lives."""
        process = self._children[name].process
        return process.pid if process is not None and process.returncode is None else None

    def starts(self, name: str) -> int:
        """How often the child has been started."""
        return self._children[name].starts

    def kill(self, name: str) -> None:
        """SIGKILL; the supervisor starts it again: wait for that with `until_ready`."""
        self._children[name].send(signal.SIGKILL)

    def stop(self, name: str) -> None:
        """SIGSTOP: it hangs. An engine is killed and started again once it has been silent for 3 s."""
        self._children[name].send(signal.SIGSTOP)

    def cont(self, name: str) -> None:
        """SIGCONT: it goes on."""
        self._children[name].send(signal.SIGCONT)

    async def _end(self) -> None:
        """End the children, those started last first. The api leaves before the engines it talks to."""
        for name in reversed(list(self._tasks)):
            self._tasks[name].cancel()
            await asyncio.wait({self._tasks[name]})

    def _note(self, text: str) -> None:
        self._sink("up", text)
