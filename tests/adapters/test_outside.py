"""The outside port: one contract for the outside in memory and for a real origin that is fetched as strangers do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest

from incamera.adapters.outside import Outside
from incamera.platform.ids import new_id
from incamera.ports import NoticeWanted, OriginPart, OutsideFound, OutsidePart, OutsidePort, PermitWanted, PortFailed
from tests.fakes.gate import FakeGate
from tests.fakes.outside import FakeOutside
from tests.media.origin.processes import LONG_S, SECOND, Origin, Programme, now_us, running

OUTPUTS = ("gallery", "webcast", "embed")
DARK = dict.fromkeys(OUTPUTS, True)
LIT = dict.fromkeys(OUTPUTS, False)


class FakeWorld:
    """A gate and an outside in memory."""

    def __init__(self) -> None:
        self.gate = FakeGate(now=now_us)
        self.fake = FakeOutside(self.gate, now=now_us, delay_us=0)
        self.port: OutsidePort = self.fake

    async def plan(self, meeting: str) -> None:
        await self.gate.reconcile(OriginPart(meeting, (), NOTICE))

    async def open(self, meeting: str) -> None:
        await self.gate.reconcile(OriginPart(meeting, (self._permit(None),), NOTICE))

    async def shut(self, meeting: str) -> int:
        await self.gate.shut(meeting, self._permit(limit := now_us()), NOTICE)
        return limit

    async def go_away(self) -> None:
        self.fake.fault("fail")

    def _permit(self, closes: int | None) -> PermitWanted:
        return PermitWanted(0, now_us() - SECOND, closes, frozenset({"picture", "sound"}), ())


NOTICE = NoticeWanted("on_air", 1, "", None, "A meeting", 1, "UTC", ("North", "South"), (), None, 0)


@dataclass
class RealWorld:
    """An origin process with a programme that sends; what it answers can be spoilt on the way."""

    origin: Origin
    spoil: Callable[[str, bytes], tuple[int, bytes]] | None = None
    port: Outside = field(init=False)
    _sending: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.port = outside(self.origin, self.origin.url)
        self.port._client = httpx.AsyncClient(transport=Spoilt(self), timeout=LONG_S)

    async def plan(self, meeting: str) -> None:
        await self.origin.notice(meeting)

    async def open(self, meeting: str) -> None:
        await self.origin.permit(meeting, until=now_us() + 60 * SECOND)
        self._sending = asyncio.create_task(self._send(meeting))

    async def _send(self, meeting: str) -> None:
        """A gate cuts off a programme that comes late, as on a busy machine: then the next run of it sends."""
        for number in count(1):
            programme = Programme(self.origin, meeting, run=number)
            await programme.start()
            await programme.is_cut.wait()

    async def shut(self, meeting: str) -> int:
        assert self._sending is not None
        self._sending.cancel()
        limit = now_us()
        await self.origin.permit(meeting, closes=limit)
        return limit

    async def go_away(self) -> None:
        await self.origin.end(kill=True)


class Spoilt(httpx.AsyncHTTPTransport):
    """Fetches really, then changes what came as the test asks."""

    def __init__(self, world: RealWorld) -> None:
        super().__init__()
        self._world = world

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if self._world.spoil is None or answer.status_code != 200:
            return answer
        body = await answer.aread()
        status, body = self._world.spoil(request.url.path, body)
        return httpx.Response(status, content=body)


def outside(origin: Origin, url: str) -> Outside:
    def give_pass(meeting: str) -> str:
        return origin.sign("pass", {"meeting": meeting, "seat": "probe", "expires": now_us() + 60 * SECOND})

    manifest = origin.data_dir / "slate" / "manifest.json"
    return Outside(url, manifest, give_pass=give_pass, now=now_us, deadline_scale=3000)


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[RealWorld]:
    async with running(tmp_path) as origin:
        world = RealWorld(origin)
        yield world
        await world.port.close()


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.process)])
def world(request: pytest.FixtureRequest) -> FakeWorld | RealWorld:
    if request.param == "fake":
        return FakeWorld()
    made = request.getfixturevalue("real")
    assert isinstance(made, RealWorld)
    return made


async def until(world: FakeWorld | RealWorld, meeting: str, dark: dict[str, bool], *, begun: int = 0) -> OutsideFound:
    async with asyncio.timeout(LONG_S):
        while True:
            found = await world.port.reconcile(OutsidePart(meeting, OUTPUTS))
            if found.dark == dark and found.asked >= begun:
                return found
            await asyncio.sleep(0.1)


async def test_dark_is_a_second_of_slate_begun_after_the_limit_and_nothing_live(world: FakeWorld | RealWorld) -> None:
    meeting, other = new_id(), new_id()
    await world.plan(meeting)
    await world.plan(other)
    assert (await until(world, meeting, DARK)).asked <= now_us()

    await world.open(meeting)
    await until(world, meeting, LIT)
    assert (await world.port.reconcile(OutsidePart(other, OUTPUTS))).dark == DARK

    limit = await world.shut(meeting)
    assert (await until(world, meeting, DARK, begun=limit)).asked <= now_us()
    assert (await world.port.reconcile(OutsidePart(meeting, ("embed",)))).dark == {"embed": True}

    await world.go_away()
    with pytest.raises(PortFailed):
        await world.port.reconcile(OutsidePart(meeting, OUTPUTS))


# what is not the slate, byte by byte


def is_piece(path: str, stream: str) -> bool:
    return f"/{stream}/" in path and not path.endswith("init.mp4")


def changed(body: bytes, at: int) -> bytes:
    copy = bytearray(body)
    copy[at] ^= 1
    return bytes(copy)


SPOILT: dict[str, Callable[[str, bytes], tuple[int, bytes]]] = {
    "a picture changed by one bit": lambda path, body: (200, changed(body, -1) if is_piece(path, "v1") else body),
    "sound that is not the silence": lambda path, body: (200, changed(body, -1) if is_piece(path, "a0") else body),
    "half a piece": lambda path, body: (200, body[: len(body) // 2] if is_piece(path, "v0") else body),
    "bytes after the units": lambda path, body: (200, body + body[:4] if is_piece(path, "v0") else body),
    "a box beside the units": lambda path, body: (200, body + b"\0\0\0\x0cfreelive" if is_piece(path, "v0") else body),
    "no piece": lambda path, body: (404, b"") if is_piece(path, "a0") else (200, body),
    "no playlist": lambda path, body: (404, b"") if path.endswith("v0.m3u8") else (200, body),
    "half a playlist": lambda path, body: (200, body[:60] if path.endswith("v0.m3u8") else body),
    "a master that names nothing": lambda path, body: (200, b"#EXTM3U\n" if path.endswith("master.m3u8") else body),
    "a fault of the origin": lambda _path, _body: (500, b""),
}


@pytest.mark.process
async def test_what_is_not_the_very_slate_is_not_dark(real: RealWorld) -> None:
    meeting = new_id()
    await real.plan(meeting)
    await until(real, meeting, DARK)
    for what, spoil in SPOILT.items():
        real.spoil = spoil
        found = await real.port.reconcile(OutsidePart(meeting, OUTPUTS))
        assert found.dark == LIT, what
    real.spoil = None
    await until(real, meeting, DARK)


@pytest.mark.process
async def test_an_answer_that_breaks_off_is_no_measurement(real: RealWorld) -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n#EXTM3U\n")
        writer.close()

    async with await asyncio.start_server(break_off, "127.0.0.1", 0) as server:
        port = outside(real.origin, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises(PortFailed):
            await port.reconcile(OutsidePart(new_id(), ("webcast",)))
        await port.close()
