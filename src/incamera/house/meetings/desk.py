"""Who may plan: whoever redeemed an administrator's link in this browser.

Protects against: a link or a database that is read later (a link works once, both are kept as hashes). Does not
protect against: whoever reads the terminal or private file to which a fresh link went, before it is used.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select

from incamera.house.meetings.tables import DeskCookieRow, DeskLinkRow
from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Database
from incamera.platform.ids import new_secret, secret_hash
from incamera.platform.links import redeem

LINK_KEPT_US: Final = 3_600 * SECOND_US
COOKIE_KEPT_S: Final = 30 * 24 * 3_600


@dataclass(frozen=True, slots=True)
class Desk:
    """Links and cookies of the planning desk."""

    database: Database
    clock: Clock

    async def first_link(self) -> str | None:
        """The secret of a fresh link while nobody may plan yet, former ones void; None once somebody may."""
        async with self.database.reading() as session:
            if await session.scalar(select(DeskCookieRow.token_hash).limit(1)) is not None:
                return None
        return await self.new_link()

    async def new_link(self) -> str:
        """The secret of a fresh link; those that were not used are void."""
        secret = new_secret()
        async with self.database.transaction() as session:
            await session.execute(delete(DeskLinkRow).where(DeskLinkRow.redeemed.is_(None)))
            expires = self.clock.now() + LINK_KEPT_US
            session.add(DeskLinkRow(secret_hash=secret_hash(secret), expires=expires, redeemed=None))
        return secret

    async def redeem(self, secret: str) -> str:
        """A cookie for the link's secret. Raises 410 `link_used` or `link_expired`, 404 `link_unknown`."""
        now, token = self.clock.now(), new_secret()
        async with self.database.transaction() as session:
            await redeem(session, DeskLinkRow, secret, now)
            expires = now + COOKIE_KEPT_S * SECOND_US
            session.add(DeskCookieRow(token_hash=secret_hash(token), expires=expires))
        return token

    async def admits(self, token: str | None) -> bool:
        """Whether a browser with this cookie may plan."""
        if not token:
            return False
        async with self.database.reading() as session:
            row = await session.get(DeskCookieRow, secret_hash(token))
        return row is not None and row.expires > self.clock.now()
