"""A leg of its own process: a device that is not a browser, in one chamber, told what to do line by line.

`python -m tests.e2e.leg`, JSON lines in both directions. First in: `{"url", "token", "mark", "coded"}`; the code
fills the share `coded` of the picture, from its top. Then `{"do": "publish" | "unmute"
| "say" | "leave", ...}`. Out: what it was refused and what reached it, pictures and tones with the time they were made.
It is apart from the tests because decoding would hold up their loop, and because the client may abort when it leaves.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any, Final

import numpy as np
from livekit import rtc

from tests.e2e.barcode import RATE, STEP_MS, luma_of, made_at, picture, read_picture, read_tone, step_began, tone

WIDTH: Final = 640
HEIGHT: Final = 360
PUBLISH_S: Final = 3.0
FRAME_S: Final = 0.1
PIECE_MS: Final = 40


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def say(**event: Any) -> None:
    print(json.dumps({"at": now_ms(), **event}), flush=True)


class Leg:
    """One connection to one chamber."""

    def __init__(self, mark: int, coded: float) -> None:
        self.room = rtc.Room()
        self._mark = mark
        self._coded = coded
        self._tasks: set[asyncio.Task[None]] = set()
        self._tracks: list[rtc.LocalVideoTrack | rtc.LocalAudioTrack] = []
        self.room.on("track_subscribed", self._subscribed)
        self.room.on(
            "data_received", lambda p: say(event="data", text=p.data.decode("utf-8", "replace"), topic=p.topic)
        )
        self.room.on("disconnected", lambda reason: say(event="disconnected", reason=str(reason)))
        self.room.on("reconnecting", lambda: say(event="reconnecting"))
        self.room.on("participant_permissions_changed", self._permitted)

    async def join(self, url: str, token: str) -> None:
        try:
            await asyncio.wait_for(self.room.connect(url, token), 15)
        except (rtc.ConnectError, TimeoutError) as error:
            say(event="refused", why=str(error) or type(error).__name__)
        else:
            say(event="connected", identity=self.room.local_participant.identity)

    def _permitted(self, participant: rtc.Participant, *_: object) -> None:
        if participant.identity == self.room.local_participant.identity:
            may = participant.permissions
            say(event="permission", publish=bool(may and may.can_publish))

    async def do(self, order: dict[str, Any]) -> None:
        match order["do"]:
            case "publish":
                await self._publish()
            case "unmute":
                for track in self._tracks:
                    track.unmute()
                say(event="unmuted")
            case "say":
                await self._say(order["text"])

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.wait_for(self.room.disconnect(), 5)

    async def _say(self, text: str) -> None:
        try:
            await self.room.local_participant.publish_data(json.dumps({"text": text}), reliable=True, topic="message")
        except Exception as error:  # noqa: BLE001 - whatever the client calls it, it is a refusal
            say(event="unsaid", text=text, why=str(error))
        else:
            say(event="said", text=text)

    async def _publish(self) -> None:
        """Camera and microphone, whether granted or not."""
        video, audio = rtc.VideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=PIECE_MS)
        camera = rtc.LocalVideoTrack.create_video_track("camera", video)
        microphone = rtc.LocalAudioTrack.create_audio_track("microphone", audio)
        self._tracks = [camera, microphone]
        self._start(self._show(video))
        self._start(self._sound(audio))
        sources: dict[rtc.LocalVideoTrack | rtc.LocalAudioTrack, Any] = {
            camera: rtc.TrackSource.SOURCE_CAMERA,
            microphone: rtc.TrackSource.SOURCE_MICROPHONE,
        }
        for track, source in sources.items():
            options = rtc.TrackPublishOptions(source=source, simulcast=False)
            try:
                await asyncio.wait_for(self.room.local_participant.publish_track(track, options), PUBLISH_S)
            except Exception as error:  # noqa: BLE001 - a refusal has many names, and a time-out is one
                say(event="unpublished", kind=track.name, why=str(error) or type(error).__name__)
            else:
                say(event="published", kind=track.name)

    async def _show(self, source: rtc.VideoSource) -> None:
        coded = int(HEIGHT * self._coded)
        rest = np.full(WIDTH * (HEIGHT * 3 // 2 - coded), 128, dtype=np.uint8).tobytes()
        while True:
            data = picture(self._mark, now_ms(), width=WIDTH, height=coded).tobytes() + rest
            source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, data))
            await asyncio.sleep(FRAME_S)

    async def _sound(self, source: rtc.AudioSource) -> None:
        phase, size = 0.0, RATE * PIECE_MS // 1000
        while True:
            samples, phase = tone(self._mark, now_ms() // STEP_MS, size, phase)
            await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, size))

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        if isinstance(track, rtc.RemoteVideoTrack):
            self._start(self._watch(track))
        elif isinstance(track, rtc.RemoteAudioTrack):
            self._start(self._listen(track))

    async def _watch(self, track: rtc.Track) -> None:
        async for event in rtc.VideoStream(track, capacity=2, format=rtc.VideoBufferType.I420):
            luma = luma_of(event.frame)
            code, now = read_picture(luma[: int(len(luma) * self._coded)]), now_ms()
            if code is not None:
                say(event="picture", mark=code[0], made=made_at(code[1], now))

    async def _listen(self, track: rtc.Track) -> None:
        async for event in rtc.AudioStream(track, capacity=50, sample_rate=RATE, frame_size_ms=PIECE_MS):
            code, now = read_tone(np.frombuffer(event.frame.data, dtype=np.int16)), now_ms()
            if code is not None:
                say(event="sound", mark=code[0], made=step_began(code[1], now))

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def main() -> None:
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    first = json.loads(await lines.readline())
    leg = Leg(first["mark"], first["coded"])
    await leg.join(first["url"], first["token"])
    while line := await lines.readline():
        order = json.loads(line)
        if order["do"] == "leave":
            break
        await leg.do(order)
    await leg.leave()
    say(event="left")
    os._exit(0)  # the client's threads may abort an ordinary exit


if __name__ == "__main__":
    asyncio.run(main())
