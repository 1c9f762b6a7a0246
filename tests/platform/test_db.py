import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from incamera.platform.db import WRITERS, Base, Database, on_commit
from incamera.platform.jobs import JobRow


def job(name: str) -> JobRow:
    return JobRow(id=name, kind="k", args={}, run_at=1)


async def count(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(JobRow)) or 0


async def test_a_transaction_commits_once_at_its_end(database: Database) -> None:
    async with database.transaction() as session:
        session.add(job("a"))
        await session.flush()
        assert await count(database) == 0
    assert await count(database) == 1


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    called: list[str] = []

    async def fail_late() -> None:
        async with database.transaction() as session:
            session.add(job("a"))
            on_commit(session, lambda: called.append("a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_late()
    assert await count(database) == 0
    assert called == []


async def test_what_waits_for_the_commit_comes_after_it(database: Database) -> None:
    seen: list[int] = []
    url = database.engine.url.render_as_string()

    async def look_from_outside() -> int:
        other = Database(url)
        found = await count(other)
        await other.close()
        return found

    def look() -> None:
        with ThreadPoolExecutor(1) as thread:
            seen.append(thread.submit(asyncio.run, look_from_outside()).result())

    async with database.transaction() as session:
        session.add(job("a"))
        on_commit(session, look)
    assert seen == [1]


async def test_a_failed_commit_calls_nothing(database: Database) -> None:
    called: list[str] = []

    async def add_nothing_valid() -> None:
        async with database.transaction() as session:
            session.add_all([job("a"), JobRow(id="b", kind="k", args=None, run_at=1)])
            on_commit(session, lambda: called.append("a"))

    with pytest.raises(IntegrityError):
        await add_nothing_valid()
    assert called == []


async def test_writers_hold_the_lock_from_the_start(database: Database) -> None:
    async with database.transaction():
        if database.engine.dialect.name == "postgresql":
            async with database.reading() as session:
                assert await session.scalar(select(func.pg_try_advisory_xact_lock(WRITERS))) is False
            return
        other = sqlite3.connect(str(database.engine.url.database), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


async def test_readers_do_not_wait_for_writers(database: Database) -> None:
    async with database.transaction() as session:
        session.add(job("a"))
        await session.flush()
        async with asyncio.timeout(5):
            assert await count(database) == 0


async def test_a_reader_sees_one_state(database: Database) -> None:
    async with database.reading() as session:
        counted = select(func.count()).select_from(JobRow)
        assert await session.scalar(counted) == 0
        async with database.transaction() as other:
            other.add(job("a"))
        assert await session.scalar(counted) == 0
    assert await count(database) == 1


async def test_what_a_reader_does_is_thrown_away(database: Database) -> None:
    async with database.reading() as session:
        session.add(job("a"))
        await session.flush()
    assert await count(database) == 0


async def test_writers_queue_and_lose_no_update(database: Database) -> None:
    async with database.transaction() as session:
        session.add(job("a"))

    async def add_one() -> None:
        async with database.transaction() as session:
            row = await session.get_one(JobRow, "a")
            attempts = row.attempts
            await asyncio.sleep(0)
            row.attempts = attempts + 1

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with database.reading() as session:
        assert (await session.get_one(JobRow, "a")).attempts == 20


async def test_writers_of_two_processes_lose_no_update(database: Database) -> None:
    """A second `Database` at the same address stands for another process: it knows nothing of the first one's queue."""
    other = Database(database.engine.url.render_as_string())
    async with database.transaction() as session:
        session.add(job("a"))

    async def add_one(through: Database) -> None:
        async with through.transaction() as session:
            row = await session.get_one(JobRow, "a")
            row.attempts += 1

    await asyncio.gather(*(add_one(through) for _ in range(10) for through in (database, other)))
    await other.close()
    async with database.reading() as session:
        assert (await session.get_one(JobRow, "a")).attempts == 20


async def test_a_transaction_inside_another_is_refused_not_awaited(database: Database) -> None:

    async def nest() -> None:
        async with database.transaction(), database.transaction():
            pass

    with pytest.raises(RuntimeError, match="pass the session down"):
        await nest()
    async with database.transaction() as session:
        session.add(job("a"))
    assert await count(database) == 1


async def test_a_cancelled_writer_frees_the_lock(database: Database) -> None:
    entered = asyncio.Event()

    async def hang() -> None:
        async with database.transaction() as session:
            session.add(job("a"))
            await session.flush()
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5), database.transaction() as session:
        session.add(job("b"))
    assert await count(database) == 1


async def test_a_writer_cancelled_anywhere_leaves_all_or_nothing_and_tells_of_what_it_left(database: Database) -> None:
    told: list[str] = []

    async def write(name: str) -> None:
        async with database.transaction() as session:
            session.add(job(name))
            await session.flush()
            on_commit(session, lambda: told.append(name))

    for steps in range(120):
        writer = asyncio.create_task(write(f"job {steps}"))
        for _ in range(steps):
            await asyncio.sleep(0)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        async with asyncio.timeout(5), database.transaction():
            pass
    async with database.reading() as session:
        assert sorted(await session.scalars(select(JobRow.id))) == sorted(told)


async def test_sqlite_is_set_up_to_be_safe(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/a.sqlite3")
    async with database.reading() as session:
        found = {name: await session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")}
    await database.close()
    assert found == {"journal_mode": "wal", "foreign_keys": 1}


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/new/folder/a.sqlite3")
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE a (b INTEGER)"))
    await database.close()
    assert (tmp_path / "new/folder/a.sqlite3").exists()


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints)
