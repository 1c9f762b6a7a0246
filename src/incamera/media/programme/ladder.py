"""What the worker gives up when the machine is too slow, and when it takes it back. Pure; time is an argument.

Sound is never given up. Each step is held a while before the next one, so that its effect is seen first; a worker that
starves holds it for as short as its effect can be seen at all.
"""

from __future__ import annotations

from collections import deque
from enum import IntEnum
from typing import Final

WINDOW_US: Final = 1_000_000
LOSS: Final = 0.10
"""Share of ticks that may be lost over the window."""
PATIENCE_US: Final = 5_000_000
"""So long with more than that, and one step is taken."""
STARVED: Final = 0.40
"""With more than this share lost nothing may wait: sound is next, because all of the process comes too late."""
HASTE_US: Final = 1_000_000
"""So long with that, and one step is taken."""
BACK_US: Final = 60_000_000
"""So long without loss, and one step is taken back."""


class Step(IntEnum):
    """FULL: as specified. FASTER: x264 `superfast`. HALF: every second picture. STILL: sound and a
    card, at that rate."""

    FULL = 0
    FASTER = 1
    HALF = 2
    STILL = 3


class Ladder:
    """Told of every tick that was shown and how many were lost before it."""

    def __init__(self, now: int) -> None:
        self.step = Step.FULL
        self.lost = 0
        self._ticks: deque[tuple[int, int]] = deque()
        self._good = self._bad = self._fed = (
            now  # when it was last well, not well, not starving; a step begins all anew
        )

    def note(self, lost: int, now: int) -> Step:
        """One tick was shown after `lost` lost ones; the step to go on with."""
        self.lost += lost
        self._ticks.append((now, lost))
        while self._ticks[0][0] <= now - WINDOW_US:
            self._ticks.popleft()
        if self._loses(LOSS):
            self._bad = now
        else:
            self._good = now
        if not self._loses(STARVED):
            self._fed = now
        is_long_enough = now - self._good >= PATIENCE_US or now - self._fed >= HASTE_US
        if is_long_enough and self.step < Step.STILL:
            self._go(Step(self.step + 1), now)
        elif now - self._bad >= BACK_US and self.step > Step.FULL:
            self._go(Step(self.step - 1), now)
        return self.step

    def _loses(self, share: float) -> bool:
        lost = sum(n for _, n in self._ticks)
        return lost > share * (lost + len(self._ticks))

    def _go(self, step: Step, now: int) -> None:
        self.step, self._good, self._bad, self._fed = step, now, now, now
