from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.due import Window
from incamera.rules.office.releasable import Piece
from incamera.rules.office.requests import Question, Refusal, State, is_late, refusal_to_sign, state

PEOPLE = st.sampled_from(["ada", "bo", "cleo"])
PIECES = st.builds(
    Piece,
    of=st.sampled_from("abc"),
    releasable=st.sampled_from([True, False, None]),
    ground=st.sampled_from(["", "law"]),
)
QUESTIONS = st.builds(
    Question,
    answer=st.sampled_from(["", "Yes."]),
    drafters=st.lists(PEOPLE, unique=True).map(tuple),
    pieces=st.lists(PIECES, unique_by=lambda piece: piece.of).map(tuple),
    signed_by=st.none() | PEOPLE,
)
SOUND = Question("Yes.", ("ada",), (Piece("a", True), Piece("b", False, "law")))


def test_the_earliest_question_says_how_far_a_request_has_come() -> None:
    drafted, signed = Question("Yes."), Question("Yes.", signed_by="bo")
    assert state([], is_replied=False) is State.OPEN
    assert state([Question(), drafted, signed], is_replied=False) is State.OPEN
    assert state([drafted, signed], is_replied=False) is State.DRAFTED
    assert state([signed, signed], is_replied=False) is State.SIGNED
    assert state([Question()], is_replied=True) is State.REPLIED


def test_late_is_what_was_not_replied_to_by_the_last_day() -> None:
    due = Window(date(2027, 3, 1), date(2027, 3, 16))
    last, after = due.last, due.last + timedelta(1)
    assert [is_late(due, None, day) for day in (last, after)] == [False, True]
    assert [is_late(due, replied, after) for replied in (last, after)] == [False, True]
    assert not is_late(None, None, after)


@pytest.mark.parametrize(
    ("question", "others", "signer", "refused"),
    [
        (SOUND, [], "bo", None),
        (SOUND, [SOUND], "bo", None),
        (replace(SOUND, answer=""), [], "bo", Refusal.NOTHING_WRITTEN),
        (SOUND, [], "ada", Refusal.OWN_DRAFT),
        (replace(SOUND, drafters=("cleo", "bo")), [], "bo", Refusal.OWN_DRAFT),
        (replace(SOUND, pieces=(Piece("a"),)), [], "bo", Refusal.UNDECIDED),
        (replace(SOUND, pieces=(Piece("a", False),)), [], "bo", Refusal.NO_GROUND),
        (SOUND, [Question("No.", ("ada",), (Piece("a", False, "law"),), "cleo")], "bo", Refusal.CONTRADICTED),
        (SOUND, [Question("No.", ("ada",), (Piece("b", True),), "cleo")], "bo", Refusal.CONTRADICTED),
        (SOUND, [Question("No.", ("ada",), (Piece("a", False, "law"),))], "bo", None),
    ],
)
def test_why_an_answer_cannot_be_signed(
    question: Question, others: list[Question], signer: str, refused: Refusal | None
) -> None:
    assert refusal_to_sign(question, others, signer) is refused


@given(question=QUESTIONS, others=st.lists(QUESTIONS, max_size=3), signer=PEOPLE)
def test_what_is_signed_was_written_decided_and_looked_at_by_a_second_person(
    question: Question, others: list[Question], signer: str
) -> None:
    if refusal_to_sign(question, others, signer) is None:
        assert question.answer
        assert signer not in question.drafters
        assert all(piece.releasable is not None for piece in question.pieces)
        assert all(piece.releasable or piece.ground for piece in question.pieces)
