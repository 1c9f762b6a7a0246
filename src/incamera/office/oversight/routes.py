"""Oversight requests over HTTP, below the desk's address."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse

from incamera.office.oversight.reading import RequestsRead
from incamera.office.oversight.replying import Replying
from incamera.office.oversight.schemas import (
    AnswerDrafted,
    QuestionReworded,
    QuestionSent,
    RequestAmended,
    RequestListed,
    RequestSent,
    RequestShown,
    SignOff,
)
from incamera.office.oversight.service import Requests
from incamera.office.records.routes import BY_DESK
from incamera.office.records.schemas import RecordMade
from incamera.platform.errors import problem_responses

routes = APIRouter(prefix="/api/desk/office/requests", tags=["office"], responses=problem_responses(401, 422))


class _Signer(Protocol):
    @property
    def public_key(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


def requests_of(request: Request) -> Requests:
    """The requests of this app."""
    found: Requests = request.app.state.requests
    return found


def read_of(request: Request) -> RequestsRead:
    """What reads them."""
    found: RequestsRead = request.app.state.requests_read
    return found


def replying_of(request: Request) -> Replying:
    """What replies to them."""
    found: Replying = request.app.state.replying
    return found


RequestsHere = Annotated[Requests, Depends(requests_of)]
ReadHere = Annotated[RequestsRead, Depends(read_of)]
ReplyingHere = Annotated[Replying, Depends(replying_of)]


@routes.get("")
async def listed(read: ReadHere) -> list[RequestListed]:
    """All requests, the newest first."""
    return await read.listed()


@routes.post("", status_code=201)
async def enter(sent: RequestSent, requests: RequestsHere) -> RecordMade:
    """Take a letter in, with its questions."""
    return RecordMade(id=await requests.enter(sent, by=BY_DESK))


@routes.get("/{request_id}", responses=problem_responses(404))
async def shown(request_id: str, read: ReadHere) -> RequestShown:
    """A request with its letter, its questions and how far the reply has come."""
    return await read.shown(request_id)


@routes.put("/{request_id}", status_code=204, responses=problem_responses(404, 409))
async def amend(request_id: str, sent: RequestAmended, requests: RequestsHere) -> None:
    """Correct what was entered of the letter."""
    await requests.amend(request_id, sent, by=BY_DESK)


@routes.post("/{request_id}/questions", status_code=201, responses=problem_responses(404, 409))
async def ask(request_id: str, sent: QuestionSent, requests: RequestsHere) -> RecordMade:
    """A further question of the same letter."""
    return RecordMade(id=await requests.ask(request_id, sent, by=BY_DESK))


@routes.put("/{request_id}/questions/{question}", status_code=204, responses=problem_responses(404, 409))
async def reword(request_id: str, question: str, sent: QuestionReworded, requests: RequestsHere) -> None:
    """Another reading of a question, or another owner."""
    await requests.reword(request_id, question, sent, seq=sent.seq, by=BY_DESK)


@routes.put("/{request_id}/questions/{question}/draft", status_code=204, responses=problem_responses(404, 409))
async def draft(request_id: str, question: str, sent: AnswerDrafted, requests: RequestsHere) -> None:
    """An answer with its evidence; a sign-off of the former one is void."""
    await requests.draft(request_id, question, sent, by=BY_DESK)


@routes.post("/{request_id}/questions/{question}/sign", status_code=204, responses=problem_responses(404, 409))
async def sign(request_id: str, question: str, sent: SignOff, requests: RequestsHere) -> None:
    """Sign an answer off: a second person, never one who wrote any of it."""
    await requests.sign(request_id, question, seq=sent.seq, signer=sent.by, by=BY_DESK)


@routes.post("/{request_id}/prepare", status_code=202, responses=problem_responses(404, 409))
async def prepare(request_id: str, replying: ReplyingHere) -> None:
    """Have the reply made, to be looked at."""
    await replying.prepare(request_id)


@routes.post("/{request_id}/seal", status_code=202, responses=problem_responses(404, 409))
async def seal(request_id: str, replying: ReplyingHere, request: Request) -> None:
    """Seal the prepared reply: it is given, and its bundle is written."""
    signer: _Signer = request.app.state.signer
    await replying.seal(request_id, public_key=signer.public_key, sign=signer.sign, by=BY_DESK)


@routes.get("/{request_id}/reply.pdf", response_class=FileResponse, responses=problem_responses(404, 410))
async def letter(request_id: str, replying: ReplyingHere) -> FileResponse:
    """The reply as a PDF, once it was prepared."""
    return FileResponse(await replying.letter(request_id), media_type="application/pdf", filename="reply.pdf")


@routes.get("/{request_id}/bundle.zip", response_class=FileResponse, responses=problem_responses(404, 410))
async def bundle(request_id: str, replying: ReplyingHere) -> FileResponse:
    """The sealed bundle, for `incamera bundle verify`."""
    return FileResponse(await replying.bundle(request_id), media_type="application/zip", filename="bundle.zip")
