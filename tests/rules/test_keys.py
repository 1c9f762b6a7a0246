"""Keys: who holds one, how long it is turned, and when those that are suffice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incamera.rules.keys import holders, suffice, turned
from incamera.rules.meeting import Key, Meeting
from incamera.rules.words import SECOND_US
from tests.rules.worlds import BILATERAL, PROFILES, T0, draft

ONE, TWO = "chief_of_protocol-1", "chief_of_protocol-2"


def with_keys(m: Meeting, *seats: str) -> Meeting:
    return replace(m, keys=tuple(Key(seat, T0 + SECOND_US) for seat in seats))


def test_a_key_counts_only_in_the_right_hands() -> None:
    m = draft()
    assert holders(m) == {ONE, TWO}
    assert holders(replace(m, removed=frozenset({ONE}))) == {TWO}
    seats = tuple(replace(x, holds_key=x.role == "delegate") for x in m.plan.seats)
    assert holders(replace(m, plan=replace(m.plan, seats=seats))) == frozenset()


def test_a_key_expires_and_is_frozen_while_it_counts() -> None:
    m = with_keys(draft(), ONE, "delegate-1")
    end = T0 + SECOND_US
    assert [turned(m, at) for at in (T0, end - 1, end)] == [{ONE}, {ONE}, frozenset()]
    counting = replace(m, due=end + 10)
    over = end + 10 + m.limits.window
    assert [turned(counting, at) for at in (end + 10, over - 1, over)] == [{ONE}, {ONE}, frozenset()]


@pytest.mark.parametrize(
    ("profile", "seats", "enough"),
    [
        ("diplomatic-bilateral", (), False),
        ("diplomatic-bilateral", (ONE,), False),
        ("diplomatic-bilateral", (ONE, TWO), True),
        ("us-massachusetts", ("chair-1",), False),
        ("us-massachusetts", ("chair-1", "clerk-1"), True),
        ("harbour-council", ("clerk-1",), True),
        ("harbour-council", ("member-1",), False),
    ],
)
def test_when_keys_suffice(profile: str, seats: tuple[str, ...], enough: bool) -> None:  # noqa: FBT001 - the case
    assert suffice(with_keys(draft(PROFILES[profile]), *seats), T0) is enough


def test_under_a_rule_that_is_not_known_no_keys_suffice() -> None:
    unknown = replace(BILATERAL, keys=replace(BILATERAL.keys, rule="a new rule"))
    assert not suffice(with_keys(draft(unknown), ONE, TWO), T0)
