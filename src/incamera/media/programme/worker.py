"""The process: what it is told comes in by lines, media comes in by the loop, the programme has its own thread."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
import threading
from pathlib import Path
from typing import Final

import structlog

from incamera.media.programme.ingest import ChamberShut, Ingest
from incamera.media.programme.orders import OrderError, Start, read_floor, read_start
from incamera.media.programme.run import ClockSet, Run
from incamera.platform.clock import SystemClock

LINE_MAX: Final = 1 << 20
DONE, FAILED, MISTOLD = 0, 1, 2
_log = structlog.get_logger(__name__)


async def work(start_file: Path | None) -> int:
    """One run, until standard input ends or SIGTERM; the exit code: DONE, FAILED (another run may do better), MISTOLD
    (the same orders will fail again)."""
    lines = await _lines()
    try:
        start = read_start(_read_private(start_file) if start_file else (await lines.readline()).decode())
    except (OrderError, OSError, UnicodeError, ValueError) as error:
        _log.error("programme_mistold", why=str(error))
        return MISTOLD
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ingest = Ingest(SystemClock().now)
    try:
        run = await asyncio.to_thread(Run, start, ingest)
    except OSError as error:
        _log.error("programme_origin_refuses", why=str(error))
        return FAILED
    return await _run(start, run, ingest, lines, stop)


async def _run(start: Start, run: Run, ingest: Ingest, lines: asyncio.StreamReader, stop: asyncio.Event) -> int:
    """The programme begins at once, with cards; pictures come when the chamber lets us in."""
    halt = threading.Event()
    ticking = asyncio.create_task(asyncio.to_thread(run.work, halt))
    told = asyncio.create_task(_follow(lines, ingest))
    joined = asyncio.create_task(_stay(start, ingest))
    ends = {told, joined, asyncio.create_task(stop.wait()), ticking}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    halt.set()
    code = FAILED if joined.done() else DONE
    try:
        await ticking
    except (OSError, ClockSet) as error:
        _log.error("programme_broke_off", why=str(error) or type(error).__name__)
        code = FAILED
    for end in ends:
        end.cancel()
    await ingest.leave()
    _log.info("programme_ends", code=code, shown=run.tally.shown, lost=run.tally.lost)
    return code


async def _follow(lines: asyncio.StreamReader, ingest: Ingest) -> None:
    """What the floor decides, until there is nothing more to be told. A line that cannot be read changes nothing."""
    while line := await lines.readline():
        try:
            ingest.decide(read_floor(line.decode()))
        except (OrderError, UnicodeError) as error:
            _log.warning("programme_mistold", why=str(error))


async def _stay(start: Start, ingest: Ingest) -> None:
    """In the chamber for as long as it is there."""
    try:
        await ingest.join(start.engine, start.token)
    except ChamberShut as error:
        _log.error("programme_engine_refuses", why=str(error))
        return
    await ingest.lost.wait()
    _log.warning("programme_chamber_lost")


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=LINE_MAX)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _read_private(path: Path) -> str:
    """The text of a file that only its owner may read; raises OSError for any other."""
    with path.open(encoding="utf-8") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise PermissionError(f"{path} may be read by others: expected mode 0600")
        return file.read()
