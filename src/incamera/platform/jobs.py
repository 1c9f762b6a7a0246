"""Background work as rows: a job is put in by the transaction whose consequence it is, and runs at least once.

A worker looks once a second, claims one due job, keeps its lock alive while the handler runs, deletes the row when it is
done, and puts it off with growing pauses when it fails. A worker that dies loses its lock by time. A handler must
therefore bear being run twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import structlog
from sqlalchemy import CursorResult, Index, Select, String, UniqueConstraint, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Base, Database
from incamera.platform.ids import new_id

LOCK_US: Final = 30 * SECOND_US
HEARTBEAT_S: Final = 10.0
IDLE_S: Final = 1.0
ATTEMPTS: Final = 8
LONGEST_PAUSE_US: Final = 3_600 * SECOND_US

Handler = Callable[[Mapping[str, Any]], Awaitable[None]]
Registry = Mapping[str, Handler]
_log = structlog.get_logger(__name__)


class JobRow(Base):
    """A job that waits, runs, or was given up (`failed_at`). `key` keeps the same work from standing twice."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("key"), Index(None, "failed_at", "run_at"))

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    args: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(200))
    run_at: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    lock: Mapped[str | None] = mapped_column(String(26))
    locked_until: Mapped[int | None]
    failed_at: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker holds until `locked_until`."""

    id: str
    kind: str
    args: Mapping[str, Any]
    attempts: int
    lock: str


def pause_us(attempts: int) -> int | None:
    """How long to wait after that many failed attempts; None: give up."""
    return None if attempts >= ATTEMPTS else min(5 * SECOND_US * 4 ** (attempts - 1), LONGEST_PAUSE_US)


async def enqueue(
    session: AsyncSession, kind: str, args: Mapping[str, Any], *, run_at: int, key: str | None = None
) -> bool:
    """Put a job in with the caller's rows; False when one with the same `key` already waits."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"id": new_id(), "kind": kind, "args": dict(args), "key": key, "run_at": run_at, "attempts": 0}
    statement = insert(JobRow).values(row).on_conflict_do_nothing(index_elements=["key"])
    return _touched(await session.execute(statement))


async def claim(session: AsyncSession, *, kinds: frozenset[str], now: int) -> Claim | None:
    """Take the job that has been due longest, if any. The attempt counts at once: a crash is a failure too."""
    row = await session.scalar(_due(kinds, now).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.lock, row.locked_until, row.attempts = new_id(), now + LOCK_US, row.attempts + 1
    return Claim(row.id, row.kind, row.args, row.attempts, row.lock)


async def extend(session: AsyncSession, held: Claim, *, now: int) -> bool:
    """Keep the lock alive; False when it was lost to another worker."""
    return _touched(await session.execute(_held(held).values(locked_until=now + LOCK_US)))


async def finish(session: AsyncSession, held: Claim) -> bool:
    """The job is done: its row goes. False when the lock was lost."""
    statement = delete(JobRow).where(JobRow.id == held.id, JobRow.lock == held.lock)
    return _touched(await session.execute(statement))


async def fail(session: AsyncSession, held: Claim, error: BaseException, *, now: int) -> None:
    """Put the job off, or give it up for a person to look at; then its key is free again.

    Only the error's type is kept: its text may hold what the job was about.
    """
    pause = pause_us(held.attempts)
    values: dict[str, Any] = {"lock": None, "locked_until": None, "error": type(error).__name__}
    values |= {"run_at": now + pause} if pause is not None else {"failed_at": now, "key": None}
    await session.execute(_held(held).values(**values))


async def run_jobs(registry: Registry, database: Database, clock: Clock) -> None:
    """Work for ever, one job after the other; cancelling it leaves the job at hand to whoever comes after the lock.

    A database that fails is tried again after a pause.
    """
    while True:
        try:
            is_busy = await run_due(registry, database, clock)
        except SQLAlchemyError as error:
            _log.warning("jobs_database_failed", exc_info=error)
            is_busy = False
        if not is_busy:
            await asyncio.sleep(IDLE_S)


async def run_due(registry: Registry, database: Database, clock: Clock) -> bool:
    """Run one due job; False when none is due. Whoever has nothing to do takes no lock that others wait for."""
    kinds = frozenset(registry)
    async with database.reading() as session:
        if await session.scalar(_due(kinds, clock.now())) is None:
            return False
    async with database.transaction() as session:
        held = await claim(session, kinds=kinds, now=clock.now())
    if held is None:
        return False
    heart = asyncio.create_task(_beat(database, clock, held))
    work = asyncio.ensure_future(registry[held.kind](held.args))
    try:
        await asyncio.wait({heart, work}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            await _settle(database, clock, held, work.exception())
        else:  # the lock is lost, or may be: another worker has the job by now
            _log.warning("job_lock_lost", kind=held.kind, job=held.id)
    finally:
        for task in (heart, work):
            task.cancel()
        await asyncio.gather(heart, work, return_exceptions=True)
    return True


async def _settle(database: Database, clock: Clock, held: Claim, error: BaseException | None) -> None:
    async with database.transaction() as session:
        if error is None:
            await finish(session, held)
        else:
            await fail(session, held, error, now=clock.now())
    if error is not None:
        _log.warning("job_failed", kind=held.kind, job=held.id, attempts=held.attempts, exc_info=error)


async def _beat(database: Database, clock: Clock, held: Claim) -> None:
    """Returns when the lock is lost."""
    is_held = True
    while is_held:
        await asyncio.sleep(HEARTBEAT_S)
        async with database.transaction() as session:
            is_held = await extend(session, held, now=clock.now())


def _due(kinds: frozenset[str], now: int) -> Select[JobRow]:
    """The job that has been due longest and that nobody holds."""
    is_free = or_(JobRow.locked_until.is_(None), JobRow.locked_until < now)
    return (
        select(JobRow)
        .where(JobRow.failed_at.is_(None), JobRow.run_at <= now, is_free, JobRow.kind.in_(kinds))
        .order_by(JobRow.run_at, JobRow.id)
        .limit(1)
    )


def _held(held: Claim) -> Any:
    return update(JobRow).where(JobRow.id == held.id, JobRow.lock == held.lock)


def _touched(result: Any) -> bool:
    return cast("CursorResult[Any]", result).rowcount == 1
