"""What the doors need from the world: one method each, ``reconcile(wanted) -> found``.

A port holds no decision. It is told a whole wanted state, makes it so as far as it can, and says what is there now.
Applying the same part twice, or applying it again after a pass that was cancelled anywhere, ends in the same world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol


class PortFailed(Exception):
    """Something is left unknown: the caller forgets its measurement, backs off and asks again."""


@dataclass(frozen=True, slots=True)
class ChamberWanted:
    """One chamber that should exist, and who may be and publish in it.

    ``members`` are engine identities (opaque, one per leg and chamber). ``publishers`` maps an identity to the sources
    it may publish: ``camera``, ``microphone``, ``screen_share``, ``screen_share_audio``. A member that is not in it, or
    whose set is empty, only listens.
    """

    name: str
    members: frozenset[str]
    publishers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class EnginePart:
    """What one engine should hold of one meeting.

    Only chambers whose name starts with ``prefix`` are looked at or touched. A chamber that is not in ``make`` is never
    created, even if it is wanted: one that was lost stays lost, since its members hold refreshed tokens for its name.
    """

    prefix: str
    chambers: tuple[ChamberWanted, ...]
    make: frozenset[str]


@dataclass(frozen=True, slots=True)
class LegFound:
    """One participant the engine knows, hidden ones included.

    ``publishes`` are the sources of the tracks published now (also muted ones), ``joined_at`` is in microseconds.
    """

    identity: str
    publishes: frozenset[str]
    may_publish: bool
    hidden: bool
    joined_at: int


@dataclass(frozen=True, slots=True)
class ChamberFound:
    """One chamber the engine knows, with everybody in it, ordered by identity."""

    name: str
    legs: tuple[LegFound, ...]


@dataclass(frozen=True, slots=True)
class EngineFound:
    """What an engine was found to hold with the part's prefix, ordered by name.

    ``asked`` is the instant (microseconds) stamped before the listing was asked, after the pass had made its changes.
    A chamber that is not in ``chambers`` did not exist at some moment at or after ``asked``.
    """

    asked: int
    chambers: tuple[ChamberFound, ...]


class EnginePort(Protocol):
    """The media engine as the doorkeeper sees it."""

    async def reconcile(self, part: EnginePart) -> EngineFound:
        """Make the engine hold exactly ``part`` and list what it then holds.

        Raises:
            PortFailed: something could not be asked or done in time, so that what is there is not known.
        """
        ...


class Mailer(Protocol):
    """Whatever takes a mail and brings it on its way. Jobs alone send mail."""

    async def send(self, message: EmailMessage) -> None:
        """Hand the mail over.

        Raises:
            PortFailed: it was not taken, or that is not known; a mail may then arrive twice, since a job tries again.
        """
        ...


@dataclass(frozen=True, slots=True)
class PermitWanted:
    """What the gate may let out of one open span. The adapter adds revision, lease and signature.

    ``closes`` and the ends of ``destroy`` are capture instants in microseconds.
    """

    span: int
    opens: int
    closes: int | None
    sends: frozenset[str]
    destroy: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NoticeWanted:
    """What the public page may read: ``words`` of the doors, open titles, the item on the record and since when."""

    state: str
    since: int
    reason: str
    expected: int | None
    title: str
    starts: int
    zone: str
    delegations: tuple[str, ...]
    items: tuple[str, ...]
    item: tuple[str, int] | None
    delay_us: int


@dataclass(frozen=True, slots=True)
class OriginPart:
    """What the gate should know of one meeting: one permit per open span, and the notice."""

    meeting: str
    permits: tuple[PermitWanted, ...]
    notice: NoticeWanted


@dataclass(frozen=True, slots=True)
class SpanFound:
    """What the gate states of a span: see ``Passed`` in the rules."""

    span: int
    passes_until: int
    closes: int | None
    public_until: int
    destroyed: tuple[tuple[int, int, int], ...]
    kept_until: int = 0
    kept_ended: bool = False


@dataclass(frozen=True, slots=True)
class RecordingFound:
    """What the recorder says of itself, and the newest files it has finished: see ``RecorderSeen`` in the rules.

    ``passages``: span, since and until (by capture time), file, bytes, SHA-256 as hexadecimal text.
    """

    state: str
    since: int
    kept_until: int
    unfinished: int
    passages: tuple[tuple[int, int, int, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class FeedFound:
    """What the gate states of a feed: see ``FeedSeen`` in the rules."""

    feed: str
    state: str
    since: int
    given_until: int


@dataclass(frozen=True, slots=True)
class OriginFound:
    """The gate's signed statement. ``asked`` was stamped before it was asked for."""

    asked: int
    spans: tuple[SpanFound, ...]
    audience: Mapping[str, int]
    feeds: tuple[FeedFound, ...] = ()
    recording: RecordingFound | None = None


class OriginPort(Protocol):
    """The gate as the doorkeeper sees it."""

    async def reconcile(self, part: OriginPart) -> OriginFound:
        """Hand over every permit and the notice, and ask what can still pass.

        Raises:
            PortFailed: no answer, or one that is not signed by the gate.
        """
        ...

    async def shut(self, meeting: str, permit: PermitWanted, notice: NoticeWanted) -> None:
        """Hand over a permit that closes, ahead of everything else. Dark is always legal. Raises PortFailed."""
        ...


@dataclass(frozen=True, slots=True)
class OutsidePart:
    """The outputs of one meeting to look at as a stranger would."""

    meeting: str
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutsideFound:
    """``dark``: whether each output yielded the pinned slate and silence for a full second begun at ``asked``."""

    asked: int
    dark: Mapping[str, bool]


class OutsidePort(Protocol):
    """The outside, looked at from there."""

    async def reconcile(self, part: OutsidePart) -> OutsideFound:
        """Fetch every output. Changes nothing.

        Raises:
            PortFailed: the outside could not be reached at all.
        """
        ...
