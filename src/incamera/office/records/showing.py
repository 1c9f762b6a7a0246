"""Records as a reader is shown them: with the names of what they name, and what lies outside their mandate."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.naming import ids_in, names_of
from incamera.office.records.schemas import EntryShown, NameShown, RecordShown, RecordWithHistory
from incamera.office.records.scoping import outside_of
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.rules.office.access import Reader


async def shown_rows(session: AsyncSession, reader: Reader, rows: Sequence[RecordRow]) -> list[RecordShown]:
    """These records, which the reader may read, in their order."""
    return await _shown(session, reader, rows, {row.id: [row.fields] for row in rows})


async def shown_with_history(
    session: AsyncSession, reader: Reader, row: RecordRow, entries: Sequence[OfficeEntryRow]
) -> RecordWithHistory:
    """A record with these entries about it; its names include those that only earlier versions name."""
    versions = [row.fields, *(entry.body["record"] for entry in entries)]
    [record] = await _shown(session, reader, [row], {row.id: versions})
    return RecordWithHistory(record=record, entries=[EntryShown.of(reader, entry) for entry in entries])


async def _shown(
    session: AsyncSession, reader: Reader, rows: Sequence[RecordRow], told: dict[str, list[object]]
) -> list[RecordShown]:
    """`told`: of each record the fields whose ids are to be named."""
    outside = await outside_of(session, reader, rows)
    ids = {record: frozenset(ids_in(fields)) for record, fields in told.items()}
    names = await names_of(session, reader, frozenset().union(*ids.values()))
    return [
        RecordShown.of(
            row,
            outside.get(row.id),
            {i: NameShown(kind=names[i].kind, name=names[i].name) for i in ids[row.id] if i in names},
        )
        for row in rows
    ]
