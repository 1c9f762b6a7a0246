"""One thing that players play from beginning to end: all renditions on one grid, from one t0, under one random path.

A timeline has no discontinuity. What would need one (another delay, another span) is another timeline. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from incamera.media import fmp4
from incamera.media.origin import playlist
from incamera.media.origin.cover import Cover, Sample
from incamera.media.origin.gate import reach_us
from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.slate import Slate
from incamera.media.origin.store import Listing, Window
from incamera.media.origin.track import Track
from incamera.media.wire import Kind, Rendition, Unit

PARTS_BELOW_US: Final = 5_000_000
"""Parts are listed when the delay is shorter; beyond that they would only cost requests."""
LISTED_LIVE: Final = 8
LISTED_DELAYED: Final = 12
END_US: Final = 800_000
"""How long the last parts are listed before it is said that nothing follows: hls.js takes a segment of which it had some
parts for whole when the rest comes together with the end, and never fetches it."""

Taker = Callable[[Stream, Sample], None]
"""Gets every finished sample, with its true duration."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the timelines of a span have in common."""

    grid: Grid
    t0: int
    slate: Slate
    renditions: tuple[Rendition, ...]

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Every rendition's stream, pictures first."""
        ordered = sorted(self.renditions, key=lambda r: (r.kind, r.number))
        return tuple((r.kind, r.number) for r in ordered)

    def track_config(self, stream: Stream, track: int) -> fmp4.TrackConfig:
        """How a file names the stream, as its track number `track`."""
        kind, number = stream
        if kind is Kind.AUDIO:
            return fmp4.TrackConfig(track, self.grid.hz(kind), self.slate.audio_config)
        video = self.slate.videos[number]
        return fmp4.TrackConfig(track, self.grid.hz(kind), self.slate.configs[number], video.width, video.height)


