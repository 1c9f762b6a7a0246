from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from incamera.office.oversight.schemas import AnswerDrafted, QuestionSent, RequestAmended
from incamera.office.records.kinds import Commitment, Organisation, Person
from incamera.office.records.store import found
from incamera.platform.errors import ProductError
from incamera.rules.office.access import AT_DESK, OVERSIGHT, Reader
from tests.office.conftest import Still
from tests.office.oversight.desk import Office

pytestmark = pytest.mark.whole

DAY_US = 86_400_000_000


def refused(caught: pytest.ExceptionInfo[ProductError]) -> tuple[int, str, str | None]:
    return caught.value.status, caught.value.code, caught.value.field


async def test_a_letter_comes_in_with_its_questions_and_a_due_day_in_words(office: Office) -> None:
    asked: dict[str, Any] = {"reference": "2027-014", "due_words": "within two weeks", "letter_text": "Dear\r\nall"}
    request = await office.letter("Who?", "When?", authority="Standing order 12", **asked)
    shown = await office.shown(request)
    assert (shown.asker.name, shown.reference, shown.authority) == (
        "Committee on Foreign Affairs",
        "2027-014",
        "Standing order 12",
    )
    assert (shown.due_words, shown.due_last) == ("within two weeks", date(2027, 1, 18))
    assert (shown.letter and shown.letter.name, shown.letter_text) == ("Letter", "Dear\nall")
    assert [(q.number, q.text, q.state, q.hindrance) for q in shown.asked] == [
        (1, "Who?", "open", "nothing_written"),
        (2, "When?", "open", "nothing_written"),
    ]
    assert (shown.state, shown.reply.state) == ("open", "none")


async def test_what_the_letter_says_can_be_corrected_and_a_question_added_or_reworded(office: Office) -> None:
    request = await office.letter("Who?", letter_text="Dear all")
    stated: dict[str, Any] = {"subject": "Contacts, again", "asker": office.committee, "received": date(2027, 1, 5)}
    await office.amend(request, **stated)
    await office.requests.ask(request, QuestionSent(text="When?", owner=office.bo), by="desk")
    await office.answer(request, 0, "Ada.")
    first = (await office.shown(request)).asked[0]
    sent = QuestionSent(text="Who else?", owner=office.ada)
    await office.requests.reword(request, first.id, sent, seq=first.seq, by="desk")
    shown = await office.shown(request)
    assert (shown.subject, shown.received, shown.letter_text) == ("Contacts, again", date(2027, 1, 5), "Dear all")
    assert [(q.text, q.owner and q.owner.name, q.state) for q in shown.asked] == [
        ("Who else?", "Ada Arden", "drafted"),  # another question was not signed
        ("When?", "Bo Berg", "open"),
    ]


async def test_a_correction_is_a_later_entry_and_the_due_day_follows_the_words(office: Office) -> None:
    request = await office.letter("Who?", due_words="within two weeks", authority="Standing order 12")
    await office.amend(request, due_words="within three weeks", authority="Standing order 21")
    shown = await office.shown(request)
    assert (shown.authority, shown.due_last) == ("Standing order 21", date(2027, 1, 25))
    await office.amend(request, due_words="soon", due_first=date(2027, 2, 1), due_last=date(2027, 2, 3))
    assert (await office.shown(request)).due_last == date(2027, 2, 3)
    _, history = await office.records.shown(AT_DESK, request)
    assert [entry.body["record"]["due_words"] for entry in history] == [
        "within two weeks",
        "within three weeks",
        "soon",
    ]
    assert [entry.body.get("reason") for entry in history] == [None, "misread", "misread"]


async def test_a_correction_of_what_has_changed_meanwhile_is_refused(office: Office) -> None:
    request = await office.letter("Who?")
    seq = (await office.shown(request)).seq
    await office.amend(request, subject="Contacts, again")
    with pytest.raises(ProductError) as caught:
        await office.amend(request, subject="Contacts, once more", seq=seq)
    assert refused(caught) == (409, "stale", None)
    assert (await office.shown(request)).subject == "Contacts, again"


@pytest.mark.parametrize(
    "due", [{"due_first": date(2027, 1, 5)}, {"due_first": date(2027, 1, 5), "due_last": date(2027, 1, 4)}]
)
def test_a_window_that_is_none_is_refused_where_it_is_sent(due: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="last day"):
        RequestAmended(subject="Contacts", asker="a" * 26, received=date(2027, 1, 4), seq=0, reason="misread", **due)


async def test_a_request_goes_from_open_to_replied(office: Office) -> None:
    request = await office.letter("Who?", "When?")
    seen = [(await office.shown(request)).state]
    await office.draft(request, 0, "Ada.")
    await office.draft(request, 1, "Then.")
    seen.append((await office.shown(request)).state)
    await office.sign(request, 0)
    await office.sign(request, 1)
    seen.append((await office.shown(request)).state)
    await office.bundle(request)
    shown = await office.shown(request)
    assert [*seen, shown.state] == ["open", "drafted", "signed", "replied"]
    assert (shown.reply.state, shown.replied_at) == ("sealed", office.records.clock.now())
    assert [(one.id, one.signed, one.questions) for one in await office.read.listed()] == [(request, 2, 2)]


