from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.due import Window
from incamera.rules.office.reminders import CLOSES, LATE, OPENS, Edge, Party, ahead, edges, morning, reminded

JUNE = Window(date(2026, 6, 1), date(2026, 6, 30))
ZONES = st.sampled_from(["UTC", "Europe/Vienna", "Pacific/Auckland", "America/Los_Angeles"])
WINDOWS = st.tuples(st.dates(), st.dates()).map(lambda pair: Window(min(pair), max(pair)))


def test_a_month_has_three_edges_and_a_day_two() -> None:
    assert edges(JUNE) == (
        Edge(OPENS, date(2026, 6, 1)), Edge(CLOSES, date(2026, 6, 30)), Edge(LATE, date(2026, 7, 1)),
    )  # fmt: skip
    day = date(2026, 6, 1)
    assert edges(Window(day, day)) == (Edge(CLOSES, day), Edge(LATE, date(2026, 6, 2)))
    assert edges(Window(date.max, date.max)) == (Edge(CLOSES, date.max),)


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        (date(2026, 6, 1), "Europe/Vienna", datetime(2026, 6, 1, 6, tzinfo=UTC)),
        (date(2026, 1, 1), "Europe/Vienna", datetime(2026, 1, 1, 7, tzinfo=UTC)),
        (date(2026, 6, 1), "Pacific/Auckland", datetime(2026, 5, 31, 20, tzinfo=UTC)),
    ],
)
def test_morning_is_that_of_the_place(day: date, zone: str, instant: datetime) -> None:
    assert morning(day, zone) == int(instant.timestamp()) * 1_000_000


def test_days_at_the_ends_of_the_calendar_have_a_morning_too() -> None:
    assert morning(date.min, "Pacific/Auckland") == 0
    assert morning(date(1969, 1, 1), "UTC") == 0


@given(WINDOWS, ZONES, st.integers(0, 4_102_444_800_000_000))
def test_what_was_over_when_it_was_entered_reminds_nobody(due: Window, zone: str, entered: int) -> None:
    kept = ahead(due, zone, entered)
    assert kept == edges(due)[len(edges(due)) - len(kept) :], "edges pass one after the other"
    assert all(morning(edge.day, zone) > entered for edge in kept)


@given(WINDOWS)
def test_edges_follow_one_another_and_hold_the_window(due: Window) -> None:
    days = [edge.day for edge in edges(due)]
    assert days == sorted(set(days))
    assert all(due.first <= day <= due.last + timedelta(1) for day in days if due.last < date.max)


def test_nobody_of_the_other_side_is_ever_reminded() -> None:
    theirs, silent, ours = Party("a", False, "a@x"), Party("b", True, None), Party("c", True, "c@x")
    assert reminded([theirs, silent, ours, Party("d", True, "d@x")]) == ours
    assert reminded([theirs, silent]) is None
