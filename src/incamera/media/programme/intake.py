"""What has arrived of one track: the pictures that wait, or the sound. Filled by threads of the engine's client, emptied by
the programme's; each method is short and holds the lock for no longer than it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

from incamera.media.programme.lips import FIRST_US, LONGEST_US
from incamera.media.programme.picture import Picture
from incamera.media.programme.ring import Ring, Sound

HOLD_US: Final = 2_000_000
"""A picture that nothing follows is held so long; then its source counts as lost."""
SMALLEST: Final = 16
"""A picture with a smaller side is no picture: the engine's client makes one up when a publisher leaves."""
_WAITING: Final = 3 + LONGEST_US * 30 // 1_000_000
"""Pictures that wait, at most."""


class Camera:
    """Pictures of a camera or a screen. `now` is asked when one arrives; `is_dark`: it is switched off. `lag`: so long
    (microseconds) a picture waits at least, because sound comes later than the picture of the same moment."""

    def __init__(self, now: Callable[[], int], *, is_dark: bool = False) -> None:
        self._now = now
        self._is_dark = is_dark
        self.lag = FIRST_US
        self._lock = Lock()
        self._waiting: deque[tuple[int, Picture]] = deque(maxlen=_WAITING)
        self._newest: Picture | None = None
        self._arrived = 0

    def put(self, picture: Picture) -> None:
        """A picture that arrives. Of a source that is switched off some still do: they are not taken."""
        if min(picture.width, picture.height) < SMALLEST:
            return
        with self._lock:
            if not self._is_dark:
                self._arrived = self._now()
                self._waiting.append((self._arrived, picture))

    def turn(self, now: int) -> None:
        """A tick begins: the oldest that has waited long enough becomes the newest. One more may wait, since they come
        unevenly: with a single place one in twenty was never shown and another twice. What is older is passed over."""
        with self._lock:
            ripe = sum(arrived <= now - self.lag for arrived, _ in self._waiting)
            if ripe:
                _, self._newest = [self._waiting.popleft() for _ in range(max(1, ripe - 1))][-1]
            elif now - self._arrived > HOLD_US:
                self._newest = None

    def darken(self) -> None:
        """The source was switched off: nothing of it is shown from now on."""
        with self._lock:
            self._is_dark = True
            self._waiting.clear()
            self._newest = None

    def lighten(self) -> None:
        """The source was switched on again."""
        with self._lock:
            self._is_dark = False

    @property
    def newest(self) -> Picture | None:
        """What a tick shows."""
        return self._newest


class Microphone:
    """Sound of a microphone or a screen. `now` is asked when some arrives."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._lock = Lock()
        self._ring = Ring()

    @property
    def wait(self) -> int | None:
        """See `Ring.wait`."""
        return self._ring.wait

    def put(self, sound: Sound) -> None:
        """Sound that arrives."""
        with self._lock:
            self._ring.put(sound, self._now())

    def take(self, count: int, place: int) -> Sound:
        """See `Ring.take`."""
        with self._lock:
            return self._ring.take(count, place)
