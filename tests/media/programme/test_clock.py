import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.clock import Clock

clocks = st.builds(Clock, st.integers(0, 4_000_000_000_000_000), st.sampled_from([25, 30]))
ticks = st.integers(0, 10_000_000)


@given(clocks, ticks)
def test_a_tick_is_due_when_it_says_and_not_a_microsecond_earlier(clock: Clock, tick: int) -> None:
    due = clock.due(tick)
    assert clock.tick_at(due) == tick
    assert clock.tick_at(due - 1) == tick - 1


@given(clocks, ticks)
def test_pictures_and_sound_count_the_same_time(clock: Clock, tick: int) -> None:
    assert clock.pts(tick) * 48_000 == clock.samples_before(tick) * 90_000
    assert 0 <= clock.due(tick) - clock.sample_at(clock.samples_before(tick)) <= 1


@given(clocks, ticks)
def test_the_first_unit_begins_at_or_after_the_tick(clock: Clock, tick: int) -> None:
    unit = clock.first_unit(tick)
    assert 0 <= unit * 1024 - clock.samples_before(tick) < 1024


@given(clocks, st.lists(st.integers(1, 130), min_size=1, max_size=30))
def test_each_48_begin_with_one_idr_whatever_is_skipped(clock: Clock, steps: list[int]) -> None:
    before, first = None, {}
    tick = 0
    for step in steps:
        tick += step
        first[tick] = clock.is_first(tick, before)
        before = tick
    begun = [tick // 48 for tick, is_first in first.items() if is_first]
    assert begun == list(dict.fromkeys(tick // 48 for tick in first))


@pytest.mark.parametrize("fps", [0, -30, 7, 29, 31])
def test_other_rates_have_no_grid(fps: int) -> None:
    with pytest.raises(ValueError, match="no whole grid"):
        Clock(0, fps)