async def test_late_is_after_the_last_day_unless_it_was_replied_to_in_time(office: Office) -> None:
    clock = office.records.clock
    assert isinstance(clock, Still)
    due = {"received": date(2027, 1, 15), "due_first": date(2027, 1, 15), "due_last": date(2027, 1, 16)}
    request, other = await office.letter("Who?", **due), await office.letter("Who?", **due)
    await office.answer(request, 0, "Ada.")
    await office.bundle(request)
    assert not (await office.shown(other)).late
    clock.at += 2 * DAY_US
    assert [(await office.shown(i)).late for i in (request, other)] == [False, True]


async def test_whoever_wrote_any_of_it_cannot_sign(office: Office) -> None:
    request = await office.letter("Who?")
    await office.draft(request, 0, "Ada.", by=office.ada)
    await office.draft(request, 0, "Ada.", by=office.bo)
    for drafter in (office.ada, office.bo):
        with pytest.raises(ProductError) as caught:
            await office.sign(request, 0, by=drafter)
        assert refused(caught) == (409, "own_draft", None)
    third = await office.records.enter(Person(name="Cleo", is_official=True), by="desk")
    await office.sign(request, 0, by=third)
    assert (await office.shown(request)).asked[0].state == "signed"


async def test_only_officials_own_write_and_sign(office: Office) -> None:
    stranger = await office.records.enter(Person(name="Stranger"), by="desk")
    request = await office.letter("Who?")
    for do in (
        office.draft(request, 0, "Yes.", by=stranger),
        office.draft(request, 0, "Yes.", by=office.committee),
        office.sign(request, 0, by=stranger),
        office.requests.ask(request, QuestionSent(text="When?", owner=stranger), by="desk"),
    ):
        with pytest.raises(ProductError) as caught:
            await do
        assert refused(caught)[:2] == (422, "not_an_official")


async def test_another_draft_voids_the_sign_off(office: Office) -> None:
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.")
    await office.draft(request, 0, "Bo.")
    question = (await office.shown(request)).asked[0]
    assert (question.state, question.signed_by, question.signed_at) == ("drafted", None, None)


async def test_what_was_not_shown_is_not_acted_on(office: Office) -> None:
    request = await office.letter("Who?")
    question = (await office.shown(request)).asked[0]
    await office.draft(request, 0, "Ada.")
    sent = AnswerDrafted(by=office.ada, seq=question.seq, answer="Bo.")
    for do in (
        office.requests.draft(request, question.id, sent, by="desk"),
        office.requests.sign(request, question.id, seq=question.seq, signer=office.bo, by="desk"),
        office.requests.reword(request, question.id, QuestionSent(text="X"), seq=question.seq, by="desk"),
    ):
        with pytest.raises(ProductError) as caught:
            await do
        assert refused(caught)[:2] == (409, "stale")


async def test_each_piece_needs_a_decision_and_each_no_its_ground(office: Office) -> None:
    paper = await office.paper("Memo")
    request = await office.letter("Who?", "When?")
    for pieces, code in (
        ([(paper, None, "")], "undecided"),
        ([(paper, False, "")], "no_ground"),
    ):
        await office.draft(request, 0, "Ada.", pieces)
        assert (await office.shown(request)).asked[0].hindrance == code
        with pytest.raises(ProductError) as caught:
            await office.sign(request, 0)
        assert refused(caught)[:2] == (409, code)
    await office.answer(request, 0, "Ada.", [(paper, False, "privacy")])
    await office.draft(request, 1, "Then.", [(paper, True, "")])
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 1)
    assert refused(caught)[:2] == (409, "contradicted")


async def test_a_record_that_was_corrected_is_looked_at_again(office: Office) -> None:
    land = await office.records.enter(Organisation(name="Astera", type="state"), by="desk")
    request = await office.letter("Who?", "When?")
    await office.draft(request, 0, "Ada.", [(land, True, "")])
    await office.records.correct(land, Organisation(name="Asteria", type="state"), reason="misspelt", by="desk")
    question = (await office.shown(request)).asked[0]
    assert (question.evidence[0].changed, question.hindrance) == (True, "piece_changed")
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 0)
    assert refused(caught) == (409, "piece_changed", "evidence.0")
    await office.answer(request, 0, "Ada.", [(land, True, "")])
    await office.answer(request, 1, "Then.")
    await office.records.correct(land, Organisation(name="Asteria", type="state", country="AST"), reason="x", by="desk")
    with pytest.raises(ProductError, match="corrected after"):
        await office.replying.prepare(request)


async def test_a_record_corrected_after_the_reply_was_made_keeps_it_from_being_sealed(office: Office) -> None:
    land = await office.records.enter(Organisation(name="Astera", type="state"), by="desk")
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.", [(land, True, "")])
    await office.replying.prepare(request)
    await office.work()
    await office.records.correct(land, Organisation(name="Asteria", type="state"), reason="misspelt", by="desk")
    with pytest.raises(ProductError) as caught:
        await office.seal(request)
    assert refused(caught)[:2] == (409, "piece_changed")


