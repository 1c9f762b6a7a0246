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
