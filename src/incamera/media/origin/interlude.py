"""Slate between spans, on a grid of its own, for children that want a signal without gaps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from incamera.media.origin.cover import Cover, Sample
from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.slate import Slate
from incamera.media.origin.timeline import Shape
from incamera.media.wire import Kind


@dataclass(slots=True)
class Interlude:
    """`begins` is the instant of its first frame."""

    slate: Slate
    begins: int
    _reached: dict[Stream, int] = field(default_factory=dict)
    _covers: dict[Stream, Cover] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """The shape that a span with all renditions of the slate would have."""
        return Shape(Grid(self.slate.fps), self.begins, self.slate, (*self.slate.videos, self.slate.audio))

    @property
    def reached(self) -> int:
        """The instant at which its next picture would lie."""
        return self.begins + self.shape.grid.offset_us(Kind.VIDEO, self._reached.get((Kind.VIDEO, 0), 0))

    def advance(self, due: int, state: str) -> Iterator[tuple[Stream, Sample]]:
        """Everything that lies before `due` and has not been given yet; `state` names the picture."""
        shape = self.shape
        for stream in shape.streams:
            kind = stream[0]
            step, pts = shape.grid.step(kind), self._reached.get(stream, 0)
            cover = self._covers.setdefault(stream, Cover(shape.grid, self.slate, stream))
            while shape.t0 + shape.grid.offset_us(kind, pts) < due:
                yield stream, cover.sample(Slot(stream, pts, None), state, may_show=False)
                pts += step
            self._reached[stream] = pts
