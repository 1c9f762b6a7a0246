"""What one engine can be asked, in our words: one method per call of its API, each without any deadline of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

SOURCES: Final = frozenset({"camera", "microphone", "screen_share", "screen_share_audio"})
UNKNOWN_SOURCE: Final = "unknown"


class CallFailed(Exception):
    """A call was refused, or its answer is not known; the message is a short code and holds no secret."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What a leg may do now. An engine replaces it as a whole, so every right is named here.

    ``other`` are rights that nobody ever gets from us (metadata, recorder, agent); ``metrics`` grants nothing we use.
    """

    publish: bool = False
    data: bool = False
    sources: frozenset[str] = frozenset()
    subscribe: bool = True
    hidden: bool = False
    metrics: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class TrackSeen:
    """A published track. ``source`` is ``unknown`` when it is none of ours or does not fit the track's kind."""

    sid: str
    source: str


@dataclass(frozen=True, slots=True)
class LegSeen:
    """A participant as the engine lists it; ``joined_at`` in microseconds."""

    identity: str
    joined_at: int
    permission: Permission = field(default_factory=Permission)
    tracks: tuple[TrackSeen, ...] = ()


class EngineCalls(Protocol):
    """The calls. A leg or chamber that is not there is no failure: what was asked holds."""

    async def chambers(self) -> frozenset[str]:
        """The names of all chambers of the engine. Raises CallFailed."""
        ...

    async def legs(self, chamber: str) -> tuple[LegSeen, ...]:
        """Everybody in a chamber, hidden ones too; nobody if there is no such chamber. Raises CallFailed."""
        ...

    async def create(self, chamber: str) -> None:
        """Make an empty chamber; one that exists stays as it is. Raises CallFailed."""
        ...

    async def delete(self, chamber: str) -> None:
        """End a chamber with everything in it. Raises CallFailed."""
        ...

    async def permit(self, chamber: str, identity: str, permission: Permission) -> None:
        """Replace a leg's permission; tracks it no longer covers are unpublished. Raises CallFailed."""
        ...

    async def mute(self, chamber: str, identity: str, track: str) -> None:
        """Stop forwarding one track; its owner may undo that as long as its permission covers it. Raises CallFailed."""
        ...

    async def remove(self, chamber: str, identity: str) -> None:
        """Put a leg out; it may come back with its token. Raises CallFailed."""
        ...

    async def close(self) -> None:
        """Give back sockets."""
        ...
