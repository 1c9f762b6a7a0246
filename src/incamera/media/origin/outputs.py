"""What an address below an output leads to, now: an answer, or what it has to wait for. Never waits itself.

Read by two: the app that answers anybody, and the connections that answer a crowd of players (`crowd.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from incamera.media import fmp4
from incamera.media.origin import playlist
from incamera.media.origin.address import BadQuery, Blocking, Media, blocking_of, media_of, playlist_of
from incamera.media.origin.core import Origin
from incamera.media.origin.grid import Stream
from incamera.media.origin.meeting import Shown
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.store import Ready
from incamera.platform.errors import problem

WAIT_S: Final = 6.0
"""How long a playlist is waited for: three target durations."""
LOOK_S: Final = 0.5
"""How often whoever waits looks again without being woken: what was waited for may have gone."""
M3U8: Final = "application/vnd.apple.mpegurl"
MP4: Final = "video/mp4"
AT_ONCE: Final = "public, max-age=1"
"""Of what changes: a cache may answer a crowd, for a second."""
AS_ASKED: Final = "public, max-age=6"
"""Of a playlist that was waited for: it holds what was asked for at any later time too."""
FOR_GOOD: Final = "public, max-age=3600, immutable"
PRIVATE: Final = "private, no-store"
OPEN_TO_ALL: Final = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
}
"""What every answer about the webcast says: other sites may read it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given."""

    status: int
    headers: dict[str, str]
    kind: str | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing yet. `path` changes when there may be something; slate has no changes but an instant when it is `due`."""

    path: str
    stream: Stream
    asked: Blocking
    due: int | None = None


class Outputs:
    """Looks addresses up in what the gate has published."""

    def __init__(self, origin: Origin, now: Callable[[], int]) -> None:
        self._origin = origin
        self.now = now

    def find(self, meeting: str, rest: list[str], query: bytes, *, is_gallery: bool) -> Answer | Later | None:
        """`rest` is what follows the output's name. None: there is nothing here. Raises `BadQuery`."""
        published = self._origin.published.get(meeting)
        if published is None or not rest:
            return None
        if rest == [playlist.MASTER]:
            place = f"/live/{meeting}/{'gallery' if is_gallery else 'webcast'}/{published.shown[is_gallery].path}"
            headers = {"location": f"{place}/{playlist.MASTER}", "cache-control": PRIVATE if is_gallery else AT_ONCE}
            return Answer(302, headers)
        found = published.paths[is_gallery].get(rest[0])
        if found is None:
            return None
        match rest[1:]:
            case [playlist.MASTER]:
                body = playlist.master(found.shape.renditions, found.shape.grid.fps)
                return _given(body, M3U8, PRIVATE if is_gallery else AT_ONCE)
            case [name] if (stream := playlist_of(name)) in found.shape.streams and stream is not None:
                return self._playlist(found, stream, blocking_of(query), is_gallery=is_gallery)
            case [folder, name] if (media := media_of(folder, name)) is not None:
                return self._media(found, media, is_gallery=is_gallery)
        return None

    def _playlist(self, found: Shown, stream: Stream, asked: Blocking, *, is_gallery: bool) -> Answer | Later | None:
        now = self.now()
        if asked.segment is not None:
            listing = found.listing(stream, now)
            ready = listing.ready(asked.segment, asked.part, has_parts=found.has_parts)
            if ready is Ready.NEVER:
                raise BadQuery("_HLS_msn")
            if ready is Ready.WAIT:
                due = found.due(asked.segment, asked.part or 0) if isinstance(found, SlateLoop) else None
                return Later(found.path, stream, asked, due)
        body = found.playlist(stream, now)
        public = AT_ONCE if asked.segment is None else AS_ASKED
        return None if body is None else _given(body, M3U8, PRIVATE if is_gallery else public)

    def _media(self, found: Shown, media: Media, *, is_gallery: bool) -> Answer | None:
        if media.stream not in found.shape.streams:
            return None
        if media.segment is None:
            data: bytes | None = fmp4.init([found.shape.track_config(media.stream, 1)])
        elif isinstance(found, SlateLoop):
            data = found.data(media.stream, media.segment, media.part, self.now())
        else:
            window = found.windows.get(media.stream)
            data = window.data(media.segment, media.part) if window is not None else None
        return None if data is None else _given(data, MP4, PRIVATE if is_gallery else FOR_GOOD)


def response_of(found: Answer | None) -> Response:
    """The answer as the server knows it; whatever is absent, closed or foreign is the same 404."""
    if found is None:
        return problem("not_found", 404, "There is nothing here.")
    return Response(found.body, found.status, found.headers, found.kind)


def not_in_time() -> Response:
    """What was waited for did not come."""
    return problem("not_in_time", 503, "Nothing new came in time.", headers={"Retry-After": "1"})


def _given(body: bytes, kind: str, cache: str) -> Answer:
    return Answer(200, {"cache-control": cache, "accept-ranges": "none"}, kind, body)
