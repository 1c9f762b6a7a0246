"""The worker as a process, on a real engine, with speakers that are processes; what it sends is decoded and read."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, read_table
from tests.engines import Engine
from tests.media.programme.outside import (
    Origin,
    Seen,
    heard,
    is_still,
    mark_in,
    marks_anywhere,
    marks_heard,
)
from tests.media.programme.rig import Child, Programme, Speaker, delete_chamber, present, speakers
from tests.media.programme.watching import LEFT, RIGHT, Watch, shows

pytestmark = pytest.mark.engine

ENDS_S = 40
"""A chamber that is deleted while the client joins it lets the client hang until it gives up (`ingest.py: JOIN_S`)."""


def test_shows_and_sounds_the_floor_and_nobody_else(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a")
    watch.until(shows(1), "the first speaker")
    changed = programme.floor("b")
    watch.until(shows(2), "the second speaker")
    programme.floor("b", "a")
    watch.until(shows(2, 1), "both in protocol order")
    alone = programme.floor("a")
    watch.until(shows(1), "the first speaker again")
    assert programme.stop() == 0
    seen = watch.rest()
    assert all(3 not in marks_anywhere(s.luma) for s in seen), "somebody who never had the floor"
    late = 200_000  # to be told and to show: a line through a pipe and a tick
    between = [s for s in seen if changed + late < s.unit.captured < alone]
    assert not [s for s in between if mark_in(s.luma) == 1], "the first speaker stayed"
    assert not [s for s in seen if s.unit.captured > alone + late and 2 in marks_anywhere(s.luma)]
    first, samples = heard(origin)
    marks = marks_heard(samples)
    assert {1, 2} <= set(marks)
    assert 3 not in marks
    ended = (alone - programme.t0) * 48 // 1000 + 48 * 300 - first  # the codec and the mixer keep sound a little longer
    assert 2 not in marks_heard(samples[ended:])


def test_what_it_sends_can_be_followed_from_the_first_unit_to_the_last(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch, small = Watch(origin), Watch(origin, 1)
    programme.floor("a", item="Opening remarks")
    found = watch.until(shows(1), "a picture")
    small.until(shows(1), "the small picture")
    watch.until(lambda s: s.unit.pts > found.unit.pts + 2 * 48 * 3000, "two segments more")
    assert programme.stop() == 0
    origin.is_over.wait(10)
    assert origin.broke is None
    kinds = [unit.kind for unit in origin.units]
    assert kinds[:5] == [Kind.TICKET, Kind.TABLE, Kind.VIDEO_CONFIG, Kind.VIDEO_CONFIG, Kind.AUDIO_CONFIG]
    assert kinds[-1] is Kind.END
    assert {(unit.span, unit.run) for unit in origin.units} == {(3, 2)}
    table = read_table(origin.of(Kind.TABLE)[0].payload)
    assert [(r.number, r.width, r.height) for r in table.renditions] == [(0, 1280, 720), (1, 640, 360), (0, 0, 0)]
    for number in (0, 1):
        _is_on_the_grid(origin, number, programme.t0)
    sound = origin.of(Kind.AUDIO)
    assert [u.pts for u in sound] == list(range(sound[0].pts, sound[-1].pts + 1, AUDIO_SAMPLES))
    assert all(u.captured == programme.t0 + u.pts * 1_000_000 // 48_000 for u in sound)
    assert sound[-1].pts + 2 * AUDIO_SAMPLES > origin.of(Kind.VIDEO)[-1].pts * 48 // 90
    assert kinds.count(Kind.HEARTBEAT) >= 3
    assert len(small.rest()) == len(origin.of(Kind.VIDEO, 1)), "every picture can be decoded"


def _is_on_the_grid(origin: Origin, number: int, t0: int) -> None:
    units = origin.of(Kind.VIDEO, number)
    ticks = [u.pts // 3000 for u in units]
    assert all(u.pts % 3000 == 0 for u in units)
    assert all(later > earlier for earlier, later in itertools.pairwise(ticks))
    firsts = [n for n, tick in enumerate(ticks) if n == 0 or tick // 48 != ticks[n - 1] // 48]
    assert [n for n, u in enumerate(units) if u.is_sync] == firsts
    gaps = [n for n in range(1, len(ticks)) if ticks[n] != ticks[n - 1] + 1]
    assert [n for n, u in enumerate(units) if u.flags & Flag.SKIPPED and n] == gaps
    assert all(u.captured >= t0 + u.pts * 100 // 9 for u in units), "a picture dated before its tick"


def test_a_camera_that_is_switched_off_is_a_card_at_once(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a")
    live = watch.until(shows(1), "a picture")
    assert not is_still(live)
    off = stage["a"].do("mute")
    card = watch.until(is_still, "the card")
    assert card.unit.captured - off < 1_000_000, "at the event, not after the time that a lost one is waited for"
    on = stage["a"].do("unmute")
    back = watch.until(lambda s: s.unit.captured > on and not is_still(s), "the picture again")
    assert mark_in(back.luma) == 1
    stage["a"].do("leave")
    watch.until(is_still, "the card of one who left")


def test_a_floor_that_changes_faster_than_the_engine_answers_ends_where_it_says(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a")
    watch.until(shows(1), "the first speaker")
    for who in "babacabab":
        programme.floor(who)
    watch.until(shows(2), "the second speaker")
    for who in "aba":
        programme.floor(who)
    changed = programme.floor("a", "b")
    watch.until(shows(1, 2), "both")
    watch.until(lambda s: s.unit.captured > changed + 2_000_000 and shows(1, 2)(s), "both for good")


def test_a_speaker_who_dies_is_held_and_then_a_card_and_may_come_back(
    engine: Engine, chamber: str, stage: dict[str, Speaker], programme: Programme, origin: Origin, clips: Path
) -> None:
    watch = Watch(origin)
    programme.floor("a", "b")
    watch.until(shows(1, 2), "both")
    stage["b"].end()
    gone = watch.until(shows_only_left(1), "a card in place of the second")
    assert marks_anywhere(gone.luma) == {1}
    assert not is_still(gone)
    with speakers(engine, chamber, clips, "b"):
        watch.until(shows(1, 2), "the one who came back")


def shows_only_left(mark: int) -> Callable[[Seen], bool]:
    return lambda seen: mark_in(seen.luma, *LEFT) == mark and mark_in(seen.luma, *RIGHT) is None


def test_a_shared_screen_takes_the_stage_while_the_floor_says_so(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    stage_part, beside = (0, 0.125, 0.75, 0.75), (0.75, 0.375, 0.25, 0.25)

    def is_shared(seen: Seen) -> bool:
        return (mark_in(seen.luma, *stage_part), mark_in(seen.luma, *beside)) == (2, 1)

    watch = Watch(origin)
    programme.floor("a")
    watch.until(shows(1), "the speaker")
    stage["b"].do("share")
    programme.floor("a", screen="b")
    watch.until(is_shared, "the screen and the speaker beside it")
    stage["b"].do("unshare")
    watch.until(shows(1), "the speaker alone when the screen has gone")
    stage["b"].do("share")
    watch.until(is_shared, "the screen again")
    told = programme.floor("a")
    watch.until(shows(1), "the floor takes it away")
    assert programme.stop() == 0
    assert not [s for s in watch.rest() if s.unit.captured > told + 200_000 and is_shared(s)]


def test_it_ends_when_its_input_ends_when_the_chamber_goes_and_when_the_origin_goes(
    engine: Engine, chamber: str, origin: Origin, tmp_path: Path
) -> None:
    ended, broken = Programme(engine, chamber, origin.path), Origin(tmp_path / "other.sock")
    ended.floor("a")
    origin.wait(lambda: origin.of(Kind.VIDEO), "pictures, also before anybody speaks")
    ended.close_input()
    assert ended.process.wait(ENDS_S) == 0
    ended.end()
    assert [u.kind for u in origin.units][-1] is Kind.END
    lost = Programme(engine, chamber, broken.path)
    broken.wait(lambda: broken.of(Kind.VIDEO), "pictures")
    lost.tell({"speakers": "nobody"})
    broken.hang_up()
    assert lost.process.wait(ENDS_S) == 1
    lost.end()
    refused = Programme(engine, chamber, broken.path)
    assert refused.process.wait(ENDS_S) == 1
    refused.end()
    broken.close()
    last = Origin(tmp_path / "last.sock")
    closed = Programme(engine, chamber, last.path)
    closed.floor("a")
    last.wait(lambda: "programme-2" in asyncio.run(present(engine, chamber)), "the programme in the chamber")
    asyncio.run(delete_chamber(engine, chamber))
    assert closed.process.wait(ENDS_S) == 1
    closed.end()
    assert [u.kind for u in last.units][-1] is Kind.END, "what was in the encoders has been sent"
    last.close()


def test_memory_does_not_grow_with_the_pictures(
    stage: dict[str, Speaker], programme: Programme, origin: Origin
) -> None:
    watch = Watch(origin)
    programme.floor("a", "b", "c", "d")
    watch.until(lambda s: {1, 2, 3} <= marks_anywhere(s.luma), "three speakers and a card")
    begun = watch.until(lambda s: s.unit.pts > 6 * 90_000, "six seconds")
    before = private_kilobytes(programme.process.pid)
    watch.until(lambda s: s.unit.pts > begun.unit.pts + 6 * 90_000, "six seconds more")
    assert private_kilobytes(programme.process.pid) - before < 12_000


def private_kilobytes(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_"))


def test_it_says_what_is_wrong_with_its_orders_and_repeats_no_secret(
    engine: Engine, chamber: str, origin: Origin, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mistold = Child("incamera.media.programme")
    mistold.tell({"engine": engine.url, "token": "planted-token", "socket": str(origin.path), "ticket": "planted.x"})
    assert mistold.process.wait(15) == 2
    mistold.end()
    open_to_all = tmp_path / "start"
    open_to_all.write_text("{}")
    open_to_all.chmod(0o644)
    refused = Child("incamera.media.programme", "--start", str(open_to_all))
    assert refused.process.wait(15) == 2
    refused.end()
    said = capfd.readouterr().err
    assert "ticket: expected a signed ticket" in said
    assert "0600" in said
    assert "planted" not in said
