"""Reading and writing invitations, holders and legs, always inside the caller's transaction."""

from collections.abc import Mapping, Sequence

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.seats.tables import InvitationRow, LegRow, SeatCookieRow


async def void_unused(session: AsyncSession, seat: str, now: int) -> None:
    """End all links of a seat that were not used."""
    unused = InvitationRow.seat == seat, InvitationRow.redeemed.is_(None), InvitationRow.void.is_(None)
    await session.execute(update(InvitationRow).where(*unused).values(void=now))


async def take(session: AsyncSession, secret_hash: bytes, now: int) -> tuple[InvitationRow | None, bool]:
    """Use a link up, in one statement, so that two at once cannot both: the link if there is one, and whether it worked."""
    is_good = or_(InvitationRow.expires.is_(None), InvitationRow.expires > now)
    unused = InvitationRow.redeemed.is_(None), InvitationRow.void.is_(None), is_good
    done = await session.execute(
        update(InvitationRow).where(InvitationRow.secret_hash == secret_hash, *unused).values(redeemed=now)
    )
    found = await session.scalar(select(InvitationRow).where(InvitationRow.secret_hash == secret_hash))
    return found, isinstance(done, CursorResult) and done.rowcount == 1


async def newest_invitations(session: AsyncSession, meeting: str) -> Mapping[str, InvitationRow]:
    """Seat -> the link made last for it."""
    rows: Sequence[InvitationRow] = (
        await session.scalars(
            select(InvitationRow).where(InvitationRow.meeting == meeting).order_by(InvitationRow.made_at)
        )
    ).all()
    return {row.seat: row for row in rows}


async def put_holder(session: AsyncSession, *, seat: str, meeting: str, token_hash: bytes, now: int) -> None:
    """From now on the browser with this cookie holds the seat, and no other."""
    await session.merge(SeatCookieRow(seat=seat, meeting=meeting, token_hash=token_hash, made_at=now))
    await session.flush()


async def drop_holder(session: AsyncSession, seat: str) -> None:
    """No browser holds the seat any more, and no leg can enter it."""
    await session.execute(delete(SeatCookieRow).where(SeatCookieRow.seat == seat))
    await session.execute(delete(LegRow).where(LegRow.seat == seat))


async def holder_hash(session: AsyncSession, seat: str) -> bytes | None:
    """The hash of the cookie that holds this seat."""
    row = await session.get(SeatCookieRow, seat)
    return None if row is None else row.token_hash


async def put_leg(session: AsyncSession, *, seat: str, leg: str, now: int) -> None:
    """The newest leg of a seat replaces the former one."""
    await session.merge(LegRow(seat=seat, leg=leg, made_at=now))
    await session.flush()


async def newest_leg(session: AsyncSession, seat: str) -> str | None:
    """The only leg with which this seat may enter."""
    row = await session.get(LegRow, seat)
    return None if row is None else row.leg
