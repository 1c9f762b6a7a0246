"""An oversight request: how far its answer has come, and who may sign an answer off. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from incamera.rules.office import due
from incamera.rules.office.due import Window
from incamera.rules.office.releasable import Piece, contradicted


class State(StrEnum):
    """How far a request has come; the earliest of its questions decides."""

    OPEN = "open"
    DRAFTED = "drafted"
    SIGNED = "signed"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer. `drafters` are all who wrote any of the answer or decided on any of its pieces."""

    answer: str = ""
    drafters: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    signed_by: str | None = None

    @property
    def state(self) -> State:
        """How far its answer has come."""
        if self.signed_by is not None:
            return State.SIGNED
        return State.DRAFTED if self.answer else State.OPEN


def state(questions: Iterable[Question], *, is_replied: bool) -> State:
    """How far the request has come; one without questions is open."""
    if is_replied:
        return State.REPLIED
    order = list(State)
    return min((q.state for q in questions), key=order.index, default=State.OPEN)


def is_late(window: Window | None, replied: date | None, today: date) -> bool:
    """Whether its last day is or was over before the reply."""
    return due.is_late(window, today if replied is None else replied)


class Refusal(StrEnum):
    """Why an answer cannot be signed off."""

    NOTHING_WRITTEN = "nothing_written"
    OWN_DRAFT = "own_draft"
    UNDECIDED = "undecided"
    NO_GROUND = "no_ground"
    CONTRADICTED = "contradicted"


def refusal_to_sign(question: Question, others: Sequence[Question], signer: str) -> Refusal | None:
    """Why this person may not sign the answer off, or None: a second person, each piece decided, each no with its ground.

    `others` are the other questions of the request: what one withholds no other may release.
    """
    if not question.answer:
        return Refusal.NOTHING_WRITTEN
    if signer in question.drafters:
        return Refusal.OWN_DRAFT
    if any(piece.releasable is None for piece in question.pieces):
        return Refusal.UNDECIDED
    if any(piece.releasable is False and not piece.ground for piece in question.pieces):
        return Refusal.NO_GROUND
    signed = [piece for other in others if other.signed_by is not None for piece in other.pieces]
    if contradicted([*question.pieces, *signed]):
        return Refusal.CONTRADICTED
    return None
