"""Databases for tests: SQLite files, or with `--database=postgresql` databases of a server that starts when first needed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.postgresql import Server

KINDS = ("sqlite", "postgresql")


class Databases:
    """One for the whole run."""

    def __init__(self) -> None:
        self.kind = "sqlite"
        self._server: Server | None = None
        self._made: set[str] = set()

    def url(self, folder: Path, *, template: str = "schema") -> str:
        """The database that belongs to this folder, always the same. On PostgreSQL it is made with the whole schema."""
        if self.kind == "sqlite":
            return f"sqlite+aiosqlite:///{folder / 'incamera.sqlite3'}"
        self._server = self._server or Server()
        name = f"t{sha256(str(folder).encode()).hexdigest()[:20]}"
        if name not in self._made:
            self._made.add(name)
            self._server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._server.url(name)

    def empty_url(self, folder: Path) -> str:
        """A database without any table."""
        return self.url(folder, template="template0")

    @property
    def made(self) -> frozenset[str]:
        """The names of those that stand."""
        return frozenset(self._made)

    def drop(self, *, but: frozenset[str]) -> None:
        """Throw away all others, which the last test made; files go with their folder."""
        for name in self._made - but:
            self._made.remove(name)
            if self._server is not None:
                self._server.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """The server too."""
        if self._server is not None:
            self._server.stop()
            self._server = None


databases = Databases()
