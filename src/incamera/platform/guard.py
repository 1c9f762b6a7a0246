"""What every HTTP request passes before a feature sees it, and the headers that every answer carries.

Protects against: other sites acting with this browser's cookies (Origin, Sec-Fetch-Site and a header that they cannot
send), a name that is pointed at us (Host), being framed, scripts of others, bodies that fill the memory. Does not
protect against: a script that runs on our own pages, or an extension of the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from incamera.platform.errors import problem

BODY_MAX: Final = 256 * 1024
MARK: Final = "x-incamera"
"""Sent by our pages with everything that acts; a foreign page cannot add it without a preflight, which is refused."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
ANY_HOST: Final = frozenset({"/api/health"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages live, as browsers see it, and where they may connect to besides (`ws://…` addresses)."""

    public_url: str
    connects: Sequence[str] = ()
    uploads: Mapping[str, int] = field(default_factory=dict)
    """How many bytes may come to addresses that take files, and stream them."""

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def most(self, path: str) -> int:
        """How large a body may be that is sent there, in bytes."""
        return self.uploads.get(path, BODY_MAX)

    @property
    def host(self) -> str:
        """Host and port as in the Host header."""
        return urlsplit(self.public_url).netloc.lower()


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site
        self._headers = security_headers(site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with_headers = self._adding(scope["path"], send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
            return
        body = _Limited(receive, self._site.most(scope["path"]))
        await self._app(scope, body.receive, body.sending(with_headers))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if scope["path"] not in ANY_HOST and headers.get("host", "").lower() != self._site.host:
            return problem("wrong_host", 421, f"This server answers at {self._site.origin}.")
        if scope["method"] in SAFE:
            return None
        if headers.get("origin", self._site.origin) != self._site.origin:
            return problem("foreign_origin", 403, "This may only be sent by our own pages.")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return problem("foreign_origin", 403, "This may only be sent by our own pages.")
        if headers.get(MARK) != "1":
            return problem(
                "mark_missing",
                403,
                "This may only be sent by our own pages.",
                faults=[{"field": "X-Incamera", "expected": "the header with the value 1"}],
            )
        length, most = headers.get("content-length", "0"), self._site.most(scope["path"])
        return _too_large(most) if not length.isdecimal() or int(length) > most else None

    def _adding(self, path: str, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if path.startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return with_headers


class _TooLargeError(Exception):
    pass


class _Limited:
    """Counts a body that came without a length, and ends a request that grows too large."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self._is_over = False

    async def receive(self) -> Message:
        if self._is_over:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            self._is_over = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return message

    def sending(self, send: Send) -> Send:
        """Whatever the app answers to a body that was cut off, the answer is 413."""
        replaced = False

        async def sent(message: Message) -> None:
            nonlocal replaced
            if not self._is_over:
                await send(message)
            elif not replaced:
                replaced = True
                answer = _too_large(self._most)
                await send({"type": "http.response.start", "status": 413, "headers": answer.raw_headers})
                await send({"type": "http.response.body", "body": answer.body})

        return sent


def _too_large(most: int) -> Response:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most} bytes"
    return problem("too_large", 413, f"What is sent is too large: at most {size} can be taken in.")


def security_headers(site: Site) -> Mapping[str, str]:
    """Headers of every answer."""
    connects = " ".join(["'self'", *(form for url in site.connects for form in _both_forms(url))])
    policy = {
        "default-src": "'self'",
        "connect-src": connects,
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), "
        "fullscreen=(self), geolocation=(), payment=(), usb=(), browsing-topics=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if site.public_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def _both_forms(url: str) -> tuple[str, str]:
    """An engine's address as it is signalled to, and as its HTTP side is asked when that fails."""
    host = urlsplit(url).netloc
    return (
        (f"wss://{host}", f"https://{host}")
        if urlsplit(url).scheme in {"wss", "https"}
        else (
            f"ws://{host}",
            f"http://{host}",
        )
    )
