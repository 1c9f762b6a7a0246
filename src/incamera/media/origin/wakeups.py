"""Wakes requests that wait for something new: the gate's thread names what changed, once, and never waits for readers."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable


class Wakeups:
    """Belongs to the loop that serves readers; `changed` may be called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.heard: Callable[[str], None] = lambda _name: None
        """Told each name that changed, on the loop."""
        self._waiting: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)

    def changed(self, names: list[str]) -> None:
        """Something under these names is new."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake, names)

    async def wait(self, name: str, timeout_s: float) -> bool:
        """Sleep until `name` changes; False when it did not in time."""
        waiter = self.loop.create_future()
        self._waiting[name].add(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                await waiter
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._forget(name, waiter)

    def _wake(self, names: list[str]) -> None:
        for name in names:
            self.heard(name)
            for waiter in self._waiting.pop(name, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def _forget(self, name: str, waiter: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(name)
        if waiting is not None:
            waiting.discard(waiter)
            if not waiting:
                del self._waiting[name]
