"""Requests as they travel between a page and the api."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from incamera.office.oversight.kinds import Head, Piece
from incamera.office.records.fields import Id, PersonId, Title
from incamera.platform.fields import Line, LongText

Seq = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""The entry of the office's ledger that a page has shown."""


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class QuestionSent(_Sent):
    """A question as the letter asks it, and which official answers for it."""

    text: Annotated[LongText, Field(min_length=1)]
    owner: PersonId | None = None


class QuestionReworded(QuestionSent):
    """Another reading of a question that the page showed at entry `seq`."""

    seq: Seq


class RequestSent(Head):
    """A letter: stored before (`letter`), or as words now (`letter_text`). Due on days, or in words as they stand in it."""

    letter_text: LongText = ""
    letter_name: Title = "Letter"
    questions: Annotated[list[QuestionSent], Field(max_length=200)] = Field(default_factory=list)


class RequestAmended(Head):
    """The letter's facts corrected, as the page showed them at entry `seq`; without `letter` the letter stays."""

    seq: Seq
    reason: Title


class PieceSent(_Sent):
    """A record or a document behind an answer: released, withheld on a ground, or not decided (null)."""

    of: Id
    releasable: bool | None = None
    ground: Line = ""


class AnswerDrafted(_Sent):
    """An answer with its evidence, written by an official on what the page showed at entry `seq`."""

    by: PersonId
    seq: Seq
    answer: LongText
    evidence: Annotated[list[PieceSent], Field(max_length=2_000)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({piece.of for piece in self.evidence}) != len(self.evidence):
            raise ValueError("each piece stands once")
        return self


class SignOff(_Sent):
    """Who signs what the page showed at entry `seq`."""

    by: PersonId
    seq: Seq


class NamedShown(BaseModel):
    """A record by its id and name."""

    id: str
    name: str


class PieceShown(BaseModel):
    """A piece of evidence with what it is in a line. `changed`: it was corrected after it was decided on."""

    of: str
    kind: str
    words: str
    releasable: bool | None
    ground: str
    changed: bool

    @classmethod
    def of_piece(cls, piece: Piece, *, kind: str, words: str, seq: int) -> Self:
        """From the record's piece and what it stands for now."""
        said = {"of": piece.of, "releasable": piece.releasable, "ground": piece.ground}
        return cls(**said, kind=kind, words=words, changed=piece.seq != seq)


class QuestionShown(BaseModel):
    """One question. `hindrance` is why nobody could sign its answer off now, "" where a second person may."""

    id: str
    seq: int
    number: int
    text: str
    owner: NamedShown | None
    state: Literal["open", "drafted", "signed"]
    answer: str
    drafters: list[NamedShown]
    evidence: list[PieceShown]
    signed_by: NamedShown | None
    signed_at: int | None
    hindrance: str


class ReplyShown(BaseModel):
    """How far the reply has come; `stale` where the request changed after it was prepared."""

    state: Literal["none", "making", "made", "sealing", "sealed", "failed"]
    stale: bool
    fault: str
    sha256: str | None
    """Of the bundle, once it is sealed."""
    bytes: int | None


class RequestListed(BaseModel):
    """A request in a line."""

    id: str
    subject: str
    reference: str
    asker: NamedShown
    received: date
    due_words: str
    due_first: date | None
    due_last: date | None
    state: Literal["open", "drafted", "signed", "replied"]
    late: bool
    questions: int
    signed: int


class RequestShown(RequestListed):
    """A request with its letter and its questions."""

    seq: int
    authority: str
    mandate: str | None
    note: str
    letter: NamedShown | None
    letter_text: str | None
    replied_at: int | None
    asked: list[QuestionShown]
    reply: ReplyShown
