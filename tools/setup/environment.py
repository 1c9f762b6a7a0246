"""The Python environment: `.incamera/venv`, installed from a lock in which every file has its hash."""

import shutil
import sys
from pathlib import Path

from tools.setup.machine import require_venv
from tools.setup.places import LOCKS, LOGS, PYTHON, ROOT, VENV
from tools.setup.say import SetupFailed, first_line, run
from tools.setup.stamps import digest, is_fresh, mark

ONLINE = "is the package index reachable? Then start again; what was fetched is kept."


def make_environment() -> None:
    """Create or renew the environment. One lock serves running, checking and testing alike: the build backend that
    an editable install needs stands in it too."""
    lock = LOCKS / "dev.lock"
    wanted = digest([lock, ROOT / "pyproject.toml"], sys.version, str(VENV))
    if PYTHON.exists() and is_fresh("environment", wanted):
        return
    if first_line([PYTHON, "-c", "import sys; print(sys.version)"]) != sys.version.splitlines()[0]:
        _create()
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--progress-bar",
        "off",
    ]
    run(
        [*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock],  # the lock names every one
        doing="Installing the locked Python packages",
        advice=ONLINE,
        log=LOGS / "packages.log",
    )
    run(
        [*pip, "--no-build-isolation", "--no-deps", "-e", ROOT],
        doing="Installing Incamera itself",
        advice="the output says why.",
        log=LOGS / "incamera.log",
    )
    mark("environment", wanted)


def _create() -> None:
    require_venv()
    if VENV.is_symlink():
        raise SetupFailed(f"{VENV} is a link: remove it and start again.")
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", VENV],
        doing="Making the Python environment",
        advice="install a Python with venv and ensurepip.",
        log=LOGS / "venv.log",
    )
