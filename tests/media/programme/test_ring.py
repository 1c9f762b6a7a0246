import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme import ring as ring_module
from incamera.media.programme.ring import CAP, TARGET, TRIM, TRIM_EVERY, Ring, Sound

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
            for offset, value in enumerate(ring.take(size, place)):
                if value:
                    assert arrived[int(value) - 1] <= place + offset * 1_000_000 // 48_000
                    seen.append(int(value))
    assert seen == sorted(set(seen))
    assert ring.waiting <= CAP + 2_000


def test_an_underrun_is_played_through_and_what_follows_is_not_late_for_good() -> None:
    ring = Ring()
    ring.put(np.full(800, 0.5, np.float32), 0)
    assert not ring.take(TICK, 1).any(), "a source begins when enough of it waits"
    ring.put(np.full(TARGET, 0.5, np.float32), 1)
    ring.take(TARGET, 2)
    first = ring.take(TICK, 2)
    assert first[400] == 0.5
    assert not first[800:].any()
    assert abs(first[799]) < 0.01, "it fades out"
    ring.put(np.full(TICK, 0.5, np.float32), 2)
    after = ring.take(TICK, 3)
    assert after[0] == 0, "it fades in"
    assert after[-1] == 0.5


def levels(sound: float, ahead: int, seconds: int) -> list[int]:
    """By how much more than the target waits before a take, second by second, when it was `ahead` at first."""
    ring, found = Ring(), []
    ring.put(np.full(TARGET + ahead - TICK, sound, np.float32), 0)
    for n in range(TRIM_EVERY * seconds):
        ring.put(np.full(TICK, sound, np.float32), n * TICK_US)
        if n % TRIM_EVERY == 0:
            found.append(ring.waiting - TARGET)
        ring.take(TICK, n * TICK_US)
    return found


def test_a_little_too_much_is_trimmed_in_the_pauses_only() -> None:
    assert levels(0.5, 1_000, 6) == [1_000] * 6
    assert levels(0.0, 1_000, 6)[-1] == 0


def test_more_than_that_is_trimmed_little_by_little_and_far_too_much_at_once() -> None:
    assert levels(0.5, 2 * TARGET, 20)[2:6] == [2 * TARGET - n * TRIM for n in (1, 2, 3, 4)]
    assert levels(0.5, 2 * TARGET, 20)[-1] == TARGET
    assert levels(0.5, 15_000, 4)[-1] == 0


def test_no_more_than_a_second_waits() -> None:
    ring = Ring()
    for n in range(80):
        ring.put(np.full(960, 0.5, np.float32), n)
    assert ring.waiting <= CAP


def test_it_says_how_long_sound_waits_for_its_place() -> None:
    ring = Ring()
    assert ring.wait is None
    for n in range(200):
        ring.put(np.full(TICK, 0.5, np.float32), n * TICK_US)
        ring.take(TICK, n * TICK_US - 10_000)  # two pieces wait at first, and at every take one more has come
    assert ring.wait == pytest.approx(TICK_US - 10_000, abs=1_000)
