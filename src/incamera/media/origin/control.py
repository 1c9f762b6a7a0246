"""What the api asks of the origin, over HTTP on a Unix socket. Every document is signed; the socket is no proof."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from incamera.media.origin.core import Origin
from incamera.media.origin.documents import NOTICE, PERMIT, DocumentError, read_notice, read_permit
from incamera.media.origin.keys import ApiKey
from incamera.platform.errors import problem
from incamera.platform.signed import NotSignedError, sign_document

STATEMENT: Final = "statement"
BODY_MAX: Final = 64 * 1024


class Control:
    """Answers every document with a signed statement of what holds now."""

    def __init__(self, origin: Origin, api_key: ApiKey, sign: Callable[[bytes], bytes]) -> None:
        self._origin = origin
        self._api_key = api_key
        self._sign = sign
        self.app = Starlette(
            routes=[
                Route("/permits/{meeting}/{span:int}", self._permit, methods=["PUT"]),
                Route("/notices/{meeting}", self._notice, methods=["PUT"]),
                Route("/statement/{meeting}", self._state, methods=["GET"]),
                Route("/health", self._health, methods=["GET"]),
            ],
            exception_handlers={NotSignedError: _not_signed, DocumentError: _wrong, ClientDisconnect: _gone},
        )

    async def _permit(self, request: Request) -> Response:
        permit = read_permit(self._api_key.read(PERMIT, await _text(request)))
        named = request.path_params["meeting"], request.path_params["span"]
        if named != (permit.meeting, permit.span):
            raise DocumentError("meeting", "the meeting and span of the address")
        self._origin.renew(permit)
        try:
            await asyncio.to_thread(self._origin.keep_limits, permit.meeting)
        except OSError:
            return problem(
                "limits_not_kept", 507, "The limit holds, but could not be written: it would not outlive us."
            )
        return self._statement(permit.meeting)

    async def _notice(self, request: Request) -> Response:
        notice = read_notice(self._api_key.read(NOTICE, await _text(request)))
        if request.path_params["meeting"] != notice.meeting:
            raise DocumentError("meeting", "the meeting of the address")
        self._origin.tell(notice)
        return self._statement(notice.meeting)

    async def _state(self, request: Request) -> Response:
        return self._statement(request.path_params["meeting"])

    async def _health(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    def _statement(self, meeting: str) -> Response:
        text = sign_document(STATEMENT, self._origin.statement(meeting), self._sign)
        return PlainTextResponse(text, headers={"Cache-Control": "no-store"})


async def _text(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise NotSignedError("too long")
    return body.decode("ascii", "replace")


async def _not_signed(_request: Request, _error: Exception) -> Response:
    return problem("not_signed", 403, "This is no document that the api signed.")


async def _wrong(_request: Request, error: Exception) -> Response:
    faults = [{"field": error.field, "expected": error.expected}] if isinstance(error, DocumentError) else []
    return problem("invalid_document", 422, "The document says something that it cannot say.", faults=faults)


async def _gone(_request: Request, _error: Exception) -> Response:
    return problem("gone", 400, "The body did not come whole.")
