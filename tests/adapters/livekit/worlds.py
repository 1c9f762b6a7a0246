"""The two engines the contract is held against, behind the same few levers: the fake one and a real process."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final, Protocol

from livekit import rtc

from incamera.adapters.livekit import LiveKitEngine, mint
from incamera.adapters.livekit.calls import SOURCES, EngineCalls
from incamera.adapters.livekit.twirp import TwirpCalls
from tests.engines import Engine
from tests.fakes.engine import FakeEngine, JoinRefused

PATIENCE_S: Final = 20.0
PUBLISH_S: Final = 2.0  # how long a publication that is refused may hang in the client
SLOW: Final = 500  # percent: deadlines on a busy machine
_RATE: Final = 48_000
_serial = itertools.count()


class Refused(Exception):
    """The engine did not let the token in."""


class Leg(Protocol):
    """A device in a chamber."""

    async def publish(self, source: str) -> bool:
        """Publish a track that flows; whether the engine took it."""
        ...

    async def unmute(self, source: str) -> None:
        """Undo a mute of one's own track, as a device may."""
        ...

    async def leave(self) -> None: ...


class World(Protocol):
    """One engine and what tests do to it."""

    calls: EngineCalls
    port: LiveKitEngine

    def token(self, chamber: str, identity: str, *, hidden: bool = False) -> str: ...

    async def join(self, token: str) -> Leg:
        """Raises Refused."""
        ...

    async def die(self) -> None:
        """The engine is killed and started again."""
        ...


class FakeWorld:
    """The engine in memory; a token is the chamber and the identity, since it grants nothing else."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.engine = FakeEngine(now=now)
        self.calls: EngineCalls = self.engine
        self.port = self.engine.port

    def token(self, chamber: str, identity: str, *, hidden: bool = False) -> str:
        return f"{chamber} {identity} {'hidden' if hidden else ''}"

    async def join(self, token: str) -> Leg:
        chamber, identity, hidden = token.split(" ")
        try:
            self.engine.join(chamber, identity, hidden=bool(hidden))
        except JoinRefused as error:
            raise Refused from error
        return FakeLegInWorld(self.engine, chamber, identity)

    async def die(self) -> None:
        self.engine.die()


class FakeLegInWorld:
    """A device of the engine in memory."""

    def __init__(self, engine: FakeEngine, chamber: str, identity: str) -> None:
        self._engine, self._chamber, self._identity = engine, chamber, identity

    async def publish(self, source: str) -> bool:
        return self._engine.publish(self._chamber, self._identity, source)

    async def unmute(self, source: str) -> None:
        self._engine.unmute(self._chamber, self._identity, source)

    async def leave(self) -> None:
        self._engine.leave(self._chamber, self._identity)


class RealWorld:
    """A LiveKit process and real clients."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.calls: EngineCalls = TwirpCalls(engine.url, key=engine.key, secret=engine.secret)
        self.port = LiveKitEngine(self.calls, now=now, deadline_scale=SLOW)
        self.legs: list[RealLeg] = []

    def token(self, chamber: str, identity: str, *, hidden: bool = False) -> str:
        key, secret = self.engine.key, self.engine.secret
        return mint(key, secret, chamber=chamber, identity=identity, sources=SOURCES, now=now(), hidden=hidden)

    async def join(self, token: str) -> RealLeg:
        leg = RealLeg()
        try:
            await asyncio.wait_for(leg.room.connect(self.engine.url.replace("http", "ws", 1), token), PATIENCE_S)
        except rtc.ConnectError as error:
            raise Refused(str(error)) from error
        self.legs.append(leg)
        return leg

    async def die(self) -> None:
        self.engine.restart()  # not in a thread: the process dies with the thread that started it


class RealLeg:
    """A device: what it publishes is a steady tone or picture; what it hears of others is kept."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.received: asyncio.Queue[bytes] = asyncio.Queue()
        self.unpublished: asyncio.Queue[str] = asyncio.Queue()
        self.heard: asyncio.Queue[rtc.RemoteAudioTrack] = asyncio.Queue()
        self._tracks: dict[str, rtc.LocalTrack] = {}
        self._feeds: list[asyncio.Task[None]] = []
        self.room.on("data_received", lambda packet: self.received.put_nowait(packet.data))
        self.room.on("track_unpublished", lambda track, _: self.unpublished.put_nowait(track.name))
        self.room.on("track_subscribed", self._subscribed)

    async def publish(self, source: str) -> bool:
        sound = source in {"microphone", "screen_share_audio"}
        return await (self.publish_sound(source) if sound else self.publish_picture(source))

    async def publish_sound(self, source: str) -> bool:
        feed = rtc.AudioSource(_RATE, 1)
        self._feeds.append(asyncio.create_task(_sound(feed)))
        return await self._publish(rtc.LocalAudioTrack.create_audio_track(source, feed), source)

    async def publish_picture(self, source: str) -> bool:
        feed = rtc.VideoSource(160, 96)
        self._feeds.append(asyncio.create_task(_pictures(feed)))
        return await self._publish(rtc.LocalVideoTrack.create_video_track(source, feed), source)

    async def unmute(self, source: str) -> None:
        track = self._tracks[source]
        assert isinstance(track, rtc.LocalAudioTrack | rtc.LocalVideoTrack)
        track.mute()
        track.unmute()

    async def send(self, data: bytes) -> None:
        await self.room.local_participant.publish_data(data)

    async def leave(self) -> None:
        for feed in self._feeds:
            feed.cancel()
        await asyncio.gather(*self._feeds, return_exceptions=True)
        await asyncio.wait_for(self.room.disconnect(), PATIENCE_S)

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        if isinstance(track, rtc.RemoteAudioTrack):
            self.heard.put_nowait(track)

    async def _publish(self, track: rtc.LocalTrack, source: str) -> bool:
        """The engine lists a track when its media arrives; the client is told before."""
        self._tracks[source] = track
        options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.Value(f"SOURCE_{source.upper().replace('_SHARE', 'SHARE')}")
        )
        try:
            await asyncio.wait_for(self.room.local_participant.publish_track(track, options), PUBLISH_S)
        except (TimeoutError, rtc.participant.PublishTrackError):
            return False
        return True


@asynccontextmanager
async def real_world(engine: Engine) -> AsyncIterator[RealWorld]:
    """A world on a running engine; all its devices leave at the end."""
    world = RealWorld(engine)
    try:
        yield world
    finally:
        await asyncio.gather(*(leg.leave() for leg in world.legs), return_exceptions=True)
        await world.port.close()


def now() -> int:
    """The wall clock, microseconds: tokens are for a real server."""
    return time.time_ns() // 1000


def fresh_prefix() -> str:
    """No two tests share a meeting, so that they may share an engine."""
    return f"m{next(_serial):04}-"


async def _sound(feed: rtc.AudioSource) -> None:
    """A square wave of 400 Hz, as fast as the source takes it: it paces itself."""
    half = (8000).to_bytes(2, "little", signed=True) * 60 + (-8000).to_bytes(2, "little", signed=True) * 60
    while True:
        await feed.capture_frame(rtc.AudioFrame(half * 4, _RATE, 1, 480))


async def _pictures(feed: rtc.VideoSource) -> None:
    picture = rtc.VideoFrame(160, 96, rtc.VideoBufferType.I420, bytes([90]) * (160 * 96 * 3 // 2))
    while True:
        feed.capture_frame(picture)
        await asyncio.sleep(1 / 15)
