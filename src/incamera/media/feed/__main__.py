"""`python -m incamera.media.feed`: one feed, until standard input ends or SIGTERM.

Where it goes is the first line of standard input (`order.py`), never an argument: every process can read those.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import sys
from typing import Final

import structlog

from incamera.media.feed.feed import Feed
from incamera.media.feed.order import OrderError, read_order
from incamera.platform.clock import SystemClock
from incamera.platform.log import configure_logs
from incamera.platform.settings import load_settings

DONE, MISTOLD = 0, 2
LINE_MAX: Final = 1 << 16
_log = structlog.get_logger(__name__)


def main() -> None:
    """Go."""
    configure_logs()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(asyncio.run(_work()))


async def _work() -> int:
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=LINE_MAX)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    try:
        order = read_order((await lines.readline()).decode())
    except (OrderError, UnicodeError, ValueError) as error:
        _log.error("feed_mistold", why=str(error) if isinstance(error, OrderError) else "expected one line of text")
        return MISTOLD
    settings = load_settings()
    feed = Feed(order, SystemClock().now, slowness=settings.deadline_scale / 100, allow_private=settings.feeds_private)
    working = asyncio.create_task(feed.run())
    loop.add_signal_handler(signal.SIGTERM, working.cancel)
    told = asyncio.create_task(_until_end(lines))
    await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
    working.cancel()
    await asyncio.wait({working})
    if not working.cancelled():
        working.result()
    return DONE


async def _until_end(lines: asyncio.StreamReader) -> None:
    while await lines.read(LINE_MAX):
        pass


if __name__ == "__main__":
    main()
