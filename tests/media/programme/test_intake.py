import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.intake import HOLD_US, LAG_US, Camera
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
    camera.turn(1_000_000 + LAG_US - 1)
    assert shown(camera) is None
    camera.turn(1_000_000 + LAG_US)
    assert shown(camera) == 1
    camera.turn(1_000_000 + HOLD_US)
    assert shown(camera) == 1
    camera.turn(1_000_000 + HOLD_US + 1)
    assert shown(camera) is None


def test_many_at_once_do_not_make_it_late() -> None:
    camera = Camera(At())
    for number in range(20):
        camera.put(grey(numbered(number)))
    for n in range(3):
        camera.turn(LAG_US + n)
    assert shown(camera) == 19


def test_what_is_no_picture_is_not_taken() -> None:
    camera = Camera(At())
    camera.put(grey(np.zeros((8, 8), np.uint8)))
    camera.turn(LAG_US)
    assert camera.newest is None


def test_darkness_is_at_once_and_lasts_until_it_is_light_again() -> None:
    camera = Camera(At())
    camera.put(grey(numbered(1)))
    camera.put(grey(numbered(2)))
    camera.turn(LAG_US)
    assert shown(camera) == 1
    camera.darken()
    assert camera.newest is None
    camera.put(grey(numbered(3)))
    camera.turn(LAG_US + 1)
    assert camera.newest is None, "what was still on its way"
    camera.lighten()
    camera.put(grey(numbered(4)))
    camera.turn(LAG_US + 2)
    assert shown(camera) == 4


def test_a_source_that_is_switched_off_begins_dark() -> None:
    camera = Camera(At(), is_dark=True)
    camera.put(grey(numbered(1)))
    camera.turn(LAG_US)
    assert camera.newest is None
