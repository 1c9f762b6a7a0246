"""An engine that stays silent, however often the supervisor starts it anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from incamera.up.stack import Stack


@asynccontextmanager
async def silent(stack: Stack, name: str) -> AsyncIterator[None]:
    """While the block runs the engine hangs: what needs its answer cannot be proven. Afterwards it is started afresh."""
    stack.stop(name)
    keeping = asyncio.create_task(_keep_silent(stack, name))
    try:
        yield
    finally:
        keeping.cancel()
        stack.kill(name)
        await stack.until_ready(name)


async def _keep_silent(stack: Stack, name: str) -> None:
    stopped = stack.pid(name)
    while True:
        if (pid := stack.pid(name)) is not None and pid != stopped:
            stack.stop(name)
            stopped = pid
        await asyncio.sleep(0.02)
