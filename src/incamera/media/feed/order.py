"""What a feed is told: one JSON object, the first line of its standard input, never an argument. Pure.

{"socket": path, "meeting": id, "feed": id, "scheme": "rtmp" | "rtmps" | "tcp" | "udp", "host": text, "port": int,
 "path": text, "key": text}. `path` is the application of RTMP (`live2`), `key` its stream key: a secret, empty for MPEG-TS.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

SCHEMES: Final = ("rtmp", "rtmps", "tcp", "udp")
RTMP: Final = frozenset({"rtmp", "rtmps"})
TEXT_MAX: Final = 1_000


class OrderError(ValueError):
    """The text names the field and what is expected there. It repeats no value: one of them is secret."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which meeting, and the one far end to send it to."""

    socket: str
    meeting: str
    feed: str
    scheme: str
    host: str
    port: int
    path: str = ""
    key: str = field(default="", repr=False)

    @property
    def is_rtmp(self) -> bool:
        """RTMP, or else MPEG-TS."""
        return self.scheme in RTMP

    @property
    def address(self) -> str:
        """The address as it was approved: without the key."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}" + (f"/{self.path}" if self.path else "")


def read_order(text: str) -> Order:
    """Raises OrderError."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise OrderError("expected one JSON object") from None
    if not isinstance(body, dict):
        raise OrderError("expected one JSON object")
    scheme = _text(body, "scheme")
    if scheme not in SCHEMES:
        raise OrderError(f"scheme: expected one of {', '.join(SCHEMES)}")
    port = body.get("port")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise OrderError("port: expected 1 to 65535")
    names = ("socket", "meeting", "feed", "host")
    order = Order(
        **{name: _text(body, name) for name in names},
        scheme=scheme,
        port=port,
        path=_text(body, "path", ""),
        key=_text(body, "key", ""),
    )
    if order.is_rtmp and not order.path:
        raise OrderError("path: expected the application of RTMP")
    return order


def _text(body: dict[str, Any], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value) or len(value) > TEXT_MAX:
        raise OrderError(f"{name}: expected a text")
    return value
