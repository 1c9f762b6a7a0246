"""An office that was there before pairs were counted gets them counted by the migration."""

import asyncio
from datetime import date
from pathlib import Path

from alembic import command
from sqlalchemy import select

from incamera.office.records.kinds import Engagement, Person
from incamera.office.records.pairs import BITS
from incamera.office.records.service import Records
from incamera.office.records.tables import ContactRow, PairRow
from incamera.platform.db import Database
from incamera.platform.migrate import alembic_config, migrate
from tests.databases import databases
from tests.office.conftest import Still


async def counted(database: Database) -> set[tuple[str, str, int]]:
    async with database.reading() as session:
        rows = await session.scalars(select(PairRow))
        return {(row.official, row.counterpart, row.how) for row in rows}


async def test_pairs_are_those_of_the_contacts(tmp_path: Path) -> None:
    url = databases.empty_url(tmp_path)
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    records = Records(database, Still())
    ours, *theirs = [await records.enter(Person(name=f"Person {n}"), by="desk") for n in range(3)]
    for channel, level in BITS:
        for person in theirs[: 1 if channel == "letter" else 2]:
            took = {"officials": [{"person": ours}], "counterparts": [{"person": person, "level": level}]}
            await records.enter(Engagement.model_validate({"channel": channel, "start": 1, **took}), by="desk")
    before = await counted(database)
    assert before == {(ours, theirs[0], 2**12 - 1), (ours, theirs[1], 2**9 - 1)}
    await database.close()
    await asyncio.to_thread(command.downgrade, alembic_config(url), "0007")
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    assert await counted(database) == before
    await database.close()


async def days(database: Database) -> list[date]:
    async with database.reading() as session:
        return list(await session.scalars(select(ContactRow.day).order_by(ContactRow.day)))


async def test_days_are_those_of_the_place(tmp_path: Path) -> None:
    url = databases.empty_url(tmp_path)
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    records = Records(database, Still())
    ours, theirs = [await records.enter(Person(name=f"Person {n}"), by="desk") for n in range(2)]
    evening = 1_793_228_400_000_000  # 28 October 2026, 23:00 UTC
    for zone in ("America/Guyana", "UTC", "Asia/Kolkata"):
        took = {"officials": [{"person": ours}], "counterparts": [{"person": theirs}]}
        sent = {"channel": "phone", "start": evening, "zone": zone, **took}
        await records.enter(Engagement.model_validate(sent), by="desk")
    before = await days(database)
    assert before == [date(2026, 10, 28), date(2026, 10, 28), date(2026, 10, 29)]
    await database.close()
    await asyncio.to_thread(command.downgrade, alembic_config(url), "0008")
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    assert await days(database) == before
    await database.close()
