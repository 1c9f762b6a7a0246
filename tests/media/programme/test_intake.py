import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.intake import HOLD_US, Camera
from incamera.media.programme.lips import FIRST_US, LONGEST_US
from tests.media.programme.drawn import grey

TICK_US = 33_333


class At:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def shown(camera: Camera) -> int | None:
    return None if camera.newest is None else int(camera.newest.y[0, 0])


def numbered(number: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((16, 16), number, np.uint8)


@given(st.lists(st.integers(0, 30_000), min_size=20, max_size=60))
def test_pictures_that_come_as_often_as_ticks_but_unevenly_are_nearly_all_shown_in_order(jitter: list[int]) -> None:
    at, seen = At(), []
    camera = Camera(at)
    arrivals = sorted(n * TICK_US + late for n, late in enumerate(jitter))
    for tick in range(len(arrivals) + 4):
        now = tick * TICK_US
        while arrivals and arrivals[0] <= now:
            number, at.now = len(jitter) - len(arrivals), arrivals.pop(0)
            camera.put(grey(numbered(number)))
        camera.turn(now)
        seen.append(shown(camera))
    numbers = [number for number in seen if number is not None]
    assert numbers == sorted(numbers)
    assert numbers[-1] == len(jitter) - 1
    assert len(jitter) - len(set(numbers)) <= 1


def test_a_picture_waits_and_is_then_held_until_its_source_counts_as_lost() -> None:
    at = At()
    camera = Camera(at)
    at.now = 1_000_000
    camera.put(grey(numbered(1)))
    camera.turn(1_000_000 + FIRST_US - 1)
    assert shown(camera) is None
    camera.turn(1_000_000 + FIRST_US)
    assert shown(camera) == 1
    camera.turn(1_000_000 + HOLD_US)
    assert shown(camera) == 1
    camera.turn(1_000_000 + HOLD_US + 1)
    assert shown(camera) is None


def test_a_picture_waits_as_long_as_the_sound_takes() -> None:
    camera = Camera(At())
    camera.lag = LONGEST_US
    camera.put(grey(numbered(1)))
    camera.turn(LONGEST_US - 1)
    assert shown(camera) is None
    camera.turn(LONGEST_US)
    assert shown(camera) == 1


def test_when_the_sound_comes_sooner_again_what_waited_is_passed_over_at_once() -> None:
    at = At()
    camera = Camera(at)
    camera.lag = LONGEST_US
    for number in range(9):
        at.now = number * TICK_US
        camera.put(grey(numbered(number)))
    camera.turn(LONGEST_US)
    assert shown(camera) == 0
    camera.lag = 0
    camera.turn(LONGEST_US)
    assert shown(camera) == 7
    camera.turn(LONGEST_US + TICK_US)
    assert shown(camera) == 8


def test_many_at_once_do_not_make_it_late() -> None:
    camera = Camera(At())
    for number in range(20):
        camera.put(grey(numbered(number)))
    for n in range(3):
        camera.turn(FIRST_US + n)
    assert shown(camera) == 19


def test_what_is_no_picture_is_not_taken() -> None:
    camera = Camera(At())
    camera.put(grey(np.zeros((8, 8), np.uint8)))
    camera.turn(FIRST_US)
    assert camera.newest is None


def test_darkness_is_at_once_and_lasts_until_it_is_light_again() -> None:
    camera = Camera(At())
    camera.put(grey(numbered(1)))
    camera.put(grey(numbered(2)))
    camera.turn(FIRST_US)
    assert shown(camera) == 1
    camera.darken()
    assert camera.newest is None
    camera.put(grey(numbered(3)))
    camera.turn(FIRST_US + 1)
    assert camera.newest is None, "what was still on its way"
    camera.lighten()
    camera.put(grey(numbered(4)))
    camera.turn(FIRST_US + 2)
    assert shown(camera) == 4


def test_a_source_that_is_switched_off_begins_dark() -> None:
    camera = Camera(At(), is_dark=True)
    camera.put(grey(numbered(1)))
    camera.turn(FIRST_US)
    assert camera.newest is None
