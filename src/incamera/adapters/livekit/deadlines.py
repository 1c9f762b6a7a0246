"""Many calls at once, each with its own deadline, none holding the others, none left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def within(seconds: float, call: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """The call's answer. Raises TimeoutError after ``seconds``, and what the call raises."""
    async with asyncio.timeout(seconds):
        return await call(*args, **kwargs)


async def settle(tasks: Sequence[asyncio.Task[T]], seconds: float) -> list[T | BaseException]:
    """Wait until all have ended, at most ``seconds``; a task still running then is ended and gives a TimeoutError.

    Gives each task's result or exception, in order. If the caller is cancelled, so are the tasks.
    """
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
    finally:
        await drop(tasks)
    return [TimeoutError() if task.cancelled() else task.exception() or task.result() for task in tasks]


async def drop(tasks: Sequence[asyncio.Task[T]]) -> None:
    """End tasks whose answer is of no more use, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # seen: asyncio would complain about an error nobody looked at
