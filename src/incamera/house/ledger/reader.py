"""Read the ledger: in the order in which things happened, or chain by chain.

The office reads through this module and has no other door to the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.tables import LedgerEntryRow, SubLedgerRow
from incamera.rules.ledger import ANCHORED, MAIN, OPENED, Entry, read_header


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it happened. `position` orders a meeting's entries across chains and serves as a reader's cursor."""

    position: int
    at: int
    kind: str
    body: Mapping[str, Any]
    is_closed: bool


async def read(session: AsyncSession, meeting_id: str, *, after: int = 0) -> list[Recorded]:
    """What happened, in the order in which it was written, across main and all sub-ledgers; for replay.

    The ledger's own entries (a sub-ledger opened, anchored) are left out. `after` is the last position already read.
    """
    rows = await session.scalars(
        select(LedgerEntryRow)
        .where(LedgerEntryRow.meeting_id == meeting_id, LedgerEntryRow.position > after)
        .where(LedgerEntryRow.kind.not_in((OPENED, ANCHORED)))
        .order_by(LedgerEntryRow.position)
    )
    return [Recorded(row.position, row.at, row.kind, row.body, row.chain != MAIN) for row in rows]


async def acts(session: AsyncSession, kind: str, *, after: int = 0) -> list[tuple[str, Recorded]]:
    """What happened of one kind in any meeting, each with its meeting's id; `after` as above."""
    rows = await session.scalars(
        select(LedgerEntryRow)
        .where(LedgerEntryRow.kind == kind, LedgerEntryRow.position > after)
        .order_by(LedgerEntryRow.position)
    )
    return [(row.meeting_id, Recorded(row.position, row.at, row.kind, row.body, row.chain != MAIN)) for row in rows]


async def open_subledger(session: AsyncSession, meeting_id: str) -> str | None:
    """The chain that closed acts go to at present, none when no closed act was written since the last anchor."""
    found: str | None = await session.scalar(
        select(SubLedgerRow.chain).where(SubLedgerRow.meeting_id == meeting_id, SubLedgerRow.anchor_seq.is_(None))
    )
    return found


async def chain_entries(session: AsyncSession, meeting_id: str, chain: str, size: int | None = None) -> list[Entry]:
    """The entries of one chain in order, at most `size` of them."""
    rows = await session.scalars(
        select(LedgerEntryRow)
        .where(LedgerEntryRow.meeting_id == meeting_id, LedgerEntryRow.chain == chain)
        .order_by(LedgerEntryRow.seq)
        .limit(size)
    )
    return [_entry(row) for row in rows]


async def chain_hashes(session: AsyncSession, meeting_id: str, chain: str) -> Sequence[bytes]:
    """The hashes of one chain's entries as they were when written, in order: the leaves of its tree."""
    return (
        await session.scalars(
            select(LedgerEntryRow.hash)
            .where(LedgerEntryRow.meeting_id == meeting_id, LedgerEntryRow.chain == chain)
            .order_by(LedgerEntryRow.seq)
        )
    ).all()


async def anchored_subledgers(session: AsyncSession, meeting_id: str, size: int) -> Sequence[SubLedgerRow]:
    """The sub-ledgers whose anchors are among the first `size` main entries, in the order of their anchors."""
    return (
        await session.scalars(
            select(SubLedgerRow)
            .where(SubLedgerRow.meeting_id == meeting_id, SubLedgerRow.anchor_seq < size)
            .order_by(SubLedgerRow.anchor_seq)
        )
    ).all()


def _entry(row: LedgerEntryRow) -> Entry:
    """The entry from its stored header, not from the columns beside it: what was hashed is what is handed out."""
    return Entry(read_header(row.header, f"{row.chain} {row.seq}"), row.body, row.salt)
