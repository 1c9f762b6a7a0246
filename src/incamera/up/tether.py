"""Start another program so that it dies with the supervisor: `tether.py PARENT PROGRAM ARGUMENT...`.

Linux only: elsewhere the program starts untethered. A program of its own instead of a hook between fork and exec,
because such a hook may dead-lock in a process that has threads. The tie survives exec (prctl(2), PR_SET_PDEATHSIG).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Tie this process to `parent`, then become `command`; give up when `parent` has already died."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606  (no shell is what we want)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
