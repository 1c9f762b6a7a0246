"""Many people and organisations at once, in the caller's transaction, with few statements: writers wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Organisation, Person, references
from incamera.office.records.ledger import Act, append_all
from incamera.office.records.store import fill
from incamera.office.records.tables import RecordRow, ReferenceRow

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Written:
    """A record that is new or corrected. What it names exists, or is written before it in the same call."""

    id: str
    record: Person | Organisation
    is_new: bool


async def write_all(session: AsyncSession, written: Sequence[Written], *, at: int, said: Mapping[str, str]) -> None:
    """Enter and correct them, in this order; `said` stands in each entry (by whom, why)."""
    for n in range(0, len(written), AT_ONCE):
        await _write(session, written[n : n + AT_ONCE], at, said)


async def _write(session: AsyncSession, written: Sequence[Written], at: int, said: Mapping[str, str]) -> None:
    acts = [
        Act(
            f"{w.record.kind}_{'entered' if w.is_new else 'corrected'}",
            w.id,
            {**said, "subject": w.id, "record": w.record.model_dump()},
        )
        for w in written
    ]
    first = await append_all(session, acts, at=at)
    before = [w.id for w in written if not w.is_new]
    rows = {row.id: row for row in await session.scalars(select(RecordRow).where(RecordRow.id.in_(before)))}
    for seq, w in enumerate(written, first):
        row = rows.get(w.id) or RecordRow(id=w.id, kind=w.record.kind)
        fill(row, seq=seq, record=w.record)
        session.add(row)
    await session.flush()
    await session.execute(delete(ReferenceRow).where(ReferenceRow.record.in_(before)))
    session.add_all(
        ReferenceRow(record=w.id, to=to) for w in written for to in {to for _, to, _ in references(w.record)}
    )
    await session.flush()
