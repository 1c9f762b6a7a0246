"""Pictures and sounds that say when they were made, so that "made after the command, and received" is a measured number.

A picture is a bar code of a clock that counts in steps of SLOT_US and begins again after CYCLE_US. Every step is encoded
beforehand, each as a key picture, so that sending one costs no encoder and any one can be read alone. A sound is a tone
whose pitch rises with the clock.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from tests.e2e.barcode import Luma, picture, read_picture

WIDTH: Final = 320
HEIGHT: Final = 180
SLOT_US: Final = 2_000
SLOTS: Final = 2_048
CYCLE_US: Final = SLOT_US * SLOTS

RATE: Final = 48_000
PIECE: Final = RATE // 25
"""Samples of one piece of sound as it is sent: 40 ms. It is read in pieces of half that."""
PIECE_US: Final = 40_000
READ_US: Final = PIECE_US // 2
RISE_US: Final = 2_000_000
LOWEST_HZ: Final = 600.0
HIGHEST_HZ: Final = 6_600.0
_EDGE_HZ: Final = 120.0
"""So near to where the pitch falls back, a piece may hold both ends and says nothing."""
_LOUD: Final = 200.0  # of 32,768: the tone is about 5,000
_PURE: Final = 0.6
_PADDED: Final = 4_096

CACHE: Final = Path(__file__).parents[1] / ".incamera" / "bench" / "clock.ivf"

Samples = npt.NDArray[np.int16]


def encoded_clock() -> tuple[bytes, ...]:
    """One VP8 key picture for each step of the clock, 320 x 180; made once, then read from CACHE."""
    if not CACHE.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        half = CACHE.with_suffix(".half")
        _encode(half)
        half.replace(CACHE)
    with av.open(str(CACHE), format="ivf") as file:
        return tuple(bytes(packet) for packet in file.demux(video=0) if packet.size)


def _encode(path: Path) -> None:
    with av.open(str(path), "w", format="ivf") as out:
        stream = out.add_stream("libvpx", rate=30)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", 1_000_000
        stream.gop_size = 1
        stream.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "crf": "30"}
        for slot in range(SLOTS):
            luma = picture(0, slot, width=WIDTH, height=HEIGHT)
            planes = np.vstack([luma, np.full((HEIGHT // 2, WIDTH), 128, dtype=np.uint8)])
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = slot, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def slot_of(now: int) -> int:
    """The step of the clock at `now` (microseconds)."""
    return now // SLOT_US % SLOTS


def picture_made(luma: Luma, now: int) -> int | None:
    """When a picture seen at `now` was made (microseconds, rounded down to SLOT_US); None if it cannot be read."""
    read = read_picture(luma)
    return None if read is None else _latest(read[1] * SLOT_US, CYCLE_US, now)


def tone(now: int, phase: float) -> tuple[Samples, float]:
    """PIECE samples of the tone that ends at `now`, as a microphone hands it over; and the phase to go on from."""
    per_second = (HIGHEST_HZ - LOWEST_HZ) / (RISE_US / 1e6)
    heights = LOWEST_HZ + ((now - PIECE_US) % RISE_US / 1e6 + np.arange(PIECE) / RATE) * per_second
    angles = phase + 2 * np.pi * np.cumsum(heights) / RATE
    return (np.sin(angles) * 8_000).astype(np.int16), float(angles[-1] % (2 * np.pi))


def is_loud(samples: Samples) -> bool:
    """Whether there is any voice at all."""
    return bool(np.abs(samples.astype(np.float64)).mean() > _LOUD)


def tone_made(samples: Samples, now: int, expected: int) -> int | None:
    """When the middle of a piece heard at `now` was made (microseconds, to about 5 ms); None if it is no clear tone.

    A piece may wait longer than RISE_US before it is heard: then the instant nearest to `expected` is meant, which is when
    this piece has to have been made by those before it, and never later than `now`."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), _PADDED)) ** 2
    peak = int(spectrum.argmax())
    height = peak * RATE / _PADDED
    near = spectrum[max(0, peak - 10) : peak + 11].sum()
    if near < _PURE * spectrum.sum() or not LOWEST_HZ + _EDGE_HZ < height < HIGHEST_HZ - _EDGE_HZ:
        return None
    within = int((height - LOWEST_HZ) / (HIGHEST_HZ - LOWEST_HZ) * RISE_US)
    return min(_latest(within, RISE_US, expected + RISE_US // 2), _latest(within, RISE_US, now))


def _latest(within: int, cycle: int, now: int) -> int:
    """The last instant up to `now` that lies `within` its cycle."""
    return now - (now - within) % cycle
