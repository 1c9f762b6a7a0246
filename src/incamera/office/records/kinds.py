"""The kinds of records, each with the fields that are entered. Ids are drawn by the api, dates are days without a zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from incamera.office.records.fields import (
    Channel,
    Countries,
    Country,
    Day,
    EngagementId,
    Id,
    Initiator,
    Kept,
    Language,
    Level,
    MandateId,
    OrganisationId,
    PersonId,
    Refers,
    Title,
    Topics,
    Zone,
)
from incamera.platform.fields import InstantSent, Line, Prose


class Record(Kept):
    """What every record has. `kind` is its word everywhere."""

    kind: ClassVar[str]
    mandate: MandateId | None = None
    note: Prose = ""

    @property
    def instant(self) -> int:
        """When the thing itself was or will be, in microseconds; 0 for what has no time. `timing` knows the kinds here."""
        return 0


class Organisation(Record):
    """A state, an international institution, a foundation, a company or a community organisation."""

    kind: ClassVar[str] = "organisation"
    name: Title
    type: Literal["state", "institution", "foundation", "company", "community"]
    country: Country | None = None
    is_ours: bool = False


class OfficeHeld(Kept):
    """An office that a person holds or held; both days are included."""

    organisation: OrganisationId
    title: Title
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("the last day is not before the first")
        return self

    def holds(self, on: Any) -> bool:
        """Whether it was held on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Person(Record):
    """An official of the office or a counterpart, with the offices held and when."""

    kind: ClassVar[str] = "person"
    name: Title
    form: Line = ""
    """The form of address."""
    languages: Annotated[list[Language], Field(max_length=30)] = Field(default_factory=list)
    offices: Annotated[list[OfficeHeld], Field(max_length=60)] = Field(default_factory=list)
    is_official: bool = False


class Scope(Kept):
    """What a mandate covers from a day on. Empty lists cover everything; what is out is out."""

    since: InstantSent
    words: Prose = ""
    topics: Topics = Field(default_factory=list)
    countries: Countries = Field(default_factory=list)
    topics_out: Topics = Field(default_factory=list)
    countries_out: Countries = Field(default_factory=list)


class Mandate(Record):
    """Who asked whom to lead what, by which instrument. A later narrowing or widening is a further scope."""

    kind: ClassVar[str] = "mandate"
    title: Title
    asked_by: PersonId
    lead: PersonId
    given_at: InstantSent
    instrument: Line = ""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=100)]
    officials: Annotated[list[PersonId], Field(max_length=200)] = Field(default_factory=list)
    counterparts: Annotated[list[Annotated[Id, Refers("person", "organisation")]], Field(max_length=5_000)] = Field(
        default_factory=list
    )
    """The target list: whom each of the officials is to engage."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        instants = [s.since for s in self.scopes]
        if instants != sorted(instants) or instants[0] < self.given_at:
            raise ValueError("scopes follow one another from the day the mandate was given")
        return self


class TookPart(Kept):
    """One person in one engagement. Organisation and title are those of that day: the api fills them in."""

    person: PersonId
    level: Level = "principal"
    organisation: OrganisationId | None = None
    title: Line = ""
    stands_for: PersonId | None = None


class Document(Kept):
    """A paper that belongs to a record, by its name and the checksum of its bytes."""

    name: Title
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Engagement(Record):
    """One contact by one channel. One that has not happened is planned."""

    kind: ClassVar[str] = "engagement"
    channel: Channel
    happened: bool = True
    initiated_by: Initiator | None = None
    start: InstantSent
    end: InstantSent | None = None
    zone: Zone = "UTC"
    place: Line = ""
    country: Country | None = None
    on_record: bool = False
    topics: Topics = Field(default_factory=list)
    officials: Annotated[list[TookPart], Field(min_length=1, max_length=60)]
    counterparts: Annotated[list[TookPart], Field(min_length=1, max_length=200)]
    documents: Annotated[list[Document], Field(max_length=50)] = Field(default_factory=list)
    meeting: Id | None = None
    """The Incamera meeting it was, by its id."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError("the end is not before the start")
        people = [p.person for p in (*self.officials, *self.counterparts)]
        if len(set(people)) != len(people):
            raise ValueError("each person takes part once")
        return self


class Travel(Record):
    """A journey of an official."""

    kind: ClassVar[str] = "travel"
    official: PersonId
    country: Country
    place: Line = ""
    first: Day
    last: Day
    happened: bool = True
    purpose: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last day is not before the first")
        return self


class PublicEvent(Record):
    """A speech, press conference or visit in public."""

    kind: ClassVar[str] = "public_event"
    official: PersonId
    title: Title
    at: InstantSent
    zone: Zone = "UTC"
    place: Line = ""
    country: Country | None = None
    topics: Topics = Field(default_factory=list)
    happened: bool = True


class Passage(Kept):
    """Where it was said: seconds of the on-record recording of a meeting, by capture time."""

    meeting: Id
    since: InstantSent
    until: InstantSent


class Commitment(Record):
    """A thing promised. Due on a day, or in words as they were said, with the window that they mean beside them."""

    kind: ClassVar[str] = "commitment"
    what: Title
    type: Literal["visit", "document", "money", "call", "policy"]
    owner: Annotated[Id, Refers("person", "organisation")]
    counterpart: Annotated[Id, Refers("person", "organisation")] | None = None
    words: Prose = ""
    """As said, word for word."""
    said_on: Day
    due_words: Line = ""
    due_first: Day | None = None
    due_last: Day | None = None
    state: Literal["open", "kept", "late", "dropped"] = "open"
    reason: Line = ""
    engagement: EngagementId | None = None
    passage: Passage | None = None
    kept_by: Annotated[Id, Refers("engagement", "travel", "public_event")] | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.due_first is None) != (self.due_last is None):
            raise ValueError("a window has a first and a last day")
        if self.due_first is not None and self.due_last is not None and self.due_last < self.due_first:
            raise ValueError("the last day is not before the first")
        if self.state == "dropped" and not self.reason:
            raise ValueError("a reason for dropping it")
        return self


class Directive(Record):
    """What an official directed, to whom, and what became of it."""

    kind: ClassVar[str] = "directive"
    official: PersonId
    to: Annotated[Id, Refers("person", "organisation")]
    what: Title
    at: InstantSent
    state: Literal["given", "under_way", "done", "withdrawn"] = "given"
    evidence: Annotated[list[Document], Field(max_length=50)] = Field(default_factory=list)


KINDS: Final[Mapping[str, type[Record]]] = {
    made.kind: made for made in (Organisation, Person, Mandate, Engagement, Travel, PublicEvent, Commitment, Directive)
}


def references(record: Kept) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every reference in a record: the field, the id, and the kinds it may be of."""
    for name, field in type(record).model_fields.items():
        yield from _references(name, getattr(record, name), _kinds_of(field.annotation, field.metadata))


def _references(name: str, value: Any, kinds: frozenset[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    if isinstance(value, Kept):
        for inner, found, of in references(value):
            yield f"{name}.{inner}", found, of
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _references(f"{name}.{n}", item, kinds)
    elif isinstance(value, str) and kinds:
        yield name, value, kinds


def _kinds_of(annotation: Any, metadata: list[Any]) -> frozenset[str]:
    """The kinds that a field's type names, however deep in lists and alternatives."""
    marked = [m.kinds for m in (*metadata, *getattr(annotation, "__metadata__", ())) if isinstance(m, Refers)]
    inner = (_kinds_of(a, []) for a in getattr(annotation, "__args__", ()))
    return frozenset().union(*marked, *inner)
