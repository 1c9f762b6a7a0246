from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.due import MONTHS, Window, is_late, window

SAID = date(2027, 3, 9)  # a Tuesday
DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))


def days(first: str, last: str | None = None) -> Window:
    return Window(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("in the month of June", days("2027-06-01", "2027-06-30")),
        ("In the month of June.", days("2027-06-01", "2027-06-30")),
        ("sometime in June", days("2027-06-01", "2027-06-30")),
        ("in March", days("2027-03-01", "2027-03-31")),
        ("in February", days("2028-02-01", "2028-02-29")),
        ("June 2029", days("2029-06-01", "2029-06-30")),
        ("in early May", days("2027-05-01", "2027-05-10")),
        ("mid-May", days("2027-05-11", "2027-05-20")),
        ("at the end of May", days("2027-05-21", "2027-05-31")),
        ("in the first half of May", days("2027-05-01", "2027-05-15")),
        ("second half of April", days("2027-04-16", "2027-04-30")),
        ("on 14 June", days("2027-06-14")),
        ("the 14th of June", days("2027-06-14")),
        ("June 14, 2028", days("2028-06-14")),
        ("Mar 1", days("2028-03-01")),
        ("29 February", days("2028-02-29")),
        ("2027-06-14", days("2027-06-14")),
        ("today", days("2027-03-09")),
        ("tomorrow", days("2027-03-10")),
        ("Friday", days("2027-03-12")),
        ("on Tuesday", days("2027-03-16")),
        ("next Friday", days("2027-03-19")),
        ("this week", days("2027-03-09", "2027-03-14")),
        ("next week", days("2027-03-15", "2027-03-21")),
        ("in the coming month", days("2027-04-01", "2027-04-30")),
        ("this quarter", days("2027-03-09", "2027-03-31")),
        ("next quarter", days("2027-04-01", "2027-06-30")),
        ("next year", days("2028-01-01", "2028-12-31")),
        ("in 2029", days("2029-01-01", "2029-12-31")),
        ("in the second quarter", days("2027-04-01", "2027-06-30")),
        ("Q1 2028", days("2028-01-01", "2028-03-31")),
        ("in the first half of the year", days("2027-01-01", "2027-06-30")),
        ("H2", days("2027-07-01", "2027-12-31")),
        ("within 30 days", days("2027-03-09", "2027-04-08")),
        ("over the next two weeks", days("2027-03-09", "2027-03-23")),
        ("in three months", days("2027-03-09", "2027-06-09")),
        ("within a year", days("2027-03-09", "2028-03-09")),
        ("by Friday", days("2027-03-09", "2027-03-12")),
        ("by the end of June", days("2027-03-09", "2027-06-30")),
        ("by the end of the year", days("2027-03-09", "2027-12-31")),
        ("by the end of next week", days("2027-03-09", "2027-03-21")),
        ("no later than 1 July", days("2027-03-09", "2027-07-01")),
        ("before 1 July", days("2027-03-09", "2027-06-30")),
    ],
)
def test_words_mean_these_days(words: str, meant: Window) -> None:
    assert window(words, SAID) == meant


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "in the summer",
        "in the coming weeks",
        "as soon as possible",
        "after 1 July",
        "from June",
        "31 June",
        "29 February 2027",
        "half",
        "q5",
        "third half",
        "before today",
        "by 1 March 2027",
        "2027-13-01",
        "in 0000",
        "by soon",
        "within 999 years of nothing",
        "0 June",
        "within 990 years",
    ],
)
def test_words_without_definite_days_mean_none(words: str) -> None:
    assert window(words, date(9900, 3, 9) if "990" in words else SAID) is None


@given(said=DAYS, month=st.sampled_from(MONTHS))
def test_a_named_month_is_the_first_that_is_not_over(said: date, month: str) -> None:
    meant = window(f"in the month of {month}", said)
    assert meant is not None
    assert meant.last >= said
    assert meant.first.strftime("%B").lower() == month
    assert (meant.last + timedelta(1)).day == 1
    assert meant.first <= said + timedelta(366)


@given(said=DAYS, words=st.sampled_from(["by", "no later than", "until"]), at=DAYS)
def test_by_a_day_runs_from_the_day_it_was_said(said: date, words: str, at: date) -> None:
    meant = window(f"{words} {at.isoformat()}", said)
    assert meant == (Window(said, at) if at >= said else None)


@given(
    said=DAYS,
    words=st.text() | st.from_regex(r"(by|in|on|before|within|next|end of)( [a-z0-9]{1,9}){0,4}", fullmatch=True),
)
def test_no_words_break_it(said: date, words: str) -> None:
    meant = window(words, said)
    assert meant is None or meant.first <= meant.last


@given(said=DAYS, at=DAYS)
def test_late_is_the_day_after_the_last(said: date, at: date) -> None:
    assert is_late(Window(min(said, at), max(said, at)), max(said, at) + timedelta(1))
    assert not is_late(Window(min(said, at), max(said, at)), max(said, at))
    assert not is_late(None, at)


def test_a_window_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Window(date(2027, 3, 9), date(2027, 3, 8))
