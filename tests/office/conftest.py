"""An office on a fresh database, with a clock that stands still."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from incamera.office.records.service import Records
from incamera.platform.db import Base, Database


class Still:
    """A clock that shows what it was set to."""

    at = 1_800_000_000_000_000

    def now(self) -> int:
        return self.at


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'office.sqlite3'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield Records(database, Still())
    await database.close()
