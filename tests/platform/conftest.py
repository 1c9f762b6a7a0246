from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from incamera.platform.db import Database
from tests.fakes.clock import VirtualClock
from tests.fakes.database import fresh_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(tmp_path) as database:
        yield database


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()
