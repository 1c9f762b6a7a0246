"""Serves what left the gate: status, playlists, parts, the gallery's stream. Reads snapshots; changes nothing.

Protects against: guessing (every absent, closed or foreign thing is the same 404), the gallery without a pass. Does
not protect against: whoever has a pass showing others what they see.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from incamera.media import fmp4
from incamera.media.origin import playlist
from incamera.media.origin.address import (
    BadQuery,
    Blocking,
    Media,
    blocking_of,
    choice_of,
    media_of,
    playlist_of,
)
from incamera.media.origin.audience import Audience, Passes
from incamera.media.origin.core import Origin
from incamera.media.origin.documents import PASS, DocumentError, Pass, read_pass
from incamera.media.origin.grid import Stream
from incamera.media.origin.kept import Kept
from incamera.media.origin.keys import ApiKey
from incamera.media.origin.live_stream import LiveStream, Viewer
from incamera.media.origin.meeting import Shown
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.store import Ready
from incamera.media.origin.timeline import Timeline
from incamera.media.origin.wakeups import Wakeups
from incamera.platform.errors import problem
from incamera.platform.signed import NotSignedError

COOKIE: Final = "gallery_pass"
PASS_MAX_US: Final = 90_000_000
"""A pass that lasts longer than this is none: they live a minute."""
WAIT_S: Final = 6.0
BEAT_S: Final = 5.0
M3U8: Final = "application/vnd.apple.mpegurl"
MP4: Final = "video/mp4"
AT_ONCE: Final = "public, max-age=1"
"""Of what changes: a cache may answer a crowd, for a second."""
AS_ASKED: Final = "public, max-age=6"
"""Of a playlist that was waited for: it holds what was asked for at any later time too."""
FOR_GOOD: Final = "public, max-age=3600, immutable"
PRIVATE: Final = "private, no-store"


class Public:
    """The ASGI app for everything under /live/. Runs on the readers' loop; `gate` is the loop of the gate."""

    def __init__(
        self, origin: Origin, api_key: ApiKey, wakeups: Wakeups, audience: Audience, kept: Kept, *, rooms: str,
        gate: asyncio.AbstractEventLoop, now: Callable[[], int],
    ) -> None:  # fmt: skip
        self._origin = origin
        self._api_key = api_key
        self._wakeups = wakeups
        self._audience = audience
        self._rooms = rooms
        self._gate = gate
        self._now = now
        self._kept = kept
        self._passes = Passes()
        self._streams: dict[tuple[str, Stream, Stream], LiveStream] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(scope)
        except BadQuery as error:
            faults = [{"field": error.field, "expected": "a whole number that a playlist named"}]
            response = problem("bad_query", 400, "No player asks for that.", faults=faults)
        self._let_read(scope, response)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return problem("method_not_allowed", 405, "Only GET and HEAD.", headers={"Allow": "GET, HEAD"})
        match scope["path"].split("/")[2:]:
            case [meeting, ("status" | "status.json") as name]:
                return self._status(meeting, is_events=name == "status")
            case [meeting, "webcast", *rest]:
                return await self._output(scope, meeting, rest, is_gallery=False)
            case [meeting, "gallery", *rest]:
                return await self._in_gallery(scope, meeting, rest)
            case [meeting, "record.json"]:
                return await self._record(meeting)
            case [meeting, "record", name]:
                return await self._kept.file(meeting, name, FOR_GOOD) or _absent()
        return _absent()

    async def _record(self, meeting: str) -> Response:
        rows = await self._kept.rows(meeting)
        if rows is None and meeting not in self._origin.published:
            return _absent()
        return JSONResponse(rows or [], headers={"Cache-Control": AT_ONCE})

    # --- status

    def _status(self, meeting: str, *, is_events: bool, seat: str | None = None) -> Response:
        """The public's, or with a seat the gallery's."""
        published = self._origin.published.get(meeting)
        if published is None:
            return _absent()
        if not is_events:
            headers = {"Cache-Control": AT_ONCE if seat is None else PRIVATE}
            return Response(published.status[seat is not None], 200, headers, "application/json")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(meeting, seat), 200, headers, "text/event-stream")

    async def _events(self, meeting: str, seat: str | None) -> AsyncIterator[bytes]:
        told = b""
        while seat is None or self._passes.holds(meeting, seat, self._now()):
            published = self._origin.published.get(meeting)
            status = published.status[seat is not None] if published is not None else told
            if status != told:
                told = status
                yield b"data: " + told + b"\n\n"
            elif not await self._wakeups.wait(meeting, BEAT_S):
                yield b": beat\n\n"

    # --- outputs

    async def _in_gallery(self, scope: Scope, meeting: str, rest: list[str]) -> Response:
        shown = self._shown_pass(scope, meeting)
        if shown is None:
            return problem("no_pass", 403, "The gallery needs a pass.", headers={"Cache-Control": PRIVATE})
        match rest:
            case ["pass"]:
                return Response(status_code=204, headers={"Cache-Control": PRIVATE})
            case [("status" | "status.json") as name]:
                return self._status(meeting, is_events=name == "status", seat=shown.seat)
            case ["stream.mp4"]:
                return self._live_stream(scope, meeting, shown)
        return await self._output(scope, meeting, rest, is_gallery=True)

    def _shown_pass(self, scope: Scope, meeting: str) -> Pass | None:
        text = cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, "")
        now = self._now()
        try:
            found = read_pass(self._api_key.read(PASS, text))
        except (NotSignedError, DocumentError):
            return None
        if found.meeting != meeting or not now < found.expires <= now + PASS_MAX_US:
            return None
        self._passes.show(meeting, found.seat, found.expires)
        return found

    async def _output(self, scope: Scope, meeting: str, rest: list[str], *, is_gallery: bool) -> Response:
        published = self._origin.published.get(meeting)
        if published is None or not rest:
            return _absent()
        if rest == [playlist.MASTER]:
            place = f"/live/{meeting}/{'gallery' if is_gallery else 'webcast'}/{published.shown[is_gallery].path}"
            headers = {"Location": f"{place}/{playlist.MASTER}", "Cache-Control": PRIVATE if is_gallery else AT_ONCE}
            return Response(status_code=302, headers=headers)
        found = published.paths[is_gallery].get(rest[0])
        if found is None:
            return _absent()
        match rest[1:]:
            case [playlist.MASTER]:
                body = playlist.master(found.shape.renditions, found.shape.grid.fps)
                return _bytes(body, M3U8, PRIVATE if is_gallery else AT_ONCE)
            case [name] if (stream := playlist_of(name)) in found.shape.streams and stream is not None:
                self._audience.saw(meeting, scope, self._now(), is_gallery=is_gallery)
                asked = blocking_of(scope["query_string"])
                return await self._playlist(found, stream, asked, is_gallery=is_gallery)
            case [folder, name] if (media := media_of(folder, name)) is not None:
                return self._media(found, media, is_gallery=is_gallery)
        return _absent()

    async def _playlist(self, found: Shown, stream: Stream, asked: Blocking, *, is_gallery: bool) -> Response:
        if isinstance(found, SlateLoop):
            ready = await self._until_slate(found, stream, asked)
        else:
            ready = await self._until_ready(found, stream, asked)
        if ready is Ready.NEVER:
            raise BadQuery("_HLS_msn")
        if ready is Ready.WAIT:
            return problem("not_in_time", 503, "Nothing new came in time.", headers={"Retry-After": "1"})
        body = found.playlist(stream, self._now()) if isinstance(found, SlateLoop) else found.playlists.get(stream)
        if body is None:
            return _absent()
        public = AT_ONCE if asked.segment is None else AS_ASKED
        return _bytes(body, M3U8, PRIVATE if is_gallery else public)

    async def _until_ready(self, timeline: Timeline, stream: Stream, asked: Blocking) -> Ready:
        if asked.segment is None:
            return Ready.YES
        end = asyncio.get_running_loop().time() + WAIT_S
        while True:
            listing = timeline.windows[stream].listing
            ready = listing.ready(asked.segment, asked.part, has_parts=timeline.has_parts)
            left = end - asyncio.get_running_loop().time()
            if ready is not Ready.WAIT or left <= 0:
                return ready
            await self._wakeups.wait(timeline.path, min(left, 0.5))

    async def _until_slate(self, loop: SlateLoop, stream: Stream, asked: Blocking) -> Ready:
        if asked.segment is None:
            return Ready.YES
        ready = loop.listing(stream, self._now()).ready(asked.segment, asked.part, has_parts=True)
        if ready is not Ready.WAIT:
            return ready
        wait_us = loop.due(asked.segment, asked.part or 0) - self._now()
        await asyncio.sleep(min(max(wait_us, 0) / 1e6 + 0.005, WAIT_S))
        return loop.listing(stream, self._now()).ready(asked.segment, asked.part, has_parts=True)

    def _media(self, found: Shown, media: Media, *, is_gallery: bool) -> Response:
        if media.stream not in found.shape.streams:
            return _absent()
        if media.segment is None:
            data: bytes | None = fmp4.init([found.shape.track_config(media.stream, 1)])
        elif isinstance(found, SlateLoop):
            data = found.data(media.stream, media.segment, media.part, self._now())
        else:
            window = found.windows.get(media.stream)
            data = window.data(media.segment, media.part) if window is not None else None
        return _absent() if data is None else _bytes(data, MP4, PRIVATE if is_gallery else FOR_GOOD)

    # --- the gallery's own stream

    def _live_stream(self, scope: Scope, meeting: str, shown: Pass) -> Response:
        published = self._origin.published.get(meeting)
        found = published.shown[True] if published is not None else None
        video, audio = choice_of(scope["query_string"])
        if found is None or isinstance(found, SlateLoop) or not {video, audio} <= set(found.shape.streams):
            return _absent()
        if scope["method"] == "HEAD":
            return Response(status_code=200, headers={"Cache-Control": PRIVATE}, media_type=MP4)
        headers = {"Cache-Control": PRIVATE, "X-Accel-Buffering": "no"}
        body = self._watched(meeting, shown.seat, found, (video, audio), scope)
        return StreamingResponse(body, 200, headers, MP4)

    async def _watched(
        self, meeting: str, seat: str, timeline: Timeline, choice: tuple[Stream, Stream], scope: Scope
    ) -> AsyncIterator[bytes]:
        viewer = Viewer()
        self._gate.call_soon_threadsafe(self._join, timeline, choice, viewer)
        try:
            async for chunk in viewer.read():
                now = self._now()
                if not self._passes.holds(meeting, seat, now):
                    return
                self._audience.saw(meeting, scope, now, is_gallery=True)
                yield chunk
        finally:
            if not self._gate.is_closed():
                self._gate.call_soon_threadsafe(self._leave, timeline, choice, viewer)

    def _join(self, timeline: Timeline, choice: tuple[Stream, Stream], viewer: Viewer) -> None:
        key = (timeline.path, *choice)
        if key not in self._streams:
            self._streams = {k: s for k, s in self._streams.items() if not s.is_over}
            self._streams[key] = LiveStream(timeline, *choice, self._wakeups.loop)
        self._streams[key].join(viewer)

    def _leave(self, timeline: Timeline, choice: tuple[Stream, Stream], viewer: Viewer) -> None:
        stream = self._streams.get((timeline.path, *choice))
        if stream is not None:
            stream.leave(viewer)

    def _let_read(self, scope: Scope, response: Response) -> None:
        """Other sites may read the webcast; the gallery only our rooms."""
        if "/gallery/" not in scope["path"]:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        elif self._rooms and Headers(scope=scope).get("origin") == self._rooms:
            response.headers["Access-Control-Allow-Origin"] = self._rooms
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Vary"] = "Origin"
        response.headers["X-Content-Type-Options"] = "nosniff"


def _absent() -> Response:
    return problem("not_found", 404, "There is nothing here.")


def _bytes(body: bytes, kind: str, cache: str) -> Response:
    return Response(body, 200, {"Cache-Control": cache, "Accept-Ranges": "none"}, kind)
