"""Requests, their questions and the reply as records. What follows from them (state, late) is derived by the rules."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from incamera.office.documents.kinds import DocumentId, Sha256, StoredDocument
from incamera.office.records.fields import Day, Id, Kept, PersonId, Refers, Title
from incamera.office.records.kinds import KINDS, Record
from incamera.office.records.timing import midnight
from incamera.platform.fields import InstantSent, Line, LongText, Prose
from incamera.rules.office import requests
from incamera.rules.office.due import Window
from incamera.rules.office.releasable import Piece as KnownPiece


class Head(Record):
    """What is entered of a letter and can be corrected: who asks with what authority, received and due when."""

    subject: Title
    reference: Line = ""
    """The number that the asker gave it."""
    asker: Annotated[Id, Refers("person", "organisation")]
    authority: Prose = ""
    received: Day
    due_words: Line = ""
    due_first: Day | None = None
    due_last: Day | None = None
    letter: DocumentId | None = None
    """A stored document."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.due_first is None) != (self.due_last is None):
            raise ValueError("a window has a first and a last day")
        if self.due_first is not None and self.due_last is not None and self.due_last < self.due_first:
            raise ValueError("the last day is not before the first")
        return self

    def head(self) -> dict[str, Any]:
        """The fields that are entered, without those of whatever is built on them."""
        return {name: getattr(self, name) for name in Head.model_fields}


class OversightRequest(Head):
    """A letter that asks what was done, and its reply once there is one."""

    kind: ClassVar[str] = "oversight_request"
    replied_at: InstantSent | None = None
    reply: Annotated[Id, Refers("reply")] | None = None

    @property
    def instant(self) -> int:
        """The day it was received."""
        return midnight(self.received)

    @property
    def window(self) -> Window | None:
        """When an answer is due."""
        return Window(self.due_first, self.due_last) if self.due_first and self.due_last else None


RequestId = Annotated[Id, Refers(OversightRequest.kind)]


class Piece(Kept):
    """A record or a document behind an answer, as it stood at entry `seq` when somebody looked at it."""

    of: Annotated[Id, Refers(*KINDS, StoredDocument.kind)]
    seq: Annotated[int, Field(ge=0)]
    releasable: bool | None = None
    ground: Line = ""

    def known(self) -> KnownPiece:
        """The piece as the rules know it."""
        return KnownPiece(self.of, self.releasable, self.ground)


class Question(Record):
    """One question of a request, with its answer."""

    kind: ClassVar[str] = "question"
    request: RequestId
    number: Annotated[int, Field(ge=1, le=1_000)]
    text: LongText
    owner: PersonId | None = None
    answer: LongText = ""
    drafters: Annotated[list[PersonId], Field(max_length=200)] = Field(default_factory=list)
    """All who wrote any of the answer or decided on any of its pieces."""
    evidence: Annotated[list[Piece], Field(max_length=2_000)] = Field(default_factory=list)
    signed_by: PersonId | None = None
    signed_at: InstantSent | None = None

    def known(self) -> requests.Question:
        """The question as the rules know it."""
        pieces = tuple(piece.known() for piece in self.evidence)
        return requests.Question(self.answer, tuple(self.drafters), pieces, self.signed_by)


class Answer(Kept):
    """A question and its answer as they go out; `enclosed` are numbers of enclosures."""

    number: int
    text: LongText
    answer: LongText
    enclosed: list[int]


class Enclosure(Kept):
    """What goes out with the reply: a document as a file, a record as its entry in the extract."""

    number: int
    of: Id
    seq: int
    """The entry that goes out: the record as it stood when the answer was signed."""
    words: LongText
    """What it is, in a line."""
    path: str | None
    """Of its file in the bundle; none for a record."""


class File(Kept):
    """A file of the bundle."""

    path: str
    bytes: int
    sha256: Sha256


class Reply(Record):
    """What goes out, all of it public: nothing that is withheld stands in it or can be counted from it."""

    kind: ClassVar[str] = "reply"
    request: RequestId
    subject: Title
    reference: Line
    asker: Line
    owners: list[Line]
    """The officials who answer."""
    received: Day
    dated: Day
    answers: list[Answer]
    enclosures: list[Enclosure]
    files: list[File]

    @property
    def instant(self) -> int:
        """The day it is dated."""
        return midnight(self.dated)
