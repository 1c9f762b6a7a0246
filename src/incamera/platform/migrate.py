"""Bring a database to the newest schema at start."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

MIGRATIONS: Final = Path(__file__).parents[3] / "migrations"


def migrate(database_url: str) -> None:
    """Run all migrations that are still missing. Blocking: call it before the event loop starts, or in a thread."""
    command.upgrade(alembic_config(database_url), "heads")


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration for this checkout; no logging set-up of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    return config
