"""Media of those who are on the floor, from the open chamber. With `tap.py` the only module that knows the engine's client.

Who is not on the floor is not subscribed: their pixels and their voice do not exist in this process. Streams are
closed by us, because the client goes on delivering to one that was left open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog
from livekit import rtc

from incamera.media.programme.asking import Asking
from incamera.media.programme.intake import Camera, Microphone
from incamera.media.programme.lips import BufferWait, picture_lag
from incamera.media.programme.orders import Floor
from incamera.media.programme.picture import Picture
from incamera.media.programme.ring import Sound
from incamera.media.programme.tap import Stream, Tap

JOIN_S: Final = 10.0
"""A client that joins a chamber in the instant of its end may wait for ever; another run will do better."""
LEAVE_S: Final = 3.0
AGAIN_S: Final = 0.25
LIPS_S: Final = 0.5
"""How often the waits of sound and picture are compared."""
_OF_SPEAKER: Final = frozenset({rtc.TrackSource.SOURCE_CAMERA, rtc.TrackSource.SOURCE_MICROPHONE})
_OF_SCREEN: Final = frozenset({rtc.TrackSource.SOURCE_SCREENSHARE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO})
_PICTURES: Final = frozenset({rtc.TrackSource.SOURCE_CAMERA, rtc.TrackSource.SOURCE_SCREENSHARE})
_log = structlog.get_logger(__name__)


class ChamberShut(Exception):
    """The engine did not let us in; the text is its own."""


@dataclass(slots=True)
class _Taken:
    """A subscribed track."""

    identity: str
    source: int
    track: rtc.Track
    intake: Camera | Microphone
    stream: Stream
    waits: BufferWait = field(default_factory=BufferWait)


class Ingest:
    """The worker's connection to a chamber, to be made in the loop. Everything here runs in it, but `Sources` of `run.py`,
    which the programme's thread calls and which reads snapshots only, and what the tap hands over in the client's."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._room = rtc.Room()
        self._tap = Tap()
        self._floor = Floor()
        self._taken: dict[str, _Taken] = {}
        self._asking = Asking()
        self._repeating: tuple[asyncio.Task[None], ...] = ()
        self._cameras: dict[tuple[str, bool], Camera] = {}
        self._microphones: tuple[Microphone, ...] = ()
        self.lost = asyncio.Event()
        self._listen()

    async def join(self, url: str, token: str) -> None:
        """Connect. Raises ChamberShut."""
        try:
            await asyncio.wait_for(self._room.connect(url, token, rtc.RoomOptions(auto_subscribe=False)), JOIN_S)
        except (rtc.ConnectError, TimeoutError) as error:
            raise ChamberShut(str(error) or type(error).__name__) from error
        self._subscribe()
        self._repeating = (asyncio.create_task(self._persist()), asyncio.create_task(self._keep_lips()))

    async def leave(self) -> None:
        """Disconnect; gives up waiting for it after LEAVE_S."""
        for task in self._repeating:
            task.cancel()
        for sid in tuple(self._taken):
            self._drop(sid)
        await asyncio.wait({asyncio.ensure_future(self._room.disconnect())}, timeout=LEAVE_S)
        self._tap.close()

    def decide(self, floor: Floor) -> None:
        """The floor is another from now on: who left it is neither shown nor heard at the next tick."""
        self._floor = floor
        for sid, taken in tuple(self._taken.items()):
            if not self._is_wanted(taken.identity, taken.source):
                self._drop(sid)
        self._snapshot()
        self._subscribe()

    def floor(self) -> Floor:
        return self._floor

    def turn(self) -> None:
        now = self._now()
        for camera in tuple(self._cameras.values()):
            camera.turn(now)

    def picture(self, identity: str, *, is_screen: bool) -> Picture | None:
        camera = self._cameras.get((identity, is_screen))
        return None if camera is None else camera.newest

    def sounds(self, count: int, place: int) -> list[Sound]:
        return [microphone.take(count, place) for microphone in self._microphones]

    def _listen(self) -> None:
        on = self._room.on
        on("track_published", self._ask)
        on("track_subscribed", self._begin)
        on("track_unsubscribed", self._ended)
        on("track_unpublished", lambda publication, _who: self._forget(publication.sid))
        on("participant_disconnected", self._left)
        on("track_muted", lambda _who, publication: self._darken(publication.sid))
        on("track_unmuted", lambda _who, publication: self._lighten(publication.sid))
        on("disconnected", lambda *_: self.lost.set())

    def _is_wanted(self, identity: str, source: int) -> bool:
        if source in _OF_SPEAKER:
            return identity in self._floor.speakers
        return source in _OF_SCREEN and identity == self._floor.screen

    def _subscribe(self) -> None:
        """Ask for what is wanted and for nothing else."""
        for participant in self._room.remote_participants.values():
            for publication in participant.track_publications.values():
                self._ask(publication, participant)

    def _ask(self, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant) -> None:
        wanted = self._is_wanted(participant.identity, publication.source)
        requests = self._asking.next(publication.sid, wanted=wanted, has=publication.subscribed, now=self._now())
        for request in requests:
            publication.set_subscribed(request)

    async def _persist(self) -> None:
        """Ask again for what did not come."""
        while True:
            await asyncio.sleep(AGAIN_S)
            self._subscribe()

    async def _keep_lips(self) -> None:
        """Let each picture wait for its sound, as long as the sound takes now."""
        while True:
            await asyncio.sleep(LIPS_S)
            for taken in tuple(self._taken.values()):
                await _note_wait(taken)
            sounds = {(t.identity, t.source in _OF_SCREEN): t for t in self._taken.values() if _is_sound(t)}
            for taken in tuple(self._taken.values()):
                sound = sounds.get((taken.identity, taken.source in _OF_SCREEN))
                if isinstance(taken.intake, Camera) and sound is not None and isinstance(sound.intake, Microphone):
                    taken.intake.lag = picture_lag(sound.waits.us, sound.intake.wait, taken.waits.us)

    def _begin(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        self._drop(publication.sid)
        if not self._is_wanted(participant.identity, publication.source):
            self._ask(publication, participant)  # the floor has changed since it was asked for
            return
        intake: Camera | Microphone
        if publication.source in _PICTURES:
            intake = Camera(self._now, is_dark=publication.muted)
            stream = self._tap.watch(track, intake.put)
        else:
            intake = Microphone(self._now)
            stream = self._tap.listen(track, intake.put)
        self._taken[publication.sid] = _Taken(participant.identity, publication.source, track, intake, stream)
        self._snapshot()
        _log.info("programme_track_begins", source=rtc.TrackSource.Name(publication.source))

    def _ended(
        self, _track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        self._drop(publication.sid)
        if publication.sid in participant.track_publications:
            self._ask(publication, participant)  # the floor may have changed back since

    def _left(self, participant: rtc.RemoteParticipant) -> None:
        """Whoever leaves takes all with them: the client does not always say so for each track."""
        for sid, taken in tuple(self._taken.items()):
            if taken.identity == participant.identity:
                self._forget(sid)

    def _forget(self, sid: str) -> None:
        self._asking.forget(sid)
        self._drop(sid)

    def _darken(self, sid: str) -> None:
        taken = self._taken.get(sid)
        if taken is not None and isinstance(taken.intake, Camera):
            taken.intake.darken()

    def _lighten(self, sid: str) -> None:
        taken = self._taken.get(sid)
        if taken is not None and isinstance(taken.intake, Camera):
            taken.intake.lighten()

    def _drop(self, sid: str) -> None:
        """Let go of a track at once."""
        taken = self._taken.pop(sid, None)
        if taken is not None:
            self._snapshot()
            taken.stream.close()

    def _snapshot(self) -> None:
        taken = tuple(self._taken.values())
        self._cameras = {(t.identity, t.source in _OF_SCREEN): t.intake for t in taken if isinstance(t.intake, Camera)}
        self._microphones = tuple(t.intake for t in taken if isinstance(t.intake, Microphone))


def _is_sound(taken: _Taken) -> bool:
    return isinstance(taken.intake, Microphone)


async def _note_wait(taken: _Taken) -> None:
    """Ask the client how long the track's media wait in its buffer; a track that ends meanwhile has no answer."""
    with suppress(Exception):
        async with asyncio.timeout(LIPS_S):
            for stats in await taken.track.get_stats():
                if stats.HasField("inbound_rtp"):
                    inbound = stats.inbound_rtp.inbound
                    taken.waits.note(inbound.jitter_buffer_delay, inbound.jitter_buffer_emitted_count)
