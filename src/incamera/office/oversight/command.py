"""`incamera requests [ID]`: oversight requests from the command line, read from the database of the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from incamera.office.oversight.reading import RequestsRead
from incamera.office.oversight.schemas import PieceShown, QuestionShown, RequestListed, RequestShown
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.settings import Settings


class Unread(Exception):
    """The requests cannot be read; the text says why."""


def lines(settings: Settings, request: str | None) -> list[str]:
    """A line for each request, or one request with its questions. Raises Unread."""
    try:
        return asyncio.run(_read(settings, request))
    except ProductError as error:
        raise Unread(error.message) from error
    except (SQLAlchemyError, OSError) as error:
        raise Unread("The database of the settings holds no office: start `incamera up` once.") from error


async def _read(settings: Settings, request: str | None) -> list[str]:
    database = Database(settings.database_url)
    read = RequestsRead(database, SystemClock())
    try:
        if request is None:
            return [_line(one) for one in await read.listed()] or ["nothing"]
        return list(_whole(await read.shown(request)))
    finally:
        await database.close()


def _line(one: RequestListed) -> str:
    words = f"{one.due_words} " if one.due_words else ""
    due = f"due {words}({one.due_last})" if one.due_last else f"due {words or 'on no day stated'}".rstrip()
    name = " ".join(part for part in (one.reference, one.subject) if part)
    return f"{one.asker.name}: {name}; {due}{', late' if one.late else ''}; {one.state}, {_signed(one)} [{one.id}]"


def _signed(one: RequestListed) -> str:
    return f"{one.signed} of {one.questions} answers signed"


def _whole(one: RequestShown) -> Iterator[str]:
    yield _line(one)
    for question in one.asked:
        yield f"{question.number}. {question.text}"
        yield f"   {question.answer or 'no answer yet'}"
        yield f"   {_state(question)}"
        yield from (f"   {_piece(piece)}" for piece in question.evidence)
    yield f"reply: {one.reply.state}{', stale' if one.reply.stale else ''}"


def _state(question: QuestionShown) -> str:
    by = ", ".join(person.name for person in question.drafters)
    drafted = f"drafted by {by}" if by else "open"
    return f"{drafted}; signed by {question.signed_by.name}" if question.signed_by else drafted


def _piece(piece: PieceShown) -> str:
    decided = {True: "goes out", False: f"withheld: {piece.ground}", None: "not decided"}[piece.releasable]
    return f"{decided}: {piece.words} [{piece.of}]"
