"""A worker that gets a quarter of a core: pictures are given up step by step, sound never."""

from __future__ import annotations

import itertools

import pytest

from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, Unit
from tests.media.programme.outside import Origin, Screen, heard, marks_heard
from tests.media.programme.quota import held_to
from tests.media.programme.rig import Programme, Speaker
from tests.media.programme.watching import Watch, shows

pytestmark = pytest.mark.engine
SECONDS = 4
WHOLE = 0.9
"""Share of the sound that must be the speaker's: before the first step the whole process comes late."""


def ticks(units: list[Unit]) -> list[int]:
    return [unit.pts // 3000 for unit in units]


def has_stepped_down(origin: Origin) -> bool:
    """For so many seconds no two ticks that follow each other had a picture: `HALF`, or the still at that rate."""
    shown = ticks(origin.of(Kind.VIDEO))
    late = [tick for tick in shown if tick > shown[-1] - SECONDS * 30] if shown else []
    return len(late) > 1 and all(later - earlier >= 2 for earlier, later in itertools.pairwise(late))


def test_a_quarter_of_a_core_costs_pictures_and_no_sound(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    for who in "bc":
        stage[who].do("hush")
    watch = Watch(origin)
    programme.floor("a")
    watch.until(shows(1), "the speaker")
    programme.floor("a", "b", "c")
    with held_to(programme.process.pid, 0.25):
        begun = origin.of(Kind.AUDIO)[-1].pts
        origin.wait(lambda: has_stepped_down(origin), "a step down")
        settled = origin.of(Kind.AUDIO)[-1].pts
        origin.wait(lambda: origin.of(Kind.AUDIO)[-1].pts > settled + SECONDS * 48_000, "a while of it")
        video, sound = origin.of(Kind.VIDEO), origin.of(Kind.AUDIO)
    assert programme.stop() == 0
    assert [n for n in range(1, len(video)) if ticks(video)[n] > ticks(video)[n - 1] + 1] == [
        n for n in range(1, len(video)) if video[n].flags & Flag.SKIPPED
    ], "each gap is said to be one"
    assert all(unit.pts % 3000 == 0 and unit.captured >= programme.t0 + unit.pts * 100 // 9 for unit in video)
    whole = origin.of(Kind.AUDIO)
    assert [u.pts for u in whole] == list(range(whole[0].pts, whole[-1].pts + 1, AUDIO_SAMPLES)), "a unit is missing"
    assert all(u.captured == programme.t0 + u.pts * 1_000_000 // 48_000 for u in whole)
    assert sound[-1].pts - begun > 2 * SECONDS * 48_000
    assert abs(sound[-1].pts / 48_000 - video[-1].pts / 90_000) < 2, "sound and pictures are of one time"
    first, samples = heard(origin)
    marks = marks_heard(samples[begun - first : sound[-1].pts - first])
    assert marks.count(1) > WHOLE * len(marks), marks
    settled_marks = marks_heard(samples[settled - first : sound[-1].pts - first])
    assert settled_marks.count(1) > WHOLE * len(settled_marks), settled_marks
    assert len(Screen(origin).more()) == len(origin.of(Kind.VIDEO)), "it can be decoded from end to end"
