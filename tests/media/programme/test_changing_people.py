"""People come and go, switch off and share while the programme runs: a real engine, and what is sent is read back."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest

from incamera.media.wire import AUDIO_SAMPLES, Kind
from tests.engines import Engine
from tests.media.programme.outside import Origin, heard, is_still, mark_in, marks_heard
from tests.media.programme.rig import Programme, Speaker, make_clip, now, remove
from tests.media.programme.watching import LEFT, RIGHT, Watch, shows

pytestmark = pytest.mark.engine
HICCUP = 3
"""Blocks of 40 ms: a speaker's own process may be kept waiting so long on a machine that is busy."""


def marks_between(programme: Programme, origin: Origin, since: int, until: int) -> list[int | None]:
    """Whose tone each 40 ms of the programme between two instants carry."""
    first, samples = heard(origin)
    begin, end = ((at - programme.t0) * 48 // 1000 - first for at in (since, until))
    return marks_heard(samples[max(0, begin) : end])


def longest_without(mark: int, marks: list[int | None]) -> int:
    """The longest stretch, in blocks, that is not this speaker's."""
    return max((len(list(run)) for is_it, run in itertools.groupby(m == mark for m in marks) if not is_it), default=0)


def sound_is_whole(origin: Origin) -> bool:
    units = origin.of(Kind.AUDIO)
    return [u.pts for u in units] == list(range(units[0].pts, units[-1].pts + 1, AUDIO_SAMPLES))


def until_heard(programme: Programme, origin: Origin, mark: int, *, after: int) -> int:
    """The instant by which a speaker was heard after another one."""

    def look() -> int | None:
        at = now()
        return at if mark in marks_between(programme, origin, after, at) else None

    found: int = origin.wait(look, f"the voice of {mark}")
    return found


def test_a_camera_off_mid_sentence_is_a_card_and_the_voice_goes_on(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a")
    watch.until(shows(1), "a picture")
    heard_at = until_heard(programme, origin, 1, after=programme.t0)
    watch.until(lambda s: s.unit.captured > heard_at + 1_500_000, "a sentence that has begun")
    off = stage["a"].do("mute")
    card = watch.until(is_still, "the card")
    watch.until(lambda s: s.unit.captured > off + 2_000_000, "the rest of the sentence")
    on = stage["a"].do("unmute")
    watch.until(lambda s: s.unit.captured > on and mark_in(s.luma) == 1, "the picture again")
    last = watch.until(lambda s: s.unit.captured > on + 1_000_000, "some more of it").unit.captured
    assert programme.stop() == 0
    assert card.unit.captured - off < 1_000_000
    assert sound_is_whole(origin)
    marks = marks_between(programme, origin, off - 500_000, last - 500_000)
    assert longest_without(1, marks) <= HICCUP, marks
    assert len(marks) > 60


def test_one_who_connects_again_takes_the_place_of_the_former(
    engine: Engine, chamber: str, stage: dict[str, Speaker], programme: Programme, origin: Origin, clips: Path
) -> None:
    watch = Watch(origin)
    programme.floor("a", "b")
    watch.until(shows(1, 2), "both")
    again = Speaker(engine, chamber, "b", 4, make_clip(clips, 4))
    try:
        came = again.do("publish")
        watch.until(shows(1, 4), "the new connection of the second")
        seen = watch.until(lambda s: s.unit.captured > came + 3_000_000, "and nothing of the former one")
        assert mark_in(seen.luma, *RIGHT) == 4
        until_heard(programme, origin, 4, after=came)
    finally:
        again.end()
    assert programme.stop() == 0
    assert sound_is_whole(origin)
    late = seen.unit.captured
    assert not [s for s in watch.rest() if came + 2_000_000 < s.unit.captured <= late and mark_in(s.luma, *RIGHT) == 2]


@pytest.mark.parametrize("way", ["leaves", "removed"])
def test_one_who_is_gone_is_a_card_at_once_and_silent(
    way: str, engine: Engine, chamber: str, stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a", "b")
    watch.until(shows(1, 2), "both")
    until_heard(programme, origin, 2, after=programme.t0)
    if way == "leaves":
        gone = stage["b"].do("leave")
    else:
        asyncio.run(remove(engine, chamber, "b"))
        gone = now()
    card = watch.until(lambda s: mark_in(s.luma, *LEFT) == 1 and mark_in(s.luma, *RIGHT) is None, "a card")
    assert card.unit.captured - gone < 1_000_000, "at the event, not when a lost one would be given up"
    watch.until(lambda s: s.unit.captured > gone + 1_500_000, "a while")
    assert programme.stop() == 0
    assert sound_is_whole(origin)
    assert 2 not in marks_between(programme, origin, gone + 500_000, gone + 1_200_000)
    assert 1 in marks_between(programme, origin, gone + 500_000, gone + 1_200_000)
