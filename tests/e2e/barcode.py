"""The picture and the tone of `camera.js`, read back: whose they are (a number, the mark) and when they were made.

A picture carries 40 bits in 8 x 5 cells: 6 of the mark, 26 of the clock in ms, 8 of a check. A tone's height
tells the mark, and in steps of 100 ms the time within STEPS steps.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

COLUMNS: Final = 8
ROWS: Final = 5
WRAP_MS: Final = 2**26
STEP_MS: Final = 100
STEPS: Final = 12
RATE: Final = 48_000
_LOWEST_HZ, _MARK_HZ, _STEP_HZ = 600, 480, 30
_SILENCE: Final = 200.0  # of 32,768: a tone of ours is about 5,000

Luma = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.int16]


def read_picture(luma: Luma) -> tuple[int, int] | None:
    """(mark, ms of the clock modulo WRAP_MS) of a plane of brightness, or None if it carries no valid code."""
    high, wide = luma.shape[0] / ROWS, luma.shape[1] / COLUMNS
    cells = [
        luma[int((row + 0.3) * high) : int((row + 0.7) * high), int((col + 0.3) * wide) : int((col + 0.7) * wide)]
        for row in range(ROWS)
        for col in range(COLUMNS)
    ]
    code = bytes(np.packbits([cell.mean() > 128 for cell in cells]))
    check = 0xA5
    for byte in code[:4]:
        check ^= byte
    if check != code[4]:
        return None
    value = int.from_bytes(code[:4], "big")
    return value // WRAP_MS, value % WRAP_MS


def read_tone(samples: Samples) -> tuple[int, int] | None:
    """(mark, step of the time) of about 40 ms of sound, or None for silence and for what is no tone of ours."""
    if np.abs(samples.astype(np.float64)).mean() < _SILENCE:
        return None
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 16 * len(samples)))
    height = float(spectrum.argmax()) * RATE / (16 * len(samples))
    mark, above = divmod(height - _LOWEST_HZ + _STEP_HZ / 2, _MARK_HZ)
    step = int(above // _STEP_HZ)
    return (int(mark), step) if mark >= 0 and step < STEPS else None


def made_at(seen_ms: int, now_ms: int) -> int:
    """The full time in ms of a wrapped one that lies before `now_ms`."""
    return now_ms - (now_ms - seen_ms) % WRAP_MS


def step_began(step: int, now_ms: int) -> int:
    """When, in ms, the tone's `step` that was last made before `now_ms` began. One step ahead is let pass as such: clocks."""
    latest = now_ms // STEP_MS + 1
    return (latest - (latest - step) % STEPS) * STEP_MS


def luma_of(frame: Any) -> Luma:
    """The brightness of an I420 frame of the rtc client."""
    plane = np.frombuffer(frame.data, dtype=np.uint8, count=frame.width * frame.height)
    return plane.reshape(frame.height, frame.width)


def picture(mark: int, ms: int, *, width: int = 640, height: int = 360) -> Luma:
    """A plane of brightness that says `mark` and `ms`, as `camera.js` draws it."""
    code = (mark * WRAP_MS + ms % WRAP_MS).to_bytes(4, "big")
    check = 0xA5
    for byte in code:
        check ^= byte
    cells = np.unpackbits(np.frombuffer(code + bytes([check]), dtype=np.uint8)).reshape(ROWS, COLUMNS)
    wide = np.repeat(np.repeat(cells, height // ROWS, axis=0), width // COLUMNS, axis=1)
    return np.where(wide == 1, 220, 40).astype(np.uint8)


def tone(mark: int, step: int, samples: int, phase: float) -> tuple[Samples, float]:
    """`samples` of the tone that says `mark` and `step`, going on from `phase`; and the phase after it."""
    height = _LOWEST_HZ + _MARK_HZ * mark + _STEP_HZ * (step % STEPS)
    angles = phase + 2 * np.pi * height * np.arange(1, samples + 1) / RATE
    return (np.sin(angles) * 8_000).astype(np.int16), float(angles[-1] % (2 * np.pi))
