import time

from incamera.platform.clock import SystemClock
from incamera.platform.ids import is_id, new_id, new_salt, new_secret


def test_ids_are_26_lower_case_letters_and_never_the_same() -> None:
    ids = {new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(is_id(text) and len(text) == 26 for text in ids)


def test_what_no_id_could_be_is_told_apart() -> None:
    good = new_id()
    for text in ("", good[:-1], good + "a", good.upper(), good[:-1] + "b", good[:-1] + "1", good + "\n"):
        assert not is_id(text)


def test_secrets_and_salts_have_their_bits() -> None:
    assert len(new_secret()) == 52
    assert new_secret() != new_secret()
    assert len(new_salt()) == 16
    assert new_salt() != new_salt()


def test_the_clock_counts_microseconds_since_the_epoch() -> None:
    before = time.time_ns()
    now = SystemClock().now()
    assert before // 1_000 <= now <= time.time_ns() // 1_000
