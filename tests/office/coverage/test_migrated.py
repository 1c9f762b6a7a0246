"""An office that was there before gets by the migration what is kept of its contacts now."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

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

T = TypeVar("T")
Read = Callable[[Database], Awaitable[T]]


@asynccontextmanager
async def fresh(url: str) -> AsyncIterator[Records]:
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    yield Records(database, Still())
    await database.close()


async def migrated_again(url: str, revision: str, read: Read[T]) -> T:
    """What is read after the way back to a revision and forward again."""
    await asyncio.to_thread(command.downgrade, alembic_config(url), revision)
    async with fresh(url) as records:
        return await read(records.database)


async def counted(database: Database) -> set[tuple[str, str, int]]:
    async with database.reading() as session:
        rows = await session.scalars(select(PairRow))
        return {(row.official, row.counterpart, row.how) for row in rows}


async def test_pairs_are_those_of_the_contacts(tmp_path: Path) -> None:
    url = databases.empty_url(tmp_path)
    async with fresh(url) as records:
        ours, *theirs = [await records.enter(Person(name=f"Person {n}"), by="desk") for n in range(3)]
        for channel, level in BITS:
            for person in theirs[: 1 if channel == "letter" else 2]:
                took = {"officials": [{"person": ours}], "counterparts": [{"person": person, "level": level}]}
                await records.enter(Engagement.model_validate({"channel": channel, "start": 1, **took}), by="desk")
        before = await counted(records.database)
    assert before == {(ours, theirs[0], 2**12 - 1), (ours, theirs[1], 2**9 - 1)}
    assert await migrated_again(url, "0007", counted) == before


async def days(database: Database) -> list[date]:
    async with database.reading() as session:
        return list(await session.scalars(select(ContactRow.day).order_by(ContactRow.day)))


async def test_days_are_those_of_the_place(tmp_path: Path) -> None:
    url = databases.empty_url(tmp_path)
    evening = 1_793_228_400_000_000  # 28 October 2026, 23:00 UTC
    async with fresh(url) as records:
        ours, theirs = [await records.enter(Person(name=f"Person {n}"), by="desk") for n in range(2)]
        for zone in ("America/Guyana", "UTC", "Asia/Kolkata"):
            took = {"officials": [{"person": ours}], "counterparts": [{"person": theirs}]}
            sent = {"channel": "phone", "start": evening, "zone": zone, **took}
            await records.enter(Engagement.model_validate(sent), by="desk")
        before = await days(records.database)
    assert before == [date(2026, 10, 28), date(2026, 10, 28), date(2026, 10, 29)]
    assert await migrated_again(url, "0008", days) == before
