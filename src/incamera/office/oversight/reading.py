"""What a page is given of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.service import text_of
from incamera.office.oversight import store
from incamera.office.oversight.kinds import OversightRequest, Question
from incamera.office.oversight.schemas import (
    NamedShown,
    PieceShown,
    QuestionShown,
    ReplyShown,
    RequestListed,
    RequestShown,
)
from incamera.office.oversight.tables import ReplyRow
from incamera.office.oversight.words import words_of
from incamera.office.records.tables import RecordRow
from incamera.office.records.timing import local_day
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.rules.office import requests
from incamera.rules.office.requests import refusal_to_sign

Asked = Sequence[tuple[RecordRow, Question]]


@dataclass(frozen=True, slots=True)
class RequestsRead:
    """Requests with what the rules make of them today."""

    database: Database
    clock: Clock

    async def listed(self) -> list[RequestListed]:
        """All requests, the newest first."""
        today = local_day(self.clock.now(), "UTC")
        async with self.database.reading() as session:
            rows = await store.requests_in(session)
            asked = await store.questions_of(session, [row.id for row in rows])
            made = {row.id: OversightRequest.model_validate(row.fields) for row in rows}
            names = await _names(session, (one.asker for one in made.values()))
        return [RequestListed(**_line(i, one, asked[i], names, today)) for i, one in made.items()]

    async def shown(self, request: str) -> RequestShown:
        """One request. Raises ProductError 404."""
        today = local_day(self.clock.now(), "UTC")
        async with self.database.reading() as session:
            row, made = await store.request_of(session, request)
            asked = (await store.questions_of(session, [request]))[request]
            people = {i for _, one in asked for i in (one.owner, one.signed_by, *one.drafters) if i is not None}
            names = await _names(session, [made.asker, *people, *([made.letter] if made.letter else [])])
            pieces = await _pieces(session, asked)
            text = await text_of(session, made.letter) if made.letter else None
            reply = await session.get(ReplyRow, request)
        return RequestShown(
            **_line(request, made, asked, names, today),
            seq=row.seq,
            authority=made.authority,
            mandate=made.mandate,
            note=made.note,
            letter=_named(names, made.letter),
            letter_text=text,
            replied_at=made.replied_at,
            asked=[_question(one, asked, names, pieces) for one in asked],
            reply=_reply(reply, newest(row, asked)),
        )


def newest(row: RecordRow, asked: Asked) -> int:
    """The newest entry about a request and its questions."""
    return max([row.seq, *(question.seq for question, _ in asked)])


def _line(request: str, made: OversightRequest, asked: Asked, names: Mapping[str, str], today: date) -> dict[str, Any]:
    replied = local_day(made.replied_at, "UTC") if made.replied_at is not None else None
    return {
        "id": request,
        "subject": made.subject,
        "reference": made.reference,
        "asker": _named(names, made.asker),
        "received": made.received,
        "due_words": made.due_words,
        "due_first": made.due_first,
        "due_last": made.due_last,
        "state": requests.state((one.known() for _, one in asked), is_replied=replied is not None).value,
        "late": requests.is_late(made.window, replied, today),
        "questions": len(asked),
        "signed": sum(one.signed_by is not None for _, one in asked),
    }


def _question(
    one: tuple[RecordRow, Question], asked: Asked, names: Mapping[str, str], pieces: Mapping[str, tuple[RecordRow, str]]
) -> QuestionShown:
    row, question = one
    others = [other.known() for beside, other in asked if beside.id != row.id]
    evidence = [
        PieceShown.of_piece(p, kind=pieces[p.of][0].kind, words=pieces[p.of][1], seq=pieces[p.of][0].seq)
        for p in question.evidence
    ]
    return QuestionShown(
        id=row.id,
        seq=row.seq,
        number=question.number,
        text=question.text,
        owner=_named(names, question.owner),
        state=question.known().state.value,
        answer=question.answer,
        drafters=[NamedShown(id=i, name=names[i]) for i in question.drafters],
        evidence=evidence,
        signed_by=_named(names, question.signed_by),
        signed_at=question.signed_at,
        hindrance=_hindrance(question, others, evidence),
    )


def _hindrance(question: Question, others: Sequence[requests.Question], evidence: Iterable[PieceShown]) -> str:
    """As if somebody signed who wrote none of it."""
    refused = refusal_to_sign(question.known(), others, signer="")
    return refused or ("piece_changed" if any(piece.changed for piece in evidence) else "")


async def _pieces(session: AsyncSession, asked: Asked) -> dict[str, tuple[RecordRow, str]]:
    """Each piece of evidence as it stands, with its line."""
    rows = await store.rows_of(session, (piece.of for _, one in asked for piece in one.evidence))
    words = await words_of(session, {i: (row.kind, row.fields) for i, row in rows.items()})
    return {i: (row, words[i]) for i, row in rows.items()}


async def _names(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    return {i: str(row.fields["name"]) for i, row in (await store.rows_of(session, ids)).items()}


def _named(names: Mapping[str, str], record: str | None) -> NamedShown | None:
    return NamedShown(id=record, name=names[record]) if record is not None else None


def _reply(row: ReplyRow | None, basis: int) -> ReplyShown:
    if row is None:
        return ReplyShown(state="none", stale=False, fault="", sha256=None, bytes=None)
    is_stale = row.state in {"making", "made"} and row.basis != basis
    return ReplyShown.model_validate(
        {"state": row.state, "stale": is_stale, "fault": row.fault, "sha256": row.sha256, "bytes": row.bytes}
    )
