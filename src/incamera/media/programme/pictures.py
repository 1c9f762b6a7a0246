"""Every rendition of the picture, encoded and sent: which tick was captured when, which preset, what is left at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from incamera.media.programme.clock import Clock
from incamera.media.programme.compose import Composed
from incamera.media.programme.encode import FASTER, SIZES, USUAL, Encoded, PictureEncoder
from incamera.media.programme.sender import Sender
from incamera.media.wire import Flag


@dataclass(frozen=True, slots=True)
class _Given:
    captured: int
    flags: Flag


class Pictures:
    """The encoders of one run. Raises ValueError when the presets do not have equal parameter sets: then a player
    could not follow from one to the other."""

    def __init__(self, clock: Clock, sender: Sender) -> None:
        self._clock = clock
        self._sender = sender
        self._preset: str = USUAL
        self._encoders = self._fresh(USUAL)
        self.configs: Final = [encoder.config for encoder in self._encoders]
        if [encoder.config for encoder in self._fresh(FASTER)] != self.configs:
            raise ValueError("the faster preset has other parameter sets")
        self._given: dict[int, _Given] = {}
        self._before: int | None = None

    def put(self, composed: Composed, tick: int, captured: int, *, is_fast: bool, is_late: bool) -> None:
        """Encode the picture of a tick. A change of speed waits for the next IDR. `is_late`: ticks before it were
        left out."""
        is_sync = self._clock.is_first(tick, self._before)
        preset = FASTER if is_fast else USUAL
        if is_sync and preset != self._preset:
            self.flush()
            self._preset, self._encoders = preset, self._fresh(preset)
        self._before = tick
        flags = (Flag.STILL if composed.is_still else Flag.NONE) | (Flag.SKIPPED if is_late else Flag.NONE)
        self._given[tick] = _Given(captured, flags)
        for number, (encoder, frame) in enumerate(zip(self._encoders, composed.frames, strict=True)):
            self._send(number, encoder.encode(frame, tick, is_sync=is_sync))
        self._forget()

    def flush(self) -> None:
        """Send what is still in the encoders."""
        for number, encoder in enumerate(self._encoders):
            self._send(number, encoder.flush())

    def _send(self, number: int, units: list[Encoded]) -> None:
        for unit in units:
            given = self._given[unit.tick]
            flags = given.flags | (Flag.SYNC if unit.is_sync else Flag.NONE)
            self._sender.video(number, self._clock.pts(unit.tick), given.captured, unit.data, flags)

    def _forget(self) -> None:
        while len(self._given) > 64:
            del self._given[next(iter(self._given))]

    def _fresh(self, preset: str) -> list[PictureEncoder]:
        return [PictureEncoder(size, self._clock.fps, preset) for size in SIZES]
