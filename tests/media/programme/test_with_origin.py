"""Worker and origin together, on a real engine: what a stranger's player gets of the speakers, and no longer gets."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest

from incamera.media.origin.slate import load_slate
from incamera.media.programme.picture import of_frame
from incamera.media.programme.slate import write_slate
from incamera.platform.ids import new_id
from tests.e2e.barcode import Luma
from tests.engines import Engine, running_engine
from tests.media.origin.processes import LONG_S, Origin, now_us
from tests.media.programme.outside import mark_in, marks_heard
from tests.media.programme.rig import Programme, make_chamber, speakers

pytestmark = pytest.mark.engine


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    (tmp_path / "web").mkdir()
    write_slate(tmp_path / "slate")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        origin = Origin(tmp_path, trial.getsockname()[1])
    await origin.start()
    yield origin
    await origin.end(kill=True)


@dataclass
class Player:
    """Fetches a whole timeline and decodes it."""

    client: httpx.AsyncClient
    meeting: str

    async def status(self) -> dict[str, Any]:
        return dict((await self.client.get(f"/live/{self.meeting}/status.json")).json())

    async def data(self, path: str, stream: str, newest: int = 0) -> bytes:
        """The timeline, or its newest segments and parts."""
        place = f"/live/{self.meeting}/webcast/{path}"
        text = (await self.client.get(f"{place}/{stream}.m3u8")).text
        names = [line for line in text.splitlines() if line and not line.startswith("#")][-newest:]
        names += re.findall(r'#EXT-X-PART:[^\n]*URI="([^"]+)"', text.rsplit("#EXTINF", 1)[-1])
        pieces = [await self.client.get(f"{place}/{stream}/init.mp4")]
        pieces += [await self.client.get(f"{place}/{name}") for name in names]
        return b"".join(piece.content for piece in pieces if piece.status_code == 200)

    async def last(self, path: str) -> Luma:
        return (await self.pictures(path, "v1", newest=1))[-1]

    async def pictures(self, path: str, stream: str = "v0", newest: int = 0) -> list[Luma]:
        with av.open(io.BytesIO(await self.data(path, stream, newest)), "r") as file:
            return [of_frame(frame).y.copy() for frame in file.decode(video=0)]

    async def sound(self, path: str) -> list[int | None]:
        with av.open(io.BytesIO(await self.data(path, "a0")), "r") as file:
            samples = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
        return marks_heard((np.clip(samples, -1, 1) * 32_767).astype(np.int16))


async def until(look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool]) -> Any:
    async with asyncio.timeout(LONG_S):
        while not fits(found := await look()):
            await asyncio.sleep(0.1)
        return found


async def test_on_air_killed_on_air_again_and_shut(origin: Origin, tmp_path: Path) -> None:
    with running_engine("open") as engine:
        chamber = await make_chamber(engine)
        with speakers(engine, chamber, tmp_path, "a", "b"), contextlib.ExitStack() as started:
            async with httpx.AsyncClient(base_url=origin.url, timeout=LONG_S) as client:
                await _play(engine, chamber, origin, Player(client, new_id()), started)


async def _play(engine: Engine, chamber: str, origin: Origin, player: Player, started: contextlib.ExitStack) -> None:
    t0 = now_us()

    def start(run: int) -> Programme:
        told = {"meeting": player.meeting, "span": 0, "run": run, "t0": t0}
        programme = Programme(engine, chamber, origin.run_dir / "media.sock", sign=origin.key.sign, **told)
        started.callback(programme.end)
        programme.floor("a")
        return programme

    await origin.notice(player.meeting)
    await origin.permit(player.meeting)
    renewing = asyncio.create_task(_renew(origin, player.meeting))
    started.callback(renewing.cancel)
    first = start(1)
    path = (await until(player.status, lambda s: s["is_live"]))["path"]
    await until(lambda: player.last(path), lambda luma: mark_in(luma) == 1)
    first.process.kill()
    await until(lambda: player.last(path), lambda luma: is_slate(origin, "fault", luma))
    second = start(2)
    await until(lambda: player.last(path), lambda luma: mark_in(luma) == 1)
    second.floor("b")
    await until(lambda: player.last(path), lambda luma: mark_in(luma) == 2)
    renewing.cancel()
    await asyncio.wait({renewing})
    limit = now_us()
    words = {"state": "closed", "since": limit, "reason": "", "expected": None}
    told = await origin.permit(player.meeting, closes=limit, words=words)
    assert told["spans"][0]["sealed"]
    await until(lambda: origin.statement(player.meeting), lambda s: s["spans"][0]["public_ended"])
    ended = await origin.statement(player.meeting)
    assert ended["spans"][0]["public_until"] < limit
    for stream in ("v0", "v1"):
        seen = await player.pictures(path, stream)
        assert 2 in {mark_in(luma) for luma in seen}
        assert all(is_slate(origin, "closed", luma) for luma in seen[-15:])
    heard = await player.sound(path)
    assert 2 in heard
    assert heard[-8:] == [None] * 8
    dark = (await player.status())["path"]
    assert all(is_slate(origin, "closed", luma) for luma in await player.pictures(dark))
    assert second.stop() == 0


async def _renew(origin: Origin, meeting: str) -> None:
    """As the api does, for as long as the span is on air."""
    while True:
        await asyncio.sleep(2)
        await origin.permit(meeting)


def is_slate(origin: Origin, state: str, luma: Luma) -> bool:
    """Whether a picture is the pinned one of a state, as a player sees it."""
    slate = load_slate(origin.data_dir / "slate")
    number = 0 if luma.shape[1] == 1280 else 1
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata = slate.configs[number]
    decoder.thread_count = 1
    pinned = of_frame(decoder.decode(av.Packet(slate.pictures[state]["en"][number][0]))[0]).y
    return bool(np.abs(pinned.astype(int) - luma).mean() < 2)
