"""The floor's sound: taken tick by tick, mixed, levelled, limited, encoded and sent. It is never given up."""

from __future__ import annotations

from collections.abc import Callable

from incamera.media.programme.clock import Clock
from incamera.media.programme.encode import SoundEncoder
from incamera.media.programme.loudness import Meter
from incamera.media.programme.mix import Leveller, Limiter, sum_of
from incamera.media.programme.ring import Sound
from incamera.media.programme.sender import Sender
from incamera.media.wire import AUDIO_SAMPLES

Listen = Callable[[int, int], list[Sound]]
"""So many samples of every source on the floor, for the place that begins at an instant."""


class Sounds:
    """The sound of one run that begins at `tick`."""

    def __init__(self, clock: Clock, sender: Sender, tick: int) -> None:
        self._clock = clock
        self._sender = sender
        self._tick = tick
        unit = clock.first_unit(tick)
        self._encoder = SoundEncoder(unit)
        self._early = unit * AUDIO_SAMPLES - clock.samples_before(tick)
        """Samples before the first whole unit: heard by nobody."""
        self._meter, self._leveller, self._limiter = Meter(), Leveller(), Limiter()
        self.config = self._encoder.config

    def put(self, tick: int, listen: Listen) -> None:
        """Everything up to (not including) what lies after a tick, however many ticks that are."""
        while self._tick < tick:
            start, end = (self._clock.samples_before(n) for n in (self._tick, self._tick + 1))
            self._tick += 1
            sounds = listen(end - start, self._clock.sample_at(start))
            self._encode(self._levelled(sum_of(sounds, end - start)))

    def flush(self) -> None:
        """Send what is still in the encoder."""
        self._send(self._encoder.flush())

    def _levelled(self, sound: Sound) -> Sound:
        for loudness in self._meter.measure(sound):
            self._leveller.hear(loudness)
        return self._limiter.limit(self._leveller.level(sound))

    def _encode(self, sound: Sound) -> None:
        gone = min(self._early, len(sound))
        self._early -= gone
        self._send(self._encoder.encode(sound[gone:]))

    def _send(self, units: list[tuple[int, bytes]]) -> None:
        for number, payload in units:
            pts = number * AUDIO_SAMPLES
            self._sender.audio(0, pts, self._clock.sample_at(pts), payload)
