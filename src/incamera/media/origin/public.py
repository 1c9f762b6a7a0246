"""Serves what left the gate: status, playlists, parts, the gallery's stream. Reads snapshots; changes nothing.

Protects against: guessing (every absent, closed or foreign thing is the same 404), the gallery without a pass. Does
not protect against: whoever has a pass showing others what they see.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from incamera.media.origin.address import BadQuery, choice_of
from incamera.media.origin.audience import Audience, Passes
from incamera.media.origin.core import Origin
from incamera.media.origin.documents import PASS, DocumentError, Pass, read_pass
from incamera.media.origin.grid import Stream
from incamera.media.origin.kept import Kept
from incamera.media.origin.keys import ApiKey
from incamera.media.origin.live_stream import LiveStream, Viewer
from incamera.media.origin.outputs import (
    AT_ONCE,
    FOR_GOOD,
    LOOK_S,
    M3U8,
    MP4,
    OPEN_TO_ALL,
    PRIVATE,
    WAIT_S,
    Later,
    Outputs,
    not_in_time,
    response_of,
)
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.timeline import Timeline
from incamera.media.origin.wakeups import Wakeups
from incamera.platform.errors import problem
from incamera.platform.signed import NotSignedError

COOKIE: Final = "gallery_pass"
PASS_MAX_US: Final = 90_000_000
"""A pass that lasts longer than this is none: they live a minute."""
BEAT_S: Final = 5.0


class Public:
    """The ASGI app for everything under /live/. Runs on the readers' loop; `gate` is the loop of the gate."""

    def __init__(
        self, origin: Origin, outputs: Outputs, api_key: ApiKey, wakeups: Wakeups, audience: Audience, kept: Kept, *,
        rooms: str, gate: asyncio.AbstractEventLoop,
    ) -> None:  # fmt: skip
        self._origin = origin
        self._outputs = outputs
        self._api_key = api_key
        self._wakeups = wakeups
        self._audience = audience
        self._rooms = rooms
        self._gate = gate
        self._now = outputs.now
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
                return await self._kept.file(meeting, name, FOR_GOOD) or response_of(None)
        return response_of(None)

    async def _record(self, meeting: str) -> Response:
        rows = await self._kept.rows(meeting)
        if rows is None and meeting not in self._origin.published:
            return response_of(None)
        return JSONResponse(rows or [], headers={"Cache-Control": AT_ONCE})

    # --- status

    def _status(self, meeting: str, *, is_events: bool, seat: str | None = None) -> Response:
        """The public's, or with a seat the gallery's."""
        published = self._origin.published.get(meeting)
        if published is None:
            return response_of(None)
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
        loop = asyncio.get_running_loop()
        end = loop.time() + WAIT_S
        query: bytes = scope["query_string"]
        while isinstance(found := self._outputs.find(meeting, rest, query, is_gallery=is_gallery), Later):
            left = end - loop.time()
            if left <= 0:
                return not_in_time()
            due_s = LOOK_S if found.due is None else max(0, found.due - self._now()) / 1e6 + 0.001
            await self._wakeups.wait(found.path, min(left, due_s))
        if found is not None and found.kind == M3U8:
            self._audience.saw(meeting, self._viewer(scope), self._now(), is_gallery=is_gallery)
        return response_of(found)

    def _viewer(self, scope: Scope) -> bytes:
        headers, client = Headers(scope=scope), scope.get("client") or ("", 0)
        return self._audience.viewer(client[0], headers.get("user-agent", ""), headers.get("x-forwarded-for"))

    # --- the gallery's own stream

    def _live_stream(self, scope: Scope, meeting: str, shown: Pass) -> Response:
        published = self._origin.published.get(meeting)
        found = published.shown[True] if published is not None else None
        video, audio = choice_of(scope["query_string"])
        if found is None or isinstance(found, SlateLoop) or not {video, audio} <= set(found.shape.streams):
            return response_of(None)
        if scope["method"] == "HEAD":
            return Response(status_code=200, headers={"Cache-Control": PRIVATE}, media_type=MP4)
        headers = {"Cache-Control": PRIVATE, "X-Accel-Buffering": "no"}
        body = self._watched(meeting, shown.seat, found, (video, audio), scope)
        return StreamingResponse(body, 200, headers, MP4)

    async def _watched(
        self, meeting: str, seat: str, timeline: Timeline, choice: tuple[Stream, Stream], scope: Scope
    ) -> AsyncIterator[bytes]:
        viewer, viewing = Viewer(), self._viewer(scope)
        self._gate.call_soon_threadsafe(self._join, timeline, choice, viewer)
        try:
            async for chunk in viewer.read():
                now = self._now()
                if not self._passes.holds(meeting, seat, now):
                    return
                self._audience.saw(meeting, viewing, now, is_gallery=True)
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
            response.headers.update(OPEN_TO_ALL)
        elif self._rooms and Headers(scope=scope).get("origin") == self._rooms:
            response.headers["Access-Control-Allow-Origin"] = self._rooms
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Vary"] = "Origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
