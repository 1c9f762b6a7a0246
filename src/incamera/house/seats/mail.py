"""The job that mails an invitation. The link is made when the mail is, so that no secret ever waits in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from incamera.house.ledger.reader import read
from incamera.house.meetings.calendar import calendar
from incamera.house.meetings.replay import Fold
from incamera.house.meetings.store import addresses_of
from incamera.house.seats.fresh import FreshLinks
from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Database
from incamera.platform.ids import new_id
from incamera.ports import Mailer
from incamera.rules.meeting import Meeting, Seat
from incamera.rules.public import public_face


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """Handles `MAIL_JOB`: `{meeting, seat}`. Run twice, it sends a newer link that voids the first."""

    links: FreshLinks
    fold: Fold
    database: Database
    clock: Clock
    mailer: Mailer
    public_url: str
    sender: str

    async def __call__(self, args: Mapping[str, Any]) -> None:
        """Make a link and send it; a seat that is gone meanwhile gets none. Raises PortFailed if the mail was refused."""
        async with self.database.reading() as session:
            m = self.fold.replay(args["meeting"], await read(session, args["meeting"])).meeting
            address = (await addresses_of(session, args["meeting"])).get(args["seat"])
        seat = m.seat(args["seat"])
        if seat is None or address is None:
            return
        link, secret = await self.links.make(m.id, seat.id, None)
        await self.mailer.send(self.written(m, seat, address, secret))
        await self.links.note_sent(link)

    def written(self, m: Meeting, seat: Seat, address: str, secret: str) -> EmailMessage:
        """The mail. Nothing closed is in it; the secret is in the link's fragment, which no server is ever sent."""
        host = urlsplit(self.public_url).hostname or "localhost"
        now = self.clock.now()
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, address, f"Invitation: {m.plan.title}"
        mail["Date"] = format_datetime(datetime.fromtimestamp(now // SECOND_US, UTC))
        mail["Message-ID"] = f"<{new_id()}@{host}>"
        mail.set_content(_text(m, seat, f"{self.public_url.rstrip('/')}/invitation#{secret}"))
        entry = calendar(m.id, m.plan, public_face(m.plan, m.profile), host=host, now=now)
        mail.add_attachment(entry, maintype="text", subtype="calendar", filename="meeting.ics")
        return mail


def _text(m: Meeting, seat: Seat, link: str) -> str:
    starts = datetime.fromtimestamp(m.plan.starts // SECOND_US, UTC).astimezone(ZoneInfo(m.plan.zone))
    label = m.profile.role_labels.get(seat.role, seat.role.replace("_", " "))
    return "\n".join(
        (
            " ".join(part for part in (seat.form, seat.person) if part) + ",",
            "",
            f"your place is held at: {m.plan.title}",
            f"{starts:%A, %d %B %Y, %H:%M} ({m.plan.zone}). Your role: {label}.",
            "",
            "Your personal link works once, in the browser in which you use it first:",
            link,
            "",
            "Do not pass it on: whoever uses it first takes your seat.",
            "",
        )
    )
