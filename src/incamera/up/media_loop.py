"""A media loop: two legs in a chamber of their own, one sends a tone, the other must hear it.

It needs the package `livekit`, which runs media in native threads and is installed with the development lock; a
production installation that lacks it gets the engine's handshake checked instead, and is told so.
"""

import asyncio
import importlib.util
import logging
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from incamera.adapters.livekit.calls import CallFailed, Permission
from incamera.adapters.livekit.token import mint
from incamera.adapters.livekit.twirp import TwirpCalls
from incamera.platform.ids import new_id
from incamera.up.examine import DOCTOR, START, Engine, Finding

if TYPE_CHECKING:
    from livekit import rtc

RATE = 48_000
FRAME = RATE // 100
LOUD = 8_000
ENOUGH = 20
"""Loud frames of 10 ms: the tone was heard, not a click."""


async def media_flows(engine: Engine) -> Finding:
    """Make a chamber, send sound through it, delete it."""
    if not engine.key:
        return Finding(is_well=False, text="has no key yet", remedy=START)
    if importlib.util.find_spec("livekit.rtc") is None:
        return Finding(is_well=True, text="not tried: the package `livekit` is not installed")
    calls = TwirpCalls(engine.http, key=engine.key, secret=engine.secret)
    chamber = f"{DOCTOR}{new_id()}"
    try:
        await calls.create(chamber)
        took = await _loop(engine, calls, chamber)
    except (CallFailed, ConnectionError, RuntimeError) as error:
        return Finding(is_well=False, text=f"{type(error).__name__}: {error}", remedy=START)
    else:
        return Finding(is_well=True, text=f"a tone was heard {took * 1_000:.0f} ms after the grant")
    finally:
        await _forget(calls, chamber)


async def _forget(calls: TwirpCalls, chamber: str) -> None:
    try:
        await calls.delete(chamber)
    except CallFailed:
        return  # the check has already said that the engine does not answer
    finally:
        await calls.close()


async def _loop(engine: Engine, calls: TwirpCalls, chamber: str) -> float:
    """Seconds from the grant to ENOUGH loud frames at the other leg."""
    from livekit import rtc  # noqa: PLC0415  (optional, see above)

    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # it complains at every good-bye
    async with AsyncExitStack() as rooms:
        heard = asyncio.Event()
        listening: set[asyncio.Task[None]] = set()
        speaker, listener = rtc.Room(), rtc.Room()

        def on_track(track: "rtc.Track", *_: Any) -> None:
            listening.add(asyncio.create_task(_listen(track, heard)))

        listener.on("track_subscribed", on_track)
        for room, name in ((listener, "listener"), (speaker, "speaker")):
            token = mint(
                engine.key, engine.secret, chamber=chamber, identity=name, sources=["microphone"],
                now=time.time_ns() // 1_000,
            )  # fmt: skip
            await room.connect(engine.url, token)
            rooms.push_async_callback(room.disconnect)
        began = time.monotonic()
        await calls.permit(chamber, "speaker", Permission(publish=True, sources=frozenset({"microphone"})))
        sound = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("tone", sound)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await speaker.local_participant.publish_track(track, options)
        speaking = asyncio.create_task(_speak(sound))
        try:
            await heard.wait()
        finally:
            for task in (speaking, *listening):
                task.cancel()
        return time.monotonic() - began


async def _speak(sound: "rtc.AudioSource") -> None:
    from livekit import rtc  # noqa: PLC0415  (optional, see above)

    half = FRAME // 20
    wave = (([2 * LOUD] * half + [-2 * LOUD] * half) * 20)[:FRAME]
    data = b"".join(sample.to_bytes(2, "little", signed=True) for sample in wave)
    while True:
        await sound.capture_frame(rtc.AudioFrame(data, RATE, 1, FRAME))


async def _listen(track: "rtc.Track", heard: asyncio.Event) -> None:
    from livekit import rtc  # noqa: PLC0415  (optional, see above)

    loud = 0
    stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1)
    try:
        async for event in stream:
            loud += max(abs(sample) for sample in event.frame.data) > LOUD
            if loud >= ENOUGH:
                heard.set()
    finally:
        await stream.aclose()
