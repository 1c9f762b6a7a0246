"""The origin as a process: what an api, a programme and strangers see of it."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from incamera.media.wire import Flag, Kind, Reader, Unit
from incamera.platform.ids import new_id
from tests.media.origin import encoded
from tests.media.origin.processes import LONG_S, SECOND, Origin, Programme, now_us, permit_body, running

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("origin")
    (made / "web" / "assets").mkdir(parents=True)
    (made / "web" / "index.html").write_text("<!doctype html><title>shell</title>")
    return made


@pytest.fixture
async def origin(data_dir: Path) -> AsyncIterator[Origin]:
    async with running(data_dir) as made:
        yield made


@pytest.fixture
async def client(origin: Origin) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=origin.url, timeout=LONG_S) as made:
        yield made


async def until(look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool]) -> Any:
    async with asyncio.timeout(LONG_S):
        while not fits(found := await look()):
            await asyncio.sleep(0.05)
        return found


async def status(client: httpx.AsyncClient, meeting: str) -> dict[str, Any]:
    return dict((await client.get(f"/live/{meeting}/status.json")).json())


async def on_air(origin: Origin, client: httpx.AsyncClient, meeting: str, **changes: Any) -> Programme:
    await origin.notice(meeting)
    await origin.permit(meeting, **changes)
    programme = Programme(origin, meeting)
    await programme.start()
    await until(lambda: status(client, meeting), lambda s: s["is_live"])
    return programme


async def fetch_all(client: httpx.AsyncClient, place: str, stream: str) -> tuple[str, bytes]:
    """A playlist, and the initialisation with every segment and part that it names."""
    text = (await client.get(f"{place}/{stream}.m3u8")).text
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    tail = text.rsplit("#EXTINF", 1)[-1]
    names += re.findall(r'#EXT-X-PART:[^\n]*URI="([^"]+)"', tail)
    data = (await client.get(f"{place}/{stream}/init.mp4")).content
    for name in names:
        answer = await client.get(f"{place}/{name}")
        assert answer.status_code == 200, name
        data += answer.content
    return text, data


def greys(data: bytes) -> list[int]:
    with av.open(io.BytesIO(data), "r") as file:
        return [round(float(frame.to_ndarray()[: frame.height].mean())) for frame in file.decode(video=0)]


def is_slate(grey: int) -> bool:
    return abs(grey - encoded.SLATE_GREY) <= 3


async def test_live_then_shut_then_slate_and_live_again(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    programme = await on_air(origin, client, meeting)
    path = (await status(client, meeting))["path"]
    place = f"/live/{meeting}/webcast/{path}"
    await until(lambda: client.get(f"{place}/v0.m3u8"), lambda a: "#EXTINF" in a.text)
    text, data = await fetch_all(client, place, "v0")
    assert not any(is_slate(grey) for grey in greys(data))
    assert text.count("#EXT-X-PROGRAM-DATE-TIME") in {text.count("#EXTINF"), text.count("#EXTINF") + 1}

    limit = now_us()
    words = {"state": "closed", "since": limit, "reason": "Article 4", "expected": None}
    told = await origin.permit(meeting, closes=limit, words=words)
    assert told["spans"][0]["sealed"]
    assert told["spans"][0]["passes_until"] <= limit
    await until(lambda: client.get(f"{place}/v0.m3u8"), lambda a: a.text.rstrip().endswith("#EXT-X-ENDLIST"))
    assert (await origin.statement(meeting))["spans"][0]["public_ended"]
    _, data = await fetch_all(client, place, "v0")
    assert all(is_slate(grey) for grey in greys(data)[-15:])
    now = await status(client, meeting)
    assert (now["words"]["state"], now["words"]["reason"], now["is_live"]) == ("closed", "Article 4", False)
    dark = await client.get(f"/live/{meeting}/webcast/master.m3u8", follow_redirects=True)
    assert now["path"] in str(dark.url)
    _, data = await fetch_all(client, f"/live/{meeting}/webcast/{now['path']}", "v0")
    assert all(is_slate(grey) for grey in greys(data))
    await programme.stop()

    again = Programme(origin, meeting, span=2)
    await origin.permit(meeting, 2)
    await again.start()
    reopened = await until(lambda: status(client, meeting), lambda s: s["is_live"])
    assert reopened["path"] not in {path, now["path"]}


async def test_a_restart_forgets_no_limit(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    programme = await on_air(origin, client, meeting)
    limit = now_us()
    await origin.permit(meeting, closes=limit)
    await programme.stop()
    await origin.end(kill=True)
    await origin.start()
    assert (await client.get(f"/live/{meeting}/status.json")).status_code == 404
    told = await origin.permit(meeting)
    assert told["spans"][0]["closes"] == limit
    assert told["spans"][0]["sealed"]
    again = Programme(origin, meeting, run=2)
    await again.start()
    async with asyncio.timeout(LONG_S):
        await again.is_cut.wait()
    assert (await origin.statement(meeting))["spans"][0]["run"] is None


async def test_without_renewal_it_is_shut_and_says_fault(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    await on_air(origin, client, meeting, until=now_us() + 4 * SECOND)
    shut = await until(lambda: status(client, meeting), lambda s: s["words"]["state"] == "fault")
    assert shut["is_live"]  # the same timeline goes on, with slate
    place = f"/live/{meeting}/webcast/{shut['path']}"

    async def newest() -> list[int]:
        return greys((await fetch_all(client, place, "v0"))[1])[-10:]

    await until(newest, lambda seen: all(is_slate(grey) for grey in seen))
    await origin.permit(meeting)
    await until(newest, lambda seen: not any(is_slate(grey) for grey in seen))


async def test_the_gallery_needs_a_pass(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting, other = new_id(), new_id()
    await on_air(origin, client, meeting)
    place = f"/live/{meeting}/gallery"
    for headers in (
        {},
        {"Cookie": "gallery_pass=nonsense"},
        origin.pass_cookie(other),
        origin.pass_cookie(meeting, lasts=-SECOND),
        origin.pass_cookie(meeting, lasts=3600 * SECOND),
    ):
        for name in ("master.m3u8", "stream.mp4", "status.json", "pass", "anything"):
            assert (await client.get(f"{place}/{name}", headers=headers)).status_code == 403
    headers = origin.pass_cookie(meeting)
    answer = await client.get(f"{place}/master.m3u8", headers=headers)
    assert answer.status_code == 302
    assert answer.headers["cache-control"] == "private, no-store"
    gallery = (await client.get(f"{place}/status.json", headers=headers)).json()
    assert gallery["path"] != (await status(client, meeting))["path"]
    assert (await client.get(f"/live/{meeting}/webcast/{gallery['path']}/v0.m3u8")).status_code == 404


async def test_the_gallery_stream_is_one_mp4_until_the_timeline_ends(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    await on_air(origin, client, meeting)
    data, is_closed = b"", False
    url = f"/live/{meeting}/gallery/stream.mp4"
    async with asyncio.timeout(LONG_S), client.stream("GET", url, headers=origin.pass_cookie(meeting)) as answer:
        assert answer.status_code == 200
        async for chunk in answer.aiter_bytes():
            data += chunk
            if len(data) > 20_000 and not is_closed:
                is_closed = True
                await origin.permit(meeting, closes=now_us())
    seen = greys(data)
    assert len(seen) > 30
    assert any(not is_slate(grey) for grey in seen[:-15])
    assert all(is_slate(grey) for grey in seen[-15:])


async def test_blocking_playlists_wait_and_refuse_the_absurd(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    await on_air(origin, client, meeting)
    place = f"/live/{meeting}/webcast/{(await status(client, meeting))['path']}"
    text = (await client.get(f"{place}/v0.m3u8")).text
    hint = re.search(r'PRELOAD-HINT:TYPE=PART,URI="v0/s(\d+)\.(\d+)\.mp4"', text)
    assert hint is not None
    answer = await client.get(f"{place}/v0.m3u8?_HLS_msn={hint[1]}&_HLS_part={hint[2]}")
    assert f"v0/s{hint[1]}.{hint[2]}.mp4" in re.sub(r"#EXT-X-PRELOAD-HINT.*", "", answer.text)
    for query in ("_HLS_msn=99999999", "_HLS_msn=-1", "_HLS_msn=x", "_HLS_part=1", f"_HLS_msn={hint[1]}&_HLS_part=99",
                  "_HLS_msn=1&_HLS_msn=2", "_HLS_msn=" + "9" * 400):  # fmt: skip
        answer = await client.get(f"{place}/v0.m3u8?{query}")
        assert answer.status_code == 400, query
        assert answer.headers["content-type"] == "application/problem+json"


async def test_strangers_learn_nothing(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    await origin.notice(meeting)
    path = (await status(client, meeting))["path"]
    known = f"/live/{meeting}/webcast/{path}"
    absent = (await client.get("/live/unknown/status.json")).json()
    for url in (
        f"/live/{new_id()}/status.json", f"/live/{new_id()}/status", f"/live/{new_id()}/webcast/master.m3u8",
        f"/live/{meeting}/webcast/{new_id()}/v0.m3u8", f"{known}/v9.m3u8", f"{known}/v0/s999999999.mp4",
        f"{known}/v0/s1.99.mp4", f"{known}/v0/../v0/init.mp4x", f"{known}/v0/%2e%2e/init", f"/live/{meeting}",
        f"/live/{meeting}/closed", "/live/", f"/live/{meeting}/webcast/", "/live/%00/status.json", "/nothing/here",
        "/m/../../etc/passwd",
    ):  # fmt: skip
        answer = await client.get(url)
        assert answer.status_code == 404, url
        assert answer.json() == absent, url
    ranged = await client.get(f"{known}/v0/init.mp4", headers={"Range": "bytes=999999999999-"})
    assert ranged.status_code == 200
    assert (await client.post(f"{known}/v0.m3u8")).status_code == 405
    assert "Traceback" not in origin.log


async def test_shells_are_strict_and_only_the_embed_may_be_framed(origin: Origin, client: httpx.AsyncClient) -> None:
    for page, ancestors in (("m", "'none'"), ("record", "'none'"), ("embed", "*")):
        answer = await client.get(f"/{page}/{new_id()}")
        assert answer.status_code == 200
        assert "shell" in answer.text
        assert f"frame-ancestors {ancestors}" in answer.headers["content-security-policy"]
        assert ("x-frame-options" in answer.headers) == (page != "embed")
        assert "set-cookie" not in answer.headers


def _other_signature(text: str) -> str:
    """The document with one character of its signature changed."""
    body, _, signature = text.partition(".")
    return f"{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


async def test_only_the_api_is_obeyed(origin: Origin) -> None:
    meeting = new_id()
    body = permit_body(meeting, 0)
    other = Origin(origin.data_dir, origin.port)
    for text in (
        "",
        "x.y",
        other.sign("permit", body),
        origin.sign("notice", body),
        _other_signature(origin.sign("permit", body)),
    ):
        assert (await origin.put(f"/permits/{meeting}/0", text)).status_code == 403
    answer = await origin.put(f"/permits/{meeting}/1", origin.sign("permit", body))
    assert answer.status_code == 422
    answer = await origin.put(f"/permits/{meeting}/0", origin.sign("permit", {**body, "delay_us": -1}))
    assert answer.json()["errors"][0]["field"] == "delay_us"
    assert (await origin.statement(meeting))["spans"] == []


async def test_a_programme_without_a_true_ticket_is_cut(origin: Origin) -> None:
    meeting = new_id()
    await origin.notice(meeting)
    forged = Programme(origin, meeting)
    forged.origin = Origin(origin.data_dir, origin.port)  # another key
    old = Programme(origin, meeting)
    old.body["expires"] = now_us() - 1
    for programme in (forged, old):
        await programme.start()
        async with asyncio.timeout(LONG_S):
            await programme.is_cut.wait()
    assert (await origin.statement(meeting))["spans"] == []


async def test_a_child_gets_what_left_and_slate_for_the_rest(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    await origin.notice(meeting)
    reader, writer = await asyncio.open_unix_connection(str(origin.run_dir / "sinks.sock"))
    writer.write(b'{"meeting": "' + meeting.encode() + b'"}\n')
    await on_air(origin, client, meeting)
    stream, found = Reader(), list[Unit]()
    limit: int | None = None
    async with asyncio.timeout(LONG_S):
        while not found or found[-1].kind is not Kind.END:
            found += stream.feed(await reader.read(65536))
            if limit is None and len(found) > 300:
                limit = now_us()
                await origin.permit(meeting, closes=limit)
    writer.close()
    await writer.wait_closed()
    assert limit is not None
    assert [u.kind for u in found[:4]] == [Kind.TABLE, Kind.VIDEO_CONFIG, Kind.VIDEO_CONFIG, Kind.AUDIO_CONFIG]
    for kind in (Kind.VIDEO, Kind.AUDIO):
        units = [u for u in found if u.kind is kind and u.rendition == 0]
        step = units[1].pts - units[0].pts
        assert [u.pts for u in units] == [units[0].pts + n * step for n in range(len(units))]
        live = [u.captured for u in units if not u.flags & Flag.SLATE]
        assert limit - 2 * SECOND < max(live) < limit


async def test_only_listed_files_of_the_record_are_served(origin: Origin, client: httpx.AsyncClient) -> None:
    meeting = new_id()
    place = f"/live/{meeting}/record"
    assert (await client.get(f"{place}.json")).status_code == 404
    await origin.notice(meeting)
    assert (await client.get(f"{place}.json")).json() == []
    folder = origin.data_dir / "record" / meeting
    folder.mkdir(parents=True)
    (folder / "0.mp4").write_bytes(b"0123456789")
    (folder / "growing.mp4").write_bytes(b"x")
    rows = [{"span": 0, "file": "0.mp4", "still": None}, {"span": 1, "file": "../record.json"}]
    (folder / "record.json").write_text(json.dumps(rows))
    listed = (await client.get(f"{place}.json")).json()
    assert listed[0] == {"file": "record/0.mp4", "still": None}
    assert (await client.get(f"{place}/0.mp4")).content == b"0123456789"
    part = await client.get(f"{place}/0.mp4", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert (await client.get(f"{place}/0.mp4", headers={"Range": "bytes=99-"})).status_code == 416
    for name in ("growing.mp4", "..%2frecord.json", "%2e%2e/record.json", "1.mp4"):
        assert (await client.get(f"{place}/{name}")).status_code == 404


async def test_a_taken_port_ends_the_process_with_a_fault(origin: Origin, tmp_path: Path) -> None:
    encoded.write_slate(tmp_path / "slate")
    second = Origin(tmp_path, origin.port)
    await second.spawn()
    assert second.process is not None
    async with asyncio.timeout(LONG_S):
        assert await second.process.wait() == 1
