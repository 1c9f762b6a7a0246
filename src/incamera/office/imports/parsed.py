"""What a child makes of a file, as it travels back to the job: lines, events, a letter's words, or why not."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from incamera.platform.fields import InstantSent

FAULTS: Final = 200
"""As many are named; whoever has more corrects these first."""


class Sent(BaseModel):
    """Nothing unknown, nothing converted: the child read what strangers wrote."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Fault(Sent):
    """What could not be read: the line (from 1), the column or property, and what is expected there."""

    line: int
    field: str = ""
    expected: str


class Row(Sent):
    """A line of a table: the text of each column that the file has."""

    line: int
    cells: dict[str, str]


class TableRead(Sent):
    """A list of people."""

    what: Literal["people"] = "people"
    rows: list[Row]
    faults: list[Fault]


class EventRead(Sent):
    """One occurrence of an event. Whole days have `first` and `last`, others `start` and `end` in their `zone`."""

    line: int
    name: str
    """Its name in the world, as a hash; it changes when the event is moved."""
    title: str
    place: str
    words: str
    people: list[str]
    """Names of who organises it and of who was asked to come."""
    first: str | None = None
    last: str | None = None
    start: InstantSent | None = None
    end: InstantSent | None = None
    zone: str = "UTC"


class CalendarRead(Sent):
    """The events of a calendar; `faults` are those that could not be read, `left_out` those that need not be."""

    what: Literal["calendar"] = "calendar"
    events: list[EventRead]
    faults: list[Fault]
    left_out: list[Fault]


class LetterRead(Sent):
    """A letter: its type by content and its words, none where its pages are pictures."""

    what: Literal["letter"] = "letter"
    media_type: str
    text: str | None


class RefusedRead(Sent):
    """The file as a whole cannot be read, and why."""

    what: Literal["refused"] = "refused"
    sentence: str


class Refused(Exception):
    """The file as a whole cannot be read; the text says why and what is expected."""


Parsed = Annotated[TableRead | CalendarRead | LetterRead | RefusedRead, Field(discriminator="what")]
PARSED: Final[TypeAdapter[TableRead | CalendarRead | LetterRead | RefusedRead]] = TypeAdapter(Parsed)
