"""The loop of ticks with sources that are in memory: a real socket, real encoders, no engine."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from incamera.media.origin.gate import LATE_US
from incamera.media.origin.line import SPARE_FRAMES
from incamera.media.programme.ladder import Ladder, Step
from incamera.media.programme.orders import Floor, Start
from incamera.media.programme.picture import Picture
from incamera.media.programme.ring import Sound
from incamera.media.programme.run import ClockSet, Run
from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, Ticket
from incamera.platform.clock import SystemClock
from tests.e2e.barcode import tone
from tests.media.programme.drawn import coded
from tests.media.programme.outside import Origin, Screen, heard, mark_in, marks_heard

pytestmark = pytest.mark.process


class Stage:
    """Speaker `a`, whose picture says how often it was looked at, and whose tone never ends."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.turns = 0
        self._phase = 0.0

    def floor(self) -> Floor:
        return Floor(("a",))

    def turn(self) -> None:
        self.turns += 1

    def picture(self, identity: str, *, is_screen: bool) -> Picture | None:
        time.sleep(self.pause)
        return None if is_screen or identity != "a" else coded(1, self.turns)

    def sounds(self, count: int, place: int) -> list[Sound]:  # noqa: ARG002 - as the protocol has it
        samples, self._phase = tone(1, 2, count, self._phase)
        return [(samples / 32_768).astype(np.float32)]


@contextmanager
def running(origin: Origin, stage: Stage, *, t0: int | None = None, fps: int = 30) -> Iterator[Run]:
    ticket = Ticket("m", 1, 1, time.time_ns() // 1000 if t0 is None else t0, 0)
    run, stop = Run(Start("", "", str(origin.path), "text", ticket, fps), stage), threading.Event()
    thread = threading.Thread(target=run.work, args=(stop,))
    thread.start()
    try:
        yield run
    finally:
        stop.set()
        thread.join(10)
        origin.is_over.wait(5)


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Origin]:
    origin = Origin(tmp_path / "s")
    yield origin
    origin.close()


