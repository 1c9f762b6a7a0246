"""The recorder as a process, beside a real origin that gets real pictures and sound."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from incamera.platform.ids import new_id
from tests.media.origin.processes import LONG_S, SECOND, Origin, Programme, now_us, running
from tests.media.recorder.recorders import (
    is_programme,
    is_whole,
    pictures_of,
    recording,
    seconds_of_sound,
    until,
)

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recorder")


@pytest.fixture
async def origin(data_dir: Path) -> AsyncIterator[Origin]:
    async with running(data_dir) as made:
        yield made


async def on_air(origin: Origin, meeting: str, **changes: Any) -> Programme:
    """A span that is open from its programme's first frame on."""
    programme = Programme(origin, meeting)
    await origin.notice(meeting)
    await origin.permit(meeting, opens=programme.t0, **changes)
    await programme.start()
    return programme


async def test_a_span_that_closes_is_a_file_with_nothing_at_or_after_the_limit(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        programme = await on_air(origin, meeting)
        await recorder.until_growing()
        limit = now_us()
        await origin.permit(meeting, opens=programme.t0, closes=limit)
        (row,) = await recorder.until_rows(1)
        await until(lambda: span_stated(origin, meeting), lambda s: s["kept_ended"])
        assert is_whole(recorder.folder, row)
        assert row["span"] == 0
        assert programme.t0 <= row["from"] < row["until"] <= limit
        levels = pictures_of(recorder.folder / row["file"])
        assert all(is_programme(level) for level in levels)
        # Pictures of the reel are captured 1 ms after their tick: that says which the last one may be.
        last = row["from"] + (len(levels) - 1) * SECOND // 30
        assert last < limit
        assert limit - last < SECOND // 10
        assert abs(seconds_of_sound(recorder.folder / row["file"]) - len(levels) / 30) < 0.05
        told = await until(recorder.state, lambda s: s["passages"] and not s["unfinished"])
        assert told["state"] == "waiting"
        assert told["kept_until"] <= limit
        assert told["passages"] == [{k: row[k] for k in ("span", "from", "until", "file", "bytes", "sha256")}]
        assert (await span_stated(origin, meeting))["kept_until"] <= limit


async def test_what_is_recorded_can_be_played_and_fetched_at_the_origin(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        programme = await on_air(origin, meeting)
        growing = await recorder.until_growing()
        async with httpx.AsyncClient(base_url=f"{origin.url}/live/{meeting}/", timeout=LONG_S) as client:
            assert (await client.get("record.json")).json() == []
            assert (await client.get(f"record/{growing.name}")).status_code == 404
            await origin.permit(meeting, opens=programme.t0, closes=now_us())
            await recorder.until_rows(1)
            row = (await client.get("record.json")).json()[0]
            whole = await client.get(row["file"])
            assert len(whole.content) == row["bytes"]
            part = await client.get(row["file"], headers={"Range": "bytes=100-199"})
            assert (part.status_code, part.content) == (206, whole.content[100:200])
            still = await client.get(row["still"])
            assert still.headers["content-type"] == "image/jpeg"
    with av.open(str(recorder.folder / "passage-001.jpg")) as read:
        assert is_programme(int(next(read.decode(video=0)).to_ndarray(format="gray").mean()))


async def test_a_killed_recorder_leaves_a_readable_file_and_the_next_one_lists_it(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        programme = await on_air(origin, meeting)
        growing = await recorder.until_growing()
        await recorder.kill()
        levels = pictures_of(growing)
        assert len(levels) >= 60
        assert all(is_programme(level) for level in levels)
        assert recorder.rows() == []
        await recorder.start()
        await recorder.until_growing()
        await origin.permit(meeting, opens=programme.t0, closes=now_us())
        first, second = await recorder.until_rows(2)
    assert first["file"] == growing.name
    assert first["until"] <= second["from"]
    for row in (first, second):
        assert is_whole(recorder.folder, row)
        found = pictures_of(recorder.folder / row["file"])
        assert all(is_programme(level) for level in found)
        assert abs((row["until"] - row["from"]) / SECOND - len(found) / 30) < 0.1
    assert len(pictures_of(recorder.folder / first["file"])) >= len(levels)


async def test_what_a_dump_destroys_is_in_no_file(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        programme = await on_air(origin, meeting, delay_us=3 * SECOND)
        await recorder.until_growing(30)
        begin, to = now_us() - 2 * SECOND, now_us() - SECOND
        stated = await origin.permit(meeting, opens=programme.t0, delay_us=3 * SECOND, destroy=[[begin, to]])
        destroyed = stated["spans"][0]["destroyed"][0]
        assert destroyed["public_until"] <= begin
        await recorder.until_rows(1)
        await recorder.until_growing(30)
        await origin.permit(meeting, opens=programme.t0, delay_us=3 * SECOND, destroy=[[begin, to]], closes=now_us())
        before, after = await recorder.until_rows(2)
    assert before["until"] <= begin
    assert to <= after["from"]
    for row in (before, after):
        levels = pictures_of(recorder.folder / row["file"])
        assert all(is_programme(level) for level in levels)
        assert abs((row["until"] - row["from"]) / SECOND - len(levels) / 30) < 0.1
        assert abs(seconds_of_sound(recorder.folder / row["file"]) - len(levels) / 30) < 0.05


async def test_an_origin_that_is_killed_ends_a_passage_and_begins_another(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        programme = await on_air(origin, meeting)
        await recorder.until_growing()
        await origin.end(kill=True)
        await recorder.until_rows(1)
        await programme.stop()
        await origin.start()
        await origin.permit(meeting, opens=programme.t0)
        again = Programme(origin, meeting, run=2, t0=programme.t0)
        await again.start()
        await recorder.until_growing()
        await origin.permit(meeting, opens=programme.t0, closes=now_us())
        first, second = await recorder.until_rows(2)
    assert first["until"] <= second["from"]
    assert all(is_whole(recorder.folder, row) for row in (first, second))


async def test_an_end_by_the_supervisor_finishes_the_passage(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        await on_air(origin, meeting)
        await recorder.until_growing()
        assert await recorder.end() == 0
    assert [is_whole(recorder.folder, row) for row in recorder.rows()] == [True]
    assert list(recorder.folder.glob("*.times")) == []


async def test_a_recorder_that_hangs_is_not_said_to_record_until_it_goes_on(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting) as recorder:
        await on_air(origin, meeting)
        await recorder.until_growing()
        assert recorder.process is not None
        recorder.process.send_signal(signal.SIGSTOP)
        await until(recorder.state, lambda s: s["state"] == "not_known")
        recorder.process.send_signal(signal.SIGCONT)
        await until(recorder.state, lambda s: s["state"] == "recording")


async def test_one_meeting_s_recorder_gets_nothing_of_another(origin: Origin) -> None:
    mine, other = new_id(), new_id()
    async with recording(origin, mine) as recorder, recording(origin, other) as foreign:
        await on_air(origin, mine)
        await recorder.until_growing()
        assert list(foreign.folder.iterdir()) == []


async def span_stated(origin: Origin, meeting: str) -> dict[str, int]:
    found: dict[str, int] = (await origin.statement(meeting))["spans"][0]
    return found


async def test_a_recorder_has_neither_network_nor_other_folders(origin: Origin, tmp_path: Path) -> None:
    """The same calls that confine it, in a process that then tries."""
    script = (
        "import socket, sys\nfrom pathlib import Path\nfrom incamera.media.recorder.confine import confine\n"
        "confine(Path(sys.argv[1]))\n(Path(sys.argv[1]) / 'x').write_text('x')\n"
        "s = socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[3])\nfailed = 0\n"
        "for what in (lambda: (Path(sys.argv[2]) / 'x').write_text('x'),\n"
        "             lambda: socket.create_connection(('127.0.0.1', int(sys.argv[4])), 5)):\n"
        "    try:\n        what()\n    except OSError:\n        failed += 1\nsys.exit(failed)\n"
    )
    mine, foreign = tmp_path / "mine", tmp_path / "foreign"
    mine.mkdir()
    foreign.mkdir()
    sinks = str(origin.run_dir / "sinks.sock")
    arguments = ["-c", script, str(mine), str(foreign), sinks, str(origin.port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    assert await process.wait() == 2
    assert (mine / "x").exists()
