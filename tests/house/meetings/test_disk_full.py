"""An api whose disk, a real and small one, takes no more: each command says so and has not happened, reading goes on, and
with room again everything works without a restart."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from incamera.house.ledger.verify import check
from incamera.platform.settings import PREFIX
from incamera.rules.ledger.file import LedgerFile
from incamera.up.ports import free_ports
from tests.factories import Person, links, plan, planned

pytestmark = pytest.mark.process

LONG_S = 60.0
DISK = 8 * 1024 * 1024
LINKING = "import asyncio as a; from incamera.main import links, api; print(a.run(links.new_link(api.load_settings())))"
MOUNTING = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"'


class Api:
    """An api process; its data folder is a disk of its own, which ends with it."""

    def __init__(self, process: asyncio.subprocess.Process, env: dict[str, str]) -> None:
        self.process = process
        self.env = env
        self.url = f"http://localhost:{env[f'{PREFIX}PORT']}"
        self.clients = AsyncExitStack()

    async def browser(self) -> httpx.AsyncClient:
        made = httpx.AsyncClient(base_url=self.url, headers={"X-Incamera": "1"}, trust_env=False, timeout=LONG_S)
        return await self.clients.enter_async_context(made)

    async def close(self) -> None:
        await self.clients.aclose()
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def until_up(self) -> None:
        http = await self.browser()
        async with asyncio.timeout(LONG_S):
            while True:
                assert self.process.returncode is None
                try:
                    await http.get("/api/health")
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return

    async def at_desk(self) -> httpx.AsyncClient:
        inside = ["nsenter", "--target", str(self.process.pid), "--user", "--mount", "--preserve-credentials"]
        made = await asyncio.create_subprocess_exec(
            *inside, sys.executable, "-c", LINKING, env=self.env, stdout=asyncio.subprocess.PIPE
        )
        link, _ = await made.communicate()
        desk = await self.browser()
        secret = urlsplit(link.decode().strip()).fragment
        (await desk.post("/api/desk/redeem", json={"secret": secret})).raise_for_status()
        return desk

    async def person(self, secret: str) -> Person:
        http = await self.browser()
        answer = await http.post("/api/invitations/redeem", json={"secret": secret})
        assert answer.status_code == 200, answer.text
        return Person(http, answer.json()["seat"])

    def fill(self) -> Path:
        """Write into the disk until it takes no more."""
        ballast = Path(f"/proc/{self.process.pid}/root{self.env[f'{PREFIX}DATA_DIR']}/ballast")
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return ballast


@asynccontextmanager
async def api_on_a_small_disk(folder: Path) -> AsyncIterator[Api]:
    data, port = folder / "data", free_ports().api
    data.mkdir()
    program = [
        sys.executable, "-m", "uvicorn", "--factory", "incamera.main.api:app", "--port", str(port), "--no-access-log",
    ]  # fmt: skip
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(PREFIX)},
        f"{PREFIX}DATA_DIR": str(data),
        f"{PREFIX}PORT": str(port),
    }
    mounted = ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNTING, "sh", str(DISK), str(data), *program]
    with (folder / "api.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*mounted, env=env, stdout=log, stderr=log)
    made = Api(process, env)
    try:
        await made.until_up()
        yield made
    finally:
        await made.close()


def is_refused(answer: httpx.Response) -> bool:
    body = answer.json()
    return (
        (answer.status_code, body["code"]) == (507, "disk_full")
        and answer.headers["content-type"] == "application/problem+json"
        and "the server's disk is full" in body["detail"]
    )


async def test_a_full_disk_is_said_and_nothing_half_happens(tmp_path: Path) -> None:
    async with api_on_a_small_disk(tmp_path) as api:
        desk = await api.at_desk()
        meeting = await planned(desk)
        cleo = await api.person((await links(desk, meeting))["Cleo Carr"])
        await cleo.does("convene")
        before, kept = await cleo.view(), await ledger_of(desk, meeting)
        ballast = api.fill()
        sent = {"id": "once", "command": "shut", "phase": "ended"}
        async with asyncio.timeout(LONG_S):  # what was written before may have left some room in the files themselves
            while (answer := await desk.post("/api/desk/meetings", json=plan())).status_code == 201:
                pass
        assert is_refused(answer)
        assert is_refused(await cleo.http.post(f"{cleo.path}/commands", json=sent))
        assert (await desk.get("/api/health")).json() == {"ok": True}
        assert (await cleo.view())["door"] == before["door"]
        assert await ledger_of(desk, meeting) == kept
        ballast.unlink()
        again = await cleo.http.post(f"{cleo.path}/commands", json=sent)
        assert again.status_code == 200, again.text
        assert (await cleo.http.post(f"{cleo.path}/commands", json=sent)).json() == again.json()
        assert (await cleo.view())["door"] != before["door"]
        assert (await desk.post("/api/desk/meetings", json=plan())).status_code == 201
        after = await ledger_of(desk, meeting)
        assert isinstance(check(json.dumps(after)), LedgerFile)
        log = (tmp_path / "api.log").read_text(encoding="utf-8")
        assert "disk_full" in log
        assert "Traceback" not in log


async def ledger_of(desk: httpx.AsyncClient, meeting: str) -> dict[str, object]:
    answer = await desk.get(f"/api/desk/meetings/{meeting}/ledger")
    answer.raise_for_status()
    return dict(answer.json())
