"""The origin's instants: the wall clock, followed slowly, so that a clock that is set is noticed and never trusted."""

from __future__ import annotations

from typing import Final

SET_US: Final = 200_000
"""A wall clock that moves against the monotonic one by more than this at once was set."""
SLEW: Final = 1_000
"""Otherwise it is followed by at most a thousandth of the time that passed."""


class SteadyClock:
    """Pure: both clocks are arguments, in microseconds. Never goes back but when the wall clock was set."""

    def __init__(self, wall: int, mono: int) -> None:
        self._wall = wall
        self._mono = mono

    def read(self, wall: int, mono: int) -> tuple[int, bool]:
        """The instant now, and whether the wall clock was set since the last reading."""
        passed = max(0, mono - self._mono)
        apart = wall - (self._wall + passed)
        was_set = abs(apart) > SET_US
        bound = passed // SLEW
        self._wall = wall if was_set else self._wall + passed + max(-bound, min(bound, apart))
        self._mono = mono
        return self._wall, was_set
