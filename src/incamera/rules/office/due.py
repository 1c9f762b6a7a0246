"""When something promised falls due: the words as they were said, and the window of days that they mean.

`window("in the month of June", said)` is 1 to 30 June of the first June that is not over on the day it was said. Words
that mean no definite days ("soon", "in the summer": the hemispheres differ) give None; then a person states the window.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
NUMBERS: Final = {name: n for n, name in enumerate(_COUNTED, start=1)} | {
    "a": 1,
    "an": 1,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_MONTH: Final = "|".join(name if name == "may" else f"{name}|{name[:3]}" for name in MONTHS)
_NUMBER: Final = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"
_YEAR: Final = r"(?P<year>\d{4})"
_LEAD: Final = re.compile(
    r"^(?:some ?time |at some point |later )?(?:(?:in|on|during|over|for|at) )?(?:the )?(?:month of |course of )?(?:the )?"
)


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days, both ends included, in the calendar of the place where it was said."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a window ends before it begins")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Words, and the window they mean on the day they were said; None where no such day exists."""

    form: re.Pattern[str]
    meaning: Callable[[re.Match[str], date], Window | None]


def window(words: str, said: date) -> Window | None:
    """The days that `words` mean when said on `said`; None for words that mean no definite days."""
    text = re.sub(r"[\s,]+", " ", words.strip().lower()).rstrip(".!")
    try:
        return _bounded(text, said) or _meant(_LEAD.sub("", text, count=1), said)
    except (OverflowError, ValueError):  # beyond the calendar, or a day that its month does not have
        return None


def is_late(due: Window | None, today: date) -> bool:
    """Whether the last day is over. What has no window is never late."""
    return due is not None and today > due.last


def _bounded(text: str, said: date) -> Window | None:
    """`by` and `before`: from the day it was said. (`after` and `from` name no last day.)"""
    found = re.fullmatch(r"(by|before|until|no later than|not later than) (?:the )?(.+)", text)
    named = _meant(_LEAD.sub("", found[2], count=1), said) if found is not None else None
    if found is None or named is None:
        return None
    last = named.first - timedelta(1) if found[1] == "before" else named.last
    return Window(said, last) if said <= last else None


def _meant(text: str, said: date) -> Window | None:
    for rule in _RULES:
        found = rule.form.fullmatch(text)
        if found is not None:
            return rule.meaning(found, said)
    return None


def _month(year: int, month: int) -> Window:
    return Window(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _named_month(found: re.Match[str], said: date) -> Window:
    """The month with its year, or the first one of that name that is not over."""
    month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(found["month"][:3]))
    year = int(found["year"]) if found["year"] else said.year + (month < said.month)
    return _month(year, month)


def _third(found: re.Match[str], said: date) -> Window:
    """Early, mid and late are the three tens of a month."""
    whole = _named_month(found, said)
    bounds = {"early": (1, 10), "beginning": (1, 10), "mid": (11, 20), "middle": (11, 20)}
    first, last = bounds.get(found["part"], (21, whole.last.day))
    return Window(whole.first.replace(day=first), whole.first.replace(day=last))


def _half_of_month(found: re.Match[str], said: date) -> Window:
    whole = _named_month(found, said)
    if found["half"] == "first":
        return Window(whole.first, whole.first.replace(day=15))
    return Window(whole.first.replace(day=16), whole.last)


def _day(found: re.Match[str], said: date) -> Window | None:
    """A day with its year, or the first one of that date from the day it was said."""
    month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(found["month"][:3]))
    number = int(found["day"])
    if found["year"]:
        at = date(int(found["year"]), month, number)
        return Window(at, at)
    for year in range(said.year, min(said.year + 9, MAXYEAR + 1)):  # 29 February may be eight years away
        if number <= monthrange(year, month)[1] and date(year, month, number) >= said:
            return Window(date(year, month, number), date(year, month, number))
    return None


def _iso(found: re.Match[str], _said: date) -> Window:
    at = date.fromisoformat(found[0])
    return Window(at, at)


def _weekday(found: re.Match[str], said: date) -> Window:
    """The first such day after the day it was said; `next` is the one of the following week."""
    number = DAYS.index(found["weekday"])
    at = said + timedelta((number - said.weekday() - 1) % 7 + 1)
    if found["next"]:
        at = _week(said, 1).first + timedelta(number)
    return Window(at, at)


