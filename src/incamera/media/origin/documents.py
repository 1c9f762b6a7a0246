"""What the api tells the origin, read from verified documents: permit, notice, pass. Formats: `media/README.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PERMIT: Final = "permit"
NOTICE: Final = "notice"
PASS: Final = "pass"  # noqa: S105  (a kind of document)
ON_AIR: Final = "on_air"
FAULT: Final = "fault"
BEGINS: Final = "begins_soon"
STATES: Final = (BEGINS, ON_AIR, "recess", "closed", FAULT, "ended")
DELAY_MAX_US: Final = 60_000_000
PICTURE: Final = "picture"
SOUND: Final = "sound"

Passage = tuple[int, int]
"""Capture instants: from, to (exclusive)."""


class DocumentError(ValueError):
    """A signed document says something that it cannot say: `field` and what is `expected` there."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}")
        self.field = field
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Words:
    """What the public reads of the door. `expected` is the instant of the return, if one was given."""

    state: str
    since: int
    reason: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """What may leave one span's chamber."""

    meeting: str
    span: int
    rev: int
    opens: int
    closes: int | None
    until: int
    sends: frozenset[str]
    destroy: tuple[Passage, ...]
    words: Words
    delay: int


@dataclass(frozen=True, slots=True)
class Item:
    """The agenda point that is on, as the public may read it."""

    title: str
    since: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public page knows besides the picture."""

    meeting: str
    rev: int
    words: Words
    title: str
    starts: int
    zone: str
    delegations: tuple[str, ...]
    items: tuple[str, ...]
    item: Item | None
    delay: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """Lets one press seat at the gallery of one meeting, for a minute."""

    meeting: str
    seat: str
    expires: int


class _Fields:
    """Reads one JSON object field by field; an absent or wrong one is a `DocumentError` that names it."""

    def __init__(self, body: object, name: str = "") -> None:
        if not isinstance(body, Mapping):
            raise DocumentError(name or "body", "an object")
        self._body = body
        self._name = name

    def whole(self, field: str, least: int = 0) -> int:
        value = self._body.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise DocumentError(self._path(field), f"a whole number, at least {least}")
        return value

    def maybe(self, field: str) -> int | None:
        return None if self._body.get(field) is None else self.whole(field)

    def text(self, field: str) -> str:
        value = self._body.get(field)
        if not isinstance(value, str):
            raise DocumentError(self._path(field), "a text")
        return value

    def list(self, field: str) -> list[Any]:
        value = self._body.get(field)
        if not isinstance(value, list):
            raise DocumentError(self._path(field), "a list")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.list(field)
        if not all(isinstance(item, str) for item in value):
            raise DocumentError(self._path(field), "a list of texts")
        return tuple(value)

    def object(self, field: str) -> _Fields:
        return _Fields(self._body.get(field), self._path(field))

    def has(self, field: str) -> bool:
        return self._body.get(field) is not None

    def _path(self, field: str) -> str:
        return f"{self._name}.{field}" if self._name else field


def read_permit(body: Mapping[str, Any]) -> Permit:
    """The permit in a verified document; raises `DocumentError`."""
    fields = _Fields(body)
    return Permit(
        meeting=fields.text("meeting"),
        span=fields.whole("span"),
        rev=fields.whole("rev"),
        opens=fields.whole("opens"),
        closes=fields.maybe("closes"),
        until=fields.whole("until"),
        sends=frozenset(fields.texts("sends")),
        destroy=tuple(_passage(row) for row in fields.list("destroy")),
        words=_words(fields),
        delay=_delay(fields),
    )


def read_notice(body: Mapping[str, Any]) -> Notice:
    """The notice in a verified document; raises `DocumentError`."""
    fields = _Fields(body)
    item = fields.object("item") if fields.has("item") else None
    return Notice(
        meeting=fields.text("meeting"),
        rev=fields.whole("rev"),
        words=_words(fields),
        title=fields.text("title"),
        starts=fields.whole("starts"),
        zone=fields.text("zone"),
        delegations=fields.texts("delegations"),
        items=tuple(_Fields(row, "items").text("title") for row in fields.list("items")),
        item=Item(item.text("title"), item.whole("since")) if item is not None else None,
        delay=_delay(fields),
        languages=fields.texts("languages"),
    )


def read_pass(body: Mapping[str, Any]) -> Pass:
    """The pass in a verified document; raises `DocumentError`."""
    fields = _Fields(body)
    return Pass(fields.text("meeting"), fields.text("seat"), fields.whole("expires"))


def _words(fields: _Fields) -> Words:
    words = fields.object("words")
    state = words.text("state")
    if state not in STATES:
        raise DocumentError("words.state", f"one of {', '.join(STATES)}")
    return Words(state, words.whole("since"), words.text("reason"), words.maybe("expected"))


def _delay(fields: _Fields) -> int:
    delay = fields.whole("delay_us")
    if delay > DELAY_MAX_US:
        raise DocumentError("delay_us", f"at most {DELAY_MAX_US}")
    return delay


def _passage(row: object) -> Passage:
    match row:
        case [int(begin), int(to)]:
            return begin, to
        case _:
            raise DocumentError("destroy", "pairs of instants")
