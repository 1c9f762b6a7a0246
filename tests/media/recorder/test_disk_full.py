"""A recorder whose disk, a real one, takes no more: that is said, costs the webcast nothing, and is over with the next space."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from incamera.platform.ids import new_id
from tests.media.origin.processes import LONG_S, Origin, Programme, now_us, running
from tests.media.recorder.recorders import Recorder, is_programme, is_whole, pictures_of, recording, until

pytestmark = pytest.mark.process

DISK: int = 8 * 1024 * 1024


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    async with running(tmp_path) as made:
        yield made


def fill(folder: Path) -> Path:
    """Write into the folder's disk until it takes no more."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


async def public_until(origin: Origin, meeting: str, span: int) -> int:
    spans = (await origin.statement(meeting))["spans"]
    return next(int(row["public_until"]) for row in spans if row["span"] == span)


async def on_air(origin: Origin, meeting: str, span: int) -> Programme:
    programme = Programme(origin, meeting, span=span)
    await origin.notice(meeting)
    await origin.permit(meeting, span, opens=programme.t0)
    await programme.start()
    return programme


async def test_a_full_disk_is_said_and_the_webcast_lives_on(origin: Origin) -> None:
    meeting = new_id()
    async with recording(origin, meeting, disk=DISK) as recorder:
        programme = await on_air(origin, meeting, 0)
        await recorder.until_growing()
        await origin.permit(meeting, opens=programme.t0, closes=now_us())
        (finished,) = await recorder.until_rows(1)
        programme = await on_air(origin, meeting, 2)
        growing = await recorder.until_growing()
        ballast = fill(recorder.folder)
        told = await until(recorder.state, lambda s: s["state"] == "failed")
        assert told["unfinished"] >= 1
        assert '"No space left on device"' in recorder.log
        assert recorder.log.count("recording_failed") == 1
        await lives_on(origin, meeting, 2)
        assert recorder.rows() == [finished]
        assert is_whole(recorder.folder, finished)
        assert recorder.process is not None
        assert recorder.process.returncode is None
        ballast.unlink()
        await recovers(recorder, growing, finished)
        await origin.permit(meeting, 2, opens=programme.t0, closes=now_us())
        rows = await recorder.until_rows(3)
        assert all(is_whole(recorder.folder, row) for row in rows)
        assert [row["span"] for row in rows] == [0, 2, 2]


async def lives_on(origin: Origin, meeting: str, span: int) -> None:
    """More of the span becomes public, and anybody can fetch it."""
    before = await public_until(origin, meeting, span)
    await until(lambda: public_until(origin, meeting, span), lambda now: now > before + 2_000_000)
    async with httpx.AsyncClient(base_url=origin.url, timeout=LONG_S, follow_redirects=True) as client:
        status = (await client.get(f"/live/{meeting}/status.json")).json()
        assert status["is_live"]
        playlist = await client.get(f"/live/{meeting}/webcast/{status['path']}/v0.m3u8")
        assert playlist.status_code == 200
        assert "#EXT-X-ENDLIST" not in playlist.text


async def recovers(recorder: Recorder, growing: Path, finished: dict[str, object]) -> None:
    """With space again what was left is finished as far as it goes, and a further passage begins."""
    await until(recorder.state, lambda s: s["state"] == "recording")
    rows = await recorder.until_rows(2)
    assert rows[0] == finished
    assert rows[1]["file"] == growing.name
    assert all(is_programme(level) for level in pictures_of(recorder.folder / rows[1]["file"]))
