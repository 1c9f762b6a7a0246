"""Checkpoints, and the ledger as a document for those who may have it: in full or as an extract."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.reader import anchored_subledgers, chain_entries, chain_hashes
from incamera.house.ledger.signing import Signer
from incamera.house.ledger.tables import LedgerCheckpointRow
from incamera.platform.errors import ProductError
from incamera.rules import ledger
from incamera.rules.ledger import MAIN, Checkpoint, Entry, LedgerFile, SubLedger

Keep = Callable[[Entry], bool]


async def checkpoint(session: AsyncSession, meeting_id: str, *, at: int, signer: Signer) -> str:
    """Sign the main ledger as it stands; gives the note. One checkpoint a length: a second call gives the first's."""
    hashes = await chain_hashes(session, meeting_id, MAIN)
    row = await session.get(LedgerCheckpointRow, (meeting_id, len(hashes)))
    if row is None:
        stated = Checkpoint(meeting_id, len(hashes), ledger.root(hashes), at)
        note = ledger.note(stated, signer.public_key, signer.sign)
        row = LedgerCheckpointRow(meeting_id=meeting_id, size=stated.size, at=at, note=note)
        session.add(row)
        await session.flush()
    return row.note


async def export(
    session: AsyncSession, meeting_id: str, *, public_key: bytes, keep: Keep | None = None
) -> dict[str, object]:
    """The ledger up to its newest checkpoint as JSON members; needs no private key.

    `keep` makes it an extract: what it refuses is withheld. A closed stretch that still goes on is not in it. Raises
    `ProductError` 409 when nothing was signed yet.
    """
    row = await session.scalar(
        select(LedgerCheckpointRow)
        .where(LedgerCheckpointRow.meeting_id == meeting_id)
        .order_by(LedgerCheckpointRow.size.desc())
        .limit(1)
    )
    if row is None:
        raise ProductError("ledger_not_signed", 409, "Nothing of this ledger has been signed yet.")
    entries = await chain_entries(session, meeting_id, MAIN, row.size)
    subs = [
        SubLedger(sub.anchor_seq, tuple(await chain_entries(session, meeting_id, sub.chain)))
        for sub in await anchored_subledgers(session, meeting_id, row.size)
        if sub.anchor_seq is not None
    ]
    file = LedgerFile(public_key, row.note, tuple(entries), tuple(subs))
    return ledger.document(file if keep is None else ledger.extract(file, keep))


def keep_nothing(_entry: Entry) -> bool:
    """The extract for everyone: headers of the main ledger, no bodies, no sub-ledgers."""
    return False
