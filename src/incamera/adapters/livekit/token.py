"""Tokens for a leg: what a device shows to an engine to be let in.

What a token protects: it opens one chamber of one engine, and is never worth more than listening, since publishing is
given later and only by the server. What it does not: the engine accepts it for 60 seconds after it has expired, and
nothing revokes it but the deletion of the chamber.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import jwt

from incamera.adapters.livekit.calls import SOURCES

LIFE_S: Final = 60


def mint(
    key: str, secret: str, *, chamber: str, identity: str, sources: Iterable[str], now: int, hidden: bool = False
) -> str:
    """A token that lets ``identity`` into ``chamber`` to listen, from ``now`` (microseconds) for LIFE_S seconds.

    Every grant is named: the engine gives what is missing. ``sources`` are those the leg may be given later;
    ``hidden`` is for the programme alone. Raises ValueError for a name that is empty or a source that is none.
    """
    named = frozenset(sources)
    if not (key and secret and chamber and identity):
        raise ValueError("a token needs a key, a secret, a chamber and an identity")
    if not named <= SOURCES:
        raise ValueError(f"no such source: {', '.join(sorted(named - SOURCES))}")
    issued = now // 1_000_000
    claims = {
        "iss": key,
        "sub": identity,
        "nbf": issued,
        "exp": issued + LIFE_S,
        "kind": "standard",
        "name": "",
        "metadata": "",
        "video": {
            "roomJoin": True,
            "room": chamber,
            "canPublish": False,
            "canPublishData": False,
            "canPublishSources": sorted(named),
            "canSubscribe": True,
            "canUpdateOwnMetadata": False,
            "canSubscribeMetrics": False,
            "canManageAgentSession": False,
            "hidden": hidden,
            "recorder": False,
            "agent": False,
            "roomAdmin": False,
            "roomCreate": False,
            "roomList": False,
            "roomRecord": False,
            "ingressAdmin": False,
            "destinationRoom": "",
        },
    }
    return jwt.encode(claims, secret, algorithm="HS256")
