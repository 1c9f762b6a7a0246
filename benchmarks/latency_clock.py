"""Somebody whose picture says when it was taken, in a process of their own: `python -m benchmarks.latency_clock`. First line
in: `{"url", "token"}`; one line out, `ready`, once it is granted to publish and does.

A picture is the bar code of `tests/e2e/barcode.py` in its middle, VP8, 640 x 360, each a key picture. All are encoded
beforehand, one for every 10 ms of CYCLE_MS, and thirty a second are taken on that grid, so that each is exact to the ms.
"""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Final

import av
import numpy as np
from livekit import rtc

from benchmarks.programme_heads import FOLDER, FPS, HEADS, HEIGHT, PIECE, WIDTH, camera_options, encoded_frame
from benchmarks.sender import send_until_end, sending, told_on_input
from incamera.demo import pictures
from incamera.demo.speech import RATE, speech_of
from tests.e2e.barcode import picture

STEP_MS: Final = 10
STEPS: Final = 4_096
CYCLE_MS: Final = STEPS * STEP_MS
MARK: Final = 1
TOP: Final = 0.125
CODED: Final = 0.625
"""Where the code begins and how high it is, in shares: above it the agenda item may stand, below it the name."""
CACHE: Final = FOLDER / "clock-640.ivf"


def encoded_clock() -> tuple[bytes, ...]:
    """One picture for each step of the clock; made once."""
    if not CACHE.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        half = CACHE.with_suffix(".half")
        _encode(half)
        half.replace(CACHE)
    return tuple(data for data, _ in pictures.access_units(CACHE))


def _encode(path: os.PathLike[str]) -> None:
    top, coded = round(HEIGHT * TOP), round(HEIGHT * CODED)
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    with av.open(str(path), "w", format="ivf") as out:
        stream = out.add_stream("libvpx", rate=FPS)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", 1_000_000
        stream.gop_size = 1
        stream.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
        for step in range(STEPS):
            planes[top : top + coded] = picture(MARK, step * STEP_MS, width=WIDTH, height=coded)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = step, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _now_ms() -> float:
    return time.time_ns() / 1e6


async def _show(source: rtc.EncodedVideoSource) -> None:
    clock, loop = encoded_clock(), asyncio.get_running_loop()
    place = int(_now_ms() * FPS / 1_000)
    while True:
        place = max(place + 1, int(_now_ms() * FPS / 1_000))
        due = -(-place * 1_000 // (FPS * STEP_MS)) * STEP_MS
        await asyncio.sleep(max(0.0, (due - _now_ms()) / 1e3))
        source.take_feedback()
        source.capture_frame(encoded_frame(clock[due // STEP_MS % STEPS], is_key=True, at=loop.time()))


async def _speak(source: rtc.AudioSource) -> None:
    voice = np.frombuffer(speech_of(pictures.CLIPS, HEADS[0]), np.int16)
    at = 0
    while True:
        samples = np.take(voice, range(at, at + PIECE), mode="wrap")
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, PIECE))
        at += PIECE


def clock(url: str, token: str) -> AbstractContextManager[None]:
    """Somebody with this token, publishing until the block ends."""
    return sending("benchmarks.latency_clock", {"url": url, "token": token})


async def main() -> None:
    """Send until nobody listens any more."""
    told, lines = await told_on_input()
    room, changed = rtc.Room(), asyncio.Event()
    room.on("participant_permissions_changed", lambda *_: changed.set())
    await room.connect(told["url"], told["token"], rtc.RoomOptions(auto_subscribe=False))
    while not room.local_participant.permissions.can_publish:
        await changed.wait()
        changed.clear()
    video, audio = rtc.EncodedVideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=80)
    working = [asyncio.create_task(_show(video)), asyncio.create_task(_speak(audio))]
    publish = room.local_participant.publish_track
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, red=False)
    await publish(rtc.LocalAudioTrack.create_audio_track("microphone", audio), options)
    await publish(rtc.LocalVideoTrack.create_video_track("camera", video), camera_options())
    await send_until_end(lines, *working)


if __name__ == "__main__":
    asyncio.run(main())
