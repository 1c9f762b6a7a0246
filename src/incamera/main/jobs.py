"""The jobs, in a process of their own: `python -m incamera.main.jobs`.

It sends mail, reads files of strangers, makes replies to oversight requests, and engagements of meetings that ended; what
it may know is the environment that `up/plan.py: jobs_program` gives it: no engine's key, no permit's, no ledger's.
"""

import asyncio
import signal
from contextlib import suppress
from functools import cache

from incamera.adapters.outbox import OutboxMailer
from incamera.adapters.smtp import SmtpMailer
from incamera.house.meetings.replay import Fold
from incamera.house.seats.fresh import FreshLinks
from incamera.house.seats.invitations import MAIL_JOB
from incamera.house.seats.mail import InvitationMail
from incamera.main.profiles import load_profiles
from incamera.office.access.releases import Releases
from incamera.office.documents.service import Documents
from incamera.office.documents.shelf import Shelf
from incamera.office.following.service import Following
from incamera.office.imports.job import ReadImport
from incamera.office.imports.service import READ_JOB
from incamera.office.imports.uploads import Uploads
from incamera.office.oversight.making import Making
from incamera.office.oversight.replying import PREPARE_JOB, SEAL_JOB
from incamera.office.records.service import Records
from incamera.office.reminders.mail import ReminderMail
from incamera.office.reminders.planning import REMIND_JOB, Planning
from incamera.platform.clock import Clock, SystemClock
from incamera.platform.db import Database
from incamera.platform.jobs import Registry, run_jobs
from incamera.platform.log import configure_logs
from incamera.platform.settings import Settings, load_settings
from incamera.ports import Mailer
from incamera.rules.meeting import Limits


def registry(settings: Settings, database: Database, clock: Clock) -> Registry:
    """Every kind of job with what does it."""
    mail = InvitationMail(
        FreshLinks(database, clock),
        _fold(),
        database,
        clock,
        _mailer(settings),
        settings.public_url,
        settings.smtp_from,
    )
    documents = Documents(Records(database, clock), Shelf(settings.data_dir / "documents"))
    releases, replies = Releases(database, clock), Shelf(settings.data_dir / "replies")
    making = Making(documents.records, releases, documents.shelf, replies)
    importing = ReadImport(documents, Uploads(settings.data_dir / "imports"))
    reminding = ReminderMail(database, clock, _mailer(settings), settings.public_url, settings.smtp_from)
    return {
        MAIL_JOB: mail,
        PREPARE_JOB: making.prepare,
        SEAL_JOB: making.seal,
        READ_JOB: importing,
        REMIND_JOB: reminding,
    }


def following(database: Database, clock: Clock) -> Following:
    """What makes engagements of the house's meetings."""
    return Following(Records(database, clock), _fold().states)


async def work(settings: Settings, clock: Clock) -> None:
    """Until cancelled. The schema is the api's to bring up to date."""
    database = Database(settings.database_url)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(run_jobs(registry(settings, database, clock), database, clock))
            group.create_task(following(database, clock).run())
            group.create_task(Planning(database).run())
    finally:
        await database.close()


async def _until_told() -> None:
    working = asyncio.create_task(work(load_settings(), SystemClock()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


@cache
def _fold() -> Fold:
    """Reading every profile takes a while: once for this process."""
    return Fold(load_profiles(), Limits())


def _mailer(settings: Settings) -> Mailer:
    if settings.smtp_host is None:
        return OutboxMailer(settings.outbox_dir or settings.data_dir / "outbox")
    return SmtpMailer(settings.smtp_host, settings.smtp_port, settings.smtp_user, settings.smtp_password)


if __name__ == "__main__":
    configure_logs()
    asyncio.run(_until_told())
