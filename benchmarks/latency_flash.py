"""Somebody who flashes and beeps at the same instant, once a second, in a process of their own:
`python -m benchmarks.latency_flash`. First line in: `{"url", "token"}`; one line out, `ready`, once it publishes.

Picture and sound are made for the same instants of one clock, which both carry: the picture of an instant is handed over
at it, and so is the sound that ends there, as a camera and a microphone do.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Final

import av
import numpy as np
from livekit import rtc

from benchmarks.legs import now_us
from benchmarks.programme_heads import FPS, HEIGHT, WIDTH, camera_options, encoded_frame
from benchmarks.sender import send_until_end, sending, told_on_input
from incamera.media.wire import AUDIO_HZ

EVERY_US: Final = 1_000_000
LASTS_US: Final = 200_000
PIECE: Final = AUDIO_HZ // 100
PIECE_US: Final = 10_000
HERTZ: Final = 1_000
LIGHT: Final = 220
DARK: Final = 40


def is_on(at: int) -> bool:
    """Whether it flashes and beeps at an instant (microseconds)."""
    return at % EVERY_US < LASTS_US


def _pictures() -> tuple[bytes, bytes]:
    """A dark and a light picture, each a VP8 key picture."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.gop_size = Fraction(1, FPS), 1
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    packets = []
    for number, level in enumerate((DARK, LIGHT)):
        planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
        planes[:HEIGHT] = level
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    packets += [bytes(packet) for packet in encoder.encode(None)]
    dark, light = packets
    return dark, light


async def _show(source: rtc.EncodedVideoSource) -> None:
    """The last picture before an instant shows what was until then; so pictures are taken on a grid that contains it."""
    pictures = _pictures()
    loop = asyncio.get_running_loop()
    place = now_us() * FPS // 1_000_000
    while True:
        place += 1
        due = -(-place * 1_000_000 // FPS)
        await asyncio.sleep(max(0.0, (due - now_us()) / 1e6))
        source.take_feedback()
        source.capture_frame(encoded_frame(pictures[is_on(due)], is_key=True, at=loop.time()))


async def _sound(source: rtc.AudioSource) -> None:
    """A piece is handed over when its last sample has been made."""
    ends = now_us() // PIECE_US * PIECE_US
    tone = (np.sin(2 * np.pi * HERTZ * np.arange(PIECE) / AUDIO_HZ) * 8_000).astype(np.int16)
    silence = np.zeros(PIECE, np.int16)
    while True:
        ends += PIECE_US
        await asyncio.sleep(max(0.0, (ends - now_us()) / 1e6))
        samples = tone if is_on(ends - PIECE_US) else silence
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), AUDIO_HZ, 1, PIECE))


def flashing(url: str, token: str) -> AbstractContextManager[None]:
    """Somebody with this token, flashing and beeping until the block ends."""
    return sending("benchmarks.latency_flash", {"url": url, "token": token})


async def main() -> None:
    """Flash until nobody listens any more."""
    told, lines = await told_on_input()
    room = rtc.Room()
    await room.connect(told["url"], told["token"], rtc.RoomOptions(auto_subscribe=False))
    video, audio = rtc.EncodedVideoSource(WIDTH, HEIGHT), rtc.AudioSource(AUDIO_HZ, 1, queue_size_ms=0)
    working = [asyncio.create_task(_show(video)), asyncio.create_task(_sound(audio))]
    publish = room.local_participant.publish_track
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False, red=False)
    await publish(rtc.LocalAudioTrack.create_audio_track("microphone", audio), options)
    await publish(rtc.LocalVideoTrack.create_video_track("camera", video), camera_options())
    await send_until_end(lines, *working)


if __name__ == "__main__":
    asyncio.run(main())
