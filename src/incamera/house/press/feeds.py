"""Feeds as the api keeps them: proposals with the key that goes beside them, and the orders of their workers.

A key is in no fact, ledger or view: it lies in a file of its own that only this user may read, until its feed is withdrawn
or has sent the last of an ended meeting.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incamera.house.meetings.planning import DeniedError
from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.platform.clock import Clock
from incamera.platform.egress import is_private_literal
from incamera.platform.ids import new_id
from incamera.rules.commands import ProposeFeed
from incamera.rules.decide import Denied
from incamera.rules.feeds import feeds_wanted
from incamera.rules.meeting import Meeting
from incamera.rules.rights import is_ended
from incamera.rules.words import SeatId

PRIVATE = Denied(
    "This address is on this machine or in a private network; the operator's setting INCAMERA_FEEDS_PRIVATE allows that."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person proposes. `command_id` is the page's own, so that it acts once."""

    command_id: str
    label: str
    scheme: str
    host: str
    port: int
    path: str
    key: str = field(repr=False)


@dataclass(slots=True)
class Feeds:
    """`folder` holds the keys (0700), `socket` is where the origin gives out what left the gate."""

    meetings: Meetings
    clock: Clock
    folder: Path
    socket: str
    allow_private: bool
    _coming: set[str] = field(default_factory=set)
    """Feeds whose proposal is being decided."""
    _swept: frozenset[str] | None = None

    async def propose(self, seat: SeatId, given: Proposal) -> None:
        """Keep the key and propose the address. Raises DeniedError."""
        if is_private_literal(given.host) and not self.allow_private:
            raise DeniedError(PRIVATE)
        meeting, feed = self.meetings.meeting_of(seat), new_id()
        command = ProposeFeed(feed, given.label, given.scheme, given.host, given.port, given.path)
        self._coming.add(feed)
        try:
            self._put(feed, given.key)
            done = await self.meetings.execute(meeting, command, by=seat, command_id=given.command_id)
        finally:
            self._coming.discard(feed)
            self._swept = None
        self.sweep()
        if isinstance(done, Denied):
            raise DeniedError(done)

    def wanted(self, m: Meeting) -> list[str]:
        """The feeds of a meeting that should be sent now."""
        return [f.id for f in feeds_wanted(m, self.clock.now())]

    def order(self, m: Meeting, feed: str) -> dict[str, Any]:
        """The first line of a worker's standard input. Raises MeetingUnknownError."""
        found = next((f for f in feeds_wanted(m, self.clock.now()) if f.id == feed), None)
        if found is None:
            raise MeetingUnknownError
        return {
            "socket": self.socket,
            "meeting": m.id,
            "feed": feed,
            "scheme": found.scheme,
            "host": found.host,
            "port": found.port,
            "path": found.path,
            "key": self._get(feed),
        }

    def sweep(self) -> None:
        """Delete the keys of feeds that no meeting has, or needs, any more."""
        known = frozenset(self._coming).union(*(self._needed(self.meetings.get(one)) for one in self.meetings.ids()))
        if known == self._swept or not self.folder.is_dir():
            return
        for file in self.folder.iterdir():
            if file.name not in known:
                file.unlink(missing_ok=True)
        self._swept = known

    def _needed(self, m: Meeting) -> list[str]:
        return self.wanted(m) if is_ended(m) else [f.id for f in m.feeds]

    def _put(self, feed: str, key: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.folder / feed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)

    def _get(self, feed: str) -> str:
        try:
            return (self.folder / feed).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
