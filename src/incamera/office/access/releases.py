"""What was released to an oversight body: single records as they stand on that day, each an entry of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.schemas import ReleaseShown
from incamera.office.access.tables import ReleaseRow
from incamera.office.records import ledger
from incamera.office.records.kinds import Organisation
from incamera.office.records.service import unknown
from incamera.office.records.tables import RecordRow
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id
from incamera.rules.office.access import SHARED


@dataclass(frozen=True, slots=True)
class Releases:
    """Everything that was released."""

    database: Database
    clock: Clock

    async def release(self, to: str, records: Iterable[str], *, by: str) -> None:
        """Release these records to a body, all or none. Raises ProductError 404 for the body, 422 for a record."""
        async with self.database.transaction() as session:
            await self.release_in(session, to, records, by=by)

    async def release_in(self, session: AsyncSession, to: str, records: Iterable[str], *, by: str) -> None:
        """The same inside the caller's transaction."""
        await _body(session, to)
        for n, record in enumerate(dict.fromkeys(records)):
            row = await session.get(RecordRow, record)
            if row is None or row.kind not in SHARED:
                expected = f"the id of a record of kind {', '.join(sorted(SHARED))}"
                raise ProductError(
                    "release_unknown", 422, "It names what cannot be released.", f"records.{n}", expected
                )
            await self._write(session, "record_released", {"by": by, "to": to, "record": record, "seq": row.seq})
            await session.merge(ReleaseRow(to=to, record=record, seq=row.seq, at=self.clock.now()))

    async def withdraw(self, to: str, record: str, *, by: str) -> None:
        """It is not read there from now on; what was copied is out of reach. Raises ProductError 404."""
        async with self.database.transaction() as session:
            await self.withdraw_in(session, to, record, by=by)

    async def withdraw_in(self, session: AsyncSession, to: str, record: str, *, by: str) -> None:
        """The same inside the caller's transaction."""
        row = await session.get(ReleaseRow, (to, record))
        if row is None:
            raise unknown()
        await session.delete(row)
        await self._write(session, "release_withdrawn", {"by": by, "to": to, "record": record})

    async def listed(self, to: str) -> list[ReleaseShown]:
        """What was released to a body, the newest first. Raises ProductError 404."""
        asked = select(ReleaseRow, RecordRow.seq).join(RecordRow, RecordRow.id == ReleaseRow.record)
        asked = asked.where(ReleaseRow.to == to).order_by(ReleaseRow.at.desc(), ReleaseRow.record)
        async with self.database.reading() as session:
            await _body(session, to)
            return [ReleaseShown.of_row(row, newest) for row, newest in await session.execute(asked)]

    async def _write(self, session: AsyncSession, kind: str, body: dict[str, Any]) -> None:
        """A subject of its own: the history of the record tells its readers nothing of who else reads it."""
        body["subject"] = subject = new_id()
        await ledger.append(session, at=self.clock.now(), kind=kind, subject=subject, body=body)


async def _body(session: AsyncSession, to: str) -> None:
    row = await session.get(RecordRow, to)
    if row is None or row.kind != Organisation.kind:
        raise unknown()
