"""People who send a talking head and a voice, in a process of their own: `python -m benchmarks.programme_heads`.

First line in: `{"url", "tokens": [...]}`; one line out, `ready`, once all publish; they send until the input ends. Pictures
are encoded beforehand (VP8, 640 x 360, 30 a second, 0.5 Mbit/s), so that senders cost little beside what is measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Final

import av
import numpy as np
from livekit import rtc
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.sender import ROOT, send_until_end, sending, told_on_input
from incamera.demo import pictures
from incamera.demo.looks import LOOKS, Look
from incamera.demo.speech import RATE, speech_of

WIDTH: Final = 640
HEIGHT: Final = 360
FPS: Final = 30
BITS: Final = 500_000
PIECE: Final = RATE // 50
FOLDER: Final = ROOT / ".incamera" / "bench"
HEADS: Final = tuple(look for look in LOOKS if look.clip == "carphone")

Units = tuple[tuple[bytes, bool], ...]


def head_file(number: int) -> Path:
    """The encoded loop (IVF) of one person; made once. Whoever comes later looks like the first ones again."""
    look = HEADS[number % len(HEADS)]
    target = FOLDER / f"head-{number % len(HEADS)}.ivf"
    if not target.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".half")
        _encode(_pictures(look), half)
        half.replace(target)
    return target


def _pictures(look: Look) -> Iterator[Image.Image]:
    """Somebody who talks in a room that stands still: the clip moves within an oval, its first picture, blurred, stands around
    it. There and back, so that the loop has no jump."""
    clip = pictures.CLIPS / f"{look.clip}.mjpeg"
    framed = [pictures._framed(picture, look) for picture in pictures._decoded(clip)]  # noqa: SLF001
    room, oval = framed[0].filter(ImageFilter.GaussianBlur(6)), _oval()
    shown = [Image.composite(picture, room, oval) for picture in framed]
    yield from shown
    yield from reversed(shown)


def _oval() -> Image.Image:
    oval = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(oval).ellipse((WIDTH * 0.3, HEIGHT * 0.05, WIDTH * 0.7, HEIGHT * 1.2), fill=255)
    return oval.filter(ImageFilter.GaussianBlur(12))


def _encode(shown: Iterator[Image.Image], target: Path) -> None:
    with av.open(str(target), "w", format="ivf") as out:
        stream = out.add_stream("libvpx", rate=FPS)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", BITS
        stream.gop_size = 2 * FPS
        stream.options = {"deadline": "realtime", "cpu-used": "4", "lag-in-frames": "0", "auto-alt-ref": "0"}
        for number, picture in enumerate(shown):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


class Head:
    """One person in the chamber."""

    def __init__(self, number: int) -> None:
        self._units: Units = pictures.access_units(head_file(number))
        self._voice = np.frombuffer(speech_of(pictures.CLIPS, HEADS[number % len(HEADS)]), np.int16)
        self._tasks: list[asyncio.Task[None]] = []
        self.room = rtc.Room()

    async def publish(self, url: str, token: str) -> None:
        """Join, and send from then on."""
        await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
        video, audio = rtc.EncodedVideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=80)
        self._tasks = [asyncio.create_task(self._show(video)), asyncio.create_task(self._speak(audio))]
        camera = rtc.LocalVideoTrack.create_video_track("camera", video)
        microphone = rtc.LocalAudioTrack.create_audio_track("microphone", audio)
        publish = self.room.local_participant.publish_track
        await publish(microphone, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, red=False))
        await publish(camera, camera_options())

    async def _show(self, source: rtc.EncodedVideoSource) -> None:
        loop, place = asyncio.get_running_loop(), 0
        begun = loop.time()
        for tick in count():
            await asyncio.sleep(max(0.0, begun + tick / FPS - loop.time()))
            if source.take_feedback().keyframe_requested:
                place = next(n % len(self._units) for n in count(place) if self._units[n % len(self._units)][1])
            data, is_key = self._units[place]
            source.capture_frame(encoded_frame(data, is_key=is_key, at=loop.time()))
            place = (place + 1) % len(self._units)

    async def _speak(self, source: rtc.AudioSource) -> None:
        for at in count(0, PIECE):
            samples = np.take(self._voice, range(at, at + PIECE), mode="wrap")
            await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, PIECE))


def camera_options() -> rtc.TrackPublishOptions:
    """As our own page publishes a camera: one layer, VP8; here encoded beforehand."""
    return rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        video_codec=rtc.VideoCodec.VP8,
        video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
        video_encoding=rtc.VideoEncoding(max_bitrate=2 * BITS, max_framerate=FPS),
        simulcast=False,
    )


def encoded_frame(data: bytes, *, is_key: bool, at: float) -> rtc.EncodedVideoFrame:
    """A picture taken at `at` (seconds of the loop's clock)."""
    kind = rtc.EncodedFrameType.ENCODED_FRAME_KEY if is_key else rtc.EncodedFrameType.ENCODED_FRAME_DELTA
    return rtc.EncodedVideoFrame(data, WIDTH, HEIGHT, rtc.VideoCodec.VP8, kind, int(at * 1_000_000))


def heads(url: str, tokens: list[str]) -> AbstractContextManager[None]:
    """People with these tokens, publishing, until the block ends."""
    return sending("benchmarks.programme_heads", {"url": url, "tokens": tokens})


async def main() -> None:
    """Send until nobody listens any more."""
    told, lines = await told_on_input()
    people = [Head(number) for number in range(len(told["tokens"]))]
    for person, token in zip(people, told["tokens"], strict=True):
        await person.publish(told["url"], token)
    await send_until_end(lines)


if __name__ == "__main__":
    asyncio.run(main())
