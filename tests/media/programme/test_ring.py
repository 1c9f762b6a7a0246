import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme import ring as ring_module
from incamera.media.programme.ring import CAP, TARGET, TRIM_EVERY, Ring, Sound

TICK = 1600
TICK_US = 33_333


def numbered(first: int, count: int) -> Sound:
    """Sound whose samples say their number: above the quiet, so that nothing is taken for silence."""
    return np.arange(first, first + count, dtype=np.float32) + 1.0


pieces = st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 2_000)), max_size=40)
takes = st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 3_000)), min_size=1, max_size=40)


@given(pieces, takes)
def test_no_sample_has_a_place_before_it_arrived_and_none_comes_twice(
    arriving: list[tuple[int, int]], taking: list[tuple[int, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ring_module, "FADE", 0)  # so that every sample still says its number
        _feed(arriving, taking)


def _feed(arriving: list[tuple[int, int]], taking: list[tuple[int, int]]) -> None:
    ring = Ring()
    arrived: dict[int, int] = {}
    at, number, place = 0, 0, 0
    events = [("put", gap, size) for gap, size in arriving] + [("take", gap, size) for gap, size in taking]
    seen: list[int] = []
    for kind, gap, size in sorted(events, key=lambda event: event[2]):
        at += gap
        if kind == "put":
            arrived.update(dict.fromkeys(range(number, number + size), at))
            ring.put(numbered(number, size), at)
            number += size
        else:
            place = max(place, at - 50_000)  # a worker that is behind asks for places in the past
            for value in ring.take(size, place):
                if value:
                    assert arrived[int(value) - 1] <= place
                    seen.append(int(value))
    assert seen == sorted(set(seen))
    assert ring.waiting <= CAP + 2_000


def test_an_underrun_is_played_through_and_what_follows_is_not_late_for_good() -> None:
    ring = Ring()
    ring.put(np.full(800, 0.5, np.float32), 0)
    first = ring.take(TICK, 1)
    assert first[400] == 0.5
    assert not first[800:].any()
    assert abs(first[799]) < 0.01, "it fades out"
    ring.put(np.full(TICK, 0.5, np.float32), 2)
    after = ring.take(TICK, 3)
    assert after[0] == 0, "it fades in"
    assert after[-1] == 0.5


def test_what_is_too_much_all_the_while_is_trimmed_in_silence_only() -> None:
    def level_after(sound: Sound) -> int:
        ring = Ring()
        ring.put(sound[: TARGET + 1000], 0)
        for n in range(TRIM_EVERY * 4):
            ring.put(sound[:TICK], n * TICK_US)
            ring.take(TICK, n * TICK_US)
        return ring.waiting

    assert level_after(np.full(4000, 0.5, np.float32)) == TARGET + 1000
    assert TARGET - TICK <= level_after(np.zeros(4000, np.float32)) < TARGET + 1000


def test_far_too_much_is_trimmed_while_somebody_speaks_and_never_more_than_the_cap_waits() -> None:
    ring = Ring()
    for n in range(20):
        ring.put(np.full(960, 0.5, np.float32), n)
    assert ring.waiting <= CAP
    for n in range(TRIM_EVERY * 30):
        ring.put(np.full(TICK, 0.5, np.float32), n * TICK_US)
        ring.take(TICK, n * TICK_US)
    assert ring.waiting <= 3 * TARGET + TICK
