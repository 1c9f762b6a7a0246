"""Sound of one source between its arrival and its place in the programme. Pure; time is an argument.

A sample is never given a place earlier than its arrival: what came after the place asked for is treated as not there.
That, and not the worker's punctuality, is why the gate may judge sound by the place it has. An underrun is played
through (silence for what is missing), because stopping to refill each time makes the sound late for good.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
import numpy.typing as npt

from incamera.media.wire import AUDIO_HZ

Sound = npt.NDArray[np.float32]
"""Mono samples at 48 kHz, full scale 1."""

TARGET: Final = 60 * AUDIO_HZ // 1000
"""Samples that wait before a take: a tick's worth, and 27 ms that sound which comes in pieces of 20 ms may be uneven.
With 40 ms each trim led to an underrun and each underrun to a trim."""
CAP: Final = AUDIO_HZ
"""A second: a worker that was held up for so long loses no sound. More waits for nobody: the oldest go."""
TRIM: Final = 10 * AUDIO_HZ // 1000
"""So much is taken away at a time, while somebody speaks or does not."""
TRIM_EVERY: Final = 30
"""Takes over which the level must have been too high all the while."""
IDLE: Final = 10
"""Takes without a sample after which a source begins anew: with TARGET waiting, so that it does not stutter at first."""
_SMOOTH: Final = 16
"""Takes over which the wait is averaged."""
FADE: Final = 2 * AUDIO_HZ // 1000
"""Samples over which sound fades at the edge of a gap."""
QUIET: Final = 0.003
"""Below this peak (-50 dBFS) a trim is not heard."""


class Ring:
    """The producer puts, the programme takes. A ring belongs to one track and dies with it."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[int, Sound]] = deque()
        self._waiting = 0
        self._takes = 0
        self._low = CAP
        self._spare = 0
        self._was_cut = True
        self._idle = IDLE
        self.wait: int | None = None
        """How long sound waits between its arrival and its place, of late (microseconds). None: none came yet."""

    @property
    def waiting(self) -> int:
        """Samples that have arrived and have no place yet."""
        return self._waiting

    def put(self, sound: Sound, arrived: int) -> None:
        """Sound that arrived at an instant. What is beyond the cap pushes out the oldest."""
        self._pieces.append((arrived, sound))
        self._waiting += len(sound)
        while self._waiting > CAP:
            self._waiting -= len(self._pieces.popleft()[1])

    def take(self, count: int, place: int) -> Sound:
        """`count` samples for the place that begins at the instant `place`."""
        self._trim(place)
        out = np.zeros(count, dtype=np.float32)
        self._note_wait(place)
        may_begin = self._idle < IDLE or self._waiting >= TARGET
        filled = self._fill(out, place) if may_begin else 0
        self._idle = 0 if filled else self._idle + 1
        if filled and self._was_cut:
            edge = min(FADE, filled)
            out[:edge] *= np.linspace(0, 1, edge, dtype=np.float32)
        if 0 < filled < count:
            edge = min(FADE, filled)
            out[filled - edge : filled] *= np.linspace(1, 0, edge, dtype=np.float32)
        self._was_cut = filled < count
        return out

    def _note_wait(self, place: int) -> None:
        if self._pieces and self._pieces[0][0] <= place:
            wait = place - self._pieces[0][0]
            self.wait = wait if self.wait is None else self.wait + (wait - self.wait) // _SMOOTH

    def _fill(self, out: Sound, place: int) -> int:
        filled = 0
        while filled < len(out) and self._pieces and self._pieces[0][0] <= place + filled * 1_000_000 // AUDIO_HZ:
            arrived, sound = self._pieces.popleft()
            part = sound[: len(out) - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            if len(part) < len(sound):
                self._pieces.appendleft((arrived, sound[len(part) :]))
        self._waiting -= filled
        return filled

    def _trim(self, place: int) -> None:
        """Take away what has been too much all the while: unheard, in the pauses; if far too much, at once."""
        self._takes += 1
        self._low = min(self._low, self._waiting)
        if self._spare and self._is_quiet():
            self._drop(min(self._spare, TRIM), place)
        if self._takes == TRIM_EVERY:
            if self._spare > TARGET:
                self._drop(self._spare if self._spare > 3 * TARGET else TRIM, place)
            self._spare, self._takes, self._low = max(0, self._low - TARGET), 0, CAP

    def _drop(self, count: int, place: int) -> None:
        gone = self._fill(np.zeros(count, dtype=np.float32), place)
        self._spare -= gone
        self._low -= gone
        self._was_cut = True

    def _is_quiet(self) -> bool:
        return not self._pieces or float(np.abs(self._pieces[0][1]).max(initial=0.0)) < QUIET