class Timeline:
    """Begins with the segment of the first slot it gets, or with `first`; ends with slate, everywhere at one frame."""

    def __init__(self, shape: Shape, path: str, delay: int, *, first: int | None = None) -> None:
        self.shape = shape
        self.path = path
        self.has_parts = delay < PARTS_BELOW_US
        self.ended_at: int | None = None
        self.says_end = False
        """Whether ENDLIST stands in every playlist."""
        self.windows = {s: Window(LISTED_LIVE if self.has_parts else LISTED_DELAYED) for s in shape.streams}
        self.playlists: dict[Stream, bytes] = {}
        self._written: dict[Stream, Listing] = {}
        self.takers: list[Taker] = []
        self.enders: list[Callable[[], None]] = []
        """Called once when the timeline has ended."""
        self.version = 0
        """Rises whenever a playlist has changed."""
        self._given_until = 0
        self._rendered: list[Listing] = []
        self._first = first
        self._covers = {s: Cover(shape.grid, shape.slate, s) for s in shape.streams}
        self._tracks = {s: Track(shape.grid, s, self.windows[s]) for s in shape.streams}
        self._reached: dict[Stream, int] = {}
        self._gops: dict[Stream, deque[Sample]] = {s: deque() for s in shape.streams}

    @property
    def is_begun(self) -> bool:
        """Whether a player could begin: every rendition has a segment or, with parts, a part."""
        listings = [window.listing for window in self.windows.values()]
        return all(x.segments or (self.has_parts and x.open is not None) for x in listings)

    @property
    def is_ended(self) -> bool:
        """Whether nothing follows."""
        return self.ended_at is not None

    def put(self, slot: Slot, state: str, *, may_show: bool) -> None:
        """Take the next slot of a stream. `state` names the slate, which is shown anyway unless `may_show`."""
        kind = slot.stream[0]
        segment, _ = self.shape.grid.place(kind, slot.pts)
        if self._first is None:
            self._first = segment
        if segment < self._first or self.is_ended:
            return
        sample = self._covers[slot.stream].sample(slot, state, may_show=may_show)
        self._reached[slot.stream] = slot.pts + self.shape.grid.step(kind)
        self._give(slot.stream, self._tracks[slot.stream].put(sample))

    def close(self, state: str, now: int) -> None:
        """Half a second of slate, then nothing more."""
        if self.is_ended:
            return
        grid = self.shape.grid
        reached = max((grid.frames(stream[0], pts) for stream, pts in self._reached.items()), default=None)
        if reached is not None and self._first is not None:
            frame = reached + grid.closing_frames
            for stream in self.shape.streams:
                self._pad(stream, grid.end_pts(stream[0], frame), state)
        for stream, track in self._tracks.items():
            self._give(stream, track.finish(self._reached.get(stream, 0)))
        self.ended_at = now
        self.render()
        self.say_end(now)
        for end in self.enders:
            end()

    def say_end(self, now: int) -> None:
        """Put ENDLIST into the playlists once it is due; called often."""
        if self.says_end or self.ended_at is None or now < self.ended_at + (END_US if self.has_parts else 0):
            return
        self.says_end = True
        for window in self.windows.values():
            window.end()
        self.render()

    def render(self) -> None:
        """Write the playlists anew, if there is something new in a window. With parts off only whole segments are."""
        listings = [w.listing if self.has_parts else replace(w.listing, open=None) for w in self.windows.values()]
        if listings == self._rendered:
            return
        self._rendered = listings
        self.version += 1
        for stream, window in self.windows.items():
            reports = [
                playlist.Report(playlist.name_of(other), last)
                for other in self.windows
                if other != stream and (last := self.windows[other].listing.last) is not None
            ]
            self.playlists[stream] = playlist.media(
                stream,
                window.listing,
                self.shape.grid,
                self.shape.t0,
                has_parts=self.has_parts,
                follows=not self.is_ended,
                reports=reports,
            )
            self._written[stream] = window.listing  # after the text: whoever finds a part here finds it there

    def listing(self, stream: Stream, now: int) -> Listing:
        """What the playlist says: a window may be one part ahead of it."""
        del now
        return self._written.get(stream, Listing())

    def playlist(self, stream: Stream, now: int) -> bytes | None:
        """The media playlist; None before the first and after the last."""
        del now
        return self.playlists.get(stream)

    def retract(self, lets_out: Callable[[Unit], bool], state: str) -> None:
        """Put slate for what is no longer let out, as far as no part holds it yet."""
        for stream, track in self._tracks.items():
            pts = track.retract(lambda sample: sample.unit is None or lets_out(sample.unit))
            if pts is not None:
                end, self._reached[stream] = self._reached[stream], pts
                self._gops[stream].clear()
                self._pad(stream, end, state)

    @property
    def seen_until(self) -> int:
        """Nothing captured at or after this can have been seen."""
        return max(self._given_until, *(track.seen_until for track in self._tracks.values()))

    def destroy(self, begin: int, to: int) -> None:
        """Overwrite and drop everything captured in the passage that can still be fetched."""
        for window in self.windows.values():
            window.destroy(begin, to)
        for gop in self._gops.values():
            gop.clear()
        self.render()

    def release(self) -> None:
        """Let go of the media of an ended timeline."""
        self.windows = {stream: Window(0) for stream in self.windows}
        self.playlists.clear()
        self._written.clear()
        for gop in self._gops.values():
            gop.clear()

    def group(self, stream: Stream) -> tuple[Sample, ...]:
        """What a new viewer has to get first: the samples since the last sync picture; of sound the last second."""
        found = tuple(self._gops[stream])
        for sample in found:
            self._note_given(sample)
        return found

    def _pad(self, stream: Stream, end: int, state: str) -> None:
        kind = stream[0]
        grid = self.shape.grid
        pts = self._reached.get(stream, grid.segment_pts(kind, self._first or 0))
        while pts < end:
            sample = self._covers[stream].sample(Slot(stream, pts, None), state, may_show=False)
            self._give(stream, self._tracks[stream].put(sample))
            pts += grid.step(kind)
        self._reached[stream] = pts

    def _give(self, stream: Stream, sample: Sample | None) -> None:
        if sample is None:
            return
        gop = self._gops[stream]
        if stream[0] is Kind.VIDEO and sample.is_sync:
            gop.clear()
        gop.append(sample)
        if len(gop) > self.shape.grid.units(stream[0]):
            gop.popleft()
        for take in self.takers:
            self._note_given(sample)
            take(stream, sample)

    def _note_given(self, sample: Sample) -> None:
        if sample.unit is not None:
            self._given_until = max(self._given_until, sample.unit.captured + reach_us(sample.unit))
