"""One device in one chamber: it sends the clock as a picture and as a tone, or notes when what it receives was made."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from livekit import rtc

from benchmarks.marks import (
    HEIGHT,
    PIECE,
    RATE,
    READ_US,
    WIDTH,
    Samples,
    is_loud,
    picture_made,
    slot_of,
    tone,
    tone_made,
)

PUBLISH_S: Final = 5.0
CONNECT_S: Final = 10.0
SILENT: Final = "silent microphone"
"""There is nothing to read in it: its pieces are not listened to, which would cost more than all the rest with twenty."""
SILENCE_S: Final = 0.4
"""How often somebody silent sends at all, as a client does that sends no silence."""
WAY_US: Final = 150_000
"""About how long sound is under way on one machine, the receiver's jitter buffer included."""
QUEUE_MS: Final = 80
"""Sound that may wait before it is sent."""


def now_us() -> int:
    """This machine's clock, which every process here shares."""
    return time.time_ns() // 1_000


@dataclass(frozen=True, slots=True)
class Clip:
    """What a sender sends: a picture for each step of the clock, how many of them a second, and a voice or silence."""

    clock: tuple[bytes, ...]
    rate: int
    talks: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Something that reached a receiver. `made`: when it was made; None where a loud sound could not be read."""

    at: int
    made: int | None
    kind: str
    sender: str
    leg: str


@dataclass(frozen=True, slots=True)
class _Sound:
    """A piece of a track as it was handed over, which may be long after it came."""

    at: int
    began: int
    """When its track began to be listened to: from then on there is a piece every READ_US."""
    number: int
    track: str
    sender: str
    data: bytes

    @property
    def samples(self) -> Samples:
        return np.frombuffer(self.data, dtype=np.int16)


class Leg:
    """A connection. `name` goes into what it notes; `ended` is called when the engine ends it."""

    def __init__(self, name: str, *, hears: bool, ended: Callable[[], None], changed: Callable[[], None]) -> None:
        self.name = name
        self.lost_at: int | None = None
        self._hears = hears
        self._pictures: list[Received] = []
        self._sounds: list[_Sound] = []
        self._read: dict[str, tuple[int, int]] = {}
        """Of each track: its last piece that could be read, and when that was made."""
        self._ended = ended
        self._tasks: set[asyncio.Task[None]] = set()
        self._sends = False
        self.room = rtc.Room()
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("disconnected", self._disconnected)
        self.room.on("participant_permissions_changed", lambda *_: changed())

    async def connect(self, url: str, token: str, within_s: float) -> bool:
        """Whether the engine let it in."""
        try:
            async with asyncio.timeout(within_s):
                await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=self._hears))
        except (rtc.ConnectError, TimeoutError):
            return False
        return True

    @property
    def may_publish(self) -> bool:
        """What the engine says now."""
        return self.lost_at is None and bool(self.room.local_participant.permissions.can_publish)

    async def publish(self, clip: Clip) -> None:
        """Camera and microphone, both at once. Raises TimeoutError or the client's refusal."""
        if self._sends:
            return
        self._sends = True
        video, audio = rtc.EncodedVideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
        camera = rtc.LocalVideoTrack.create_video_track("camera", video)
        microphone = rtc.LocalAudioTrack.create_audio_track("microphone" if clip.talks else SILENT, audio)
        self._start(_speak(audio) if clip.talks else _keep_silent(audio))
        self._start(_show(video, clip))
        options = (
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=not clip.talks, red=False),
            rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA,
                video_codec=rtc.VideoCodec.VP8,
                video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
                video_encoding=rtc.VideoEncoding(max_bitrate=600_000, max_framerate=30),
                simulcast=False,
            ),
        )
        publish = self.room.local_participant.publish_track
        async with asyncio.timeout(PUBLISH_S):
            await asyncio.gather(publish(microphone, options[0]), publish(camera, options[1]))

    async def leave(self) -> None:
        """Stop everything; what the engine says about it does not matter."""
        self.lost_at = self.lost_at or now_us()
        for task in self._tasks:
            task.cancel()
        with suppress(Exception):
            async with asyncio.timeout(PUBLISH_S):
                await self.room.disconnect()

    def _disconnected(self, *_: object) -> None:
        if self.lost_at is None:
            self.lost_at = now_us()
            self._ended()

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, sender: rtc.RemoteParticipant
    ) -> None:
        if isinstance(track, rtc.RemoteVideoTrack):
            self._start(self._watch(track, sender.identity))
        elif isinstance(track, rtc.RemoteAudioTrack) and publication.name != SILENT:
            self._start(self._listen(track, publication.sid, sender.identity))

    def take(self, since: int) -> list[Received]:
        """What has come from `since` on and was not taken before. Sounds are read only here: it takes time."""
        pictures, self._pictures = self._pictures, []
        sounds, self._sounds = self._sounds, []
        heard = [self._heard(one) for one in sounds if one.at >= since and is_loud(one.samples)]
        return [one for one in pictures if one.at >= since] + heard

    def _heard(self, sound: _Sound) -> Received:
        number, last = self._read.get(sound.track, (0, sound.began - WAY_US))
        made = tone_made(sound.samples, sound.at, last + (sound.number - number) * READ_US)
        if made is not None:
            self._read[sound.track] = sound.number, made
        return Received(sound.at, made, "sound", sound.sender, self.name)

    async def _watch(self, track: rtc.RemoteVideoTrack, sender: str) -> None:
        async for event in rtc.VideoStream(track, capacity=4, format=rtc.VideoBufferType.I420):
            frame, at = event.frame, now_us()
            if frame.height < HEIGHT:
                continue  # a placeholder of the client, before the first picture
            plane = np.frombuffer(frame.data, dtype=np.uint8, count=frame.width * frame.height)
            made = picture_made(plane.reshape(frame.height, frame.width), at)
            self._pictures.append(Received(at, made, "picture", sender, self.name))

    async def _listen(self, track: rtc.RemoteAudioTrack, sid: str, sender: str) -> None:
        began, number = now_us(), 0  # no piece is left out, however long it waits: its number tells when it was made
        async for event in rtc.AudioStream(track, sample_rate=RATE, frame_size_ms=READ_US // 1_000):
            number += 1
            self._sounds.append(_Sound(now_us(), began, number, sid, sender, bytes(event.frame.data)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _show(source: rtc.EncodedVideoSource, clip: Clip) -> None:
    loop = asyncio.get_running_loop()
    try:
        while True:
            frame = clip.clock[slot_of(now_us())]
            kind, at = rtc.EncodedFrameType.ENCODED_FRAME_KEY, int(loop.time() * 1_000_000)
            source.capture_frame(rtc.EncodedVideoFrame(frame, WIDTH, HEIGHT, rtc.VideoCodec.VP8, kind, at))
            await asyncio.sleep(1 / clip.rate)
    finally:
        await source.aclose()


async def _speak(source: rtc.AudioSource) -> None:
    phase = 0.0
    try:
        while True:
            samples, phase = tone(now_us(), phase)
            await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, PIECE))
    finally:
        await source.aclose()


async def _keep_silent(source: rtc.AudioSource) -> None:
    silence = bytes(2 * PIECE)
    try:
        while True:
            await source.capture_frame(rtc.AudioFrame(silence, RATE, 1, PIECE))
            await asyncio.sleep(SILENCE_S)
    finally:
        await source.aclose()
