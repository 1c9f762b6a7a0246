"""Hold a process to a share of one core, as a quota of the kernel's does: all its threads stand still when it is used up.

By SIGSTOP and SIGCONT, so that it needs no rights and no controller of the kernel's.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PERIOD_S = 0.1
LOOK_S = 0.01
_HZ = os.sysconf("SC_CLK_TCK")


@contextmanager
def held_to(pid: int, share: float) -> Iterator[None]:
    """At most `share` of a core over each tenth of a second, until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=_hold, args=(pid, share, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _hold(pid: int, share: float, over: threading.Event) -> None:
    """What was used beyond a period's share is owed to the next ones; what was left is not saved."""
    used, allowance, at = cpu_s(pid), 0.0, time.monotonic()
    stopped = False
    while not over.wait(LOOK_S):
        now = time.monotonic()
        allowance = min(allowance + (now - at) * share, PERIOD_S * share)
        at = now
        allowance, used = allowance - ((spent := cpu_s(pid)) - used), spent
        if stopped != (allowance <= 0):
            stopped = not stopped
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP if stopped else signal.SIGCONT)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def cpu_s(pid: int) -> float:
    """Processor time that it has used, in seconds; what it was last known to be once it is gone is nobody's business."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _HZ
