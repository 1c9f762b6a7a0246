"""Where frames, AAC units, parts and segments lie: integers only, all counted from a span's t0."""

from dataclasses import dataclass
from typing import Final

from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, SEGMENT_FRAMES, VIDEO_HZ, Kind

PART_FRAMES: Final = 8
PARTS: Final = SEGMENT_FRAMES // PART_FRAMES
REACH_US: Final = -(-2 * AUDIO_SAMPLES * 1_000_000 // AUDIO_HZ)
"""How far from its first sample an AAC unit carries sound: its window, two frames long, rounded up."""
CLOSING_US: Final = 500_000
"""Slate at the end of a timeline, so that a player that loses the last frames loses slate."""

Stream = tuple[Kind, int]
"""VIDEO or AUDIO, and the number of the rendition."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid at `fps` (25 or 30: a segment of 48 frames is then a whole number of AAC units)."""

    fps: int

    def __post_init__(self) -> None:
        if self.fps <= 0 or VIDEO_HZ % self.fps or (SEGMENT_FRAMES * AUDIO_HZ) % (self.fps * AUDIO_SAMPLES):
            raise ValueError(f"no whole grid at {self.fps} frames a second")

    @property
    def segment_us(self) -> int:
        """Length of a segment, exact."""
        return SEGMENT_FRAMES * 1_000_000 // self.fps

    def hz(self, kind: Kind) -> int:
        """Units of `pts` in a second."""
        return VIDEO_HZ if kind is Kind.VIDEO else AUDIO_HZ

    def step(self, kind: Kind) -> int:
        """Distance in `pts` from one unit to the next."""
        return VIDEO_HZ // self.fps if kind is Kind.VIDEO else AUDIO_SAMPLES

    def units(self, kind: Kind) -> int:
        """Units in a segment."""
        if kind is Kind.VIDEO:
            return SEGMENT_FRAMES
        return SEGMENT_FRAMES * AUDIO_HZ // (self.fps * AUDIO_SAMPLES)

    def segment_pts(self, kind: Kind, segment: int) -> int:
        """Where a segment begins."""
        return segment * self.units(kind) * self.step(kind)

    def place(self, kind: Kind, pts: int) -> tuple[int, int]:
        """Segment and part that the unit at `pts` belongs to. An audio part begins with the first unit that begins
        within the pictures' part."""
        segment, unit = divmod(pts // self.step(kind), self.units(kind))
        return segment, unit * PARTS // self.units(kind)

    def offset_us(self, kind: Kind, pts: int) -> int:
        """From t0 to `pts`, rounded down."""
        return pts * 1_000_000 // self.hz(kind)

    def limit_frame(self, offset_us: int) -> int:
        """The first frame that lies at or after `offset_us`."""
        return -(-offset_us * self.fps // 1_000_000)

    def end_pts(self, kind: Kind, frame: int) -> int:
        """The first `pts` on the grid of `kind` that is not needed to cover the frames before `frame`."""
        if kind is Kind.VIDEO:
            return frame * self.step(kind)
        return -(-frame * AUDIO_HZ // (self.fps * AUDIO_SAMPLES)) * AUDIO_SAMPLES

    def frames(self, kind: Kind, pts: int) -> int:
        """Frames that are wholly covered by what lies before `pts`."""
        return pts * self.fps // self.hz(kind)

    @property
    def closing_frames(self) -> int:
        """Frames of the closing slate."""
        return -(-CLOSING_US * self.fps // 1_000_000)

    @property
    def part_target_us(self) -> int:
        """Longest part: its frames and the one that may be held over a skipped tick."""
        return (PART_FRAMES + 1) * 1_000_000 // self.fps
