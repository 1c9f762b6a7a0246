from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incamera.house.ledger.signing import Signer, signer_from
from incamera.platform.db import Database
from tests.fakes.database import fresh_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(tmp_path) as database:
        yield database


@pytest.fixture
def signer() -> Signer:
    return signer_from(Ed25519PrivateKey.generate())
