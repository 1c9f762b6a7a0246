"""`python -m incamera.media.recorder`: one recorder of one meeting. Where it works is the first line of standard input;
when that ends, or on SIGTERM, it brings the passage that runs to its end and leaves.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Final

from incamera.media.recorder.confine import confine
from incamera.media.recorder.worker import Recorder, Start, read_start
from incamera.platform.log import configure_logs

NICENESS: Final = 5
"""It can wait: the origin holds minutes for it."""


def main() -> None:
    """Give away what is not needed, then work."""
    configure_logs()
    start = read_start(sys.stdin.buffer.readline())
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    confine(start.folder)
    asyncio.run(_work(start))


async def _work(start: Start) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_reader(sys.stdin.fileno(), _read_on, stop)
    await Recorder(start).work(stop)


def _read_on(stop: asyncio.Event) -> None:
    """What a recorder is told while it runs is nothing; that standard input ends is all there is to learn."""
    if not os.read(sys.stdin.fileno(), 4096):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        stop.set()


if __name__ == "__main__":
    main()
