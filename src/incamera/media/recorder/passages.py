"""Which units make a passage of the recording. Pure: messages of one connection in, passages out.

A passage is a stretch of one open span in which the first picture or a sound is live. It begins with a live sync picture
and ends where picture and sound are slate at once, at the span's end, or where the connection was lost; so it lies on
one side of what was destroyed or never admitted. Pictures that are slate while there is sound (a machine that was too
slow for them) are left out, and the one before them stays. Pictures and sound come in lanes that run ahead of each other; here they are put in order of time
first, so that a passage does not depend on how they were mixed on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, VIDEO_HZ, Flag, Kind, Table, Unit, read_table

Stream: TypeAlias = tuple[Kind, int]
PICTURE: Final[Stream] = (Kind.VIDEO, 0)
"""The only picture that is recorded; of sound every rendition is."""
REACH_US: Final = -(-2 * AUDIO_SAMPLES * 1_000_000 // AUDIO_HZ)
"""How far from its first sample an AAC unit carries sound."""
_CLOCK: Final[Mapping[Kind, int]] = {Kind.VIDEO: 8, Kind.AUDIO: 15}
"""Ticks of a clock that both kinds' clocks divide: 720,000 a second."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A passage begins. `streams` are those recorded, pictures first; `configs` say how each is encoded."""

    span: int
    table: Table
    streams: tuple[Stream, ...]
    configs: Mapping[Stream, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit of the passage that runs. `pts` counts from the passage's first picture, in the kind's own clock."""

    unit: Unit
    pts: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The passage is whole. By capture time it lies in `since` to `until`, the latter excluded."""

    span: int
    since: int
    until: int


Step: TypeAlias = Begun | Kept | Ended


@dataclass(slots=True)
class _Open:
    """The passage that runs. `first` is the place of its first picture in the common clock."""

    first: int
    since: int
    until: int
    last: int


def reach_us(unit: Unit) -> int:
    """From `captured` to the first instant that the unit can hold nothing of."""
    return REACH_US if unit.kind is Kind.AUDIO else 1


class Cutter:
    """Cuts the messages of one connection into passages. `kept_until` says up to which instant of capture a span is
    kept already: what comes from before is not kept again."""

    def __init__(self, kept_until: Mapping[int, int] | None = None) -> None:
        self.kept_until = dict(kept_until or {})
        self._span = -1
        self._table: Table | None = None
        self._configs: dict[Stream, bytes] = {}
        self._lanes: dict[Stream, deque[Unit]] = {}
        self._open: _Open | None = None
        self._dark: frozenset[Stream] = frozenset()
        """Lanes whose last unit was not live."""
        self._is_broken = False
        """A picture was left out: none can be decoded before the next sync one."""

    def take(self, unit: Unit) -> Iterator[Step]:
        """What a message leads to. Raises `WireError` for a table that cannot be read."""
        stream = (unit.kind, unit.rendition)
        match unit.kind:
            case Kind.TABLE:
                yield from self.lose()
                self._begin_span(unit)
            case Kind.VIDEO_CONFIG:
                self._configs[Kind.VIDEO, unit.rendition] = bytes(unit.payload)
            case Kind.AUDIO_CONFIG:
                self._configs[Kind.AUDIO, unit.rendition] = bytes(unit.payload)
            case Kind.VIDEO | Kind.AUDIO if stream in self._lanes and unit.span == self._span:
                self._lanes[stream].append(unit)
                yield from self._in_order()
            case Kind.END:
                yield from self.lose()
                self._lanes.clear()

    def lose(self) -> Iterator[Step]:
        """Nothing more comes: of this span, or at all."""
        waiting = [unit for lane in self._lanes.values() for unit in lane]
        for lane in self._lanes.values():
            lane.clear()
        pictures = max((_place(unit)[0] for unit in waiting if unit.kind is Kind.VIDEO), default=-1)
        for unit in sorted(waiting, key=_place):
            has_picture = self._open is None or _place(unit)[0] < max(self._open.last, pictures)
            if has_picture or unit.kind is Kind.VIDEO:
                yield from self._step(unit)
        yield from self.cut()

    def cut(self) -> Iterator[Step]:
        """End the passage that runs; the next one begins with the next sync picture."""
        ran, self._open = self._open, None
        if ran is not None:
            self.kept_until[self._span] = max(self.kept_until.get(self._span, 0), ran.until)
            yield Ended(self._span, ran.since, ran.until)

    def _begin_span(self, unit: Unit) -> None:
        self._span, self._table, self._configs = unit.span, read_table(unit.payload), {}
        self._dark = frozenset()
        sounds = sorted(r.number for r in self._table.renditions if r.kind is Kind.AUDIO)
        self._lanes = {stream: deque() for stream in (PICTURE, *((Kind.AUDIO, n) for n in sounds))}

    def _in_order(self) -> Iterator[Step]:
        """Every unit before which nothing can come any more."""
        while all(self._lanes.values()):
            yield from self._step(min(self._lanes.values(), key=lambda lane: _place(lane[0])).popleft())

    def _step(self, unit: Unit) -> Iterator[Step]:
        is_live = not unit.flags & Flag.SLATE and unit.captured >= self.kept_until.get(self._span, 0)
        lane = frozenset({(unit.kind, unit.rendition)})
        self._dark = self._dark - lane if is_live else self._dark | lane
        if self._dark >= self._lanes.keys():
            yield from self.cut()
        elif unit.kind is Kind.AUDIO:
            yield from self._sound(unit, is_live=is_live)
        else:
            yield from self._picture(unit, is_live=is_live)

    def _picture(self, unit: Unit, *, is_live: bool) -> Iterator[Step]:
        is_whole = is_live and (unit.is_sync or (self._open is not None and not self._is_broken))
        self._is_broken = not is_whole
        if self._open is None and is_whole and self._table is not None:
            self._open = _Open(_place(unit)[0], unit.captured, unit.captured, 0)
            yield Begun(self._span, self._table, tuple(self._lanes), dict(self._configs))
        if self._open is not None and self._table is not None:
            self._open.last = _place(unit)[0] + _CLOCK[Kind.VIDEO] * VIDEO_HZ // self._table.fps
            if is_whole:
                yield self._keep(self._open, unit)

    def _sound(self, unit: Unit, *, is_live: bool) -> Iterator[Step]:
        """Sound is kept from the passage's first picture on; silence that the origin put in, too."""
        ran, place = self._open, _place(unit)[0]
        is_silence = bool(unit.flags & Flag.SLATE)
        if ran is not None and (is_live or is_silence) and place >= ran.first:
            yield self._keep(ran, unit)

    def _keep(self, ran: _Open, unit: Unit) -> Kept:
        if not unit.flags & Flag.SLATE:
            ran.since = min(ran.since, unit.captured)
            ran.until = max(ran.until, unit.captured + reach_us(unit))
        return Kept(unit, unit.pts - ran.first // _CLOCK[unit.kind])


def _place(unit: Unit) -> tuple[int, int, int]:
    """Where a unit lies in time, in the common clock; pictures before sound of the same instant."""
    return unit.pts * _CLOCK[unit.kind], unit.kind, unit.rendition