def _week(said: date, ahead: int) -> Window:
    """Weeks run from Monday to Sunday (ISO 8601)."""
    first = said - timedelta(said.weekday()) + timedelta(7 * ahead)
    return Window(first, first + timedelta(6))


def _months_ahead(said: date, ahead: int) -> tuple[int, int]:
    count = said.year * 12 + said.month - 1 + ahead
    return count // 12, count % 12 + 1


def _unit(unit: str, said: date, ahead: int) -> Window:
    """The week, month, quarter or year that is `ahead` of the present one."""
    if unit == "week":
        return _week(said, ahead)
    if unit == "month":
        return _month(*_months_ahead(said, ahead))
    if unit == "quarter":
        year, month = _months_ahead(said.replace(day=1, month=(said.month - 1) // 3 * 3 + 1), 3 * ahead)
        return Window(date(year, month, 1), _month(year, month + 2).last)
    return Window(date(said.year + ahead, 1, 1), date(said.year + ahead, 12, 31))


def _relative(found: re.Match[str], said: date) -> Window:
    """`this month` from the day it was said on; `next month` as a whole."""
    ahead = 1 if found["which"] in {"next", "coming", "following"} else 0
    whole = _unit(found["unit"], said, ahead)
    return Window(max(whole.first, said), whole.last)


def _end_of(found: re.Match[str], said: date) -> Window:
    """`the end of the year` is its last day: one who promises it by then has until then."""
    last = _unit(found["unit"], said, 1 if found["next"] else 0).last
    return Window(last, last)


def _plus(said: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return said + timedelta(count * (7 if unit == "week" else 1))
    year, month = _months_ahead(said, count * (12 if unit == "year" else 1))
    return date(year, month, min(said.day, monthrange(year, month)[1]))


def _within(found: re.Match[str], said: date) -> Window:
    return Window(said, _plus(said, _number(found["count"]), found["unit"]))


def _part_of_year(found: re.Match[str], said: date) -> Window:
    """A quarter or half: with its year, or the first one that is not over."""
    parts = 4 if (found["part"] or found["letter"]).startswith("q") else 2
    number = int(found["digit"]) if found["digit"] else ORDINALS[found["ordinal"]]
    if number > parts:
        raise ValueError("a year has no such part")
    months = 12 // parts
    year = int(found["year"]) if found["year"] else said.year + (number * months < said.month)
    return Window(date(year, (number - 1) * months + 1, 1), _month(year, number * months).last)


def _whole_year(found: re.Match[str], _said: date) -> Window:
    return _unit("year", date(int(found["year"]), 1, 1), 0)


def _rule(form: str, meaning: Callable[[re.Match[str], date], Window | None]) -> _Rule:
    return _Rule(re.compile(form), meaning)


_OF_MONTH: Final = rf"(?P<month>{_MONTH})(?: (?:of )?{_YEAR})?"
_RULES: Final = (
    _rule(r"\d{4}-\d{2}-\d{2}", _iso),
    _rule(r"today|tonight", lambda _, said: Window(said, said)),
    _rule(r"tomorrow", lambda _, said: Window(said + timedelta(1), said + timedelta(1))),
    _rule(_OF_MONTH, _named_month),
    _rule(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_OF_MONTH}", _day),
    _rule(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: {_YEAR})?", _day),
    _rule(rf"(?P<part>early|mid|late|beginning|middle|end)(?:[ -]| of )(?:in )?{_OF_MONTH}", _third),
    _rule(rf"(?P<half>first|second) half of {_OF_MONTH}", _half_of_month),
    _rule(rf"(?P<next>next )?(?P<weekday>{'|'.join(DAYS)})", _weekday),
    _rule(r"(?P<which>this|next|coming|following) (?P<unit>week|month|quarter|year)", _relative),
    _rule(r"end of (?:the |this |(?P<next>next ))?(?P<unit>week|month|quarter|year)", _end_of),
    _rule(
        rf"(?:within )?(?:the )?(?:next |coming |following )?(?P<count>{_NUMBER}) (?P<unit>day|week|month|year)s?(?: from now)?",
        _within,
    ),
    _rule(
        r"(?:(?P<ordinal>first|second|third|fourth) (?P<part>quarter|half)|(?P<letter>[qh])(?P<digit>[1-4]))"
        rf"(?: (?:of )?{_YEAR}| of the year)?",
        _part_of_year,
    ),
    _rule(_YEAR, _whole_year),
)
