"""One seat's doings: who holds it, its legs and tokens, its commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final, TypeAlias

from incamera.house.meetings.planning import DeniedError
from incamera.house.meetings.service import STALE, Meetings, MeetingUnknownError
from incamera.house.seats.schemas import CommandGiven, TokenGiven, to_command
from incamera.house.seats.screens import Screens
from incamera.house.seats.store import holder_hash, newest_leg, put_leg
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id, secret_hash
from incamera.rules.commands import OPENS, Enter
from incamera.rules.decide import Denied
from incamera.rules.meeting import identity
from incamera.rules.views import chamber_key, chambers_of
from incamera.rules.words import SeatId, Side

Mint: TypeAlias = Callable[[str, str], str]
"""(chamber, identity) -> a token that lets this leg into this chamber to listen."""

_NOBODY: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class EngineAccess:
    """How a browser gets into chambers of one engine."""

    url: str
    mint: Mint


class StaleError(ProductError):
    """What was decided rested on a view that is not the current one."""

    def __init__(self) -> None:
        super().__init__("stale", 409, "The screen has changed since. Look again.", "rev", "the view's current rev")


class LegReplacedError(ProductError):
    """Another page of this seat has a newer leg."""

    def __init__(self) -> None:
        super().__init__(
            "leg_replaced", 409, "This seat is used by another page now.", "leg", "the newest leg of this seat"
        )


@dataclass(frozen=True, slots=True)
class Seats:
    """All seats of the house."""

    meetings: Meetings
    screens: Screens
    database: Database
    clock: Clock
    engines: Mapping[Side, EngineAccess]

    async def check_holder(self, seat: SeatId, token: str | None) -> None:
        """Raises MeetingUnknownError unless the browser with this cookie holds the seat."""
        async with self.database.reading() as session:
            kept = await holder_hash(session, seat)
        if not compare_digest(kept or _NOBODY, secret_hash(token or "")) or kept is None:
            raise MeetingUnknownError
        self.meetings.meeting_of(seat)

    async def new_leg(self, seat: SeatId) -> str:
        """A leg for one page; from now on only this one may enter."""
        leg = new_id()
        async with self.database.transaction() as session:
            await put_leg(session, seat=seat, leg=leg, now=self.clock.now())
        return leg

    def tokens(self, seat: SeatId, leg: str) -> list[TokenGiven]:
        """One token for each chamber the seat should be in; none for a leg that does not hold the seat."""
        m = self.meetings.get(self.meetings.meeting_of(seat))
        if m.legs.get(seat) != leg:
            return []
        return [
            self._token(want.side, want.name, identity(want.name, leg))
            for want in chambers_of(m, seat)
            if want.name is not None and want.side in self.engines
        ]

    def _token(self, side: Side, chamber: str, name: str) -> TokenGiven:
        engine = self.engines[side]
        return TokenGiven(key=chamber_key(chamber), url=engine.url, token=engine.mint(chamber, name), identity=name)

    async def command(self, seat: SeatId, given: CommandGiven) -> int:
        """Carry a command out; gives the rev of the seat's view after it.

        Raises DeniedError with the rules' reason, StaleError, LegReplacedError.
        """
        meeting = self.meetings.meeting_of(seat)
        command = to_command(given)
        if isinstance(command, Enter):
            await self._check_leg(seat, command.leg)
        expect = self._expected(seat, meeting, given.rev) if isinstance(command, OPENS) else None  # type: ignore[union-attr]
        done = await self.meetings.execute(meeting, command, by=seat, expect=expect, command_id=given.id)
        if isinstance(done, Denied):
            raise StaleError if done.reason == STALE else DeniedError(done)
        return self.screens.show(seat).rev

    def _expected(self, seat: SeatId, meeting: str, rev: int) -> int:
        """The meeting's rev if the page decided on the current view, else one that never is."""
        return self.meetings.rev(meeting) if self.screens.show(seat).rev == rev else -1

    async def _check_leg(self, seat: SeatId, leg: str) -> None:
        async with self.database.reading() as session:
            newest = await newest_leg(session, seat)
        if newest is None or not compare_digest(newest.encode(), leg.encode()):
            raise LegReplacedError
