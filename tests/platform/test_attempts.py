"""Failed attempts are counted by address and forgotten after a minute."""

from __future__ import annotations

import pytest

from incamera.platform.attempts import ADDRESSES, ALLOWED, WITHIN_US, Attempts, TooManyAttemptsError
from incamera.platform.errors import ProductError
from tests.fakes.clock import VirtualClock


def fail(attempts: Attempts, address: str) -> str:
    with pytest.raises(ProductError) as caught, attempts.counted(address):
        raise ProductError("wrong", 404, "Wrong.")
    return caught.value.code


def test_after_so_many_failures_the_address_waits_and_others_do_not() -> None:
    clock = VirtualClock()
    attempts = Attempts(clock)
    assert [fail(attempts, "a") for _ in range(ALLOWED + 2)] == ["wrong"] * ALLOWED + ["too_many_attempts"] * 2
    assert fail(attempts, "b") == "wrong"
    clock.advance(WITHIN_US)
    assert fail(attempts, "a") == "wrong"


def test_what_succeeds_does_not_count() -> None:
    attempts = Attempts(VirtualClock())
    for _ in range(ALLOWED * 2):
        with attempts.counted("a"):
            pass
    assert fail(attempts, "a") == "wrong"


def test_a_clock_set_back_locks_nobody_out() -> None:
    clock = VirtualClock()
    attempts = Attempts(clock)
    for _ in range(ALLOWED):
        fail(attempts, "a")
    clock.advance(-2 * WITHIN_US)
    assert fail(attempts, "a") == "wrong"


def test_memory_is_bounded() -> None:
    attempts = Attempts(VirtualClock())
    for n in range(ADDRESSES + 5):
        fail(attempts, str(n))
    assert len(attempts._failed) == ADDRESSES


def test_a_refusal_is_a_problem_of_its_own() -> None:
    assert TooManyAttemptsError().status == 429
