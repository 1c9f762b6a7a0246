"""What has arrived of one track: the pictures that wait, or the sound. Filled by the engine's loop, emptied by the
programme's; each method is short and holds the lock for no longer than it takes."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Final

from incamera.media.programme.picture import Picture
from incamera.media.programme.ring import Ring, Sound

HOLD_US: Final = 2_000_000
"""A picture that nothing follows is held so long; then its source counts as lost."""
SMALLEST: Final = 16
"""A picture with a smaller side is no picture: the engine's client makes one up when a publisher leaves."""
_WAITING: Final = 2
"""Pictures that wait. With a single place, one in twenty was overwritten and another shown twice."""


class Camera:
    """Pictures of a camera or a screen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Picture] = deque(maxlen=_WAITING)
        self._newest: Picture | None = None
        self._arrived = 0

    def put(self, picture: Picture, now: int) -> None:
        """A picture that arrived."""
        if min(picture.width, picture.height) < SMALLEST:
            return
        with self._lock:
            self._waiting.append(picture)
            self._arrived = now

    def turn(self, now: int) -> None:
        """A tick begins: the oldest that waits becomes the newest."""
        with self._lock:
            if self._waiting:
                self._newest = self._waiting.popleft()
            elif now - self._arrived > HOLD_US:
                self._newest = None

    def darken(self) -> None:
        """The source was switched off: nothing of it is shown from now on."""
        with self._lock:
            self._waiting.clear()
            self._newest = None

    @property
    def newest(self) -> Picture | None:
        """What a tick shows."""
        return self._newest


class Microphone:
    """Sound of a microphone or a screen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ring = Ring()

    def put(self, sound: Sound, now: int) -> None:
        """Sound that arrived."""
        with self._lock:
            self._ring.put(sound, now)

    def take(self, count: int, place: int) -> Sound:
        """See `Ring.take`."""
        with self._lock:
            return self._ring.take(count, place)
