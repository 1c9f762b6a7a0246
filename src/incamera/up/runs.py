"""Starts and ends the workers of meetings: asks the api which should be running, and compares. The api itself forks nothing.

A run is named by its kind (a module of `media`), its meeting and a name of its own within them. A worker gets what it
needs to begin as the first line of its standard input, and what it is told while it runs as further lines. When its
standard input ends it brings to its end what it holds, and leaves.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import httpx

from incamera.up.child import TETHER
from incamera.up.output import LONGEST_LINE, Sink, drain

LOOK_S: Final = 0.1
CALL_S: Final = 2.0
FLUSH_S: Final = 2.0
"""Time to flush after its input ended; then it is killed."""
AGAIN_S: Final = 1.0
"""A worker is started again no sooner than this after its last start: one that cannot live costs the others little."""

MODULES: Final[Mapping[str, str]] = {
    "programme": "incamera.media.programme",
    "recorder": "incamera.media.recorder",
    "feed": "incamera.media.feed",
}
"""What a kind of run is started as. Anything else that the api names is left alone."""


class Key(NamedTuple):
    """Which run."""

    kind: str
    meeting: str
    name: str


@dataclass(slots=True)
class Worker:
    """One process, and the last thing it was told."""

    process: Process
    output: asyncio.Task[None]
    told: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Runs:
    """Keeps the workers of one api. `host` is the Host header that the api answers to."""

    api_url: str
    host: str
    secret: str
    env: Mapping[str, str]
    sink: Sink
    _workers: dict[Key, Worker] = field(default_factory=dict)
    _started: dict[Key, float] = field(default_factory=dict)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)

    async def keep(self) -> None:
        """Until cancelled; then every worker ends. Without an answer of the api nothing is started and nothing ended."""
        headers = {"Authorization": f"Bearer {self.secret}", "Host": self.host, "X-Incamera": "1"}
        async with httpx.AsyncClient(base_url=self.api_url, headers=headers, timeout=CALL_S, trust_env=False) as api:
            try:
                while True:
                    with suppress(httpx.HTTPError, ValueError):
                        await self._compare(api)
                    await asyncio.sleep(LOOK_S)
            finally:
                for key in list(self._workers):
                    self._let_go(key)
                await asyncio.gather(*self._leaving)

    def pid(self, kind: str) -> int | None:
        """Process id of a worker of this kind now running, if there is one."""
        alive = (w.process.pid for k, w in self._workers.items() if k.kind == kind and w.process.returncode is None)
        return next(alive, None)

    async def _compare(self, api: httpx.AsyncClient) -> None:
        answer = await api.get("/api/runs")
        answer.raise_for_status()
        wanted = dict(_read(answer.json()))
        for key, worker in list(self._workers.items()):
            if worker.process.returncode is not None:
                self.sink(key.kind, f"ended (code {worker.process.returncode})")
                del self._workers[key]
            elif key not in wanted:
                self._let_go(key)
        self._started = {key: at for key, at in self._started.items() if key in wanted}
        for key, told in wanted.items():
            with suppress(httpx.HTTPError, ValueError, OSError):  # one that cannot start keeps no other from it
                await self._keep_one(api, key, told)

    async def _keep_one(self, api: httpx.AsyncClient, key: Key, told: Mapping[str, Any]) -> None:
        worker = self._workers.get(key)
        if worker is None and key.kind in MODULES and self._may_start(key):
            worker = await self._start(api, key)
        if worker is not None:
            await self._tell(worker, told)

    def _may_start(self, key: Key) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._started.get(key, -AGAIN_S) < AGAIN_S:
            return False
        self._started[key] = now
        return True

    async def _start(self, api: httpx.AsyncClient, key: Key) -> Worker:
        answer = await api.post(f"/api/runs/{key.kind}/{key.meeting}/{key.name}")
        answer.raise_for_status()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), sys.executable, "-m", MODULES[key.kind],
            env=dict(self.env), stdin=PIPE, stdout=PIPE, stderr=STDOUT, limit=LONGEST_LINE, start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (asked for above)
        process.stdin.write(json.dumps(answer.json()).encode() + b"\n")
        output = asyncio.create_task(drain(key.kind, process.stdout, self.sink))
        self._workers[key] = worker = Worker(process, output)
        return worker

    async def _tell(self, worker: Worker, told: Mapping[str, Any]) -> None:
        if worker.told == told or worker.process.stdin is None:
            return
        with suppress(ConnectionError):
            worker.process.stdin.write(json.dumps(told).encode() + b"\n")
            await worker.process.stdin.drain()
            worker.told = told

    def _let_go(self, key: Key) -> None:
        """End a worker without keeping the others waiting for what it flushes."""
        leaving = asyncio.create_task(_end(self._workers.pop(key)))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


def _read(answer: object) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """The runs that the api names, and what each is told; raises ValueError for anything but a list of such objects."""
    for row in answer if isinstance(answer, list) else (answer,):
        match row:
            case {"kind": str(kind), "meeting": str(meeting), "name": str(name), "told": dict(told)}:
                yield Key(kind, meeting, name), told
            case _:
                raise ValueError("a run of another form")


async def _end(worker: Worker) -> None:
    if worker.process.stdin is not None:
        worker.process.stdin.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(worker.process.wait(), FLUSH_S)
    with suppress(ProcessLookupError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    await worker.process.wait()
    worker.output.cancel()
