"""LiveKit behind the engine port. Its "room" is our chamber; no word of LiveKit leaves this package."""

from __future__ import annotations

from collections.abc import Callable

from incamera.adapters.livekit.engine import LiveKitEngine
from incamera.adapters.livekit.token import mint
from incamera.adapters.livekit.twirp import TwirpCalls, healthy

__all__ = ["LiveKitEngine", "connect", "healthy", "mint"]


def connect(url: str, *, key: str, secret: str, now: Callable[[], int], deadline_scale: int = 100) -> LiveKitEngine:
    """The engine at ``url`` (http, https, ws or wss). Opens no socket before the first call; ``close()`` it after."""
    return LiveKitEngine(TwirpCalls(url, key=key, secret=secret), now=now, deadline_scale=deadline_scale)
