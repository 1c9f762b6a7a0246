"""An office with two officials and a committee that asks."""

from pathlib import Path

import pytest

from incamera.office.records.service import Records
from tests.office.oversight.desk import Office


@pytest.fixture
async def office(records: Records, tmp_path: Path) -> Office:
    return await Office(records, tmp_path).open()
