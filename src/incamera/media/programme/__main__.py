"""`python -m incamera.media.programme`: one run of the programme, or with `--slate FOLDER` the pinned slate.

A run is told where to go by the first line of standard input (or, with `--start FILE`, by a file that only its owner
may read) and what the floor decides by each line after it; never by arguments, which every process can read. When
standard input ends, or on SIGTERM, it flushes what is in the encoders and leaves.
"""

import argparse
import asyncio
import logging
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from incamera.media.programme.slate import write_slate
from incamera.platform.log import configure_logs

NICENESS: Final = -5
SWITCH_S: Final = 0.001


def main() -> None:
    """Parse the arguments and go."""
    parser = argparse.ArgumentParser(prog="incamera.media.programme", description=__doc__)
    parser.add_argument("--slate", type=Path, metavar="FOLDER", help="write the pinned slate and end")
    parser.add_argument("--fps", type=int, choices=(25, 30), default=30, help="of the slate")
    parser.add_argument("--start", type=Path, metavar="FILE", help="read where to go from this file (0600)")
    told = parser.parse_args()
    if told.slate is not None:
        write_slate(told.slate, told.fps)
        return
    from incamera.media.programme.worker import work  # noqa: PLC0415 - the slate is made without the engine's client

    configure_logs()
    logging.getLogger("livekit").setLevel(logging.ERROR)  # it tells each late picture, and names chambers
    _prepare_process()
    code = asyncio.run(work(told.start))
    sys.stderr.flush()
    os._exit(code)  # the engine's client may abort in the interpreter's own way out


def _prepare_process() -> None:
    """Come before what can wait (if we may), hand over between threads soon, and leave no memory behind in a file."""
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    sys.setswitchinterval(SWITCH_S)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
