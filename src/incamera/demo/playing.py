"""One chamber as a delegate's device is in it: connected, listening to nobody, publishing what it may."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError

from incamera.demo.seat import Pass
from incamera.demo.sending import AccessUnits, Camera, Microphone, Source
from incamera.demo.speech import Voice

CONNECT_S: Final = 10.0
PUBLISH_S: Final = 5.0
"""Publishing without permission may never answer."""
CAMERA: Final = "camera"
MICROPHONE: Final = "microphone"

ConnectFailed = (rtc.ConnectError, TimeoutError)
PublishFailed = (PublishTrackError, UnpublishTrackError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Clip:
    """What a delegate sends."""

    units: AccessUnits
    voice: Voice
    speaks: Callable[[], bool]


class Chamber:
    """A connection to one chamber; `changed` is called when the engine grants, takes or ends something."""

    def __init__(self, clip: Clip, changed: Callable[[], None]) -> None:
        self._clip = clip
        self._room = rtc.Room()
        self._sent: dict[str, tuple[asyncio.Task[None], str]] = {}
        self.is_lost = False
        self._changed = changed
        self._room.on("disconnected", self._note_lost)
        self._room.on("participant_permissions_changed", self._note_changed)

    async def connect(self, way: Pass) -> None:
        """Raises one of ConnectFailed."""
        async with asyncio.timeout(CONNECT_S):
            await self._room.connect(way.url, way.token, rtc.RoomOptions(auto_subscribe=False))

    async def publish(self, wanted: frozenset[str]) -> None:
        """Send exactly `wanted` of camera and microphone, as far as the engine grants it now. Raises PublishFailed."""
        is_granted = not self.is_lost and self._room.local_participant.permissions.can_publish
        granted = wanted & {CAMERA, MICROPHONE} if is_granted else frozenset()
        for source in sorted(self._sent.keys() - granted):
            await self._stop(source)
        for source in sorted(granted - self._sent.keys()):
            await self._start(source)

    async def leave(self) -> None:
        """Stop sending and disconnect; what the engine says about it no longer matters."""
        self.is_lost = True
        for task, _ in self._sent.values():
            task.cancel()
        self._sent.clear()
        with suppress(Exception):
            async with asyncio.timeout(PUBLISH_S):
                await self._room.disconnect()

    async def _start(self, source: str) -> None:
        clip = self._clip
        made: Source = Camera(clip.units) if source == CAMERA else Microphone(clip.voice, clip.speaks)
        async with asyncio.timeout(PUBLISH_S):
            publication = await self._room.local_participant.publish_track(made.track, made.options)
        self._sent[source] = (asyncio.create_task(made.feed()), publication.sid)

    async def _stop(self, source: str) -> None:
        task, sid = self._sent.pop(source)
        task.cancel()
        if not self.is_lost:
            async with asyncio.timeout(PUBLISH_S):
                await self._room.local_participant.unpublish_track(sid)

    def _note_lost(self, *_: object) -> None:
        self.is_lost = True
        self._changed()

    def _note_changed(self, *_: object) -> None:
        self._changed()
