"""Where the media engine's program is. Standard library only: set-up reads this before anything is installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

VERSION = "1.13.5"
"""The same as in engine/go.mod; a test compares them."""

CACHE = Path(__file__).resolve().parents[3] / ".incamera" / "bin"


class EngineMissing(Exception):
    """No media engine of the pinned version; the text says what to do."""


def cached() -> Path:
    """The file that set-up builds."""
    return CACHE / f"livekit-server-{VERSION}"


def find_engine() -> tuple[Path, str]:
    """The program and where it came from: setting LIVEKIT_SERVER, PATH, our cache; only at the pinned version."""
    named = os.environ.get("LIVEKIT_SERVER")
    if named:
        if not is_pinned(Path(named)):
            raise EngineMissing(
                f"LIVEKIT_SERVER={named} does not answer as LiveKit {VERSION}: unset it or name that one."
            )
        return Path(named), "from LIVEKIT_SERVER"
    present = shutil.which("livekit-server")
    if present and is_pinned(Path(present)):
        return Path(present), "from PATH"
    if is_pinned(cached()):
        return cached(), "from the cache"
    raise EngineMissing(f"LiveKit server {VERSION} is missing: say `make setup`, which builds it once.")


def is_pinned(program: Path) -> bool:
    """Whether `program --version` names exactly VERSION."""
    try:
        answer = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.search(r"\d+\.\d+\.\d+\S*", answer.stdout)
    return answer.returncode == 0 and found is not None and found.group() == VERSION
