"""An event loop whose clock jumps to the next timer as soon as nothing is ready: waits of seconds take no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.SelectSelector):
    """Instead of waiting for a timer, moves the clock to it."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits and no timer is set: under virtual time this would last for ever")
        self.elapsed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Starts at 0 seconds. No sockets, no threads: what is outside the process has no virtual time."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.elapsed

    def now(self) -> int:
        """The loop's time as an instant, microseconds since an epoch."""
        return 1_800_000_000_000_000 + round(self._jumping.elapsed * 1_000_000)


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """The result of ``main``, run to its end on a loop of its own under virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
