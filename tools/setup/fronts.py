"""nginx and Caddy, which the tests of deploy/ put in front: the machine's own, or Debian's packages as root."""

import os
import shutil

from tools.setup.machine import apt_install
from tools.setup.say import SetupFailed

PACKAGES = {"nginx": "nginx-light", "caddy": "caddy"}
WHERE = "/usr/sbin:/usr/bin:/usr/local/bin"


def require_fronts() -> None:
    """Make sure that both programs are there. Debian starts them as services where it can; the tests start their own."""
    missing = [package for name, package in PACKAGES.items() if not shutil.which(name, path=WHERE)]
    if not missing:
        return
    advice = f"install them (`sudo apt-get install {' '.join(missing)}`) and start again."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupFailed(f"The tests of deploy/ need nginx and Caddy: {advice}")
    apt_install(missing, advice=advice)
