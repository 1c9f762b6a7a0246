"""A PostgreSQL server of the tests' own: in a fresh folder, behind a socket in it, gone with this process."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from incamera.platform.migrate import migrate
from tools.setup.postgresql import find_program

START_S: Final = 60.0
SETTINGS: Final = (
    *("listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off"),
    *("autovacuum=off", "jit=off"),
)
"""What a crash would leave of a test's data is nobody's concern."""


class Server:
    """Running from the moment it is made until `stop`. `run` may be called from within an event loop."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="incamera-postgresql-"))
        self._thread = ThreadPoolExecutor(1)  # migrations and the driver want an event loop of their own
        self._loop = asyncio.Runner()
        self._engine = create_async_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", pool_size=1)
        self._user = _give_away(self._folder)
        data = self._folder / "data"
        initdb = [find_program("initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync"]
        encoding = ["--encoding=UTF8", "--locale=C"]
        subprocess.run([*self._as_user(), *initdb, *encoding], check=True, capture_output=True, cwd=self._folder)
        options = [word for name in SETTINGS for word in ("-c", name)]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*self._as_user(), find_program("postgres"), "-D", data, "-k", self._folder, *options],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self._folder,
            )
        self._thread.submit(self._wait).result()
        self.run("CREATE DATABASE schema")
        self._thread.submit(migrate, self.url("schema")).result()

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    def run(self, statement: str) -> None:
        """Outside of any transaction, on the server's own database."""
        self._thread.submit(self._loop.run, self._execute(statement)).result()

    def stop(self) -> None:
        self._thread.submit(self._loop.run, self._engine.dispose()).result()
        self._thread.submit(self._loop.close).result()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:  # it waits for clients that never leave
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
        self._thread.shutdown()
        shutil.rmtree(self._folder)

    async def _execute(self, statement: str) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text(statement))

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while True:
            try:
                return self._loop.run(self._execute("SELECT 1"))
            except (OSError, DBAPIError):
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _as_user(self) -> list[str]:
        """It refuses root; and it must not outlive this process."""
        change = [f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *change, "--pdeathsig", "INT"]


def _give_away(folder: Path) -> str:
    """The user whose server it will be; the folder is made theirs."""
    if os.geteuid() != 0:
        return getpass.getuser()
    shutil.chown(folder, "postgres", "postgres")
    return "postgres"
