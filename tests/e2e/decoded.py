"""Pictures and sound of a file that left the house, read back: whose they are, when they were made, or which slate.

A picture tells when it was made to the millisecond, a tone in steps of 100 ms.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

from incamera.media.origin.slate import Slate
from tests.e2e.barcode import RATE, STEP_MS, STEPS, Luma, made_at, read_picture, read_tone
from tests.e2e.speaker import CODED

_GRAIN: Final = 2
"""Every so many-th pixel is compared with the slate."""
_PIECE: Final = RATE // 25

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded picture: its place on the timeline and when it was made, in ms; None without a code that can be read."""

    at: int
    mark: int | None
    made: int | None
    slate: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """40 ms of sound: its place on the timeline, whose tone it is (None: silence), and when that step of it began, in ms."""

    at: int
    mark: int | None
    made: int | None


def pictures(data: bytes, t0: int, slate: Slate) -> Iterator[Seen]:
    """Every picture of a file, from whichever track."""
    pinned = slates(slate)
    with av.open(io.BytesIO(data), "r") as file:
        for frame in file.decode(video=0):
            luma = _luma(frame)
            at = t0 + round(frame.time * 1_000)
            read = read_picture(luma[: int(frame.height * CODED)])
            shown = (
                _nearest(luma, {state: like[frame.height] for state, like in pinned.items()}) if read is None else None
            )
            mark, made = (read[0], made_at(read[1], at + 60_000)) if read is not None else (None, None)
            yield Seen(at, mark, made, shown)


def sounds(data: bytes, t0: int) -> Iterator[Heard]:
    """The sound of a file in pieces of 40 ms. A tone that lies between two steps is read as neither, so that each piece
    counts only if the two halves of it agree."""
    with av.open(io.BytesIO(data), "r") as file:
        for at, samples in _continuous(file):
            for n in range(0, len(samples) - _PIECE + 1, _PIECE):
                here = t0 + round((at + n) * 1_000 / RATE)
                read = _agreed(samples[n : n + _PIECE])
                if read is None:
                    yield Heard(here, None, None)
                else:
                    yield Heard(here, read[0], _step_began(read[1], here))


def _agreed(samples: Samples) -> tuple[int, int] | None:
    whole, first, last = (read_tone(part) for part in (samples, samples[: _PIECE // 2], samples[_PIECE // 2 :]))
    return whole if whole is not None and first is not None and last is not None and first[0] == last[0] else None


def _step_began(step: int, at: int) -> int:
    """When the step nearest to a place on the timeline began: sound lies there within half a cycle of when it was made."""
    middle = at // STEP_MS
    return (middle + (step - middle + STEPS // 2) % STEPS - STEPS // 2) * STEP_MS


def _continuous(file: Any) -> Iterator[tuple[int, Samples]]:
    """Stretches without a gap: the place of the first sample, and the samples."""
    begin, size = 0, 0
    held: list[Samples] = []
    for frame in file.decode(audio=0):
        at = round(frame.time * RATE)
        if held and abs(at - begin - size) > 2:
            yield begin, np.concatenate(held)
            held, size = [], 0
        if not held:
            begin = at
        held.append((np.clip(frame.to_ndarray()[0], -1, 1) * 32_767).astype(np.int16))
        size += len(held[-1])
    if held:
        yield begin, np.concatenate(held)


_PINNED: Final[dict[int, dict[str, dict[int, Luma]]]] = {}


def slates(slate: Slate) -> dict[str, dict[int, Luma]]:
    """State -> height -> the first picture of its slate."""
    if id(slate) not in _PINNED:
        _PINNED[id(slate)] = {
            state: {v.height: _still(slate.configs[v.number], languages["en"][v.number][0]) for v in slate.videos}
            for state, languages in slate.pictures.items()
        }
    return _PINNED[id(slate)]


def _still(config: bytes, unit: bytes) -> Luma:
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata = config
    decoder.thread_count = 1
    frame = [*decoder.decode(av.Packet(unit)), *decoder.decode(None)][0]
    return _luma(frame)


def _luma(frame: Any) -> Luma:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]


def _nearest(luma: Luma, slates: Mapping[str, Luma]) -> str | None:
    """The state whose slate it is, up to what the encoder adds; they differ in a line of text alone."""
    few = luma[::_GRAIN, ::_GRAIN].astype(np.int16)
    unlike = {state: float(np.abs(few - its[::_GRAIN, ::_GRAIN]).mean()) for state, its in slates.items()}
    nearest = min(unlike, key=lambda state: unlike[state])
    return nearest if unlike[nearest] < 2 else None
