"""Wall-clock time as integer microseconds since the epoch, UTC: the only place that reads it."""

import time
from typing import Final, Protocol

SECOND_US: Final = 1_000_000


class Clock(Protocol):
    """Gives the present instant; rules never hold one, they take `now` as an argument."""

    def now(self) -> int:
        """The present instant in microseconds since the epoch."""
        ...


class SystemClock:
    """The machine's clock. It may jump: measure short durations with the event loop's time instead."""

    def now(self) -> int:
        """The machine's wall clock in microseconds since the epoch."""
        return time.time_ns() // 1_000
