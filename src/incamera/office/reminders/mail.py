"""The job that mails a reminder: at its edge, once, to one of ours.

A job that is killed between sending and noting it sends the same mail again: the same bytes under the same Message-ID,
which the outbox keeps once and by which mail servers know a mail that they have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Commitment
from incamera.office.records.tables import RecordRow
from incamera.office.reminders import store
from incamera.office.reminders.calendar import Listed, calendar
from incamera.office.reminders.planning import window_of
from incamera.office.reminders.tables import ReminderRow
from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Database
from incamera.ports import Mailer
from incamera.rules.office.reminders import CLOSES, LATE, OPENS, edges, reminded

_log = structlog.get_logger(__name__)
_WORDS: Final = {OPENS: "Due from today", CLOSES: "Due by today", LATE: "Late since today"}


@dataclass(frozen=True, slots=True)
class ReminderMail:
    """Handles `REMIND_JOB`: `{reminder}`."""

    database: Database
    clock: Clock
    mailer: Mailer
    public_url: str
    sender: str

    async def __call__(self, args: Mapping[str, Any]) -> None:
        """Send it, unless it was sent or is not wanted any more. Raises PortFailed if the mail was refused."""
        async with self.database.reading() as session:
            row = await session.get(ReminderRow, str(args["reminder"]))
            mail = await self._mail(session, row) if row is not None and row.sent is None else None
        if row is None or mail is None:
            return
        await self.mailer.send(mail)
        async with self.database.transaction() as session:
            (await session.get_one(ReminderRow, row.id)).sent = self.clock.now()

    async def _mail(self, session: AsyncSession, row: ReminderRow) -> EmailMessage | None:
        """None where it is not due any more, or where nobody of ours gets mail."""
        record = await session.get_one(RecordRow, row.commitment)
        commitment = Commitment.model_validate(record.fields)
        due = window_of(commitment)
        if due is None or (row.edge, row.day) not in {(e.name, e.day.isoformat()) for e in edges(due)}:
            return None
        to = reminded(await store.parties(session, commitment))
        if to is None or to.address is None:
            _log.warning("reminder_without_address", reminder=row.id)
            return None
        owner = (await store.names(session, [commitment.owner])).get(commitment.owner, "")
        return self._written(row, Listed(record.id, record.seq, commitment), commitment, owner, to.address)

    def _written(
        self, row: ReminderRow, listed: Listed, commitment: Commitment, owner: str, address: str
    ) -> EmailMessage:
        """The same bytes each time: nothing in it is drawn or read from a clock."""
        host = urlsplit(self.public_url).hostname or "localhost"
        mail = EmailMessage()
        mail["From"], mail["To"] = self.sender, address
        mail["Subject"] = f"{_WORDS[row.edge]}: {commitment.what}"
        mail["Date"] = format_datetime(datetime.fromtimestamp(row.at // SECOND_US, UTC))
        mail["Message-ID"] = f"<{row.id}@{host}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content("\n".join(self._text(row, commitment, owner)))
        entry = calendar([listed], {}, host=host, now=row.at)
        mail.add_attachment(entry, maintype="text", subtype="calendar", filename="due.ics")
        mail.set_boundary(f"={row.id}=")
        return mail

    def _text(self, row: ReminderRow, commitment: Commitment, owner: str) -> list[str]:
        due = f"{commitment.due_first} to {commitment.due_last}" + (
            f' ("{commitment.due_words}")' if commitment.due_words else ""
        )
        said = [f'As said on {commitment.said_on}: "{commitment.words}"'] if commitment.words else []
        return [
            f"{_WORDS[row.edge]}: {commitment.what}",
            "",
            f"Promised by: {owner}",
            f"Due: {due}",
            *said,
            "",
            f"{self.public_url.rstrip('/')}/desk/records?open={row.commitment}",
            "",
        ]
