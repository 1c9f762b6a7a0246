"""What players ask over and over is answered the short way; the answers are those of the ordinary way, and nothing that
is not one plain question gets there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from incamera.platform.ids import new_id
from tests.media.origin.processes import LONG_S, Origin, Programme, running

pytestmark = pytest.mark.process

Given = tuple[int, dict[str, str], bytes]


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    async with running(tmp_path) as made:
        yield made


async def ask(origin: Origin, *pieces: bytes, answers: int = 1) -> list[Given]:
    """Send pieces, each in a packet of its own, and read the answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", origin.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(LONG_S):
            return [await read(reader) for _ in range(answers)]
    finally:
        writer.close()


async def read(reader: asyncio.StreamReader) -> Given:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    headers.pop("date")
    return int(first.split(" ")[1]), headers, await reader.readexactly(int(headers["content-length"]))


def get(target: str, *more: str) -> bytes:
    return "\r\n".join((f"GET {target} HTTP/1.1", "Host: here", "User-Agent: player", *more, "", "")).encode()


async def place_of(origin: Origin, meeting: str) -> str:
    async with httpx.AsyncClient(base_url=origin.url) as client:
        path = (await client.get(f"/live/{meeting}/status.json")).json()["path"]
        return f"/live/{meeting}/webcast/{path}"


async def live_place(origin: Origin, meeting: str) -> str:
    await origin.notice(meeting)
    slate = await place_of(origin, meeting)
    await origin.permit(meeting)
    await Programme(origin, meeting).start()
    async with asyncio.timeout(LONG_S):
        while (found := await place_of(origin, meeting)) == slate:
            await asyncio.sleep(0.05)
    return found


async def test_both_ways_answer_alike(origin: Origin) -> None:
    meeting = new_id()
    place = await live_place(origin, meeting)
    await ask(origin, get(f"{place}/v0.m3u8?_HLS_msn=2&_HLS_part=1"))
    for target in (
        "v0/s1.mp4",
        "a0/init.mp4",
        "v0/s1.0.mp4",
        "v0/s99.mp4",
        "v0.m3u8?_HLS_msn=x",
        "v0.m3u8?_HLS_msn=900",
    ):
        whole = get(f"{place}/{target}")
        short, long = await ask(origin, whole), await ask(origin, whole[:20], whole[20:])
        assert short == long, target
    status, headers, text = (await ask(origin, get(f"{place}/v0.m3u8")))[0]
    again = (await ask(origin, b"GET", get(f"{place}/v0.m3u8")[3:]))[0]
    assert (status, headers.keys()) == (again[0], again[1].keys())
    assert headers["access-control-allow-origin"] == "*"
    assert text.startswith(b"#EXTM3U")


async def test_whoever_waits_is_answered_together_and_in_order(origin: Origin) -> None:
    meeting = new_id()
    place = await live_place(origin, meeting)
    text = (await ask(origin, get(f"{place}/a0.m3u8")))[0][2].decode()
    newest = int(text.rsplit("/s", 1)[1].split(".")[0])
    asked = get(f"{place}/a0.m3u8?_HLS_msn={newest + 1}&_HLS_part=0")
    waiting = [ask(origin, asked) for _ in range(20)]
    behind = ask(origin, asked, get(f"{place}/a0/init.mp4"), answers=2)
    *given, in_order = await asyncio.gather(*waiting, behind)
    assert {one[0][2] for one in given} == {in_order[0][2]}
    assert f"a0/s{newest + 1}.0.mp4".encode() in in_order[0][2]
    assert in_order[1][1]["content-type"] == "video/mp4"


async def test_slate_is_waited_for_too(origin: Origin) -> None:
    meeting = new_id()
    await origin.notice(meeting)
    place = await place_of(origin, meeting)
    text = (await ask(origin, get(f"{place}/v0.m3u8")))[0][2].decode()
    segment = int(text.rsplit('URI="v0/s', 1)[1].split(".")[0])
    status, _, body = (await ask(origin, get(f"{place}/v0.m3u8?_HLS_msn={segment + 1}&_HLS_part=0")))[0]
    assert status == 200
    assert f'URI="v0/s{segment + 1}.0.mp4"'.encode() in body


@pytest.mark.parametrize(
    ("more", "body", "statuses"),
    [
        ("Content-Length: 5", b"hello", [200, 404]),
        ("Transfer-Encoding: chunked", b"0\r\n\r\n", [200, 404]),
        ("X-One: two", b"", [200, 404]),
        ("Connection: close", b"", [200]),
        ("no colon", b"", [400]),
    ],
)
async def test_what_is_not_plain_is_left_to_the_parser(
    origin: Origin, more: str, body: bytes, statuses: list[int]
) -> None:
    meeting = new_id()
    await origin.notice(meeting)
    place = await place_of(origin, meeting)
    reader, writer = await asyncio.open_connection("127.0.0.1", origin.port)
    writer.write(get(f"{place}/v0/init.mp4", more) + body + get("/live/none/webcast/none/v0.m3u8", "Connection: close"))
    async with asyncio.timeout(LONG_S):
        whole = await reader.read()
    writer.close()
    assert [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", whole)] == statuses


async def test_half_a_question_is_never_taken_for_a_whole_one(origin: Origin) -> None:
    """The tail of a question that the parser has begun looks like one: it is still the parser's."""
    meeting = new_id()
    await origin.notice(meeting)
    place = await place_of(origin, meeting)
    hidden = get(f"{place}/v0/init.mp4")
    head = b"POST /live/none HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % len(hidden)
    given = await ask(origin, head, hidden, get("/live/none/status.json"), answers=2)
    assert [one[0] for one in given] == [405, 404]
