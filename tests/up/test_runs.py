"""The workers that the api names: a real process each, against a small api over a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from incamera.up import runs
from incamera.up.runs import Runs

pytestmark = pytest.mark.process

LONG_S = 60.0
SECRET = "the supervisor's"


def run(name: str = "one", kind: str = "standin", **told: Any) -> dict[str, Any]:
    return {"kind": kind, "meeting": "m", "name": name, "told": told}


@dataclass
class Api:
    """Answers `GET /api/runs` with `wanted` (or whatever else stands there), and `POST /api/runs/…` with an order."""

    wanted: Any = field(default_factory=list)
    status: int = 200
    asked: int = 0
    """Questions for the runs that were answered."""
    ordered: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            self.heads.append(head)
            method, path, _ = head.split(" ", 2)
            status, body = (self.status, self.wanted) if method == "GET" else self._order(path)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            answer = f"HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            writer.write(answer.encode() + data)
            self.asked += method == "GET"
        writer.close()

    def _order(self, path: str) -> tuple[int, Any]:
        self.ordered.append(path)
        return (409, {}) if path.endswith("/refused") else (200, {"order": path.rsplit("/", 1)[1]})


@dataclass
class House:
    """The supervisor's part, the api that it asks, and what its workers wrote down."""

    api: Api
    log: Path
    keeping: asyncio.Task[None]
    said: list[tuple[str, str]]

    def lines(self) -> list[tuple[int, str]]:
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [(int(pid), rest) for pid, _, rest in (line.partition(" ") for line in text.splitlines())]

    def pids(self) -> list[int]:
        return list(dict.fromkeys(pid for pid, _ in self.lines()))

    def of(self, pid: int) -> list[str]:
        return [rest for each, rest in self.lines() if each == pid]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONG_S):
            while not holds():
                assert not self.keeping.done(), "it ended"
                await asyncio.sleep(0.02)

    async def looks(self, times: int = 3) -> None:
        """Wait until the api has been asked so often since, and the looks before the last one have been acted on."""
        until = self.api.asked + times
        await self.until(lambda: self.api.asked >= until)

    async def begun(self, number: int = 1) -> list[int]:
        """The process ids of the workers, once so many have begun."""
        await self.until(lambda: len(self.pids()) >= number)
        return self.pids()

    async def ends(self) -> None:
        self.keeping.cancel()
        await asyncio.wait({self.keeping})


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(runs, "MODULES", {"standin": "tests.up.standin"})
    api, log = Api(), tmp_path / "log"
    said: list[tuple[str, str]] = []
    await api.start()
    env = {**os.environ, "STANDIN_LOG": str(log), "PYTHONPATH": str(Path.cwd())}
    kept = Runs(f"http://127.0.0.1:{api.port}", "house.example", SECRET, env, lambda *line: said.append(line))
    made = House(api, log, asyncio.create_task(kept.keep()), said)
    try:
        yield made
    finally:
        await made.ends()
        await api.stop()
    assert [pid for pid in made.pids() if is_there(pid)] == [], "stray processes"


async def test_a_run_is_started_told_what_changes_and_ended(house: House) -> None:
    house.api.wanted = [run(says=1)]
    (pid,) = await house.begun()
    await house.until(lambda: 'told {"says": 1}' in house.of(pid))
    await house.looks()
    house.api.wanted = [run(says=2)]
    await house.until(lambda: 'told {"says": 2}' in house.of(pid))
    house.api.wanted = []
    await house.until(lambda: not is_there(pid))
    assert house.of(pid) == ['began {"order": "one"}', 'told {"says": 1}', 'told {"says": 2}', "left"]
    assert house.api.ordered == ["/api/runs/standin/m/one"]
    head = house.api.heads[0].lower()
    assert f"authorization: bearer {SECRET}" in head
    assert "host: house.example" in head


async def test_what_died_is_started_again_with_an_order_of_its_own(house: House) -> None:
    house.api.wanted = [run(says=1), run("two")]
    first = await house.begun(2)
    dead = next(pid for pid in first if house.of(pid)[0].endswith('"one"}'))
    os.kill(dead, signal.SIGKILL)
    third = (await house.begun(3))[2]
    await house.until(lambda: house.of(third) == ['began {"order": "one"}', 'told {"says": 1}'])
    assert sorted(house.api.ordered) == ["/api/runs/standin/m/one"] * 2 + ["/api/runs/standin/m/two"]
    assert house.said == [("standin", f"ended (code {-signal.SIGKILL})")]
    assert {pid for pid in house.pids() if is_there(pid)} == {third, *first} - {dead}


async def test_one_that_may_not_start_and_one_of_a_kind_unknown_keep_no_other_from_it(house: House) -> None:
    house.api.wanted = [run("refused"), run("strange", kind="elsewhere"), run("two")]
    await house.begun()
    await house.looks()
    assert [rest for _, rest in house.lines()] == ['began {"order": "two"}', "told {}"]
    assert "/api/runs/elsewhere/m/strange" not in house.api.ordered


async def test_while_the_api_is_gone_nothing_is_started_and_nothing_ended(house: House) -> None:
    house.api.wanted = [run()]
    (pid,) = await house.begun()
    await house.api.stop()
    house.api.wanted = [run(), run("two")]
    await asyncio.sleep(10 * runs.LOOK_S)  # nothing can be waited for: that nothing happens is what is looked at
    assert house.pids() == [pid]
    assert is_there(pid)
    await house.api.start()
    await house.begun(2)
    assert is_there(pid)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, []),
        (200, b"[half"),
        (200, None),
        (200, {"kind": "standin"}),
        (200, [1]),
        (200, [[]]),
        (200, [{"kind": "standin", "meeting": "m", "name": "two"}]),
        (200, [{"kind": ["standin"], "meeting": "m", "name": "two", "told": {}}]),
        (200, [run("two"), {**run("three"), "told": 3}]),
    ],
)
async def test_an_answer_that_names_no_runs_changes_nothing(house: House, status: int, answer: Any) -> None:
    house.api.wanted = [run()]
    (pid,) = await house.begun()
    house.api.status, house.api.wanted = status, answer
    await house.looks()
    assert house.pids() == [pid]
    assert is_there(pid)
    house.api.status, house.api.wanted = 200, []
    await house.until(lambda: not is_there(pid))
    assert house.of(pid)[-1] == "left"


async def test_every_worker_ends_with_the_supervisor(house: House) -> None:
    house.api.wanted = [run(), run("two")]
    both = await house.begun(2)
    await house.ends()
    assert [is_there(pid) for pid in both] == [False, False]
    assert [house.of(pid)[-1] for pid in both] == ["left", "left"]
