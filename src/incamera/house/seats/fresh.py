"""Fresh links. Whoever makes one needs the database alone: no meeting in memory, no key."""

from dataclasses import dataclass

from incamera.house.seats.store import void_unused
from incamera.house.seats.tables import InvitationRow
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.ids import new_id, new_secret, secret_hash


@dataclass(frozen=True, slots=True)
class FreshLinks:
    """Makes links; the former unused ones of the same seat are void with it."""

    database: Database
    clock: Clock

    async def make(self, meeting: str, seat: str, expires: int | None) -> tuple[str, str]:
        """A fresh link: its id and its secret, which is kept nowhere. `expires` None: when the meeting is over."""
        link, secret, now = new_id(), new_secret(), self.clock.now()
        async with self.database.transaction() as session:
            await void_unused(session, seat, now)
            session.add(
                InvitationRow(
                    id=link, seat=seat, meeting=meeting, secret_hash=secret_hash(secret), made_at=now, expires=expires
                )
            )
        return link, secret

    async def note_sent(self, link: str) -> None:
        """The mail with this link was handed over."""
        async with self.database.transaction() as session:
            (await session.get_one(InvitationRow, link)).sent = self.clock.now()
