"""The job that reads a file: parsed in a child, entered in one transaction or not at all. Run twice, it does it once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.kinds import StoredDocument
from incamera.office.documents.service import Documents
from incamera.office.imports import store
from incamera.office.imports.confined import parse
from incamera.office.imports.parsed import (
    FAULTS,
    CalendarRead,
    Fault,
    LetterRead,
    RefusedRead,
    TableRead,
)
from incamera.office.imports.people import Planned, Reading
from incamera.office.imports.proposing import proposed
from incamera.office.imports.service import PROPOSED
from incamera.office.imports.tables import ImportLineRow, ImportRow
from incamera.office.imports.uploads import Uploads
from incamera.office.records.bulk import Written, write_all
from incamera.platform.clock import SECOND_US

BY_IMPORT: Final = "import"
STALE_S: Final = 24 * 3_600
CHUNK: Final = 1024 * 1024
FAULT: Final = "fault"
LEFT_OUT: Final = "left_out"
KNOWN: Final = "known"
UNCHANGED: Final = "unchanged"


@dataclass(frozen=True, slots=True)
class ReadImport:
    """Handles `READ_JOB`: `{import}`."""

    documents: Documents
    uploads: Uploads

    async def __call__(self, args: Mapping[str, Any]) -> None:
        """Read the file and settle its import; a file that was settled before is only cleared away."""
        file = str(args["import"])
        async with self._database.reading() as session:
            row = await session.get(ImportRow, file)
        if row is not None and row.state == store.WAITING:
            await self._settle(row)
        await asyncio.to_thread(self.uploads.drop, file)
        await self._sweep()

    @property
    def _database(self) -> Any:
        return self.documents.records.database

    async def _settle(self, known: ImportRow) -> None:
        path = self.uploads.path(known.id)
        if not await asyncio.to_thread(path.exists):
            found: TableRead | CalendarRead | LetterRead | RefusedRead = RefusedRead(
                sentence="The file is gone. Send it again."
            )
        else:
            found = await parse(path, known.what)
        if isinstance(found, LetterRead):
            await asyncio.to_thread(self._shelve, path)
        async with self._database.transaction() as session:
            row = await session.get_one(ImportRow, known.id)
            if row.state == store.WAITING:
                await self._enter(session, row, found)

    async def _enter(
        self, session: AsyncSession, row: ImportRow, found: TableRead | CalendarRead | LetterRead | RefusedRead
    ) -> None:
        row.state = store.READ
        match found:
            case RefusedRead():
                row.state, row.fault = store.REFUSED, found.sentence[:300]
            case LetterRead():
                made = StoredDocument(name=row.name, media_type=found.media_type, bytes=row.bytes, sha256=row.sha256)
                row.document = await self.documents.enter_in(session, made, text=found.text, by=BY_IMPORT)
            case TableRead():
                await self._people(session, row, found)
            case CalendarRead():
                await self._events(session, row, found)

    async def _people(self, session: AsyncSession, row: ImportRow, found: TableRead) -> None:
        reading = Reading(await store.known(session))
        reading.read(found.rows)
        faults = sorted([*found.faults, *reading.faults], key=lambda fault: fault.line)[:FAULTS]
        if faults:
            row.state = store.REFUSED
            row.fault = "Nothing was entered: some lines cannot be read. Correct them and send the list again."
            session.add_all(_faulty(row.id, faults))
            return
        changed = [p for p in reading.planned if p.state != UNCHANGED]
        written = [Written(p.id, p.record, is_new=p.state == "entered") for p in changed]
        said = {"by": BY_IMPORT, "import": row.id, "reason": row.name}
        await write_all(session, written, at=self.documents.records.clock.now(), said=said)
        session.add_all(_entered(row.id, reading.planned))

    async def _events(self, session: AsyncSession, row: ImportRow, found: CalendarRead) -> None:
        now = self.documents.records.clock.now()
        faces = store.faces(await store.known(session))
        before = set(await store.proposed_before(session, (event.name for event in found.events)))
        rows: list[ImportLineRow] = []
        for event in found.events:
            made = _line(row.id, event.line, PROPOSED)
            if event.name in before:
                made.state, made.expected = KNOWN, "an event that was not proposed before"
            else:
                proposal = proposed(event, str(row.official), faces, now)
                made.kind, made.fields, made.event = proposal.kind, dict(proposal.fields), event.name
            before.add(event.name)
            rows.append(made)
        rows += _faulty(row.id, found.faults) + _faulty(row.id, found.left_out, LEFT_OUT)
        for number, made in enumerate(sorted(rows, key=lambda r: r.line), 1):
            made.number = number
            session.add(made)

    def _shelve(self, path: Path) -> None:
        """A copy among the papers; the same bytes once more change nothing."""
        with self.documents.shelf.draft() as draft, path.open("rb") as file:
            while chunk := file.read(CHUNK):
                draft.write(chunk)
            self.documents.shelf.keep(draft)

    async def _sweep(self) -> None:
        """Clear away what was received by a process that died before it said so."""
        async with self._database.reading() as session:
            names = await store.waiting(session)
        before = self.documents.records.clock.now() / SECOND_US - STALE_S
        await asyncio.to_thread(self.uploads.drop_but, names, before=before)


def _line(file: str, line: int, state: str) -> ImportLineRow:
    return ImportLineRow(file=file, number=line, line=line, state=state)


def _faulty(file: str, faults: Sequence[Fault], state: str = FAULT) -> list[ImportLineRow]:
    rows = []
    for number, fault in enumerate(faults, 1):
        row = ImportLineRow(file=file, number=number, line=fault.line, state=state)
        row.field, row.expected = fault.field[:100], fault.expected[:300]
        rows.append(row)
    return rows


def _entered(file: str, planned: Sequence[Planned]) -> list[ImportLineRow]:
    return [
        ImportLineRow(file=file, number=n, line=p.line, state=p.state, kind=p.record.kind, record=p.id)
        for n, p in enumerate(sorted(planned, key=lambda p: p.line), 1)
    ]
