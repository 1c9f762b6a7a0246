"""nginx and Caddy with the files of deploy/, over TLS, in front of a real origin: what a stranger, the press and a cache get."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from incamera.platform.ids import new_id
from tests.deploy.front import PUBLIC, ROOMS, Behind, Front, free_port, front
from tests.media.origin.processes import LONG_S, Origin, Programme, running

pytestmark = pytest.mark.engine

FOR_GOOD = "public, max-age=3600, immutable"


class Door:
    """One host name of the proxy."""

    def __init__(self, client: httpx.AsyncClient, running: Front, name: str) -> None:
        self._client = client
        self._url = f"https://127.0.0.1:{running.port}"
        self._name = name

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self._client.send(self._request(path, headers))

    async def stream(self, path: str, **headers: str) -> httpx.Response:
        return await self._client.send(self._request(path, headers), stream=True)

    def _request(self, path: str, headers: dict[str, str]) -> httpx.Request:
        named = {"Host": self._name, **headers}
        return self._client.build_request(
            "GET", self._url + path, headers=named, extensions={"sni_hostname": self._name}
        )


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
async def test_what_is_served_through_a_front_proxy(tmp_path: Path, kind: str) -> None:
    (tmp_path / "web" / "assets").mkdir(parents=True)
    (tmp_path / "web" / "index.html").write_text("<!doctype html><title>shell</title>")
    (tmp_path / kind).mkdir()
    async with (
        running(tmp_path) as origin,
        front(kind, tmp_path / kind, Behind(free_port(), origin.port)) as proxy,
        httpx.AsyncClient(verify=False, timeout=LONG_S, trust_env=False) as client,  # noqa: S501  (signed by itself)
    ):
        public, rooms = Door(client, proxy, PUBLIC), Door(client, proxy, ROOMS)
        meeting = new_id()
        await origin.notice(meeting)
        await origin.permit(meeting)
        await Programme(origin, meeting).start()
        async with asyncio.timeout(LONG_S):
            while not (await public.get(f"/live/{meeting}/status.json")).json()["is_live"]:
                await asyncio.sleep(0.2)
        await a_stranger_and_a_cache(public, meeting)
        await the_press(public, rooms, meeting, origin.pass_cookie(meeting)["Cookie"])
        await events_come_when_they_happen(public, origin, meeting)


async def a_stranger_and_a_cache(public: Door, meeting: str) -> None:
    folder = f"/live/{meeting}/webcast"
    moved = await public.get(f"{folder}/master.m3u8")
    assert moved.status_code == 302
    assert moved.headers["cache-control"] == "public, max-age=1"
    place = moved.headers["location"].removesuffix("/master.m3u8")
    listed = await public.get(f"{place}/v0.m3u8")
    assert (listed.status_code, listed.headers["cache-control"]) == (200, "public, max-age=1")
    hint = re.search(r'PRELOAD-HINT:TYPE=PART,URI="v0/s(\d+)\.(\d+)', listed.text)
    assert hint is not None
    asked = await public.get(f"{place}/v0.m3u8?_HLS_msn={hint[1]}&_HLS_part={hint[2]}")
    assert asked.headers["cache-control"] == "public, max-age=6"
    assert f"v0/s{hint[1]}.{hint[2]}.mp4" in asked.text
    part = await public.get(f"{place}/v0/s{hint[1]}.{hint[2]}.mp4")
    again = await public.get(f"{place}/v0/s{hint[1]}.{hint[2]}.mp4")
    assert (part.status_code, part.headers["cache-control"]) == (200, FOR_GOOD)
    assert part.content == again.content
    assert part.headers["access-control-allow-origin"] == "*"
    status = await public.get(f"/live/{meeting}/status.json")
    assert status.headers["cache-control"] == "public, max-age=1"
    page, embed = await public.get(f"/m/{meeting}"), await public.get(f"/embed/{meeting}")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors *" in embed.headers["content-security-policy"]
    absent = await public.get("/live/none/webcast/none/v0.m3u8")
    assert absent.status_code == 404


async def the_press(public: Door, rooms: Door, meeting: str, cookie: str) -> None:
    folder = f"/live/{meeting}/gallery"
    assert (await public.get(f"{folder}/master.m3u8", Cookie=cookie)).status_code == 404
    refused = await rooms.get(f"{folder}/master.m3u8")
    assert (refused.status_code, refused.headers["cache-control"]) == (403, "private, no-store")
    given = await rooms.get(f"{folder}/master.m3u8", Cookie=cookie)
    place = given.headers["location"].removesuffix("/master.m3u8")
    init = await rooms.get(f"{place}/v0/init.mp4", Cookie=cookie)
    assert (init.status_code, init.headers["cache-control"]) == (200, "private, no-store")
    stream = await rooms.stream(f"{folder}/stream.mp4", Cookie=cookie)
    chunks = stream.aiter_raw()
    first = await anext(chunks)
    async with asyncio.timeout(LONG_S):
        for _ in range(20):
            assert await anext(chunks)
    assert first[4:8] == b"ftyp"
    await stream.aclose()


async def events_come_when_they_happen(public: Door, origin: Origin, meeting: str) -> None:
    """Each event comes at once, not when a buffer is full."""
    events = await public.stream(f"/live/{meeting}/status")
    assert events.headers["cache-control"] == "no-store"
    lines = events.aiter_lines()
    assert "on_air" in await said(lines)
    await origin.notice(meeting, title="Another")
    assert "Another" in await said(lines)
    await events.aclose()


async def said(lines: Any) -> str:
    """The next event."""
    async with asyncio.timeout(LONG_S):
        while True:
            line: str = await anext(lines)
            if line.startswith("data: "):
                return line
