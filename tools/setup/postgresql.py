"""PostgreSQL, on which the tests run a second time: the machine's own, or Debian's package as root."""

import os
import shutil
from pathlib import Path

from tools.setup.machine import apt_install
from tools.setup.say import SetupFailed

DEBIAN = Path("/usr/lib/postgresql")


def find_program(name: str) -> str:
    """A program of the server, in PATH or where Debian keeps it (newest first); "" where there is none."""
    places = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(4), reverse=True)
    return shutil.which(name) or next((str(path) for path in places), "")


def require_postgresql() -> None:
    """Make sure that a server's programs are there."""
    if find_program("initdb") and find_program("postgres"):
        return
    advice = "install PostgreSQL (`sudo apt-get install postgresql`) and start again."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupFailed(f"The tests run on PostgreSQL too: {advice}")
    apt_install(["postgresql"], advice=advice)
