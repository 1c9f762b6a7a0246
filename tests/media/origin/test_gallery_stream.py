"""The gallery's endless answer, decoded: both tracks, one clock each without a gap, through slate and back to live pictures."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES
from incamera.platform.ids import new_id
from tests.media.origin import encoded
from tests.media.origin.processes import LONG_S, Origin, Programme, now_us, running

pytestmark = pytest.mark.process

VIDEO_HZ = 90_000
LOUD = 0.05


@dataclass
class Answer:
    """What has come of it so far."""

    data: bytearray = field(default_factory=bytearray)

    @property
    def whole(self) -> bytes:
        """As many boxes as are complete."""
        end = 0
        while end + 8 <= len(self.data):
            size = int.from_bytes(self.data[end : end + 4], "big")
            if end + size > len(self.data):
                break
            end += size
        return bytes(self.data[:end])

    def pictures(self) -> list[tuple[int, bool]]:
        """(place in 1/90000 s, whether it is slate) of every picture."""
        with av.open(io.BytesIO(self.whole), "r") as file:
            return [(_at(f), _is_slate(f)) for f in file.decode(video=0)]

    def sounds(self) -> list[tuple[int, bool]]:
        """(place in samples, whether there is sound) of every unit."""
        with av.open(io.BytesIO(self.whole), "r") as file:
            return [(_at(f), float(np.abs(f.to_ndarray()).mean()) > LOUD) for f in file.decode(audio=0)]

    def places(self, kind: str) -> list[tuple[int, int]]:
        """(place, duration) of every sample as it is written."""
        with av.open(io.BytesIO(self.whole), "r") as file:
            track = next(one for one in file.streams if one.type == kind)
            samples = [(p.pts, p.duration) for p in file.demux(track) if p.size]
        return [(at, lasts) for at, lasts in samples if at is not None and lasts is not None]

    async def until(self, fits: Callable[[list[bool]], bool]) -> None:
        """Until its pictures, slate or not, fit."""
        async with asyncio.timeout(LONG_S):
            while b"moof" not in self.data or not fits([slate for _, slate in self.pictures()]):
                await asyncio.sleep(0.1)


def _at(frame: av.VideoFrame | av.AudioFrame) -> int:
    assert frame.pts is not None
    return frame.pts


def _is_slate(frame: av.VideoFrame) -> bool:
    return abs(float(frame.to_ndarray()[: frame.height].mean()) - encoded.SLATE_GREY) <= 3


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    async with running(tmp_path) as made:
        yield made


@asynccontextmanager
async def answering(origin: Origin, meeting: str) -> AsyncIterator[tuple[Answer, asyncio.Task[None]]]:
    """The answer as it grows, and the task that is done when it has ended."""
    made = Answer()
    url = f"{origin.url}/live/{meeting}/gallery/stream.mp4"
    async with httpx.AsyncClient(timeout=LONG_S) as client:

        async def read() -> None:
            async with client.stream("GET", url, headers=origin.pass_cookie(meeting)) as answer:
                assert answer.status_code == 200
                async for chunk in answer.aiter_raw():
                    made.data += chunk

        reading = asyncio.create_task(read())
        try:
            yield made, reading
        finally:
            reading.cancel()
            await asyncio.wait({reading})


async def on_air(origin: Origin, meeting: str) -> Programme:
    programme = Programme(origin, meeting)
    await origin.notice(meeting)
    await origin.permit(meeting, opens=programme.t0)
    await programme.start()
    url = f"{origin.url}/live/{meeting}/status.json"
    async with httpx.AsyncClient(timeout=LONG_S) as client, asyncio.timeout(LONG_S):
        while not (await client.get(url)).json()["is_live"]:
            await asyncio.sleep(0.05)
    return programme


def stretches(kinds: list[bool]) -> list[bool]:
    return [kind for kind, _ in groupby(kinds)]


def check_continuous(answer: Answer) -> None:
    """Every sample begins where the one before ends, and both tracks cover the same stretch."""
    ends = []
    for kind, hz in (("video", VIDEO_HZ), ("audio", AUDIO_HZ)):
        places = answer.places(kind)
        assert all(at + lasts == following for (at, lasts), (following, _) in pairwise(places)), kind
        ends.append((places[0][0] / hz, sum(places[-1]) / hz))
    (first_seen, last_seen), (first_heard, last_heard) = ends
    assert 0 <= first_heard - first_seen < 0.04, "sound begins with the picture"
    assert abs(last_heard - last_seen) < 0.1
    assert {lasts for _, lasts in answer.places("audio")} == {AUDIO_SAMPLES}


async def test_both_tracks_go_on_without_a_gap_through_slate_and_back(origin: Origin) -> None:
    meeting = new_id()
    first = await on_air(origin, meeting)
    async with answering(origin, meeting) as (answer, reading):
        await answer.until(lambda slates: slates.count(False) > 45)
        await first.stop()
        await answer.until(lambda slates: slates.count(True) > 45)
        second = Programme(origin, meeting, run=2, t0=first.t0)
        await second.start()
        await answer.until(lambda slates: stretches(slates) == [False, True, False] and slates[-45:].count(False) == 45)
        await origin.permit(meeting, opens=first.t0, closes=now_us())
        async with asyncio.timeout(LONG_S):
            await reading
    assert answer.whole == bytes(answer.data), "it ends with a whole fragment"
    check_continuous(answer)
    pictures, sounds = answer.pictures(), answer.sounds()
    assert len(pictures) == len(answer.places("video"))
    assert len(sounds) == len(answer.places("audio"))
    assert stretches([slate for _, slate in pictures]) == [False, True, False, True]
    check_together(pictures, sounds)


def check_together(pictures: list[tuple[int, bool]], sounds: list[tuple[int, bool]]) -> None:
    """Where there was slate for long there is silence, and where there are pictures of the meeting there is its sound.
    A picture returns with the next sync one, sound at once: so only the slate's first half second is looked at."""
    shown = [(at / VIDEO_HZ, slate) for at, slate in pictures]
    heard = [(at / AUDIO_HZ, loud) for at, loud in sounds]
    margin = 0.1
    begins = [[at for at, _ in group] for _, group in groupby(shown, key=lambda one: one[1])]
    live, slate, again, _ = ((times[0] + margin, times[-1] - margin) for times in begins)
    for begin, end in (live, again):
        assert all(loud for at, loud in heard if begin < at < end)
    assert not any(loud for at, loud in heard if slate[0] < at < slate[0] + 0.5)
