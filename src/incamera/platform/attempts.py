"""Failed attempts by address, counted in this process.

Protects against: many tries a second from one address. Does not protect against: tries from many addresses; secrets
have 256 random bits, so that guessing is hopeless anyway and this only keeps the database free of it.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.errors import ProductError

ALLOWED: Final = 20
WITHIN_US: Final = 60 * SECOND_US
ADDRESSES: Final = 10_000


class TooManyAttemptsError(ProductError):
    """This address has failed too often within the last minute."""

    def __init__(self) -> None:
        super().__init__("too_many_attempts", 429, "Too many attempts from here. Wait a minute and try again.")


class Attempts:
    """Remembers when each address failed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed: dict[str, deque[int]] = {}

    @contextmanager
    def counted(self, address: str) -> Iterator[None]:
        """An attempt that counts if the block raises a ProductError. Raises TooManyAttemptsError instead of trying."""
        now = self._clock.now()
        failed = self._recent(address, now)
        if len(failed) >= ALLOWED:
            raise TooManyAttemptsError
        try:
            yield
        except ProductError:
            self._note(address, failed, now)
            raise

    def _recent(self, address: str, now: int) -> deque[int]:
        failed = self._failed.get(address, deque())
        while failed and not now - WITHIN_US < failed[0] <= now:
            failed.popleft()
        return failed

    def _note(self, address: str, failed: deque[int], now: int) -> None:
        if address not in self._failed and len(self._failed) >= ADDRESSES:
            self._failed.pop(next(iter(self._failed)))
        failed.append(now)
        self._failed[address] = failed
