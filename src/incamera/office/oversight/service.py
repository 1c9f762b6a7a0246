"""Take a letter in, answer its questions one by one, and have each answer signed off by a second person.

Every act is an entry of the office's ledger. A page sends the entry `seq` of the question that it showed: who acts on
what has changed meanwhile is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.service import Documents
from incamera.office.oversight import store
from incamera.office.oversight.kinds import OversightRequest, Piece, Question
from incamera.office.oversight.schemas import AnswerDrafted, QuestionSent, RequestAmended, RequestSent
from incamera.office.oversight.withholding import refuse_betrayal, refuse_changed
from incamera.office.records.kinds import Person
from incamera.office.records.service import Records, unknown
from incamera.office.records.tables import RecordRow
from incamera.platform.errors import ProductError
from incamera.rules.office import due
from incamera.rules.office.requests import Refusal, refusal_to_sign

REFUSED: Final = {
    Refusal.NOTHING_WRITTEN: "There is no answer to sign yet.",
    Refusal.OWN_DRAFT: "Whoever wrote any of an answer cannot sign it: a second person does.",
    Refusal.UNDECIDED: "Each piece of evidence has to be released or withheld first.",
    Refusal.NO_GROUND: "What is withheld needs its ground.",
    Refusal.CONTRADICTED: "Another question's signed answer decided otherwise on one of these pieces.",
}


@dataclass(frozen=True, slots=True)
class Requests:
    """All oversight requests of the office."""

    records: Records
    documents: Documents

    async def enter(self, sent: RequestSent, *, by: str) -> str:
        """Take a letter in; gives the request's id. Raises ProductError 422 naming the field at fault."""
        async with self.records.database.transaction() as session:
            letter = sent.letter
            if sent.letter_text:
                letter = await self.documents.enter_text(session, name=sent.letter_name, text=sent.letter_text, by=by)
            made = OversightRequest(**{**sent.head(), "letter": letter})
            request = await self.records.enter_in(session, _with_window(made), by=by)
            for n, question in enumerate(sent.questions, start=1):
                await self._ask(session, request, n, question, by=by)
            return request

    async def amend(self, request: str, sent: RequestAmended, *, by: str) -> None:
        """Correct what was entered of the letter. Raises ProductError 404, 409, 422."""
        async with self.records.database.transaction() as session:
            row, before = await self._unanswered(session, request)
            _refuse_stale(row, sent.seq, "request")
            kept = {"letter": before.letter if sent.letter is None else sent.letter}
            made = _with_window(OversightRequest(**{**sent.head(), **kept}))
            await self.records.correct_in(session, request, made, reason=sent.reason, by=by)

    async def ask(self, request: str, sent: QuestionSent, *, by: str) -> str:
        """A further question; gives its id. Raises ProductError 404, 409, 422."""
        async with self.records.database.transaction() as session:
            await self._unanswered(session, request)
            listed = (await store.questions_of(session, [request]))[request]
            number = max((question.number for _, question in listed), default=0) + 1
            return await self._ask(session, request, number, sent, by=by)

    async def reword(self, request: str, question: str, sent: QuestionSent, *, seq: int, by: str) -> None:
        """Another reading of the question, or another owner; a sign-off of the former one is void."""
        async with self.records.database.transaction() as session:
            before = await self._question(session, request, question, seq)
            await self._refuse_stranger(session, "owner", sent.owner)
            said = {"text": sent.text, "owner": sent.owner, "signed_by": None, "signed_at": None}
            await self.records.change_in(session, question, _changed(before, said), act="corrected", by=by)

    async def draft(self, request: str, question: str, sent: AnswerDrafted, *, by: str) -> None:
        """An answer with its evidence, by a person who from now on cannot sign it. Raises ProductError 404, 409, 422."""
        async with self.records.database.transaction() as session:
            before = await self._question(session, request, question, sent.seq)
            await self._refuse_stranger(session, "by", sent.by)
            rows = await store.rows_of(session, (piece.of for piece in sent.evidence))
            pieces = [
                Piece(of=p.of, seq=rows[p.of].seq if p.of in rows else 0, releasable=p.releasable, ground=p.ground)
                for p in sent.evidence
            ]
            said = {
                "answer": sent.answer,
                "evidence": pieces,
                "drafters": list(dict.fromkeys([*before.drafters, sent.by])),
                "signed_by": None,
                "signed_at": None,
            }
            await self.records.change_in(session, question, _changed(before, said), act="drafted", by=by)

    async def sign(self, request: str, question: str, *, seq: int, signer: str, by: str) -> None:
        """Sign the answer off as it stands. Raises ProductError 404, 409, 422."""
        async with self.records.database.transaction() as session:
            before = await self._question(session, request, question, seq)
            _, made = await store.request_of(session, request)
            await self._refuse_stranger(session, "by", signer)
            listed = [one for row, one in (await store.questions_of(session, [request]))[request] if row.id != question]
            refused = refusal_to_sign(before.known(), [one.known() for one in listed], signer)
            if refused is not None:
                raise ProductError(refused, 409, REFUSED[refused])
            await refuse_changed(session, [before])
            await refuse_betrayal(session, made.subject, [before], [before, *listed])
            said = {"signed_by": signer, "signed_at": self.records.clock.now()}
            await self.records.change_in(session, question, _changed(before, said), act="signed", by=by)

    async def _ask(self, session: AsyncSession, request: str, number: int, sent: QuestionSent, *, by: str) -> str:
        await self._refuse_stranger(session, "owner", sent.owner)
        made = Question(request=request, number=number, text=sent.text, owner=sent.owner)
        return await self.records.enter_in(session, made, by=by)

    async def _unanswered(self, session: AsyncSession, request: str) -> tuple[RecordRow, OversightRequest]:
        """Raises ProductError 404, 409 once the reply is sealed."""
        row, found = await store.request_of(session, request)
        if found.replied_at is not None:
            raise ProductError("request_replied", 409, "The reply is sealed: nothing of it changes any more.")
        return row, found

    async def _question(self, session: AsyncSession, request: str, question: str, seq: int) -> Question:
        """Raises ProductError 404, 409 when it is not what the page showed."""
        await self._unanswered(session, request)
        row = await session.get(RecordRow, question)
        if row is None or row.kind != Question.kind or row.fields["request"] != request:
            raise unknown()
        _refuse_stale(row, seq, "question")
        return Question.model_validate(row.fields)

    async def _refuse_stranger(self, session: AsyncSession, field: str, person: str | None) -> None:
        """Only officials of the office own, write and sign. Raises ProductError 422."""
        row = await session.get(RecordRow, person) if person is not None else None
        if person is not None and (row is None or row.kind != Person.kind or not row.fields["is_official"]):
            raise ProductError(
                "not_an_official", 422, "Only an official of the office can do this.", field, "the id of an official"
            )


def _refuse_stale(row: RecordRow, seq: int, what: str) -> None:
    """Raises ProductError 409 where the entry that the page showed is no longer the newest."""
    if row.seq != seq:
        raise ProductError("stale", 409, f"The {what} has changed meanwhile: look at it again.")


def _changed(before: Question, said: Mapping[str, object]) -> Question:
    return Question.model_validate({**{name: getattr(before, name) for name in Question.model_fields}, **said})


def _with_window(sent: OversightRequest) -> OversightRequest:
    """The window that the words mean, unless a person stated one."""
    meant = due.window(sent.due_words, sent.received) if sent.due_first is None else None
    return sent if meant is None else sent.model_copy(update={"due_first": meant.first, "due_last": meant.last})
