"""Puts slate where a slot is empty, so that what goes out can be decoded from end to end.

A picture's slate begins with an IDR at its first frame and at every segment; live pictures come back with the next
sync unit. An empty sound slot gets a silent unit. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.line import Slot
from incamera.media.origin.slate import Slate
from incamera.media.wire import Kind, Unit


@dataclass(slots=True)
class Sample:
    """What goes out at `pts`. `unit` is None for slate. `duration` is set when the next sample's place is known."""

    pts: int
    data: bytes | bytearray
    is_sync: bool
    unit: Unit | None = None
    duration: int = 0


class Cover:
    """One stream of one timeline."""

    def __init__(self, grid: Grid, slate: Slate, stream: Stream) -> None:
        self._grid = grid
        self._slate = slate
        self._kind, self._number = stream
        self._segment = -1
        self._is_live = False
        self._began: tuple[str, int] | None = None
        """State whose slate is shown, and the pts of its IDR."""

    def sample(self, slot: Slot, state: str, *, may_show: bool) -> Sample:
        """The sample for a slot; `state` names the slate's picture."""
        unit = slot.unit if may_show else None
        if self._kind is Kind.AUDIO:
            silent = self._slate.silent(slot.pts // self._grid.step(self._kind))
            return Sample(slot.pts, unit.payload if unit is not None else silent, is_sync=True, unit=unit)
        segment, _ = self._grid.place(self._kind, slot.pts)
        is_first = segment != self._segment
        self._segment = segment
        self._is_live = unit is not None and (unit.is_sync or (self._is_live and not is_first))
        if unit is not None and self._is_live:
            self._began = None
            return Sample(slot.pts, unit.payload, is_sync=unit.is_sync, unit=unit)
        return self._slate_sample(slot.pts, state, is_first=is_first)

    def _slate_sample(self, pts: int, state: str, *, is_first: bool) -> Sample:
        if is_first or self._began is None or self._began[0] != state:
            self._began = state, pts
        index = (pts - self._began[1]) // self._grid.step(self._kind)
        return Sample(pts, self._slate.picture(state, self._number, index), is_sync=index == 0)
