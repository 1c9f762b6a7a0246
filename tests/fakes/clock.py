"""A clock that moves only when told."""


class VirtualClock:
    """Starts at `at` (microseconds since the epoch) and stands still until `advance` or `set`."""

    def __init__(self, at: int = 1_800_000_000_000_000) -> None:
        self._at = at

    def now(self) -> int:
        """The instant it was last set to."""
        return self._at

    def advance(self, by_us: int) -> int:
        """Move on (or back, when negative) by microseconds; gives the new instant."""
        self._at += by_us
        return self._at

    def set(self, at: int) -> None:
        """Jump to an instant."""
        self._at = at
