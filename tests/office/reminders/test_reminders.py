"""Reminders at the edges of the days that were meant, once each, to our own side alone; and calendars."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from incamera.adapters.outbox import OutboxMailer
from incamera.main.jobs import registry
from incamera.office.records.kinds import Commitment, Engagement, TookPart
from incamera.office.reminders.calendar import Listed, calendar
from incamera.office.reminders.mail import ReminderMail
from incamera.office.reminders.planning import REMIND_JOB, Planning
from incamera.platform.jobs import run_due
from incamera.ports import PortFailed
from tests.factories import at_desk, running, settings_in
from tests.fakes.clock import VirtualClock

pytestmark = pytest.mark.whole

DAY = timedelta(1)


def instant(day: str, hour: int = 12) -> int:
    return int(datetime.combine(date.fromisoformat(day), time(hour), UTC).timestamp()) * 1_000_000


@dataclass
class Office:
    """An office with an official who gets mail and a counterpart."""

    app: FastAPI
    desk: httpx.AsyncClient
    clock: VirtualClock
    folder: Path
    ada: str = ""
    bo: str = ""

    async def enter(self, kind: str, **fields: Any) -> str:
        answer = await self.desk.post(f"/api/desk/office/{kind}", json=fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def promise(self, **more: Any) -> str:
        fields = {"what": "Visit", "type": "visit", "owner": self.ada, "said_on": "2027-03-09", "words": "I will come"}
        return await self.enter("commitment", **{**fields, "due_words": "in the month of June", **more})

    async def correct(self, commitment: str, **more: Any) -> None:
        fields = (await self.desk.get(f"/api/desk/office/records/{commitment}")).json()["record"]["fields"]
        sent = {"record": {**fields, **more}, "reason": "it changed"}
        answer = await self.desk.put(f"/api/desk/office/commitment/{commitment}", json=sent)
        assert answer.status_code == 204, answer.text

    async def go_to(self, day: str, hour: int = 12) -> None:
        """Work as the jobs do, at that hour."""
        await self.plan()
        await self.wake(day, hour)
        await self.work()

    async def wake(self, day: str, hour: int = 12) -> None:
        """It is then, and somebody comes to the desk anew: cookies do not last so long."""
        self.clock.set(instant(day, hour))
        self.desk = await at_desk(self.app)

    async def plan(self) -> None:
        while await Planning(self.app.state.database).plan():
            pass

    async def work(self) -> None:
        state = self.app.state
        jobs = {REMIND_JOB: registry(state.settings, state.database, self.clock)[REMIND_JOB]}
        while await run_due(jobs, state.database, self.clock):
            pass

    def mails(self) -> list[tuple[str, str]]:
        """To whom, and the subject, by date."""
        read = [message_from_bytes(p.read_bytes(), policy=default) for p in (self.folder / "outbox").glob("*.eml")]
        sent = sorted(read, key=lambda mail: cast("Any", mail["Date"]).datetime)
        return [(str(mail["To"]), str(mail["Subject"])) for mail in sent]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    clock = VirtualClock(instant("2027-03-09"))
    async with running(settings_in(tmp_path), clock) as app:
        made = Office(app, await at_desk(app), clock, tmp_path)
        made.ada = await made.enter("person", name="Ada Arden", is_official=True)
        made.bo = await made.enter("person", name="Bo Berg")
        sent = {"address": "ada@valdoria.example"}
        assert (await made.desk.put(f"/api/desk/office/addresses/{made.ada}", json=sent)).status_code == 204
        yield made


OPENS = ("ada@valdoria.example", "Due from today: Visit")
CLOSES = ("ada@valdoria.example", "Due by today: Visit")
LATE = ("ada@valdoria.example", "Late since today: Visit")


async def test_the_words_window_is_reminded_of_at_its_edges_once(office: Office) -> None:
    commitment = await office.promise()
    await office.go_to("2027-05-31")
    assert office.mails() == []
    for day, mails in (
        ("2027-06-01", [OPENS]),
        ("2027-06-01", [OPENS]),
        ("2027-06-29", [OPENS]),
        ("2027-06-30", [OPENS, CLOSES]),
        ("2027-07-01", [OPENS, CLOSES, LATE]),
        ("2027-07-20", [OPENS, CLOSES, LATE]),
    ):
        await office.go_to(day)
        assert office.mails() == mails
    shown = (await office.desk.get("/api/desk/office/reminders", params={"commitment": commitment})).json()
    assert [(r["edge"], r["day"], r["sent"] is not None) for r in shown] == [
        ("late", "2027-07-01", True), ("closes", "2027-06-30", True), ("opens", "2027-06-01", True),
    ]  # fmt: skip


async def test_what_was_kept_or_moved_is_not_reminded_of_any_more(office: Office) -> None:
    commitment = await office.promise()
    await office.go_to("2027-06-02")
    await office.correct(commitment, due_first="2027-06-10", due_last="2027-06-20", due_words="")
    await office.go_to("2027-06-12")
    assert office.mails() == [OPENS, OPENS]
    await office.correct(commitment, state="kept")
    await office.go_to("2027-07-20")
    assert office.mails() == [OPENS, OPENS]


async def test_a_correction_that_leaves_the_window_doubles_and_loses_nothing(office: Office) -> None:
    commitment = await office.promise()
    await office.plan()
    await office.wake("2027-06-01", 9)  # the job has not run yet
    await office.correct(commitment, note="a word")
    await office.go_to("2027-06-01", 10)
    assert office.mails() == [OPENS]


async def test_what_was_over_when_it_was_entered_reminds_nobody(office: Office) -> None:
    await office.wake("2027-06-15")
    await office.promise()
    await office.go_to("2027-06-16")
    assert office.mails() == []
    await office.promise(due_words="soon")
    await office.go_to("2027-06-30")
    assert office.mails() == [CLOSES]


async def test_morning_is_that_of_the_place_where_it_was_said(office: Office) -> None:
    parts = {"officials": [{"person": office.ada}], "counterparts": [{"person": office.bo}]}
    call = await office.enter("engagement", channel="phone", start=5, zone="America/Los_Angeles", **parts)
    await office.promise(engagement=call)
    await office.go_to("2027-06-01", 14)  # seven o'clock there
    assert office.mails() == []
    await office.go_to("2027-06-01", 15)
    assert office.mails() == [OPENS]


async def test_the_other_side_is_never_reminded(office: Office) -> None:
    sent = {"address": "bo@norland.example"}
    assert (await office.desk.put(f"/api/desk/office/addresses/{office.bo}", json=sent)).status_code == 422
    await office.promise(owner=office.bo, counterpart=office.ada)
    await office.promise(owner=office.bo)
    await office.go_to("2027-06-01")
    assert office.mails() == [OPENS], "theirs is reminded of to whom it was promised, and to nobody where nobody is"
    house = await office.enter("organisation", name="Cabinet", type="state", is_ours=True)
    await office.desk.put(f"/api/desk/office/addresses/{house}", json={"address": "cabinet@valdoria.example"})
    await office.go_to("2027-06-30")
    assert sorted(office.mails()) == sorted([OPENS, CLOSES, ("cabinet@valdoria.example", "Due by today: Visit")])


async def test_addresses_are_shown_and_dropped_and_never_stand_in_the_ledger(office: Office) -> None:
    shown = (await office.desk.get("/api/desk/office/addresses")).json()
    assert shown == [{"record": office.ada, "address": "ada@valdoria.example"}]
    assert "ada@valdoria" not in (await office.desk.get("/api/desk/office/ledger")).text
    for status in (204, 404):
        assert (await office.desk.delete(f"/api/desk/office/addresses/{office.ada}")).status_code == status
    await office.promise()
    await office.go_to("2027-06-01")
    assert office.mails() == []
    for address in ("ada", "a@b\nBcc: c@d", ""):
        sent = {"address": address}
        assert (await office.desk.put(f"/api/desk/office/addresses/{office.ada}", json=sent)).status_code == 422
    assert (await office.desk.put("/api/desk/office/addresses/nobody", json={"address": "a@b"})).status_code == 404


def events(made: bytes) -> list[Event]:
    """Of a calendar, as another program reads them."""
    return list(cast("Calendar", Calendar.from_ical(made.decode())).events)


class Killed(BaseException):
    """The process is gone."""


class Dying(OutboxMailer):
    """Takes the mail; the job dies before it can note it."""

    async def send(self, message: EmailMessage) -> None:
        await super().send(message)
        raise Killed


class Refusing(OutboxMailer):
    async def send(self, message: EmailMessage) -> None:
        raise PortFailed(f"no {message['To']}")


async def test_a_job_that_is_killed_or_refused_sends_one_mail_in_the_end(office: Office) -> None:
    await office.promise()
    await office.plan()
    await office.wake("2027-06-01")
    state = office.app.state
    async with state.database.reading() as session:
        from incamera.office.reminders.store import listed  # noqa: PLC0415

        reminder = (await listed(session, None))[-1].id
    for mailer, error in ((Refusing, PortFailed), (Dying, Killed), (Dying, Killed)):
        job = ReminderMail(
            state.database, office.clock, mailer(office.folder / "outbox"), "http://localhost:8000", "i@x"
        )
        with pytest.raises(error):
            await job({"reminder": reminder})
    assert len(list((office.folder / "outbox").iterdir())) == 1
    await office.work()
    assert office.mails() == [OPENS]
    await registry(state.settings, state.database, office.clock)[REMIND_JOB]({"reminder": reminder})
    assert len(list((office.folder / "outbox").iterdir())) == 1


async def test_a_mail_says_what_was_promised_and_brings_the_days(office: Office) -> None:
    commitment = await office.promise()
    await office.go_to("2027-06-01")
    (path,) = (office.folder / "outbox").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    text = cast("EmailMessage", mail.get_body(("plain",))).get_content()
    for word in (
        "Promised by: Ada Arden",
        '2027-06-01 to 2027-06-30 ("in the month of June")',
        "I will come",
        commitment,
    ):
        assert word in text
    (entry,) = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    (event,) = events(cast("bytes", entry.get_payload(decode=True)))
    assert (event.start, event.end) == (date(2027, 6, 1), date(2027, 7, 1))


async def test_calendars_hold_what_is_planned_and_promised(office: Office) -> None:
    commitment = await office.promise()
    parts = {"officials": [{"person": office.ada}], "counterparts": [{"person": office.bo}]}
    planned = {"channel": "virtual", "start": instant("2027-04-01"), "zone": "Europe/Vienna", "happened": False}
    call = await office.enter("engagement", **planned, **parts, place="Palace")
    await office.enter("engagement", **{**planned, "happened": True}, **parts)
    days = {"first": "2027-05-01", "last": "2027-05-03", "happened": False}
    await office.enter("travel", official=office.ada, country="KAR", place="Port", **days)
    whole = await office.desk.get("/api/desk/office/calendar.ics")
    assert whole.headers["content-type"].startswith("text/calendar")
    found = {str(e["SUMMARY"]): e for e in events(whole.content)}
    assert set(found) == {"Due: Visit", "Meeting by video: Bo Berg", "Journey: Port"}
    assert (found["Journey: Port"].start, found["Journey: Port"].end) == (date(2027, 5, 1), date(2027, 5, 4))
    assert found["Meeting by video: Bo Berg"].start.isoformat() == "2027-04-01T14:00:00+02:00"
    one = await office.desk.get(f"/api/desk/office/records/{call}/calendar.ics")
    (event,) = events(one.content)
    assert str(event["UID"]) == f"{call}@localhost"
    assert b"http" not in whole.content
    assert b"BEGIN:VTIMEZONE" in one.content
    assert (await office.desk.get(f"/api/desk/office/records/{commitment}/calendar.ics")).status_code == 200
    vague = await office.promise(due_words="soon")
    assert (await office.desk.get(f"/api/desk/office/records/{vague}/calendar.ics")).status_code == 404
    assert (await office.desk.get(f"/api/desk/office/records/{office.ada}/calendar.ics")).status_code == 404


ZONES = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])


@given(st.integers(0, 4_000_000_000), st.integers(0, 100_000), ZONES, st.text(max_size=20))
def test_times_come_out_as_they_are(start: int, seconds: int, zone: str, place: str) -> None:
    who, when = "a" * 26, start * 1_000_000
    took = [TookPart(person=who)]
    record = Engagement.model_construct(
        channel="phone", start=when, end=when + seconds * 1_000_000, zone=zone, place=place, happened=True,
        officials=took, counterparts=took,
    )  # fmt: skip
    made = calendar([Listed("x", 1, record)], {who: "Bo\nATTENDEE:evil"}, host="here", now=0)
    (event,) = events(made)
    begins, ends = cast("datetime", event.start), cast("datetime", event.end)
    assert (begins.timestamp(), ends.timestamp()) == (start, start + seconds)
    assert "ATTENDEE" not in event


@given(st.dates(date(1971, 1, 1), date(2099, 1, 1)), st.integers(0, 400))
def test_days_come_out_as_they_are(first: date, days: int) -> None:
    last = first + days * DAY
    record = Commitment(what="x", type="call", owner="a" * 26, said_on=first, due_first=first, due_last=last)
    (event,) = events(calendar([Listed("x", 1, record)], {}, host="here", now=0))
    assert (event.start, event.end) == (first, first + (days + 1) * DAY)
