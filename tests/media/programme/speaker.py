"""A speaker of its own process: `python -m tests.media.programme.speaker`, told what to do line by line.

First line in: {"url", "token", "mark", "clip": IVF file}. Then {"do": "publish" | "mute" | "unmute" (the camera) | "hush"
(the microphone) | "share" | "unshare" | "leave"}; each is answered by a line. Pictures come encoded from the clip, so that
a speaker costs little.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from livekit import rtc

from incamera.demo import pictures
from incamera.demo.sending import Camera
from tests.e2e.barcode import RATE, STEP_MS, tone

PIECE_MS = 20


def say(what: str) -> None:
    print(json.dumps({"done": what, "at": time.time_ns() // 1000}), flush=True)


class Speaker:
    def __init__(self, mark: int, clip: Path) -> None:
        self.room = rtc.Room()
        self._mark = mark
        self._units = pictures.access_units(clip)
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._camera: rtc.LocalTrack | None = None
        self._microphone: rtc.LocalAudioTrack | None = None
        self._screen: str | None = None

    async def do(self, what: str) -> None:
        match what:
            case "publish":
                self._camera = (await self._show(rtc.TrackSource.SOURCE_CAMERA)).track
                await self._speak()
            case "mute" | "unmute":
                assert isinstance(self._camera, rtc.LocalVideoTrack)
                (self._camera.mute if what == "mute" else self._camera.unmute)()
            case "hush":
                assert self._microphone is not None
                self._microphone.mute()
            case "share":
                self._screen = (await self._show(rtc.TrackSource.SOURCE_SCREENSHARE)).sid
            case "unshare":
                assert self._screen is not None
                await self.room.local_participant.unpublish_track(self._screen)
            case "leave":
                await asyncio.wait_for(self.room.disconnect(), 5)

    async def _show(self, source: rtc.TrackSource.ValueType) -> rtc.LocalTrackPublication:
        camera = Camera(self._units)
        camera.options.source = source
        self._tasks[str(source)] = asyncio.create_task(camera.feed())
        return await asyncio.wait_for(self.room.local_participant.publish_track(camera.track, camera.options), 10)

    async def _speak(self) -> None:
        source = rtc.AudioSource(RATE, 1, queue_size_ms=60)
        self._microphone = track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        self._tasks["sound"] = asyncio.create_task(self._sound(source))
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False, red=False)
        await asyncio.wait_for(self.room.local_participant.publish_track(track, options), 10)

    async def _sound(self, source: rtc.AudioSource) -> None:
        phase, size = 0.0, RATE * PIECE_MS // 1000
        while True:
            samples, phase = tone(self._mark, time.time_ns() // 1_000_000 // STEP_MS, size, phase)
            await source.capture_frame(rtc.AudioFrame(np.asarray(samples).tobytes(), RATE, 1, size))


async def main() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    first = json.loads(await reader.readline())
    speaker = Speaker(first["mark"], Path(first["clip"]))
    await asyncio.wait_for(speaker.room.connect(first["url"], first["token"]), 15)
    say("join")
    while line := await reader.readline():
        order = json.loads(line)["do"]
        await speaker.do(order)
        say(order)
        if order == "leave":
            break


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
    os._exit(0)  # the client may abort on the interpreter's own way out
