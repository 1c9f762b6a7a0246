import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from incamera.platform import jobs
from incamera.platform.clock import SECOND_US
from incamera.platform.db import Database
from incamera.platform.jobs import ATTEMPTS, LOCK_US, JobRow, claim, enqueue, extend, fail, finish, run_due
from tests.fakes.clock import VirtualClock

KINDS = frozenset({"mail.send"})


async def put(database: Database, *, run_at: int, key: str | None = None, **args: Any) -> bool:
    async with database.transaction() as session:
        return await enqueue(session, "mail.send", args, run_at=run_at, key=key)


async def rows(database: Database) -> list[JobRow]:
    async with database.reading() as session:
        return list((await session.scalars(select(JobRow).order_by(JobRow.run_at))).all())


class Recorder:
    def __init__(self, *errors: Exception) -> None:
        self.ran: list[Mapping[str, Any]] = []
        self._errors = list(errors)

    async def __call__(self, args: Mapping[str, Any]) -> None:
        self.ran.append(args)
        if self._errors:
            raise self._errors.pop(0)


async def test_a_due_job_runs_and_is_gone(database: Database, clock: VirtualClock) -> None:
    handler = Recorder()
    await put(database, run_at=clock.now() + 5, to="a")
    assert not await run_due({"mail.send": handler}, database, clock)
    clock.advance(5)
    assert await run_due({"mail.send": handler}, database, clock)
    assert not await run_due({"mail.send": handler}, database, clock)
    assert handler.ran == [{"to": "a"}]
    assert await rows(database) == []


async def test_a_job_goes_in_with_the_rows_or_not_at_all(database: Database) -> None:

    async def fail_late() -> None:
        async with database.transaction() as session:
            await enqueue(session, "mail.send", {}, run_at=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_late()
    assert await rows(database) == []


async def test_the_longest_due_comes_first_and_only_known_kinds(database: Database, clock: VirtualClock) -> None:
    handler = Recorder()
    await put(database, run_at=3, n=3)
    await put(database, run_at=1, n=1)
    async with database.transaction() as session:
        await enqueue(session, "pdf.make", {}, run_at=0)
    while await run_due({"mail.send": handler}, database, clock):
        pass
    assert handler.ran == [{"n": 1}, {"n": 3}]
    assert [row.kind for row in await rows(database)] == ["pdf.make"]


async def test_a_key_stands_once_until_its_job_is_done(database: Database, clock: VirtualClock) -> None:
    assert await put(database, run_at=1, key="k")
    assert not await put(database, run_at=2, key="k")
    assert await put(database, run_at=3)
    assert await put(database, run_at=4)
    await run_due({"mail.send": Recorder()}, database, clock)
    assert await put(database, run_at=5, key="k")


async def test_a_failure_is_put_off_with_growing_pauses_and_given_up_at_last(
    database: Database, clock: VirtualClock
) -> None:
    handler = Recorder(*[ValueError("C4N4RY")] * ATTEMPTS)
    await put(database, run_at=1, key="k")
    pauses = []
    while (await rows(database))[0].failed_at is None:
        clock.set(max(clock.now(), (await rows(database))[0].run_at))
        before = clock.now()
        assert await run_due({"mail.send": handler}, database, clock)
        pauses.append((await rows(database))[0].run_at - before)
    assert [pause // SECOND_US for pause in pauses[:-1]] == [5, 20, 80, 320, 1280, 3600, 3600]
    (row,) = await rows(database)
    assert (row.attempts, row.error, row.lock, row.key) == (ATTEMPTS, "ValueError", None, None)
    clock.advance(10**12)
    assert not await run_due({"mail.send": handler}, database, clock)
    assert await put(database, run_at=1, key="k")


async def test_a_lock_runs_out_when_its_holder_died(database: Database, clock: VirtualClock) -> None:
    await put(database, run_at=1)
    async with database.transaction() as session:
        dead = await claim(session, kinds=KINDS, now=clock.now())
    assert dead is not None
    async with database.transaction() as session:
        assert await claim(session, kinds=KINDS, now=clock.advance(LOCK_US)) is None
        next_one = await claim(session, kinds=KINDS, now=clock.advance(1))
    assert next_one is not None
    assert next_one.attempts == 2
    async with database.transaction() as session:
        assert not await extend(session, dead, now=clock.now())
        assert not await finish(session, dead)
        await fail(session, dead, ValueError(), now=clock.now())
        assert await extend(session, next_one, now=clock.now())
    (row,) = await rows(database)
    assert (row.lock, row.error) == (next_one.lock, None)
    async with database.transaction() as session:
        assert await finish(session, next_one)


async def test_a_long_job_keeps_its_lock_and_a_lost_lock_stops_it(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_S", 0.001)
    started, stopped = asyncio.Event(), asyncio.Event()

    async def handler(_args: Mapping[str, Any]) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    await put(database, run_at=1)
    worker = asyncio.create_task(run_due({"mail.send": handler}, database, clock))
    await started.wait()
    held_until = (await rows(database))[0].locked_until
    assert held_until is not None
    clock.advance(LOCK_US // 2)
    while (await rows(database))[0].locked_until == held_until:
        await asyncio.sleep(0.001)
    async with database.transaction() as session:
        (row,) = (await session.scalars(select(JobRow))).all()
        row.lock = "another"
    async with asyncio.timeout(10):
        assert await worker
    assert stopped.is_set()
    assert (await rows(database))[0].lock == "another"


async def test_the_worker_looks_again_by_itself_and_stops_when_cancelled(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "IDLE_S", 0.001)
    ran = asyncio.Event()

    async def handler(_args: Mapping[str, Any]) -> None:
        ran.set()

    worker = asyncio.create_task(jobs.run_jobs({"mail.send": handler}, database, clock))
    await asyncio.sleep(0.01)  # it has looked, and found nothing
    await put(database, run_at=1)
    async with asyncio.timeout(10):
        await ran.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker


async def test_the_worker_outlives_a_database_that_fails(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "IDLE_S", 0.001)
    ran = asyncio.Event()

    async def handler(_args: Mapping[str, Any]) -> None:
        ran.set()

    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE job RENAME TO away"))
    with capture_logs() as lines:
        worker = asyncio.create_task(jobs.run_jobs({"mail.send": handler}, database, clock))
        async with asyncio.timeout(10):
            while len(lines) < 2:
                await asyncio.sleep(0.001)
    assert {line["event"] for line in lines} == {"jobs_database_failed"}
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE away RENAME TO job"))
        await enqueue(session, "mail.send", {}, run_at=1)
    async with asyncio.timeout(10):
        await ran.wait()
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)


async def test_whoever_has_nothing_to_do_waits_for_no_lock(database: Database, clock: VirtualClock) -> None:
    async with asyncio.timeout(10), database.transaction():
        assert not await asyncio.create_task(run_due({"mail.send": Recorder()}, database, clock))
