"""Alembic's entry: the models of every feature, found by their file name `tables.py`."""

import asyncio
import importlib
import pkgutil
from pathlib import Path

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import incamera
from incamera.platform import jobs
from incamera.platform.db import Base
from incamera.platform.settings import load_settings


def import_tables() -> None:
    """Import every `tables` module, so that the metadata is whole."""
    for module in pkgutil.walk_packages(incamera.__path__, "incamera."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)


def database_url() -> str:
    given = context.config.attributes.get("database_url")
    return str(given) if given else load_settings().database_url


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_server_default=True
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


def prepare(url: str) -> None:
    database = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and database not in {None, "", ":memory:"}:
        Path(str(database)).parent.mkdir(parents=True, exist_ok=True)


assert jobs.JobRow.metadata is Base.metadata  # noqa: S101 -- the platform's own table must be loaded too
import_tables()
prepare(database_url())
asyncio.run(run_online(database_url()))
