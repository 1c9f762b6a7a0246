"""One clock for one feed: microseconds that only rise, across spans, slate, gaps and clocks that are set. Pure.

Each stretch (a span, or the slate between two) counts from its own t0. Here all lie on one line, at the distance in which
they were; a stretch that would reach into what was already sent begins right behind it instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from incamera.media.wire import AUDIO_HZ, VIDEO_HZ, Kind

STEP_US: Final = 1_000
"""Least distance between two units of a stream: RTMP counts in milliseconds."""
HZ: Final = {Kind.VIDEO: VIDEO_HZ, Kind.AUDIO: AUDIO_HZ}


@dataclass(slots=True)
class FeedClock:
    """Begins at 0 with the first unit."""

    _zero: int | None = None
    _t0: int = 0
    _shift: int | None = None
    """How much later than it was the stretch lies; None before its first unit."""
    _newest: dict[Kind, int] = field(default_factory=dict)

    def begin(self, t0: int) -> None:
        """Another stretch, whose pts count from `t0`."""
        self._t0, self._shift = t0, None

    def place(self, kind: Kind, pts: int) -> int:
        """Where a unit lies."""
        at = self._t0 + pts * 1_000_000 // HZ[kind]
        if self._zero is None:
            self._zero = at
        at -= self._zero
        if self._shift is None:
            self._shift = max(0, max(self._newest.values(), default=-STEP_US) + STEP_US - at)
        at = max(at + self._shift, self._newest.get(kind, -STEP_US) + STEP_US)
        self._newest[kind] = at
        return at