@pytest.mark.parametrize("fps", [25, 30])
def test_pictures_and_sound_come_on_one_grid(origin: Origin, fps: int) -> None:
    with running(origin, Stage(), fps=fps) as run:
        origin.wait(lambda: len(origin.of(Kind.VIDEO)) > 30, "a second")
    assert origin.broke is None
    video, sound = origin.of(Kind.VIDEO), origin.of(Kind.AUDIO)
    assert len(video) == run.tally.shown == len(origin.of(Kind.VIDEO, 1))
    assert all(unit.pts % (90_000 // fps) == 0 for unit in video)
    assert [u.pts for u in sound] == list(range(sound[0].pts, sound[-1].pts + 1, AUDIO_SAMPLES))
    assert not [seen for seen in Screen(origin).more() if mark_in(seen.luma) != 1]
    marks = marks_heard(heard(origin)[1])
    assert marks[2:-2] == [1] * (len(marks) - 4)


def test_it_waits_for_the_span_to_begin(origin: Origin) -> None:
    t0 = time.time_ns() // 1000 + 700_000
    with running(origin, Stage(), t0=t0):
        origin.wait(lambda: origin.of(Kind.VIDEO), "the first picture")
        assert time.time_ns() // 1000 > t0
        assert origin.of(Kind.HEARTBEAT), "it says meanwhile that it is there"
    assert origin.of(Kind.VIDEO)[0].captured >= t0
    assert origin.of(Kind.AUDIO)[0].pts == 0


def test_a_later_run_of_the_span_goes_on_in_its_time(origin: Origin) -> None:
    t0 = time.time_ns() // 1000 - 100_000_000
    with running(origin, Stage(), t0=t0):
        origin.wait(lambda: origin.of(Kind.VIDEO) and origin.of(Kind.AUDIO), "pictures and sound")
    video, sound = origin.of(Kind.VIDEO), origin.of(Kind.AUDIO)
    assert video[0].is_sync
    assert video[0].pts > 100 * 90_000
    assert abs(sound[0].pts * 90 // 48 - video[0].pts) < 90_000


def test_what_a_slow_machine_loses_is_pictures_and_it_says_so(origin: Origin) -> None:
    with running(origin, Stage(pause=0.05)) as run:
        origin.wait(lambda: run.tally.shown > 12, "some ticks")
    video, sound = origin.of(Kind.VIDEO), origin.of(Kind.AUDIO)
    ticks = [unit.pts // 3000 for unit in video]
    assert run.tally.lost >= ticks[-1] - ticks[0] + 1 - len(ticks) > 0
    late = [n for n in range(1, len(ticks)) if ticks[n] > ticks[n - 1] + 1]
    assert [n for n in range(1, len(ticks)) if video[n].flags & Flag.SKIPPED] == late
    assert [u.pts for u in sound] == list(range(sound[0].pts, sound[-1].pts + 1, AUDIO_SAMPLES)), "no sound is lost"
    marks = marks_heard(heard(origin)[1])
    assert marks[2:-2] == [1] * (len(marks) - 4)


def test_down_the_ladder_sound_goes_on_and_speed_changes_at_an_idr(
    origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = [Step.FASTER]
    monkeypatch.setattr(Ladder, "note", lambda *_: step[0])
    with running(origin, Stage()):
        origin.wait(lambda: len(origin.of(Kind.VIDEO)) > 49, "superfast")
        step[0] = Step.HALF
        origin.wait(lambda: len(origin.of(Kind.VIDEO)) > 60, "every second picture")
        step[0] = Step.STILL
        origin.wait(lambda: origin.of(Kind.VIDEO)[-1].flags & Flag.STILL, "a still")
    video, sound = origin.of(Kind.VIDEO), origin.of(Kind.AUDIO)
    ticks = [unit.pts // 3000 for unit in video]
    assert 2 in {later - earlier for earlier, later in itertools.pairwise(ticks[50:])}
    assert [u.pts for u in sound] == list(range(sound[0].pts, sound[-1].pts + 1, AUDIO_SAMPLES))
    assert len(Screen(origin).more()) == len(video), "it can be decoded from end to end"


def test_a_still_passes_the_gate_and_is_no_slate(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ladder, "note", lambda *_: Step.STILL)
    with running(origin, Stage()):
        origin.wait(lambda: len(origin.of(Kind.VIDEO)) > 70, "stills of some segments")
    units = tuple(zip(origin.units, origin.arrived, strict=True))
    met = [(unit, at) for unit, at in units if unit.kind is Kind.VIDEO and unit.rendition == 0][:70]
    late = sorted(at - unit.captured for unit, at in met)
    assert late[len(late) // 2] < LATE_US, "pictures are let in while they are young enough"
    ticks = [unit.pts // 3000 for unit, _ in met]
    usual = sorted(later - earlier for earlier, later in itertools.pairwise(ticks))[len(ticks) // 2]
    assert usual <= SPARE_FRAMES, "the next one is there before the place after the last is given up"
    assert all(unit.flags & Flag.STILL for unit, _ in met)


def test_a_clock_that_is_set_ends_the_run(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = Ticket("m", 1, 1, time.time_ns() // 1000, 0)
    run = Run(Start("", "", str(origin.path), "text", ticket, 30), Stage())
    monkeypatch.setattr(SystemClock, "now", lambda _: time.time_ns() // 1000 + 3_600_000_000)
    with pytest.raises(ClockSet):
        run.work(threading.Event())
    assert origin.is_over.wait(5)
    assert Kind.END not in [unit.kind for unit in origin.units]


def test_an_origin_that_takes_nothing_ends_the_run(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incamera.media.programme.sender.PATIENCE_S", 0.2)
    ticket = Ticket("m", 1, 1, time.time_ns() // 1000, 0)
    run = Run(Start("", "", str(origin.path), "text", ticket, 30), Stage())
    origin.wait(lambda: origin.of(Kind.AUDIO_CONFIG), "the beginning")
    origin.hang_up()
    with pytest.raises(OSError, match=r"pipe|reset"):
        run.work(threading.Event())
