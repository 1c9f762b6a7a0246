"""Sound of the programme: the sum of the floor, brought to one loudness and kept below the ceiling. Pure.

The target is EBU R 128: -23 LUFS, true peak -1 dBTP. The loudness is measured before the gain (`loudness.py`), so that
the gain cannot chase itself. What counts is the mean over the last three seconds in which somebody spoke: gated as
R 128 gates, but known at once and not only when three seconds have passed. While nobody speaks the gain stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from typing import Final

import numpy as np

from incamera.media.programme.ring import Sound
from incamera.media.wire import AUDIO_HZ

TARGET_LUFS: Final = -23.0
CEILING: Final = 10 ** (-1.0 / 20)
"""-1 dBTP."""
GATE_LUFS: Final = -50.0
"""Quieter is nobody speaking: background is not made louder."""
GATE_BELOW: Final = 10.0
"""A moment so much quieter than the mean is a pause within speech (LU)."""
HEARD: Final = 30
"""Momentary values, one each 100 ms, that the mean is of."""
GAIN_DB: Final = (-20.0, 15.0)
SLOPE_DB: Final = (-6.0, 2.0)
"""How fast the gain may fall and rise, dB in a second: a shout is tamed soon, a breath is not pumped up."""
AHEAD: Final = 5 * AUDIO_HZ // 1000
"""How far the limiter looks ahead, and so delays the sound, in samples."""
_PHASES: Final = 4
_TAPS: Final = 12


def sum_of(sounds: Iterable[Sound], count: int) -> Sound:
    """All sounds together, `count` samples, unlimited."""
    out: Sound = np.zeros(count, dtype=np.float32)
    for sound in sounds:
        out += sound
    return out


class Leveller:
    """The gain that follows the measured loudness, sample by sample without steps."""

    def __init__(self) -> None:
        self.gain_db = 0.0
        self._wanted = 0.0
        self._heard: deque[float] = deque(maxlen=HEARD)

    def hear(self, momentary: float) -> None:
        """A measurement of the last 0.4 s, in LUFS; told every 100 ms."""
        if momentary <= GATE_LUFS:
            return
        self._heard.append(momentary)
        spoken = [value for value in self._heard if value > _mean(self._heard) - GATE_BELOW]
        self._wanted = float(np.clip(TARGET_LUFS - _mean(spoken), *GAIN_DB))

    def level(self, sound: Sound) -> Sound:
        """`sound` with the gain, which moves towards what is wanted while it plays."""
        span = len(sound) / AUDIO_HZ
        step = float(np.clip(self._wanted - self.gain_db, SLOPE_DB[0] * span, SLOPE_DB[1] * span))
        gains = np.linspace(self.gain_db, self.gain_db + step, len(sound), endpoint=False, dtype=np.float32)
        self.gain_db += step
        return (sound * 10 ** (gains / 20)).astype(np.float32)


class Limiter:
    """Holds the true peak (four times oversampled) below CEILING. What goes in comes out AHEAD samples later."""

    def __init__(self) -> None:
        self._filters = _interpolators()
        self._sound: Sound = np.zeros(AHEAD + _TAPS, dtype=np.float32)
        self._needed: Sound = np.ones(2 * AHEAD, dtype=np.float32)

    def limit(self, sound: Sound) -> Sound:
        """The next samples, as many as were given."""
        held = np.concatenate((self._sound, sound))
        peaks = self._peaks(held[-(len(sound) + _TAPS - 1) :])
        needed = np.concatenate((self._needed, np.minimum(1.0, CEILING / np.maximum(peaks, CEILING))))
        self._needed, self._sound = needed[-2 * AHEAD :], held[-(AHEAD + _TAPS) :]
        start = len(held) - AHEAD - _TAPS // 2 - len(sound)
        out: Sound = held[start : start + len(sound)]
        return out.copy() if needed.min() == 1.0 else (out * _smoothed(needed)[-len(sound) :]).astype(np.float32)

    def _peaks(self, sound: Sound) -> Sound:
        """The highest magnitude around each sample, as a converter would draw the curve between the samples."""
        windows = np.lib.stride_tricks.sliding_window_view(sound, _TAPS)
        between = np.abs(windows @ self._filters.T).max(axis=1)
        here = np.abs(windows[:, _TAPS // 2 - 1 : _TAPS // 2 + 1]).max(axis=1)
        return np.asarray(np.maximum(between, here), dtype=np.float32)


def _smoothed(needed: Sound) -> Sound:
    """Gains that are nowhere above what a sample needs: the mean, over AHEAD, of the lowest within AHEAD."""
    lowest = np.lib.stride_tricks.sliding_window_view(needed, AHEAD + 1).min(axis=1)
    sums = np.concatenate(([0.0], np.cumsum(lowest, dtype=np.float64)))
    return np.asarray((sums[AHEAD:] - sums[:-AHEAD]) / AHEAD, dtype=np.float32)


def _mean(loudnesses: Collection[float]) -> float:
    """The loudness of the mean energy."""
    return float(10 * np.log10(sum(10 ** (value / 10) for value in loudnesses) / len(loudnesses)))


def _interpolators() -> Sound:
    """Windowed sinc filters, one per position between two samples, 12 taps each."""
    places = np.arange(1, _PHASES)[:, None] / _PHASES
    taps = np.arange(_TAPS)[None, :] - (_TAPS // 2 - 1) - places
    filters = np.sinc(taps) * np.cos(np.pi * taps / (_TAPS + 1)) ** 2
    return np.asarray(filters / filters.sum(axis=1, keepdims=True), dtype=np.float32)
