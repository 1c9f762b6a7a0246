"""Single-use links: made for a mail or a sheet of paper, redeemed once, replaced by newer ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.meetings.schemas import InvitationShown
from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.house.meetings.store import addresses_of
from incamera.house.seats.fresh import FreshLinks
from incamera.house.seats.screens import Screens
from incamera.house.seats.store import drop_holder, newest_invitations, put_holder, take, void_unused
from incamera.house.seats.tables import InvitationRow
from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Database, on_commit
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_secret, secret_hash
from incamera.platform.jobs import enqueue
from incamera.rules.decide import is_ended

PRINTED_KEPT_US: Final = 3_600 * SECOND_US
MAIL_JOB: Final = "seats.mail_invitation"


class LinkSpentError(ProductError):
    """The link worked once already, is too old, or a newer one was made."""

    def __init__(self, link: InvitationRow, now: int) -> None:
        if link.redeemed is None and link.expires is not None and link.expires <= now:
            super().__init__("link_expired", 410, "This link has expired. Ask for a new one.")
        elif link.redeemed is None:
            super().__init__(
                "link_replaced", 410, "A newer link was made for this seat. Use that one, or ask for another."
            )
        else:
            text = "This link has been used. Go on in the browser in which you used it, or ask for a new link."
            super().__init__("link_used", 410, text)


class LinkUnknownError(ProductError):
    """Nobody was ever given this link."""

    def __init__(self) -> None:
        super().__init__(
            "link_unknown", 404, "This link is not known. Check that it is complete, or ask for a new one."
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """A link for a sheet of paper."""

    seat: str
    secret: str
    expires: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A seat with the cookie of the browser that now holds it."""

    seat: str
    meeting: str
    token: str


@dataclass(frozen=True, slots=True)
class Invitations:
    """The links of all seats."""

    meetings: Meetings
    screens: Screens
    database: Database
    clock: Clock
    fresh: FreshLinks

    async def mail(self, meeting: str, seats: Sequence[str]) -> None:
        """Have a fresh link sent to each of these seats; their former unused links are void at once."""
        self._check(meeting, seats)
        now = self.clock.now()
        async with self.database.transaction() as session:
            addresses = await addresses_of(session, meeting)
            for n, seat in enumerate(seats):
                if seat not in addresses:
                    raise ProductError(
                        "no_address", 422, "This seat has no address.", f"seats.{n}", "a seat with an address"
                    )
                await void_unused(session, seat, now)
                args = {"meeting": meeting, "seat": seat}
                await enqueue(session, MAIL_JOB, args, run_at=now, key=f"{MAIL_JOB}:{seat}")

    async def print(self, meeting: str, seats: Sequence[str]) -> list[Printed]:
        """Fresh links for an hour, to be shown once; former unused ones are void."""
        self._check(meeting, seats)
        expires = self.clock.now() + PRINTED_KEPT_US
        return [
            Printed(seat, (await self.fresh.make(meeting, seat, expires))[1], expires) for seat in dict.fromkeys(seats)
        ]

    async def redeem(self, secret: str) -> Redeemed:
        """Exchange a link for the seat. Raises LinkUnknownError, LinkSpentError."""
        now, token = self.clock.now(), new_secret()
        async with self.database.transaction() as session:
            link, is_taken = await take(session, secret_hash(secret), now)
            if link is None:
                raise LinkUnknownError
            if not is_taken:
                raise LinkSpentError(link, now)
            if not self._is_awaited(link):
                raise ProductError("meeting_over", 410, "This meeting is over, or your seat was taken out of it.")
            await put_holder(session, seat=link.seat, meeting=link.meeting, token_hash=secret_hash(token), now=now)
        self.screens.change_holder(link.seat)
        return Redeemed(link.seat, link.meeting, token)

    async def release(self, session: AsyncSession, seats: Sequence[str]) -> None:
        """Void every link to these seats and let nobody hold them any more, with the caller's transaction."""
        for seat in seats:
            await void_unused(session, seat, self.clock.now())
            await drop_holder(session, seat)
            on_commit(session, partial(self.screens.change_holder, seat))

    async def of(self, meeting: str) -> list[InvitationShown]:
        """What became of each seat's newest link, in the plan's order."""
        async with self.database.reading() as session:
            addresses = await addresses_of(session, meeting)
            newest = await newest_invitations(session, meeting)
        shown = []
        for seat in self.meetings.get(meeting).plan.seats:
            row = newest.get(seat.id)
            sent, redeemed = (None, None) if row is None else (row.sent, row.redeemed)
            address = addresses.get(seat.id, "")
            shown.append(InvitationShown(seat=seat.id, address=address, sent=sent, redeemed=redeemed))
        return shown

    def _is_awaited(self, link: InvitationRow) -> bool:
        """Whether the seat still exists and its meeting is not over."""
        try:
            return self.meetings.meeting_of(link.seat) == link.meeting and not is_ended(self.meetings.get(link.meeting))
        except MeetingUnknownError:
            return False

    def _check(self, meeting: str, seats: Sequence[str]) -> None:
        known = {seat.id for seat in self.meetings.get(meeting).plan.seats}
        for n, seat in enumerate(seats):
            if seat not in known:
                raise ProductError(
                    "seat_unknown",
                    422,
                    "No such seat in this meeting.",
                    f"seats.{n}",
                    "the id of a seat of this meeting",
                )
