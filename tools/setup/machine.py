"""What the machine must offer before anything else: space and a way to make virtual environments."""

import importlib.util
import os
import shutil
import sys

from tools.setup.places import CACHE, LOGS, PYTHON, ROOT
from tools.setup.say import SetupFailed, run

NEEDED_MB = 3000
"""Environment 0.5 GB, Go modules and build 1.5 GB, web packages 0.5 GB, clips and engine 0.1 GB, and some air."""


def require_space() -> None:
    """Refuse to begin a first set-up that would end half-way on a full disk."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if not PYTHON.exists() and free < NEEDED_MB:
        raise SetupFailed(
            f"There are {free} MB free in {ROOT} and set-up needs {NEEDED_MB}: make room and start again."
        )
    try:
        CACHE.mkdir(exist_ok=True)
    except OSError as error:
        raise SetupFailed(
            f"{CACHE} cannot be made ({error.strerror}): run this from a checkout you may write."
        ) from error


def require_venv() -> None:
    """Bare Debian has Python without `ensurepip`: as root install its package, else say which."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python3.{sys.version_info.minor}-venv"
    advice = (
        f"install Debian's {package} (`sudo apt-get install {package}`) or another Python with venv, and start again."
    )
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupFailed(f"This Python cannot make virtual environments: {advice}")
    apt_install([package], advice=advice)


def apt_install(packages: list[str], *, advice: str) -> None:
    """Install Debian packages; the caller has checked that we are root."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], doing="Reading Debian's package lists", advice=advice, log=LOGS / "apt.log", env=quiet)
    run(
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
        doing=f"Installing {' '.join(packages)}",
        advice=advice,
        log=LOGS / "apt.log",
        env=quiet,
    )
