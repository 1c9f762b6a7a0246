"""An office on a fresh database, with a clock that stands still."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from incamera.office.records.service import Records
from tests.fakes.database import fresh_database


class Still:
    """A clock that shows what it was set to."""

    at = 1_800_000_000_000_000

    def now(self) -> int:
        return self.at


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with fresh_database(tmp_path) as database:
        yield Records(database, Still())
