from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.lips import FIRST_US, LONGEST_US, BufferWait, picture_lag

waits = st.none() | st.integers(0, 5_000_000)


def test_the_wait_is_that_of_what_came_since_the_last_note() -> None:
    wait = BufferWait()
    assert wait.us is None
    wait.note(40.0, 1_000)
    assert wait.us == 40_000
    wait.note(40.0 + 100.0, 2_000)
    assert wait.us == 100_000


def test_while_nothing_comes_the_last_wait_stands() -> None:
    wait = BufferWait()
    wait.note(0.0, 0)
    assert wait.us is None
    wait.note(40.0, 1_000)
    wait.note(41.0, 1_000)
    assert wait.us == 40_000


def test_the_picture_makes_up_for_what_the_sound_waits_longer() -> None:
    assert picture_lag(40_000, 30_000, 10_000) == 60_000
    assert picture_lag(140_000, 30_000, 10_000) == 160_000
    assert picture_lag(40_000, None, 10_000) == FIRST_US


@given(waits, waits, waits)
def test_no_picture_waits_for_ever_nor_is_shown_before_it_came(
    sound: int | None, ring: int | None, picture: int | None
) -> None:
    assert 0 <= picture_lag(sound, ring, picture) <= LONGEST_US