async def test_the_body_that_asked_reads_from_then_on_what_went_out_to_it_and_nothing_besides(office: Office) -> None:
    lands = [await office.records.enter(Organisation(name=f"Land {n}", type="state"), by="desk") for n in range(45)]
    hidden = await office.records.enter(Organisation(name="Nowhere", type="state"), by="desk")
    request = await office.letter("Which?")
    pieces = [(land, True, "") for land in lands]
    await office.answer(request, 0, "These.", [(hidden, False, "privacy"), *pieces])
    reader = Reader(OVERSIGHT, office.committee)

    async def read() -> set[str]:
        async with office.records.database.reading() as session:
            return {row.id for row in await found(session, reader)}

    assert await read() == set()
    await office.bundle(request)
    assert await read() == set(lands)


async def test_nothing_that_goes_out_names_what_is_withheld(office: Office) -> None:
    memo = await office.paper("Memo on the Strait")
    promise = Commitment(
        what="Send the text",
        type="document",
        owner=office.ada,
        said_on=date(2027, 1, 1),
        note="see memo on the  STRAIT",
    )
    commitment = await office.records.enter(promise, by="desk")
    hidden = (memo, False, "privacy")
    request = await office.letter("Who?", "When?")
    await office.draft(request, 0, "As the memo: on the strait says.", [hidden])
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 0)
    assert refused(caught) == (409, "names_withheld", "answer")
    await office.draft(request, 0, "As was said.", [hidden, (commitment, True, "")])
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 0)
    assert refused(caught) == (409, "names_withheld", "evidence.1")
    await office.draft(request, 0, "As was said.", [(office.ada, False, "privacy"), (commitment, True, "")])
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 0)  # it names her by her id
    assert refused(caught) == (409, "names_withheld", "evidence.1")


async def test_the_subject_names_nothing_withheld_either(office: Office) -> None:
    memo = await office.paper("Memo on the Strait")
    request = await office.letter("Who?", subject="Your memo on the strait")
    await office.draft(request, 0, "As was said.", [(memo, False, "privacy")])
    with pytest.raises(ProductError) as caught:
        await office.sign(request, 0)
    assert refused(caught) == (409, "names_withheld", "subject")


async def test_an_answer_signed_first_cannot_name_what_another_withholds_later(office: Office) -> None:
    memo = await office.paper("Memo on the Strait")
    request = await office.letter("Who?", "When?")
    await office.answer(request, 0, "See the memo on the Strait.")
    await office.answer(request, 1, "Then.", [(memo, False, "privacy")])
    with pytest.raises(ProductError) as caught:
        await office.replying.prepare(request)
    assert refused(caught) == (409, "names_withheld", "answer")


async def test_evidence_is_what_the_office_keeps_and_nothing_of_the_request_itself(office: Office) -> None:
    request = await office.letter("Who?")
    for other in (request, "a" * 26):
        with pytest.raises(ProductError) as caught:
            await office.draft(request, 0, "Ada.", [(other, True, "")])
        assert refused(caught) == (422, "reference_unknown", "evidence.0.of")


async def test_a_question_of_another_request_is_not_there(office: Office) -> None:
    one, other = await office.letter("Who?"), await office.letter("When?")
    question = (await office.shown(other)).asked[0]
    with pytest.raises(ProductError) as caught:
        await office.requests.sign(one, question.id, seq=question.seq, signer=office.bo, by="desk")
    assert refused(caught)[0] == 404
    with pytest.raises(ProductError):
        await office.shown(question.id)


async def test_a_sealed_reply_ends_the_request(office: Office) -> None:
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.")
    await office.bundle(request)
    for do in (
        office.draft(request, 0, "Bo."),
        office.requests.ask(request, QuestionSent(text="When?"), by="desk"),
        office.replying.prepare(request),
        office.seal(request),
    ):
        with pytest.raises(ProductError) as caught:
            await do
        assert refused(caught)[:2] == (409, "request_replied")


async def test_a_reply_is_made_of_signed_answers_and_sealed_as_it_was_looked_at(office: Office) -> None:
    request = await office.letter("Who?")
    await office.draft(request, 0, "Ada.")
    for do in (office.replying.prepare(request), office.seal(request)):
        with pytest.raises(ProductError) as caught:
            await do
        assert refused(caught)[:2] == (409, "not_signed")
    with pytest.raises(ProductError, match="no such file"):
        await office.replying.letter(request)
    await office.sign(request, 0)
    await office.replying.prepare(request)
    await office.work()
    assert (await office.replying.letter(request)).read_bytes().startswith(b"%PDF")
    await office.answer(request, 0, "Bo.")
    assert (await office.shown(request)).reply.stale
    with pytest.raises(ProductError) as caught:
        await office.seal(request)
    assert refused(caught)[:2] == (409, "reply_not_made")
    with pytest.raises(ProductError, match="no such file"):
        await office.replying.bundle(request)
