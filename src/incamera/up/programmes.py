"""Starts and ends programme workers: asks the api which should be running, and compares. The api itself forks nothing.

A worker gets its token and ticket as the first line of its standard input, and what the floor decides as further lines.
When its standard input ends it flushes what is in its encoders and leaves.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from incamera.up.child import TETHER
from incamera.up.output import LONGEST_LINE, Sink, drain

LOOK_S: Final = 0.1
CALL_S: Final = 2.0
FLUSH_S: Final = 2.0
"""Time to flush after its input ended; then it is killed."""

Key = tuple[str, int]


@dataclass(slots=True)
class Worker:
    """One programme process, and the last thing it was told."""

    process: Process
    told: Mapping[str, Any] | None = None
    output: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Programmes:
    """Keeps the workers of one api. `host` is the Host header that the api answers to."""

    api_url: str
    host: str
    secret: str
    env: Mapping[str, str]
    sink: Sink
    _workers: dict[Key, Worker] = field(default_factory=dict)

    async def keep(self) -> None:
        """Until cancelled; then every worker ends. Without an answer of the api nothing is started and nothing ended."""
        headers = {"Authorization": f"Bearer {self.secret}", "Host": self.host, "X-Incamera": "1"}
        async with httpx.AsyncClient(base_url=self.api_url, headers=headers, timeout=CALL_S, trust_env=False) as api:
            try:
                while True:
                    with suppress(httpx.HTTPError, ValueError, KeyError):
                        await self._compare(api)
                    await asyncio.sleep(LOOK_S)
            finally:
                await asyncio.gather(*(self._end(key) for key in list(self._workers)))

    def pid(self) -> int | None:
        """Process id of a worker now running, if there is one."""
        return next((w.process.pid for w in self._workers.values() if w.process.returncode is None), None)

    async def _compare(self, api: httpx.AsyncClient) -> None:
        answer = await api.get("/api/runs")
        answer.raise_for_status()
        wanted = {(row["meeting"], int(row["span"])): row["floor"] for row in answer.json()}
        for key, worker in list(self._workers.items()):
            if worker.process.returncode is not None:
                self.sink("programme", f"ended (code {worker.process.returncode})")
                del self._workers[key]
            elif key not in wanted:
                await self._end(key)
        for key, floor in wanted.items():
            worker = self._workers.get(key) or await self._start(api, key)
            await self._tell(worker, floor)

    async def _start(self, api: httpx.AsyncClient, key: Key) -> Worker:
        meeting, span = key
        answer = await api.post(f"/api/runs/{meeting}/{span}")
        answer.raise_for_status()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), sys.executable, "-m", "incamera.media.programme",
            env=dict(self.env), stdin=PIPE, stdout=PIPE, stderr=STDOUT, limit=LONGEST_LINE, start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (asked for above)
        process.stdin.write(json.dumps(answer.json()).encode() + b"\n")
        output = asyncio.create_task(drain("programme", process.stdout, self.sink))
        self._workers[key] = worker = Worker(process, output=output)
        return worker

    async def _tell(self, worker: Worker, floor: Mapping[str, Any]) -> None:
        if worker.told == floor or worker.process.stdin is None:
            return
        with suppress(ConnectionError):
            worker.process.stdin.write(json.dumps(floor).encode() + b"\n")
            await worker.process.stdin.drain()
            worker.told = floor

    async def _end(self, key: Key) -> None:
        worker = self._workers.pop(key)
        if worker.process.stdin is not None:
            worker.process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(worker.process.wait(), FLUSH_S)
        with suppress(ProcessLookupError):
            os.killpg(worker.process.pid, signal.SIGKILL)
        await worker.process.wait()
        if worker.output is not None:
            worker.output.cancel()
