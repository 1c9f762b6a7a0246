"""The database: one async engine, one declarative base, and two ways in: `transaction` (writes) and `reading`.

SQLite is the default: WAL, foreign keys on, and writers take the lock when they begin (`BEGIN IMMEDIATE`), since a
reader that turns writer half-way would fail at once whatever the busy time-out says. PostgreSQL behaves alike: readers
see one snapshot, and writers of all processes follow one another by an advisory lock, since chains of hashes grow at
their end and a reader's cursor must never pass a position that is committed later. Types stay portable: BigInteger,
String, JSON, LargeBinary.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, BigInteger, Connection, Integer, LargeBinary, MetaData, String, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS: Final = 5_000
WRITERS: Final = int.from_bytes(b"incamera")
"""The advisory lock that writers on PostgreSQL hold until they commit; each database has its own."""
COUNTER: Final = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself only in an INTEGER key
_ON_COMMIT: Final = "on_commit"
_inside: ContextVar[asyncio.Task[Any] | None] = ContextVar("inside_transaction", default=None)


class Base(DeclarativeBase):
    """Every table's base: constraint names that migrations can rely on, Python types to portable SQL types."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        str: String,
        bytes: LargeBinary,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class Database:
    """One engine with its pool. It belongs to one event loop: a second loop makes its own `Database`."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._write_lock = asyncio.Lock()  # queue here, in order: SQLite would poll, PostgreSQL hold a connection each
        writer, reader = self.engine, self.engine
        if self._is_sqlite:
            writer = self.engine.execution_options(begin="IMMEDIATE")
        else:
            reader = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writers = async_sessionmaker(writer, expire_on_commit=False)
        self._readers = async_sessionmaker(reader, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that may write: committed once when the block ends, rolled back when it raises.

        Then, and only after a commit, what `on_commit` collected is called. Not to be nested in one task. A
        cancellation before the block's end rolls back; one during the commit comes after it.
        """
        task = asyncio.current_task()
        if task is not None and _inside.get() is task:
            raise RuntimeError("a transaction inside a transaction would wait for itself: pass the session down")
        inside = _inside.set(task)
        try:
            async with self._write_lock:
                session = self._writers()
                try:
                    await self._begin(session)
                    yield session
                    await _whole(_commit(session))
                finally:
                    await _whole(session.close())
        finally:
            _inside.reset(inside)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session over one consistent state that is thrown away at the end, whatever was done to it."""
        session = self._readers()
        try:
            yield session
        finally:  # closing rolls back and, unlike a rollback, leaves loaded rows readable
            await _whole(session.close())

    async def _begin(self, session: AsyncSession) -> None:
        """Take the writers' lock now, so that what is read is still true when we write."""
        if self._is_sqlite:
            await session.connection()
        else:
            await session.execute(select(func.pg_advisory_xact_lock(WRITERS)))

    async def close(self) -> None:
        """Give back all connections."""
        await self.engine.dispose()


def on_commit(session: AsyncSession, call: Callable[[], None]) -> None:
    """Call this once the session's transaction is committed, never when it is rolled back."""
    session.info.setdefault(_ON_COMMIT, []).append(call)


async def _commit(session: AsyncSession) -> None:
    await session.commit()
    for call in session.info.pop(_ON_COMMIT, []):
        call()


async def _whole(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` to its end even when cancelled meanwhile, and only then be cancelled.

    Half a commit would leave the caller not knowing, and half a close would leave the lock with nobody.
    """
    task = asyncio.ensure_future(work)
    is_cancelled = False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            is_cancelled = True
    task.result()
    if is_cancelled:
        raise asyncio.CancelledError


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True)
    if parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, connect_args={"timeout": BUSY_MS / 1_000})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and too late; _begin_sqlite does it
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
