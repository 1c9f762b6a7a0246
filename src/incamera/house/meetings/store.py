"""Which meetings there are, and which commands were already carried out."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.meetings.tables import AddressRow, MeetingRow, OutcomeRow
from incamera.platform.clock import SECOND_US

OUTCOME_KEPT_US: Final = 24 * 3_600 * SECOND_US


async def meeting_ids(session: AsyncSession) -> Sequence[str]:
    """All meetings, in the order in which they were made."""
    return (await session.scalars(select(MeetingRow.id).order_by(MeetingRow.made_at, MeetingRow.id))).all()


async def was_done(session: AsyncSession, seat: str, command: str) -> bool:
    """Whether this seat's command of that id was carried out within the last day."""
    return await session.get(OutcomeRow, (seat, command)) is not None


async def note_done(session: AsyncSession, *, meeting: str, seat: str, command: str, at: int) -> None:
    """Remember a command that was carried out, and forget those of more than a day ago."""
    await session.execute(delete(OutcomeRow).where(OutcomeRow.at < at - OUTCOME_KEPT_US))
    session.add(OutcomeRow(seat=seat, id=command, meeting=meeting, at=at))
    await session.flush()


async def addresses_of(session: AsyncSession, meeting: str) -> dict[str, str]:
    """Seat -> where its invitation goes; seats without an address are absent."""
    rows = await session.scalars(select(AddressRow).where(AddressRow.meeting == meeting))
    return {row.seat: row.address for row in rows}


async def put_addresses(session: AsyncSession, meeting: str, addresses: Mapping[str, str]) -> None:
    """Replace all addresses of a meeting; empty ones are left out."""
    await session.execute(delete(AddressRow).where(AddressRow.meeting == meeting))
    session.add_all(AddressRow(seat=seat, meeting=meeting, address=to) for seat, to in addresses.items() if to)
    await session.flush()
