"""Chromium, which the end-to-end tests drive: the machine's own, or Debian's package as root."""

import os
import shutil

from tools.setup.machine import apt_install
from tools.setup.say import SetupFailed

NAMES = ("chromium", "chromium-browser", "google-chrome")


def require_chromium() -> None:
    """Make sure that one of NAMES is in PATH, or that INCAMERA_CHROMIUM names a browser."""
    if os.environ.get("INCAMERA_CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    advice = "install Chromium (`sudo apt-get install chromium`) and start again."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupFailed(f"The end-to-end tests need Chromium: {advice}")
    apt_install(["chromium"], advice=advice)
