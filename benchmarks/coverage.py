"""What a large office asks, on both databases, and what it costs the doors: `python -m benchmarks.coverage`.

An office of 200 officials, 5,000 counterparts and 100,000 engagements (`coverage_office.py`); the api in a process of its
own with timers on its loop and the doorkeepers' (`coverage_api.py`); then the naive way, and a bundle.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random  # noqa: TID251  (the same questions at each run)
from typing import Any, Final

import httpx

from benchmarks.coverage_bundle import bundled
from benchmarks.coverage_naive import naive
from benchmarks.coverage_office import ENGAGEMENTS, LargeOffice, fill
from benchmarks.coverage_table import write
from benchmarks.machine import describe, load
from benchmarks.record import FOLDER
from incamera.platform.db import Database
from incamera.platform.migrate import migrate
from tests.postgresql import Server

FILE: Final = FOLDER / "coverage.json"
HEADERS: Final = {"X-Incamera": "1"}
DATABASES: Final = ("sqlite", "postgresql")

Ask = Callable[[], Awaitable[int]]
"""Asks once; gives how many bytes came."""


class Questions:
    """Each as somebody at the desk asks it, about somebody else every time."""

    def __init__(self, client: httpx.AsyncClient, office: LargeOffice) -> None:
        self._client = client
        self._office = office
        self._random = Random(7)  # noqa: S311  (nothing here is a secret)

    def all(self, rounds: int) -> list[tuple[str, int, Ask]]:
        """Name, how often, and how."""
        usual, whole = self._office.usual, self._office.whole
        return [
            ("nothing", rounds, self._nothing),
            ("usual matrix", rounds, lambda: self._get(usual)),
            ("usual sentences", rounds, lambda: self._get(f"{usual}/sentences")),
            ("whole matrix", rounds, lambda: self._get(whole, since=self._random.randrange(5_000))),
            ("whole matrix by phone", rounds, lambda: self._get(whole, channel="phone", level="principal")),
            ("whole not yet", rounds, lambda: self._get(f"{whole}/not_yet", official=self._official())),
            ("whole sentence", rounds, lambda: self._get(f"{whole}/sentences", since=self._random.randrange(200))),
            ("cell", rounds, self._cell),
            ("whole file", 1, lambda: self._get(f"{whole}/coverage.csv")),
        ]

    def _official(self) -> str:
        return self._random.choice(self._office.officials)

    async def _cell(self) -> int:
        return await self._get(f"{self._office.whole}/{self._official()}/{self._random.choice(self._office.people)}")

    async def _nothing(self) -> int:
        await asyncio.sleep(0.1)
        return 0

    async def _get(self, path: str, **asked: Any) -> int:
        answer = await self._client.get(f"/api/desk/office/coverage/{path}", params=asked)
        answer.raise_for_status()
        return len(answer.content)


@asynccontextmanager
async def api(folder: Path, url: str) -> AsyncIterator[tuple[httpx.AsyncClient, Callable[[], Awaitable[Any]]]]:
    """A client at the desk of an api of its own, and how late its loops were since it was last asked."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    env = {"INCAMERA_DATA_DIR": str(folder), "INCAMERA_DATABASE_URL": url, "INCAMERA_PORT": str(port)}
    command = (sys.executable, "-m", "benchmarks.coverage_api")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=2**24, env=os.environ | env)
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (both were asked for)
    told, heard = process.stdin, process.stdout

    async def lag() -> Any:
        told.write(b"lag\n")
        return json.loads(await heard.readline())

    try:
        secret = (await heard.readline()).decode().strip()
        async with httpx.AsyncClient(
            base_url=f"http://localhost:{port}", headers=HEADERS, timeout=120, trust_env=False
        ) as client:
            (await client.post("/api/desk/redeem", json={"secret": secret})).raise_for_status()
            yield client, lag
    finally:
        process.terminate()
        await process.wait()


async def asked(folder: Path, url: str, office: LargeOffice, rounds: int) -> list[dict[str, Any]]:
    """Every question in turn: microseconds of each answer, bytes of the last, and how late the loops were meanwhile."""
    rows = []
    async with api(folder, url) as (client, lag):
        for name, often, ask in Questions(client, office).all(rounds):
            for _ in range(min(often, 3)):  # connections are made, plans are kept
                await ask() if often > 1 else None
            await lag()
            took, size = [], 0
            for _ in range(often):
                begun = time.perf_counter()
                size = await ask()
                took.append(round((time.perf_counter() - begun) * 1e6))
            rows.append({"name": name, "took": took, "bytes": size, "lag": await lag()})
            print(
                name,
                sorted(took)[len(took) // 2],
                max(took),
                {k: max(v) for k, v in rows[-1]["lag"].items()},
                flush=True,
            )
    return rows


async def measure(folder: Path, server: Server, engagements: int, rounds: int) -> dict[str, Any]:
    """Both databases with the same office, one after the other."""
    server.run("CREATE DATABASE coverage TEMPLATE schema")
    urls = {"sqlite": f"sqlite+aiosqlite:///{folder / 'incamera.sqlite3'}", "postgresql": server.url("coverage")}
    await asyncio.to_thread(migrate, urls["sqlite"])
    found: dict[str, Any] = {
        "machine": describe(),
        "load": load(),
        "engagements": engagements,
        "asked": {},
        "naive": {},
    }
    office = LargeOffice(engagements)
    databases = {name: Database(url) for name, url in urls.items()}
    begun = time.perf_counter()
    await fill(list(databases.values()), office)
    print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
    for name in DATABASES:
        found["asked"][name] = await asked(folder, urls[name], office, rounds)
        found["naive"][name] = await naive(databases[name], office.usual)
        await databases[name].close()
    return found


def main() -> None:
    """Measure and put the table into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    options.add_argument("--engagements", type=int, default=ENGAGEMENTS)
    options.add_argument("--rounds", type=int, default=40, help="how often each question is asked; 0: only draw")
    options.add_argument("--documents", type=int, default=1_000, help="in the bundle; 0: none")
    options.add_argument("--out", type=Path, default=Path("docs/coverage-speed.md"))
    given = options.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if given.rounds:
        server = Server()
        try:
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                found = asyncio.run(measure(Path(folder), server, given.engagements, given.rounds))
        finally:
            server.stop()
        found["bundles"] = bundled(given.documents) if given.documents else []
        FILE.write_text(json.dumps(found), encoding="utf-8")
    write(given.out, json.loads(FILE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
