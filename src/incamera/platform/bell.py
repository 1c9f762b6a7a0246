"""A bell per key: ringing it shortens somebody's sleep, nothing more.

Whoever waits must look at the world again either way, so a lost or doubled ring is never wrong, only slower or
busier. Bells may be rung and waited for on different threads and event loops.
"""

import asyncio
import threading


class Bell:
    """Wakes those who wait for a key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rings: dict[str, int] = {}
        self._waiting: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}

    def ring(self, key: str) -> None:
        """Wake all who wait for `key` now, and let those who heard it last before this ring not fall asleep."""
        with self._lock:
            self._rings[key] = self._rings.get(key, 0) + 1
            waiting = list(self._waiting.get(key, ()))
        for loop, event in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def count(self, key: str) -> int:
        """How often the bell rang. Read it before looking at the world, and hand it to `wait`."""
        with self._lock:
            return self._rings.get(key, 0)

    async def wait(self, key: str, *, heard: int, timeout_s: float) -> int:
        """Sleep until the bell has rung more often than `heard`, at most `timeout_s`; gives the new count."""
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            rings = self._rings.get(key, 0)
            if rings > heard:
                return rings
            self._waiting.setdefault(key, set()).add(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                await waiter[1].wait()
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting[key].discard(waiter)
                if not self._waiting[key]:
                    del self._waiting[key]
        return self.count(key)
