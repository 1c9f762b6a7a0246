"""One run: the loop of ticks. It has a thread of its own, so that nothing else decides when a picture is taken.

No raw picture is ever queued: a tick that is missed by more than one is left out, and the picture before it lasts
longer. `captured` of
a picture is read from the wall clock after its newest input was taken, so that it can only be too late, never too
early; sound has the instant of its place, which no sample can have before its arrival (`ring.py`).
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from incamera.media.programme.clock import Clock
from incamera.media.programme.compose import Composer
from incamera.media.programme.encode import SIZES, SOUND_BITS
from incamera.media.programme.h264 import codecs_of
from incamera.media.programme.ladder import Ladder, Step
from incamera.media.programme.orders import Floor, Start
from incamera.media.programme.picture import Picture
from incamera.media.programme.pictures import Pictures
from incamera.media.programme.ring import Sound
from incamera.media.programme.sender import Sender
from incamera.media.programme.slate import SOUND_CODECS
from incamera.media.programme.sounds import Sounds
from incamera.media.wire import Kind, Rendition, Table
from incamera.platform.clock import SystemClock

STEP_US: Final = 200_000
"""The wall clock may run so far from the monotonic one; more means that it was set, and this run is over."""
LATE: Final = 1
"""A tick that is so many ticks late is still shown; what is later is left out. One is what a busy machine makes of a worker
that is fast enough, and is caught up at once."""
EVERY: Final = 2
"""From HALF on, a picture for so many ticks."""
NOTE_EVERY_US: Final = 10_000_000
_WAIT_S: Final = 0.05
_log = structlog.get_logger(__name__)


class ClockSet(Exception):
    """The machine's clock was set: timestamps of this run would not be true any more."""


class Sources(Protocol):
    """What has arrived of those who are on the floor. Called from the thread of the loop."""

    def floor(self) -> Floor: ...

    def picture(self, identity: str, *, is_screen: bool) -> Picture | None: ...

    def sounds(self, count: int, place: int) -> list[Sound]: ...

    def turn(self) -> None:
        """A tick begins: the next picture of each source becomes the newest."""
        ...


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    shown: int = 0
    lost: int = 0
    step: Step = Step.FULL


class Run:
    """Connects at once and works until told to stop."""

    def __init__(self, start: Start, sources: Sources) -> None:
        self._clock = Clock(start.ticket.t0, start.fps)
        self._sources = sources
        self._wall = SystemClock()
        self._offset = self._wall.now() - time.monotonic_ns() // 1000
        self._sender = Sender(start.socket, start.ticket, start.ticket_text)
        self._composer = Composer()
        self._pictures = Pictures(self._clock, self._sender)
        self._tick = max(0, self._clock.tick_at(self._now()) + 1)
        self._sounds = Sounds(self._clock, self._sender, self._tick)
        self._ladder = Ladder(self._now())
        self._is_late = False
        self._noted = self._now()
        self.tally = Tally()
        self._sender.describe(_table(start.fps, self._pictures.configs), self._pictures.configs, self._sounds.config)

    def work(self, stop: threading.Event) -> None:
        """Tick until `stop`, then flush and say good-bye. Raises OSError when the origin is gone, ClockSet."""
        try:
            while not stop.is_set():
                if self._wait():
                    self._work_tick()
            self._pictures.flush()
            self._sounds.flush()
            self._sender.end()
        finally:
            self._sender.close()

    def _now(self) -> int:
        """Wall time that does not jump within a run."""
        return time.monotonic_ns() // 1000 + self._offset

    def _wait(self) -> bool:
        """Sleep towards the next tick; whether it is due."""
        now = self._now()
        if abs(self._wall.now() - now) > STEP_US:
            raise ClockSet
        self._sender.beat(now)
        early = self._clock.due(self._tick) - now
        if early > 0:
            time.sleep(min(early / 1_000_000, _WAIT_S))
        return self._clock.due(self._tick) <= self._now()

    def _work_tick(self) -> None:
        due = self._clock.tick_at(self._now())
        newest = self._tick if due - self._tick <= LATE else due
        lost = newest - self._tick
        step = self._ladder.note(lost, self._now())
        self._sources.turn()
        self._sounds.put(newest, self._sources.sounds)
        if _shows(step, newest):
            self._show(newest, step, is_late=lost > 0 or self._is_late)
            self._is_late = False
        else:
            self._is_late = True
        self._tick = newest + 1
        self.tally = Tally(self.tally.shown + 1, self._ladder.lost, step)
        self._note()

    def _show(self, tick: int, step: Step, *, is_late: bool) -> None:
        composed = self._composer.compose(self._sources.floor(), self._look if step < Step.STILL else _nothing)
        captured = self._wall.now()
        self._pictures.put(composed, tick, captured, is_fast=step > Step.FULL, is_late=is_late)

    def _look(self, identity: str, is_screen: bool) -> Picture | None:  # noqa: FBT001 - the shape of compose.Look
        return self._sources.picture(identity, is_screen=is_screen)

    def _note(self) -> None:
        if self._now() - self._noted >= NOTE_EVERY_US:
            self._noted = self._now()
            _log.info("programme_ticked", shown=self.tally.shown, lost=self.tally.lost, step=self.tally.step.name)


def _nothing(_identity: str, _is_screen: bool) -> None:  # noqa: FBT001 - the shape of compose.Look
    return None


def _shows(step: Step, tick: int) -> bool:
    """Whether a tick gets a picture at a step of the ladder. A still comes no more seldom than that: a picture leaves the
    encoder when it was given as many more as it looks ahead, and what is a second late may pass no gate."""
    return step < Step.HALF or tick % EVERY == 0


def _table(fps: int, configs: list[bytes]) -> Table:
    videos = [
        Rendition(Kind.VIDEO, size.number, codecs_of(config), size.bits, size.width, size.height)
        for size, config in zip(SIZES, configs, strict=True)
    ]
    return Table(fps, (*videos, Rendition(Kind.AUDIO, 0, SOUND_CODECS, SOUND_BITS)))
