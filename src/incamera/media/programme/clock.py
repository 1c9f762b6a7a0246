"""Programme time: ticks, samples and timestamps, all counted from one t0 in integers. Pure; time is an argument.

A tick is one picture. A source's own timestamps are never read: what arrived is shown at the tick it arrived for.
"""

from dataclasses import dataclass

from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, SEGMENT_FRAMES, VIDEO_HZ

SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """`t0` is the instant of tick 0; `fps` divides 90,000 and cuts a second into a whole number of samples."""

    t0: int
    fps: int

    def __post_init__(self) -> None:
        if self.fps <= 0 or VIDEO_HZ % self.fps or AUDIO_HZ % self.fps:
            raise ValueError(f"no whole grid at {self.fps} frames a second")

    def due(self, tick: int) -> int:
        """The instant of a tick, rounded up, so that `tick_at(due(tick)) == tick`."""
        return self.t0 - (-tick * SECOND_US // self.fps)

    def tick_at(self, now: int) -> int:
        """The newest tick that is due; negative before t0."""
        return (now - self.t0) * self.fps // SECOND_US

    def pts(self, tick: int) -> int:
        """Timestamp of a tick's picture in 1/90000 s."""
        return tick * (VIDEO_HZ // self.fps)

    def is_first(self, tick: int, before: int | None) -> bool:
        """Whether `tick` must begin with an IDR: it is the first of its 48, or the first at all."""
        return before is None or tick // SEGMENT_FRAMES != before // SEGMENT_FRAMES

    def samples_before(self, tick: int) -> int:
        """How many samples of programme time lie before a tick."""
        return tick * (AUDIO_HZ // self.fps)

    def sample_at(self, sample: int) -> int:
        """The instant of a sample, rounded down."""
        return self.t0 + sample * SECOND_US // AUDIO_HZ

    def first_unit(self, tick: int) -> int:
        """The first AAC unit (of 1024 samples) that begins at or after a tick."""
        return -(-self.samples_before(tick) // AUDIO_SAMPLES)
