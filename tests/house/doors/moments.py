"""A virtual loop that does something after its n-th turn: where a process can be killed, a test can kill it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from tests.fakes.virtual_loop import VirtualLoop

T = TypeVar("T")


class LoopWithMoments(VirtualLoop):
    """Counts its turns once `after` was called."""

    _left = 0
    _then: Callable[[], object] | None = None

    def after(self, turns: int, then: Callable[[], object]) -> None:
        """Call `then` between two turns, `turns` from now."""
        self._left, self._then = turns, then

    def _run_once(self) -> None:
        super()._run_once()  # type: ignore[misc] # asyncio's own name for one turn; it has no public one
        if self._then is not None:
            self._left -= 1
            if self._left <= 0:
                then, self._then = self._then, None
                then()


def run_with_moments(main: Coroutine[Any, Any, T]) -> T:
    """As `run_virtually`, on a loop with moments."""
    with asyncio.Runner(loop_factory=LoopWithMoments) as runner:
        return runner.run(main)
