"""Single-use links: kept as hashes of their secrets, good once and for a time."""

from typing import TypeVar

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.errors import ProductError
from incamera.platform.ids import secret_hash


class SingleUse:
    """The columns of a table of such links."""

    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    expires: Mapped[int]
    redeemed: Mapped[int | None]


Link = TypeVar("Link", bound=SingleUse)


async def redeem(session: AsyncSession, links: type[Link], secret: str, now: int) -> Link:
    """The link of this secret, used up by this call. Raises ProductError 410 `link_used` or `link_expired`, 404
    `link_unknown`."""
    hashed = secret_hash(secret)
    unused = update(links).where(links.secret_hash == hashed, links.redeemed.is_(None), links.expires > now)
    done = await session.execute(unused.values(redeemed=now))
    known = await session.get(links, hashed)
    if known is None:
        raise ProductError("link_unknown", 404, "This link is not known. Ask for a new one.")
    if isinstance(done, CursorResult) and done.rowcount == 1:
        return known
    if known.redeemed is None:
        raise ProductError("link_expired", 410, "This link has expired. Ask for a new one.")
    raise ProductError("link_used", 410, "This link has been used. Ask for a new one.")
