"""Follow the office's ledger and keep a job waiting for each edge of each open commitment.

The cursor moves in the transaction that puts the reminders in: neither a crash nor a second process doubles or loses one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Commitment
from incamera.office.reminders import store
from incamera.office.reminders.tables import ReminderRow
from incamera.platform.db import Database
from incamera.platform.ids import new_id
from incamera.platform.jobs import enqueue
from incamera.rules.office.due import Window
from incamera.rules.office.reminders import ahead, edges, morning

REMIND_JOB: Final = "reminders.mail"
PAUSE_S: Final = 2.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Planning:
    """Puts reminders in as commitments are entered and corrected."""

    database: Database

    async def run(self) -> None:
        """For ever; a database that fails is tried again after a pause."""
        while True:
            try:
                while await self.plan():
                    pass
            except SQLAlchemyError as error:
                _log.warning("reminding_failed", exc_info=error)
            await asyncio.sleep(PAUSE_S)

    async def plan(self) -> bool:
        """Take in the next entries; False when there is none."""
        async with self.database.reading() as session:
            if not await store.news(session, await store.cursor(session)):
                return False
        async with self.database.transaction() as session:
            found = await store.news(session, await store.cursor(session))
            touched = {subject: at for _, kind, subject, at in found if kind.startswith(f"{Commitment.kind}_")}
            for subject, at in touched.items():
                await _plan(session, subject, at)
            if found:
                await store.move(session, found[-1][0] + 1)
        return True


async def _plan(session: AsyncSession, subject: str, entered: int) -> None:
    """Make the reminders of a commitment those of its window; what was sent stays, what is not wanted any more goes."""
    commitment = await store.commitment(session, subject)
    if commitment is None:
        return
    zone, due = await store.zone_of(session, commitment), window_of(commitment)
    there = await store.reminders_of(session, subject)
    kept = {(edge.name, edge.day.isoformat()) for edge in edges(due)} if due is not None else set()
    for key, row in there.items():
        if key not in kept and row.sent is None:
            await session.delete(row)
    for edge in ahead(due, zone, entered) if due is not None else ():
        if (edge.name, edge.day.isoformat()) in there:
            continue
        made, at = new_id(), morning(edge.day, zone)
        session.add(ReminderRow(id=made, commitment=subject, edge=edge.name, day=edge.day.isoformat(), at=at))
        await enqueue(session, REMIND_JOB, {"reminder": made}, run_at=at, key=f"{REMIND_JOB}:{made}")


def window_of(commitment: Commitment) -> Window | None:
    """When it is due, while it is open."""
    if commitment.state != "open" or commitment.due_first is None or commitment.due_last is None:
        return None
    return Window(commitment.due_first, commitment.due_last)
