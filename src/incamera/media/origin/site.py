"""The public side as one app: media and status, the shells of its pages, and the files they load."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from incamera.platform.errors import problem
from incamera.platform.pages import Pages

ROUTED: Final = frozenset({"m", "embed", "record"})
"""First parts of the addresses that the pages route by themselves."""
HEALTH: Final = "/health"
EMBED: Final = "/embed/"
ASSETS: Final = "/assets/"


class Site:
    """The ASGI app of the public host."""

    def __init__(self, live: ASGIApp, web_dir: Path, *, is_https: bool) -> None:
        self._live = live
        self._pages = Pages(web_dir, ROUTED)
        self._is_https = is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is served here")
        path: str = scope["path"]
        if path.startswith("/live/"):
            await self._live(scope, receive, send)
        elif path == HEALTH:
            await PlainTextResponse("ok", headers={"Cache-Control": "no-store"})(scope, receive, send)
        else:
            await self._page(scope, receive, self._adding(path, send))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._pages({**scope, "root_path": ""}, receive, send)
        except HTTPException as error:
            code = "not_found" if error.status_code == 404 else "not_served"
            await problem(code, error.status_code, "There is nothing here.")(scope, receive, send)

    def _adding(self, path: str, send: Send) -> Send:
        added = _headers(path, is_https=self._is_https)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers[name] = value
            await send(message)

        return with_headers


def _headers(path: str, *, is_https: bool) -> dict[str, str]:
    is_embed, is_asset = path.startswith(EMBED), path.startswith(ASSETS)
    policy = {
        "default-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "*" if is_embed else "'none'",
    }
    found = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Permissions-Policy": "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=(), "
        "fullscreen=(self), picture-in-picture=(self), browsing-topics=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin" if is_embed or is_asset else "same-origin",
    }
    if is_asset:
        found["Access-Control-Allow-Origin"] = "*"  # a sandboxed embed has no origin, and its scripts are modules
    if not is_embed:
        found["X-Frame-Options"] = "DENY"
        found["Cross-Origin-Opener-Policy"] = "same-origin"
    if is_https:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found
