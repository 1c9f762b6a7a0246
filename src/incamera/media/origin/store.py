"""What a rendition has ready: the window of segments and parts, and whether a request may be answered yet. Pure.

One thread writes; others may read at any time, since what they read is replaced and never changed, but for the bytes
of a destroyed part, which become zeros before they are gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from incamera.media.origin.grid import PARTS

AHEAD_MAX: Final = 2
"""Segments ahead of the newest that a request may wait for."""


class Ready(Enum):
    """Of a request for a playlist with `_HLS_msn`: YES, WAIT, or NEVER (absurd: 400)."""

    YES = "yes"
    WAIT = "wait"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment. `captured` are the first and last instants of live content in it, None when it is all slate;
    `data` is None once destroyed."""

    duration: int
    is_independent: bool
    data: bytearray | None
    captured: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive parts from one segment border to the next; durations in the track's timescale."""

    number: int
    parts: tuple[Part, ...] = ()

    @property
    def duration(self) -> int:
        """Sum of its parts."""
        return sum(part.duration for part in self.parts)

    @property
    def is_gone(self) -> bool:
        """Whether something of it was destroyed."""
        return any(part.data is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a playlist says. `open` is the segment in the making: its parts are there, its end is not."""

    segments: tuple[Segment, ...] = ()
    open: Segment | None = None
    is_ended: bool = False

    @property
    def next(self) -> tuple[int, int]:
        """Segment and part that come next."""
        if self.open is not None:
            return self.open.number, len(self.open.parts)
        return (self.segments[-1].number + 1, 0) if self.segments else (0, 0)

    @property
    def last(self) -> tuple[int, int] | None:
        """The newest segment and part that are there."""
        newest = self.open or (self.segments[-1] if self.segments else None)
        return (newest.number, len(newest.parts) - 1) if newest is not None else None

    def ready(self, segment: int, part: int | None, *, has_parts: bool) -> Ready:
        """Whether a playlist that holds `part` of `segment` can be given. Without a part and with parts listed, part 0
        is meant, as Safari means it; without parts the whole segment is."""
        newest, count = self.next
        if segment > newest + AHEAD_MAX or (part is not None and part > PARTS + AHEAD_MAX):
            return Ready.NEVER
        if self.is_ended or segment < newest:
            return Ready.YES
        return Ready.YES if has_parts and segment == newest and (part or 0) < count else Ready.WAIT


@dataclass(slots=True)
class Window:
    """The newest `keep` segments are listed; `spare` older ones can still be fetched."""

    keep: int
    spare: int = 3
    listing: Listing = field(default_factory=Listing)
    _older: tuple[Segment, ...] = ()

    def add(self, segment: int, part: Part) -> None:
        """Append a part; one of a new segment completes the one before."""
        known = self.listing.open
        if known is not None and known.number != segment:
            self._complete(known)
            known = None
        parts = known.parts if known is not None else ()
        self.listing = replace(self.listing, open=Segment(segment, (*parts, part)))

    def complete(self) -> None:
        """The open segment has come to its border."""
        if self.listing.open is not None:
            self._complete(self.listing.open)

    def end(self) -> None:
        """Nothing will follow."""
        self.complete()
        self.listing = replace(self.listing, is_ended=True)

    def data(self, segment: int, part: int | None) -> bytes | None:
        """The bytes of a complete segment or of one part; None if there are none, or no longer."""
        known = (*self._older, *self.listing.segments)
        found = next((s for s in known if s.number == segment), None)
        if found is None and part is not None and self.listing.open is not None:
            found = self.listing.open if self.listing.open.number == segment else None
        if found is None or (part is None and found.is_gone):
            return None
        if part is None:
            return b"".join(p.data for p in found.parts if p.data is not None)
        if not 0 <= part < len(found.parts):
            return None
        data = found.parts[part].data
        return bytes(data) if data is not None else None

    def destroy(self, begin: int, to: int) -> None:
        """Overwrite and drop every part with live content captured in the passage."""
        self._older = tuple(_without(s, begin, to) for s in self._older)
        kept = self.listing
        self.listing = replace(
            kept,
            segments=tuple(_without(s, begin, to) for s in kept.segments),
            open=_without(kept.open, begin, to) if kept.open is not None else None,
        )

    def _complete(self, segment: Segment) -> None:
        listed = (*self.listing.segments, segment)
        self._older = (*self._older, *listed[: -self.keep])[-self.spare :]
        self.listing = replace(self.listing, segments=listed[-self.keep :], open=None)


def _without(segment: Segment, begin: int, to: int) -> Segment:
    return Segment(segment.number, tuple(_spared(part, begin, to) for part in segment.parts))


def _spared(part: Part, begin: int, to: int) -> Part:
    if part.data is None or part.captured is None or part.captured[1] < begin or part.captured[0] >= to:
        return part
    part.data[:] = bytes(len(part.data))
    return replace(part, data=None)
