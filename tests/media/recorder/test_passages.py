"""Whatever the order of units, slate, dumps and restarts: a passage holds what was live, once, from a sync picture on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.recorder.passages import Begun, Cutter, Ended, Kept, Step, reach_us
from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, Rendition, Table, Unit, WireError, pack_table

T0 = 1_790_000_000_000_000
FPS = 30
FRAME = 90_000 // FPS
LANES = ((Kind.VIDEO, 0), (Kind.AUDIO, 0), (Kind.AUDIO, 1))
TABLE = pack_table(
    Table(
        FPS,
        (
            Rendition(Kind.VIDEO, 0, "avc1", 1, 1280, 720),
            Rendition(Kind.VIDEO, 1, "avc1", 1, 640, 360),
            Rendition(Kind.AUDIO, 0, "mp4a", 1),
            Rendition(Kind.AUDIO, 1, "mp4a", 1, language="fr", name="French"),
        ),
    )
)


def message(kind: Kind, *, span: int = 0, number: int = 0, data: bytes = b"") -> Unit:
    return Unit(kind, Flag.NONE, number, span, 0, 0, 0, T0, bytearray(data))


def head(span: int) -> list[Unit]:
    configs = [message(Kind.VIDEO_CONFIG, span=span, number=n, data=b"v%d" % n) for n in (0, 1)]
    return [
        message(Kind.TABLE, span=span, data=TABLE),
        *configs,
        *(message(Kind.AUDIO_CONFIG, span=span, number=n, data=b"a%d" % n) for n in (0, 1)),
    ]


def picture(i: int, *, span: int = 0, number: int = 0, is_sync: bool, is_live: bool) -> Unit:
    flags = (Flag.SYNC if is_sync else Flag.NONE) | (Flag.NONE if is_live else Flag.SLATE)
    return Unit(Kind.VIDEO, flags, number, span, 0, 0, FRAME * i, T0 + i * 1_000_000 // FPS, bytearray(b"p%d" % i))


def sound(j: int, *, span: int = 0, number: int = 0, is_live: bool) -> Unit:
    flags = Flag.SYNC | (Flag.NONE if is_live else Flag.SLATE)
    at = T0 + j * AUDIO_SAMPLES * 1_000_000 // 48_000
    return Unit(Kind.AUDIO, flags, number, span, 0, 0, AUDIO_SAMPLES * j, at, bytearray(b"s%d" % j))


@dataclass(frozen=True)
class Reel:
    """One span: its units by lane, each in the order of time, and the order in which lanes take turns."""

    span: int
    lanes: tuple[tuple[Unit, ...], ...]
    turns: tuple[int, ...]

    def mixed(self, turns: Sequence[int]) -> Iterator[Unit]:
        """All units; a lane that has its turn and nothing left is passed over."""
        rest = [list(lane) for lane in self.lanes]
        for turn in turns:
            if rest[turn]:
                yield rest[turn].pop(0)
        for lane in rest:
            yield from lane

    def even(self) -> list[Unit]:
        """All units in the order of time."""
        units = [unit for lane in self.lanes for unit in lane]
        return sorted(units, key=lambda u: (u.pts * (8 if u.kind is Kind.VIDEO else 15), u.kind, u.rendition))


@st.composite
def reels(draw: st.DrawFn, span: int = 0) -> Reel:
    """Stretches of live and of slate, with sync pictures and lost sound anywhere."""
    stretches = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), min_size=1, max_size=5))
    live = [is_live for is_live, length in stretches for _ in range(length)]
    syncs = draw(st.lists(st.booleans(), min_size=len(live), max_size=len(live)))
    pictures = tuple(
        picture(i, span=span, is_sync=is_sync, is_live=is_live)
        for i, (is_live, is_sync) in enumerate(zip(live, syncs, strict=True))
    )
    heard = len(live) * 48_000 // FPS // AUDIO_SAMPLES
    silent = draw(st.sets(st.integers(0, max(heard, 1))))
    sounds = tuple(
        tuple(sound(j, span=span, number=number, is_live=j not in silent and live[j * AUDIO_SAMPLES * FPS // 48_000])
              for j in range(heard))
        for number in (0, 1)
    )  # fmt: skip
    turns = draw(st.lists(st.integers(0, 2), max_size=sum(map(len, (pictures, *sounds)))))
    return Reel(span, (pictures, *sounds), tuple(turns))


def played(cutter: Cutter, units: Iterable[Unit]) -> list[Step]:
    return [step for unit in units for step in cutter.take(unit)]


def whole(reel: Reel, units: Iterable[Unit]) -> list[Step]:
    return played(Cutter(), [*head(reel.span), *units, message(Kind.END, span=reel.span)])


def split(steps: Iterable[Step]) -> list[tuple[Begun, list[Kept], Ended]]:
    """Each passage; that every step belongs to one is checked on the way."""
    found: list[tuple[Begun, list[Kept], Ended]] = []
    running: tuple[Begun, list[Kept]] | None = None
    for step in steps:
        match step:
            case Begun():
                assert running is None
                running = step, []
            case Kept():
                assert running is not None
                running[1].append(step)
            case Ended():
                assert running is not None
                found.append((*running, step))
                running = None
    assert running is None, "every passage ends"
    return found


def is_sound(steps: Iterable[Step]) -> None:
    """What holds of all passages of one recorder, whatever was sent."""
    kept_until: dict[int, int] = {}
    seen: set[tuple[int, Kind, int, int]] = set()
    for begun, kept, ended in split(steps):
        first = kept[0]
        assert (first.unit.kind, first.pts, first.unit.is_sync) == (Kind.VIDEO, 0, True)
        assert begun.streams == LANES
        assert begun.configs[Kind.VIDEO, 0] == b"v0"
        live = [k.unit for k in kept if not k.unit.flags & Flag.SLATE]
        assert (ended.since, ended.until) == (
            min(u.captured for u in live),
            max(u.captured + reach_us(u) for u in live),
        )
        assert ended.since >= kept_until.get(ended.span, 0), "nothing from before is kept again"
        kept_until[ended.span] = ended.until
        for lane in LANES:
            places = [k.pts for k in kept if (k.unit.kind, k.unit.rendition) == lane]
            assert places == sorted(set(places))
            assert all(place >= 0 for place in places)
        for step in kept:
            unit = step.unit
            assert unit.span == begun.span == ended.span
            assert unit.kind is Kind.AUDIO or not unit.flags & Flag.SLATE, "no slate is recorded"
            key = unit.span, unit.kind, unit.rendition, unit.pts
            assert key not in seen, "nothing is kept twice"
            seen.add(key)


@given(reel=reels())
def test_however_the_lanes_are_mixed_the_passages_are_the_same(reel: Reel) -> None:
    steps = whole(reel, reel.mixed(reel.turns))
    is_sound(steps)
    assert steps == whole(reel, reel.even())


@given(reel=reels())
def test_every_live_picture_from_a_sync_one_to_the_next_slate_is_kept(reel: Reel) -> None:
    expected: list[int] = []
    is_running = False
    for unit in reel.lanes[0]:
        if unit.flags & Flag.SLATE:
            is_running = False
            continue
        if not is_running and unit.is_sync:
            is_running = True
        if is_running:
            expected.append(unit.pts)
    passages = split(whole(reel, reel.mixed(reel.turns)))
    assert [k.unit.pts for _, kept, _ in passages for k in kept if k.unit.kind is Kind.VIDEO] == expected


@given(late=st.sets(st.integers(1, 59)), turns=st.lists(st.integers(0, 2), max_size=250))
def test_pictures_that_came_too_late_cost_no_sound_and_end_no_passage(late: set[int], turns: list[int]) -> None:
    pictures = tuple(picture(i, is_sync=i % 6 == 0, is_live=i not in late) for i in range(60))
    sounds = tuple(tuple(sound(j, number=number, is_live=True) for j in range(93)) for number in (0, 1))
    reel = Reel(0, (pictures, *sounds), tuple(turns))
    steps = whole(reel, reel.mixed(turns))
    is_sound(steps)
    ((_, kept, _),) = split(steps)
    for number in (0, 1):
        assert [k.pts // AUDIO_SAMPLES for k in kept if (k.unit.kind, k.unit.rendition) == (Kind.AUDIO, number)] == [
            *range(93)
        ]


@given(
    reels=st.tuples(reels(span=0), reels(span=2)), losses=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 8)))
)
def test_wherever_the_connection_is_lost_and_whatever_is_sent_again_nothing_is_kept_twice(
    reels: tuple[Reel, Reel], losses: list[tuple[int, int]]
) -> None:
    """Each loss: after how many units of the whole, and how many of those before are sent once more."""
    cutter, steps = Cutter(), list[Step]()
    for reel in reels:
        units = list(reel.mixed(reel.turns))
        steps += played(cutter, head(reel.span))
        begin = 0
        for at, again in sorted((at % (len(units) + 1), again) for at, again in losses):
            steps += played(cutter, units[min(begin, at) : at])
            steps += cutter.lose()
            cutter = Cutter(cutter.kept_until)
            steps += played(cutter, head(reel.span))
            begin = max(0, at - again)
        steps += played(cutter, [*units[begin:], message(Kind.END, span=reel.span)])
    is_sound(steps)


@given(reel=reels(), since=st.integers(0, 40), length=st.integers(1, 40))
def test_what_a_dump_took_is_in_no_passage(reel: Reel, since: int, length: int) -> None:
    """The origin gives slate in its place."""
    begin, to = T0 + since * 1_000_000 // FPS, T0 + (since + length) * 1_000_000 // FPS

    def after_dump(unit: Unit) -> Unit:
        is_hit = unit.captured < to and unit.captured + reach_us(unit) > begin
        return replace(unit, flags=unit.flags | Flag.SLATE, payload=bytearray(b"slate")) if is_hit else unit

    steps = whole(reel, map(after_dump, reel.mixed(reel.turns)))
    is_sound(steps)
    for _, kept, ended in split(steps):
        assert all(k.unit.payload != b"slate" for k in kept if k.unit.kind is Kind.VIDEO)
        spoken = [k.unit for k in kept if not k.unit.flags & Flag.SLATE]
        assert all(u.captured + reach_us(u) <= begin or u.captured >= to for u in spoken)
        assert ended.since < ended.until
        assert ended.until <= begin or to <= ended.since, "a passage lies on one side of it"


def test_only_the_first_picture_is_recorded_and_every_sound() -> None:
    units = [picture(i, number=n, is_sync=i == 0, is_live=True) for i in range(6) for n in (0, 1)]
    units += [sound(j, number=n, is_live=True) for j in range(6) for n in (0, 1)]
    ((begun, kept, _),) = split(played(Cutter(), [*head(0), *units, message(Kind.END)]))
    assert begun.streams == LANES
    assert {(k.unit.kind, k.unit.rendition) for k in kept} == set(LANES)


def test_units_of_no_span_and_of_another_one_are_left_out() -> None:
    units = [picture(0, is_sync=True, is_live=True), picture(1, span=5, is_sync=True, is_live=True)]
    assert played(Cutter(), units) == []
    steps = played(
        Cutter(), [*head(0), *units, sound(0, is_live=True), sound(0, number=1, is_live=True), message(Kind.END)]
    )
    assert {k.unit.span for _, kept, _ in split(steps) for k in kept} == {0}


def test_after_a_cut_a_passage_begins_with_the_next_sync_picture() -> None:
    """As when the disk took no more."""
    cutter = Cutter()
    units = [picture(i, is_sync=i in {0, 4}, is_live=True) for i in range(8)]
    steps = played(cutter, [*head(0), *units[:2], *(sound(0, number=n, is_live=True) for n in (0, 1))])
    steps += cutter.cut()
    steps += played(cutter, [*units[2:], *(sound(j, number=n, is_live=True) for j in range(1, 9) for n in (0, 1))])
    steps += played(cutter, [message(Kind.END)])
    passages = split(steps)
    assert [kept[0].unit.pts // FRAME for _, kept, _ in passages][-1] == 4
    is_sound(steps)


def test_a_table_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(WireError):
        played(Cutter(), [message(Kind.TABLE, data=b"{")])
