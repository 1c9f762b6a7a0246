"""Take files in for the job that reads them, show what became of them, and enter what was proposed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.imports import store
from incamera.office.imports.exporting import people_as_csv
from incamera.office.imports.tables import ImportLineRow, ImportRow
from incamera.office.imports.uploads import Uploads
from incamera.office.records.kinds import Engagement, Person, PublicEvent, Travel
from incamera.office.records.service import Records
from incamera.office.records.tables import RecordRow
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id
from incamera.platform.jobs import enqueue

READ_JOB: Final = "imports.read"
MB: Final = 1_000_000
LARGEST: Final = {"people": 5 * MB, "calendar": 10 * MB, "letter": 20 * MB}
"""Bytes of a file, by what it is."""
PROPOSED: Final = "proposed"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"


def too_large(what: str) -> ProductError:
    """Said before anything of the file is read."""
    return ProductError("too_large", 413, f"The file is too large: at most {LARGEST[what] // MB} MB can be taken in.")


@dataclass(frozen=True, slots=True)
class Imports:
    """All files that were sent."""

    records: Records
    uploads: Uploads

    async def receive(
        self, chunks: AsyncIterator[bytes], *, declared: int, what: str, name: str, official: str | None
    ) -> str:
        """Keep a file for the job that reads it; gives the import's id. Raises ProductError."""
        if declared > LARGEST[what]:
            raise too_large(what)
        if declared == 0:
            raise ProductError("file_empty", 422, "The file is empty.")
        await self._check_official(what, official)
        made, now = new_id(), self.records.clock.now()
        received = await self.uploads.receive(made, chunks, declared=declared)
        row = ImportRow(id=made, what=what, name=name, official=official, at=now, state=store.WAITING)
        row.bytes, row.sha256 = received.bytes, received.sha256
        async with self.records.database.transaction() as session:
            session.add(row)
            await enqueue(session, READ_JOB, {"import": made}, run_at=now, key=f"{READ_JOB}:{made}")
        return made

    async def _check_official(self, what: str, official: str | None) -> None:
        """Whose calendar it is must be said of a calendar and of nothing else."""
        if official is None and what != "calendar":
            return
        async with self.records.database.reading() as session:
            row = await session.get(RecordRow, official) if official is not None else None
        if what != "calendar" or row is None or row.kind != Person.kind:
            expected = "the id of the official whose calendar it is" if what == "calendar" else "nothing"
            raise ProductError("official_unknown", 422, "Whose calendar is it?", "official", expected)

    async def listed(self) -> Sequence[ImportRow]:
        """The newest imports."""
        async with self.records.database.reading() as session:
            return await store.listed(session)

    async def shown(self, file: str) -> tuple[ImportRow, Sequence[ImportLineRow]]:
        """An import with what became of its lines. Raises ProductError 404."""
        async with self.records.database.reading() as session:
            row = await session.get(ImportRow, file)
            if row is None:
                raise unknown()
            return row, await store.lines(session, file)

    async def people_as_csv(self) -> str:
        """Everybody whom the office knows, as a file that can be read again."""
        async with self.records.database.reading() as session:
            return people_as_csv(await store.known(session))

    async def accept(self, file: str, number: int, record: Engagement | Travel | PublicEvent, *, by: str) -> str:
        """Enter what a person made of a proposal; gives the record's id. Raises ProductError 404, 409, 422."""
        async with self.records.database.transaction() as session:
            line = await _waiting(session, file, number)
            made = await self.records.enter_in(session, record, by=by)
            line.state, line.record = ACCEPTED, made
        return made

    async def decline(self, file: str, number: int) -> None:
        """A proposal is none. Raises ProductError 404, 409."""
        async with self.records.database.transaction() as session:
            (await _waiting(session, file, number)).state = DECLINED


async def _waiting(session: AsyncSession, file: str, number: int) -> ImportLineRow:
    line = await session.get(ImportLineRow, (file, number))
    if line is None:
        raise unknown()
    if line.state != PROPOSED:
        raise ProductError("not_proposed", 409, "Nothing is proposed there any more.")
    return line


def unknown() -> ProductError:
    """There is no such import or line."""
    return ProductError("import_unknown", 404, "There is no such import.")
