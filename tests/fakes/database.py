"""A fresh database with the whole schema: on SQLite made from the models, on PostgreSQL by the migrations."""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import incamera
from incamera.platform import jobs
from incamera.platform.db import Base, Database
from tests.databases import databases


@asynccontextmanager
async def fresh_database(folder: Path) -> AsyncIterator[Database]:
    """A database below `folder` with every feature's tables, closed at the end of the block."""
    assert jobs.JobRow.metadata is Base.metadata
    for module in pkgutil.walk_packages(incamera.__path__, "incamera."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    database = Database(databases.url(folder))
    if databases.kind == "sqlite":
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
    try:
        yield database
    finally:
        await database.close()
