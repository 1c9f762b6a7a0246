"""Puts passages on the disk: what grows, what waits to be finished, and how that goes. Blocking; one thread at a time.

The disk may take no more at any moment. Then the passage that runs is left as it is and said to have failed; the next
one is tried with the next sync picture, and what was left is tried again with it. Nothing finished is ever deleted.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from incamera.media.recorder.finish import finish, unfinished
from incamera.media.recorder.mp4 import Mp4, describe
from incamera.media.recorder.passages import Begun, Cutter, Ended, Kept, Step, reach_us
from incamera.media.recorder.shelf import Row, Shelf
from incamera.media.recorder.times import SUFFIX, Times
from incamera.media.wire import Flag, Unit

WAITING = "waiting"
RECORDING = "recording"
FAILED = "failed"

_log = structlog.get_logger(__name__)


class Taping:
    """`reserve`: bytes of the disk that are left for others. `later` is given each file that was closed, and finishes it
    by `finish_closed` when it has time."""

    def __init__(self, shelf: Shelf, reserve: int, later: Callable[[Path], None]) -> None:
        self.shelf = shelf
        self.kept_until = 0
        """Nothing captured at or after this instant was ever given to a file of this process."""
        self.left = set(unfinished(shelf))
        """Companions of files that somebody has to come back to."""
        self._reserve = reserve
        self._later = later
        self._cutter = Cutter(shelf.kept_until())
        self._file: tuple[Mp4, Times, Path] | None = None
        self._closed: set[Path] = set()
        self._has_failed = False

    @property
    def state(self) -> str:
        """FAILED until a passage could be begun again."""
        if self._has_failed:
            return FAILED
        return RECORDING if self._file is not None else WAITING

    @property
    def unfinished(self) -> int:
        """How many files are not in the list yet, the one that grows included."""
        return len(self.left) + len(self._closed) + (self._file is not None)

    def take(self, unit: Unit) -> None:
        """One message of the connection. Raises WireError."""
        for step in self._cutter.take(unit):
            self._do(step)

    def lose(self) -> None:
        """The connection is lost, or over."""
        for step in self._cutter.lose():
            self._do(step)
        self._cutter = Cutter(self._cutter.kept_until)

    def finish_closed(self, times: Path) -> Row | None:
        """List a file that was closed. Raises OSError."""
        row = finish(self.shelf, times, was_closed=True, reserve=self._reserve)
        self._closed.discard(times)
        return row

    def finish_left(self) -> list[Row]:
        """Finish what an earlier recorder, or a full disk, left. What cannot be is left for the next time."""
        found = []
        for times in sorted(self.left):
            try:
                row = finish(self.shelf, times, was_closed=False, reserve=self._reserve)
            except OSError as error:
                self._fail(error)
                break
            self.left.discard(times)
            found += [row] if row is not None else []
        return found

    def leave(self, times: Path, error: OSError) -> None:
        """A file could not be finished now."""
        self._closed.discard(times)
        self.left.add(times)
        self._fail(error)

    def _do(self, step: Step) -> None:
        try:
            match step:
                case Begun():
                    self._begin(step)
                case Kept() if self._file is not None:
                    self._keep(step, *self._file)
                case Ended() if self._file is not None:
                    self._end(*self._file)
        except OSError as error:
            self._fail(error)
            self._leave()
            for _ in self._cutter.cut():
                """What was lost is not taken up again: the next passage begins with the next sync picture."""

    def _begin(self, step: Begun) -> None:
        if not self.shelf.has_room(self._reserve):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        path = self.shelf.next_file()
        times = Times(path.with_suffix(SUFFIX), step.span)
        with describe(step) as template:
            self._file = Mp4(path, template, step.streams, step.table.fps), times, path.with_suffix(SUFFIX)
        self._has_failed = False
        _log.info("passage_begun", span=step.span, file=path.name)

    def _keep(self, step: Kept, file: Mp4, times: Times, _path: Path) -> None:
        unit = step.unit
        if unit.is_sync and not self.shelf.has_room(self._reserve):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        times.put(unit, step.pts)
        file.put((unit.kind, unit.rendition), unit.payload, step.pts, is_sync=unit.is_sync)
        if not unit.flags & Flag.SLATE:
            self.kept_until = max(self.kept_until, unit.captured + reach_us(unit))

    def _end(self, file: Mp4, times: Times, path: Path) -> None:
        file.close()
        times.close()
        self._file = None
        self._closed.add(path)
        self._later(path)

    def _leave(self) -> None:
        if self._file is not None:
            self._file[0].abandon()
            self._file[1].close()
            self.left.add(self._file[2])
            self._file = None

    def _fail(self, error: OSError) -> None:
        if not self._has_failed:
            _log.error("recording_failed", error=os.strerror(error.errno or 0), folder=str(self.shelf.folder))
        self._has_failed = True
