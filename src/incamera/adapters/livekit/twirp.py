"""The calls of a LiveKit server over HTTP, by livekit-api: its words are translated here and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
from google.protobuf.message import DecodeError, Message
from livekit.api import LiveKitAPI, ServerError, ServerErrorCode
from livekit.protocol import models, room

from incamera.adapters.livekit.calls import UNKNOWN_SOURCE, CallFailed, LegSeen, Permission, TrackSeen

EMPTY_S: Final = 7 * 24 * 3600  # an empty chamber is deleted by the doorkeeper, not by the engine
_NAMES: Final = {
    "camera": models.TrackSource.CAMERA,
    "microphone": models.TrackSource.MICROPHONE,
    "screen_share": models.TrackSource.SCREEN_SHARE,
    "screen_share_audio": models.TrackSource.SCREEN_SHARE_AUDIO,
}
_KINDS: Final = {
    models.TrackType.VIDEO: {models.TrackSource.CAMERA: "camera", models.TrackSource.SCREEN_SHARE: "screen_share"},
    models.TrackType.AUDIO: {
        models.TrackSource.MICROPHONE: "microphone",
        models.TrackSource.SCREEN_SHARE_AUDIO: "screen_share_audio",
    },
}

Q = TypeVar("Q", bound=Message)
A = TypeVar("A", bound=Message)


class TwirpCalls:
    """The EngineCalls of one server. Belongs to the event loop that first uses it."""

    def __init__(self, url: str, *, key: str, secret: str) -> None:
        self._url = url
        self._key = key
        self._secret = secret
        self._opened: LiveKitAPI | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def _api(self) -> LiveKitAPI:
        if self._opened is None:
            # no limit of connections: calls that hang must not keep a deletion waiting for a socket
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None))
            self._opened = LiveKitAPI(self._url, self._key, self._secret, session=self._session, failover=False)
        return self._opened

    async def chambers(self) -> frozenset[str]:
        answer = await _ask(self._api.room.list_rooms, room.ListRoomsRequest())
        return frozenset(item.name for item in answer.rooms)

    async def legs(self, chamber: str) -> tuple[LegSeen, ...]:
        answer = await _ask(self._api.room.list_participants, room.ListParticipantsRequest(room=chamber))
        return tuple(_leg(item) for item in answer.participants)

    async def create(self, chamber: str) -> None:
        request = room.CreateRoomRequest(name=chamber, empty_timeout=EMPTY_S, departure_timeout=EMPTY_S)
        await _ask(self._api.room.create_room, request)

    async def delete(self, chamber: str) -> None:
        await _ask_gone(self._api.room.delete_room, room.DeleteRoomRequest(room=chamber))

    async def permit(self, chamber: str, identity: str, permission: Permission) -> None:
        request = room.UpdateParticipantRequest(room=chamber, identity=identity, permission=_permission(permission))
        await _ask_gone(self._api.room.update_participant, request)

    async def mute(self, chamber: str, identity: str, track: str) -> None:
        request = room.MuteRoomTrackRequest(room=chamber, identity=identity, track_sid=track, muted=True)
        await _ask_gone(self._api.room.mute_published_track, request)

    async def remove(self, chamber: str, identity: str) -> None:
        request = room.RoomParticipantIdentity(room=chamber, identity=identity)
        await _ask_gone(self._api.room.remove_participant, request)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def healthy(url: str, *, seconds: float = 1.0) -> bool:
    """Whether the server at ``url`` says within ``seconds`` that it is well. Never raises for a server that does not."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session,
            session.get(url.replace("ws", "http", 1) if url.startswith("ws") else url) as answer,
        ):
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


async def _ask(call: Callable[[Q], Awaitable[A]], request: Q) -> A:
    """Ask once, and once more if the server had closed the kept connection before: every call may be repeated."""
    try:
        try:
            return await call(request)
        except (aiohttp.ServerDisconnectedError, ConnectionResetError):
            return await call(request)
    except ServerError as error:
        raise CallFailed(error.code) from error
    except (aiohttp.ClientError, OSError, DecodeError) as error:
        raise CallFailed(type(error).__name__) from error


async def _ask_gone(call: Callable[[Q], Awaitable[A]], request: Q) -> None:
    """Ask for something that holds anyway when its object is not there."""
    try:
        await _ask(call, request)
    except CallFailed as error:
        if str(error) != ServerErrorCode.NOT_FOUND:
            raise


def _leg(found: models.ParticipantInfo) -> LegSeen:
    rights = found.permission
    return LegSeen(
        identity=found.identity,
        joined_at=found.joined_at_ms * 1000,
        permission=Permission(
            publish=rights.can_publish,
            data=rights.can_publish_data,
            sources=frozenset(_source_name(source) for source in rights.can_publish_sources),
            subscribe=rights.can_subscribe,
            hidden=rights.hidden,
            metrics=rights.can_subscribe_metrics,
            other=rights.recorder or rights.agent or rights.can_update_metadata or rights.can_manage_agent_session,
        ),
        tracks=tuple(TrackSeen(track.sid, _track_source(track)) for track in found.tracks),
    )


def _source_name(source: models.TrackSource) -> str:
    return next((name for name, value in _NAMES.items() if value == source), UNKNOWN_SOURCE)


def _track_source(track: models.TrackInfo) -> str:
    """The server takes the client's word for a track's source; its kind (sound or picture) it has seen itself."""
    return _KINDS.get(track.type, {}).get(track.source, UNKNOWN_SOURCE)


def _permission(wanted: Permission) -> models.ParticipantPermission:
    return models.ParticipantPermission(
        can_subscribe=wanted.subscribe,
        can_publish=wanted.publish,
        can_publish_data=wanted.data,
        can_publish_sources=sorted(_NAMES[source] for source in wanted.sources),
        hidden=wanted.hidden,
        recorder=False,
        can_update_metadata=False,
        agent=False,
        can_subscribe_metrics=wanted.metrics,
        can_manage_agent_session=False,
    )
