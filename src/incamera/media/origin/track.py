"""Cuts one stream of a timeline into parts and segments on the grid. Pure."""

from __future__ import annotations

from collections.abc import Callable

from incamera.media.fmp4 import fragment
from incamera.media.origin.cover import Sample
from incamera.media.origin.gate import reach_us
from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.store import Part, Window
from incamera.media.wire import Kind


class Track:
    """Holds one picture until the next one's place tells how long it lasts; sound lasts what it always lasts."""

    def __init__(self, grid: Grid, stream: Stream, window: Window) -> None:
        self._grid = grid
        self._kind = stream[0]
        self._window = window
        self._pending: Sample | None = None
        self._part: list[Sample] = []
        self._place: tuple[int, int] | None = None
        self._count = 0
        self.seen_until = 0
        """Nothing captured at or after this stands in a part."""

    def put(self, sample: Sample) -> Sample | None:
        """Take the next sample; the one that is now whole, if any."""
        if self._kind is Kind.AUDIO:
            sample.duration = self._grid.step(self._kind)
            self._append(sample)
            after = self._grid.place(self._kind, sample.pts + sample.duration)
            self._cut_before(after)
            return sample
        whole, self._pending = self._pending, sample
        if whole is not None:
            whole.duration = sample.pts - whole.pts
            self._append(whole)
            self._cut_before(self._grid.place(self._kind, sample.pts))
        return whole

    def finish(self, end: int) -> Sample | None:
        """Let the last sample last until `end`, and complete the last segment."""
        whole, self._pending = self._pending, None
        if whole is not None:
            whole.duration = end - whole.pts
            self._append(whole)
        self._cut()
        self._window.complete()
        return whole

    def retract(self, may_show: Callable[[Sample], bool]) -> int | None:
        """Drop the first sample that may not be shown and all after it, as far as no part holds them yet; the place
        where the stream has to go on, None if nothing was dropped."""
        samples = [*self._part, *([self._pending] if self._pending is not None else [])]
        kept = next((n for n, sample in enumerate(samples) if not may_show(sample)), None)
        if kept is None:
            return None
        self._part, self._pending = samples[:kept], None
        self._place = self._place if kept else None
        return samples[kept].pts

    def _append(self, sample: Sample) -> None:
        if not self._part:
            self._place = self._grid.place(self._kind, sample.pts)
        self._part.append(sample)

    def _cut_before(self, after: tuple[int, int]) -> None:
        if self._place is None or after == self._place:
            return
        is_border = after[0] != self._place[0]
        self._cut()
        if is_border:
            self._window.complete()

    def _cut(self) -> None:
        if not self._part or self._place is None:
            return
        self._count += 1
        captured = [s.unit.captured for s in self._part if s.unit is not None]
        self.seen_until = max([self.seen_until, *(s.unit.captured + reach_us(s.unit) for s in self._part if s.unit)])
        part = Part(
            duration=sum(s.duration for s in self._part),
            is_independent=self._part[0].is_sync,
            data=fragment(1, self._count, self._part),
            captured=(min(captured), max(captured)) if captured else None,
        )
        self._window.add(self._place[0], part)
        self._part = []
        self._place = None
