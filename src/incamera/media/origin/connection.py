"""A reader's connection. What players ask of the webcast over and over, each time in one piece, is answered here at once
or by the crowd; everything else goes the server's ordinary way, and the answers are the same.

Whatever is not plainly one whole GET without a body is left to the server's own parser.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from incamera.media.origin.audience import Audience
from incamera.media.origin.crowd import Crowd, encoded
from incamera.media.origin.outputs import M3U8, Later, response_of

FIRST: Final = re.compile(rb"GET (/live/([a-z2-7]+)/webcast/([\w./]+)(?:\?([\w=&]*))?) HTTP/1\.1\r\n", re.ASCII)
HEADERS: Final = re.compile(rb"(?:[!#-'*+.^-z|~\w-]+:[^\r\n\0]*\r\n)+", re.ASCII)
NOT_PLAIN: Final = re.compile(
    rb"^(?:content-length|transfer-encoding|expect|upgrade|te|trailer)[ \t]*:|^connection[ \t]*:(?![ \t]*keep-alive[ \t]*\r)",
    re.IGNORECASE | re.MULTILINE,
)
AGENT: Final = re.compile(rb"^user-agent:[ \t]*([^\r]*)", re.IGNORECASE | re.MULTILINE)
FORWARDED: Final = re.compile(rb"^x-forwarded-for:[ \t]*([^\r]*)", re.IGNORECASE | re.MULTILINE)
AHEAD_MAX: Final = 16_384
"""Bytes that a connection may send before it has its answer."""


class Connection(HttpToolsProtocol):
    """One connection. `crowd` and `audience` are shared by all."""

    def __init__(self, crowd: Crowd, audience: Audience, **server: Any) -> None:
        super().__init__(**server)
        self._crowd = crowd
        self._audience = audience
        self._is_waiting = False
        self._ahead = b""
        self._begun = 0  # requests that the server's parser has begun and not ended
        self._headers = b""
        self._viewer: bytes | None = None

    def data_received(self, data: bytes) -> None:
        """Answer at once, wait with the crowd, or leave it to the server."""
        if self._is_waiting:
            self._ahead += data
            if len(self._ahead) > AHEAD_MAX:
                self.transport.abort()
        elif not self._is_between_requests() or not self._answers(data):
            super().data_received(data)

    def give(self, answer: bytes) -> None:
        """What was waited for. Whatever came meanwhile is read next."""
        self._is_waiting = False
        if self.transport.is_closing():
            return
        self._write(answer)
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            self.data_received(ahead)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        if self._is_waiting:
            self._is_waiting = False
            self._crowd.leave(self)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The server's parser has begun a request."""
        self._begun += 1
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The server's parser has read a request to its end."""
        self._begun -= 1
        super().on_message_complete()

    def _is_between_requests(self) -> bool:
        is_answered = self.cycle is None or self.cycle.response_complete
        return is_answered and not self._begun and not self.pipeline and not self.flow.write_paused

    def _answers(self, data: bytes) -> bool:
        first = FIRST.match(data)
        if first is None or not self._is_plain(data[first.end() :]):
            return False
        target, meeting, place, query = first.groups(b"")
        name, rest = meeting.decode(), place.decode().split("/")
        found = self._crowd.find(name, rest, query)
        if found is None:
            return False
        self._unset_keepalive_if_required()
        if self._viewer is not None and (isinstance(found, Later) or found.kind == M3U8):
            self._audience.saw(name, self._viewer, self._crowd.now(), is_gallery=False)
        if isinstance(found, Later):
            self._is_waiting = True
            self._crowd.wait(self, found, target, name, rest, query)
        else:
            self._write(encoded(response_of(found)))
        return True

    def _is_plain(self, rest: bytes) -> bool:
        """Whether these are the headers of one request without a body, and all there is. A player's are always the same."""
        if rest == self._headers:
            return True
        is_whole = rest.endswith(b"\r\n\r\n") and HEADERS.fullmatch(rest, 0, len(rest) - 2) is not None
        if not is_whole or NOT_PLAIN.search(rest):
            return False
        agent, forwarded = AGENT.search(rest), FORWARDED.search(rest)
        host = self.client[0] if self.client else ""
        told = forwarded[1].decode("latin-1").strip() if forwarded else None
        self._headers = rest
        self._viewer = self._audience.viewer(host, agent[1].decode("latin-1").strip() if agent else "", told)
        return True

    def _write(self, answer: bytes) -> None:
        self.transport.write(answer)
        self.on_response_complete()


def server_protocol(crowd: Crowd, audience: Audience) -> Any:
    """What uvicorn makes a connection with."""

    def made(**server: Any) -> asyncio.Protocol:
        return Connection(crowd, audience, **server)

    return made
