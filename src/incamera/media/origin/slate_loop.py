"""What the stable address shows while nothing is live: slate without end, as a function of time alone. Pure.

It is laid on the same grid as a timeline and costs nothing while nobody looks: each part is made when it is asked for,
from the pinned units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from incamera.media.fmp4 import fragment
from incamera.media.origin import playlist
from incamera.media.origin.cover import Cover, Sample
from incamera.media.origin.grid import PARTS, Grid, Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.slate import Slate
from incamera.media.origin.store import Listing, Part, Segment
from incamera.media.origin.timeline import LISTED_LIVE, Shape
from incamera.media.wire import Kind

CACHED: Final = 64
"""Segments kept ready."""


@dataclass(slots=True)
class SlateLoop:
    """`since` is the instant of its first frame that was really shown; it lists a window from before, so that players
    can begin at once."""

    slate: Slate
    state: str
    path: str
    since: int
    has_parts: bool = True
    _made: dict[tuple[Stream, int], tuple[Part, ...]] = field(default_factory=dict)
    _texts: dict[Stream, tuple[tuple[int, int], bytes]] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """The same shape that a timeline has."""
        grid = Grid(self.slate.fps)
        t0 = self.since - LISTED_LIVE * grid.segment_us
        return Shape(grid, t0, self.slate, (*self.slate.videos, self.slate.audio))

    def listing(self, stream: Stream, now: int) -> Listing:
        """What has come by `now`."""
        shape = self.shape
        segment, into = divmod(max(0, now - shape.t0), shape.grid.segment_us)
        done = into * PARTS // shape.grid.segment_us
        listed = tuple(Segment(n, self._parts(stream, n)) for n in range(max(0, segment - LISTED_LIVE), segment))
        opened = Segment(segment, self._parts(stream, segment)[:done]) if done else None
        return Listing(listed, opened)

    def due(self, segment: int, part: int) -> int:
        """The instant at which a part has come."""
        shape = self.shape
        return shape.t0 + segment * shape.grid.segment_us + -(-(part + 1) * shape.grid.segment_us // PARTS)

    def playlist(self, stream: Stream, now: int) -> bytes:
        """The media playlist at `now`, written once per part."""
        place = self.listing(stream, now).next
        written = self._texts.get(stream)
        if written is None or written[0] != place:
            written = self._texts[stream] = place, self._playlist(stream, now)
        return written[1]

    def _playlist(self, stream: Stream, now: int) -> bytes:
        shape = self.shape
        reports = [
            playlist.Report(playlist.name_of(other), last)
            for other in shape.streams
            if other != stream and (last := self.listing(other, now).last) is not None
        ]
        listing = self.listing(stream, now)
        return playlist.media(stream, listing, shape.grid, shape.t0, has_parts=True, reports=reports)

    def data(self, stream: Stream, segment: int, part: int | None, now: int) -> bytes | None:
        """The bytes of a segment or part that has come by `now`; of the past only what is listed, and a little more."""
        newest, count = self.listing(stream, now).next
        is_there = segment < newest or (part is not None and segment == newest and part < count)
        if not is_there or segment < newest - 2 * LISTED_LIVE or not 0 <= (part or 0) < PARTS:
            return None
        parts = self._parts(stream, segment)
        chosen = parts if part is None else parts[part : part + 1]
        return b"".join(p.data for p in chosen if p.data is not None)

    def _parts(self, stream: Stream, segment: int) -> tuple[Part, ...]:
        made = self._made.get((stream, segment))
        if made is None:
            if len(self._made) >= CACHED:
                self._made = {}
            made = self._made[stream, segment] = _made(self.slate, self.state, stream, segment)
        return made


def _made(slate: Slate, state: str, stream: Stream, segment: int) -> tuple[Part, ...]:
    grid, kind = Grid(slate.fps), stream[0]
    cover = Cover(grid, slate, stream)
    groups: list[list[Sample]] = [[] for _ in range(PARTS)]
    for unit in range(grid.units(kind)):
        pts = grid.segment_pts(kind, segment) + unit * grid.step(kind)
        sample = cover.sample(Slot(stream, pts, None), state, may_show=False)
        sample.duration = grid.step(kind)
        groups[grid.place(kind, pts)[1]].append(sample)
    return tuple(
        Part(
            duration=sum(s.duration for s in group),
            is_independent=group[0].is_sync or kind is Kind.AUDIO,
            data=fragment(1, segment * PARTS + n + 1, group),
        )
        for n, group in enumerate(groups)
    )
