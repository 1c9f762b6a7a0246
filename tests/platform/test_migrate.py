import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from incamera.platform.db import Database
from incamera.platform.migrate import alembic_config, migrate
from tests.databases import databases


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.empty_url(tmp_path / "new")


def tables(url: str) -> set[str]:
    async def look() -> set[str]:
        database = Database(url)
        async with database.engine.connect() as connection:
            found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        await database.close()
        return set(found)

    return asyncio.run(look())


def test_a_new_database_gets_every_table_and_a_second_run_changes_nothing(url: str) -> None:
    migrate(url)
    first = tables(url)
    migrate(url)
    assert first == tables(url)
    assert {"ledger_entry", "sub_ledger", "ledger_checkpoint", "job", "alembic_version"} <= first


def test_migrations_and_models_say_the_same(url: str) -> None:
    migrate(url)
    command.check(alembic_config(url))


def test_migrations_go_back_to_nothing(url: str) -> None:
    migrate(url)
    command.downgrade(alembic_config(url), "base")
    assert tables(url) == {"alembic_version"}


def test_there_is_one_newest_schema(url: str) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(url)).get_heads()) == 1
