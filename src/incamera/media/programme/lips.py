"""How long a picture must wait, so that lips and voice meet. Pure.

Sound arrives without timestamps and later than the picture of the same moment: it travels in packets of 20 ms, and the
engine's client holds it in a buffer that grows with the unevenness of the way, from 30 ms to hundreds. What can be known are
the waits on both ways: the client counts those in its buffers, the ring those until a sample has its place. What nobody
counts (filling a packet here; sending, decoding and half a tick there) cancels out: see docs/webcast-speed.md.
"""

from __future__ import annotations

from typing import Final

FIRST_US: Final = 60_000
"""The wait until anything has been measured."""
LONGEST_US: Final = 300_000
"""No picture waits longer, whatever the sound does."""


class BufferWait:
    """How long media wait in a buffer of the engine's client, by its two running sums."""

    def __init__(self) -> None:
        self.us: int | None = None
        self._waited, self._came = 0.0, 0

    def note(self, waited: float, came: int) -> None:
        """`waited`: seconds that all together have waited so far; `came`: how many they are."""
        if came > self._came:
            self.us = round((waited - self._waited) / (came - self._came) * 1_000_000)
        self._waited, self._came = waited, came


def picture_lag(sound: int | None, ring: int | None, picture: int | None) -> int:
    """How long a picture waits after its arrival (microseconds), by the waits of the sound in the client's buffer and in the
    ring and of the picture in the client's buffer. None: not known."""
    if sound is None or ring is None or picture is None:
        return FIRST_US
    return min(max(0, sound + ring - picture), LONGEST_US)
