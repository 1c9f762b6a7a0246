"""Camera and microphone of a synthetic delegate: tracks fed from memory at the pace of a clock, without an encoder for
pictures."""

import asyncio
from collections.abc import Callable
from itertools import chain
from typing import Final, Protocol

from livekit import rtc

from incamera.demo import pictures, speech
from incamera.demo.speech import Voice

AHEAD_MS: Final = 400
"""Sound that may wait in the source: little, so that a delegate that stops is quiet at once."""
AccessUnits = tuple[tuple[bytes, bool], ...]


class Source(Protocol):
    """A track to publish and what feeds it."""

    track: rtc.LocalTrack
    options: rtc.TrackPublishOptions

    async def feed(self) -> None:
        """Until cancelled."""
        ...


class Camera:
    """A loop of encoded pictures. It begins with a key picture, and skips to the next one when somebody asks for it."""

    def __init__(self, units: AccessUnits) -> None:
        self._units = units
        self._source = rtc.EncodedVideoSource(pictures.WIDTH, pictures.HEIGHT)
        self.track: rtc.LocalTrack = rtc.LocalVideoTrack.create_video_track("camera", self._source)
        self.options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_CAMERA,
            video_codec=rtc.VideoCodec.VP8,
            video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
            video_encoding=rtc.VideoEncoding(max_bitrate=2 * pictures.BITS, max_framerate=pictures.RATE),
            simulcast=False,
        )

    async def feed(self) -> None:
        loop = asyncio.get_running_loop()
        begun, place = loop.time(), 0
        try:
            for tick in range(1 << 62):
                await asyncio.sleep(max(0.0, begun + tick / pictures.RATE - loop.time()))
                place = self._next_key(place) if self._source.take_feedback().keyframe_requested else place
                self._capture(place, int(loop.time() * 1_000_000))
                place = (place + 1) % len(self._units)
        finally:
            await self._source.aclose()

    def _next_key(self, place: int) -> int:
        following = chain(range(place, len(self._units)), range(place))
        return next(number for number in following if self._units[number][1])

    def _capture(self, place: int, at: int) -> None:
        data, is_key = self._units[place]
        kind = rtc.EncodedFrameType.ENCODED_FRAME_KEY if is_key else rtc.EncodedFrameType.ENCODED_FRAME_DELTA
        self._source.capture_frame(
            rtc.EncodedVideoFrame(data, pictures.WIDTH, pictures.HEIGHT, rtc.VideoCodec.VP8, kind, at)
        )


class Microphone:
    """The delegate's voice while `speaks` says so, else silence, which costs next to nothing (DTX)."""

    def __init__(self, voice: Voice, speaks: Callable[[], bool]) -> None:
        self._voice = voice
        self._speaks = speaks
        self._source = rtc.AudioSource(speech.RATE, 1, queue_size_ms=AHEAD_MS)
        self.track: rtc.LocalTrack = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        self.options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=True, red=False)

    async def feed(self) -> None:
        try:
            while True:
                samples = self._voice.chunk(is_speaking=self._speaks())
                await self._source.capture_frame(rtc.AudioFrame(samples, speech.RATE, 1, speech.CHUNK))
        finally:
            await self._source.aclose()
