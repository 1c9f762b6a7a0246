"""Append to the office's chain, always inside the caller's transaction, and hand it out for verification.

The form is that of a meeting's ledger (`docs/ledger.md`) with the office's id as its name: one verifier reads both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.tables import OfficeEntryRow, OfficeRow
from incamera.platform.ids import new_id, new_salt
from incamera.rules import ledger
from incamera.rules.ledger import MAIN, START, Checkpoint, Entry, Head, LedgerFile, Sign, read_header


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written down about one record."""

    kind: str
    subject: str
    body: Mapping[str, Any]


async def append(session: AsyncSession, *, at: int, kind: str, subject: str, body: Mapping[str, Any]) -> int:
    """Write it down; gives the entry's number. Raises `NotCanonicalError`."""
    return await append_all(session, [Act(kind, subject, body)], at=at)


async def append_all(session: AsyncSession, acts: Sequence[Act], *, at: int) -> int:
    """Write down one after the other with one insert; gives the number of the first. Raises `NotCanonicalError`."""
    last = await session.scalar(select(OfficeEntryRow).order_by(OfficeEntryRow.seq.desc()).limit(1))
    head = START if last is None else Head(last.seq + 1, last.hash)
    first, office = head.seq, await office_id(session)
    for act in acts:
        entry = ledger.append(head, meeting=office, chain=MAIN, at=at, kind=act.kind, body=act.body, salt=new_salt())
        head = Head(entry.header.seq + 1, entry.header.hash())
        session.add(
            OfficeEntryRow(
                seq=entry.header.seq,
                at=at,
                kind=act.kind,
                subject=act.subject,
                header=entry.header.members(),
                body=dict(act.body),
                salt=entry.salt,
                hash=head.hash,
            )
        )
    await session.flush()
    return first


async def office_id(session: AsyncSession) -> str:
    """The name of the office's ledger; drawn at the first call."""
    row = await session.get(OfficeRow, 1)
    if row is None:
        row = OfficeRow(one=1, id=new_id())
        session.add(row)
        await session.flush()
    return row.id


async def history(session: AsyncSession, subject: str) -> Sequence[OfficeEntryRow]:
    """Every entry about one record, oldest first."""
    return (
        await session.scalars(
            select(OfficeEntryRow).where(OfficeEntryRow.subject == subject).order_by(OfficeEntryRow.seq)
        )
    ).all()


async def document(session: AsyncSession, *, at: int, public_key: bytes, sign: Sign) -> dict[str, object]:
    """The whole ledger as a signed document that `incamera ledger verify` reads."""
    rows = (await session.scalars(select(OfficeEntryRow).order_by(OfficeEntryRow.seq))).all()
    stated = Checkpoint(await office_id(session), len(rows), ledger.root([row.hash for row in rows]), at)
    entries = tuple(Entry(read_header(row.header, str(row.seq)), row.body, row.salt) for row in rows)
    return ledger.document(LedgerFile(public_key, ledger.note(stated, public_key, sign), entries, ()))
