"""Append, always inside the caller's transaction.

Acts of a closed stretch go to a sub-ledger of their own, so that the main ledger, which may be read by anyone, does
not even count them. Which entry is closed is the caller's to say; here it is only kept apart.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.reader import chain_hashes, open_subledger
from incamera.house.ledger.tables import LedgerEntryRow, SubLedgerRow
from incamera.platform.ids import new_id, new_salt
from incamera.rules.ledger import ANCHORED, MAIN, OPENED, START, Entry, Head, root
from incamera.rules.ledger import append as rule_append


async def append(
    session: AsyncSession, meeting_id: str, *, at: int, kind: str, body: Mapping[str, Any], closed: bool
) -> Entry:
    """Write down what happened at `at`; `closed` puts it into the sub-ledger of the present closed stretch.

    Raises `NotCanonicalError` for a body with fractions or other things that cannot be written down exactly.
    """
    chain = await _subledger_for(session, meeting_id, at) if closed else MAIN
    return await _append(session, meeting_id, chain, at=at, kind=kind, body=body)


async def anchor(session: AsyncSession, meeting_id: str, at: int) -> Entry:
    """End the present sub-ledger and put its root, and nothing else, into main.

    Call it once whenever a closed stretch ends, also when nothing was written in it: main then looks the same.
    """
    chain = await _subledger_for(session, meeting_id, at)
    leaves = await chain_hashes(session, meeting_id, chain)
    entry = await _append(session, meeting_id, MAIN, at=at, kind=ANCHORED, body={}, root_hash=root(leaves))
    row = await session.get_one(SubLedgerRow, chain)
    row.anchor_seq = entry.header.seq
    await session.flush()
    return entry


async def _subledger_for(session: AsyncSession, meeting_id: str, at: int) -> str:
    found = await open_subledger(session, meeting_id)
    if found is not None:
        return found
    chain = new_id()
    session.add(SubLedgerRow(chain=chain, meeting_id=meeting_id, anchor_seq=None))
    await _append(session, meeting_id, chain, at=at, kind=OPENED, body={})
    return chain


async def _append(
    session: AsyncSession,
    meeting_id: str,
    chain: str,
    *,
    at: int,
    kind: str,
    body: Mapping[str, Any],
    root_hash: bytes | None = None,
) -> Entry:
    head = await _head(session, meeting_id, chain)
    entry = rule_append(
        head, meeting=meeting_id, chain=chain, at=at, kind=kind, body=body, salt=new_salt(), root=root_hash
    )
    session.add(
        LedgerEntryRow(
            meeting_id=meeting_id,
            chain=chain,
            seq=entry.header.seq,
            at=at,
            kind=kind,
            header=entry.header.members(),
            body=dict(body),
            salt=entry.salt,
            hash=entry.header.hash(),
        )
    )
    await session.flush()  # one by one, so that positions follow the order of writing
    return entry


async def _head(session: AsyncSession, meeting_id: str, chain: str) -> Head:
    last = (
        await session.execute(
            select(LedgerEntryRow.seq, LedgerEntryRow.hash)
            .where(LedgerEntryRow.meeting_id == meeting_id, LedgerEntryRow.chain == chain)
            .order_by(LedgerEntryRow.seq.desc())
            .limit(1)
        )
    ).one_or_none()
    return START if last is None else Head(last.seq + 1, last.hash)
