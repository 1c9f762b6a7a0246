from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.asking import ANSWER_US, Asking


class Engine:
    """Answers a request after a while. One that comes before that is lost, or believed and not acted upon."""

    def __init__(self) -> None:
        self.has = self.believes = False
        self.due: int | None = None
        self.requests = 0

    def take(self, requests: tuple[bool, ...], now: int, delay: int) -> None:
        for wanted in requests:
            self.requests += 1
            if self.due is None and wanted != self.believes:
                self.due = now + delay
            self.believes = wanted

    def answer(self, now: int) -> None:
        if self.due is not None and now >= self.due:
            self.has, self.due = self.believes, None


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 400_000)), max_size=60), st.integers(1, 700_000), st.booleans())
def test_whatever_the_floor_did_the_engine_ends_where_it_says(
    floor: list[tuple[bool, int]],
    delay: int,
    last: bool,  # noqa: FBT001 - an example
) -> None:
    engine, asking, now = Engine(), Asking(), 0
    for wanted, gap in [*floor, *[(last, 250_000)] * 20]:
        engine.answer(now)
        engine.take(asking.next("t", wanted=wanted, has=engine.has, now=now), now, delay)
        now += gap
    assert engine.has == last
    before = engine.requests
    assert asking.next("t", wanted=last, has=engine.has, now=now + 9 * ANSWER_US) == ()
    assert engine.requests == before


def test_one_request_at_a_time_and_again_when_no_answer_comes() -> None:
    asking = Asking()
    assert asking.next("t", wanted=True, has=False, now=0) == (True,)
    assert asking.next("t", wanted=False, has=False, now=1) == ()
    assert asking.next("t", wanted=True, has=False, now=ANSWER_US - 1) == ()
    assert asking.next("t", wanted=True, has=False, now=ANSWER_US) == (False, True)
    assert asking.next("t", wanted=False, has=True, now=ANSWER_US + 1) == (False,)
    asking.forget("t")
    assert asking.next("t", wanted=True, has=False, now=ANSWER_US + 2) == (True,)
    assert asking.next("other", wanted=False, has=False, now=0) == ()
