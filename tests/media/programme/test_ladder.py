from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.ladder import BACK_US, HASTE_US, Ladder, Step

TICK_US = 33_333


def drive(ladder: Ladder, now: int, seconds: int, lost_each: int, of: int = 1) -> int:
    """Ticks for so long, losing so many before each `of`th; the instant after."""
    until, count = now + seconds * 1_000_000, 0
    while now < until:
        count += 1
        lost = lost_each if count % of == 0 else 0
        now += TICK_US * (1 + lost)
        ladder.note(lost, now)
    return now


def test_it_goes_down_step_by_step_while_ticks_are_lost_and_stays_at_sound_and_still() -> None:
    ladder, now, steps = Ladder(0), 0, []
    for _ in range(5):
        now = drive(ladder, now, 6, 1, of=4)
        steps.append(ladder.step)
    assert steps == [Step.FASTER, Step.HALF, Step.STILL, Step.STILL, Step.STILL]


def test_a_worker_that_starves_is_at_sound_and_still_within_seconds() -> None:
    ladder = Ladder(0)
    drive(ladder, 0, 4, 3)
    assert ladder.step is Step.STILL


def test_it_comes_back_one_step_a_minute_without_loss() -> None:
    ladder, steps = Ladder(0), []
    now = drive(ladder, drive(ladder, 0, 6, 1, of=4), 6, 1, of=4)
    for seconds in (0, 59, 8, 62):
        now = drive(ladder, now, seconds, 0)
        steps.append(ladder.step)
    assert steps == [Step.HALF, Step.HALF, Step.FASTER, Step.FULL]


def test_a_tick_lost_now_and_then_changes_nothing() -> None:
    ladder, now = Ladder(0), 0
    for _ in range(60):
        now = drive(ladder, now, 1, 0)
        ladder.note(2, now := now + 3 * TICK_US)
    assert ladder.step is Step.FULL
    assert ladder.lost == 120


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 10_000_000)), max_size=100))
def test_steps_are_neighbours_and_held_a_while(notes: list[tuple[int, int]]) -> None:
    ladder, now, changed = Ladder(0), 0, 0
    for lost, gap in notes:
        before = ladder.step
        now += gap
        after = ladder.note(lost, now)
        if after != before:
            assert abs(after - before) == 1
            assert now - changed >= (HASTE_US if after > before else BACK_US)
            changed = now
    assert ladder.lost == sum(lost for lost, _ in notes)
