"""Prepare a reply, and seal it: the office signs its ledger's head over what goes out. The jobs do the making.

Preparing changes nothing that cannot be changed back: a later draft makes the prepared reply stale. Sealing ends it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.shelf import Shelf
from incamera.office.oversight import store
from incamera.office.oversight.kinds import OversightRequest, Question, Reply
from incamera.office.oversight.reading import newest
from incamera.office.oversight.tables import ReplyRow
from incamera.office.oversight.withholding import refuse_betrayal, refuse_changed
from incamera.office.records import ledger as office_ledger
from incamera.office.records.service import Records
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.platform.errors import ProductError
from incamera.platform.jobs import enqueue
from incamera.rules import ledger
from incamera.rules.ledger import Checkpoint, Sign
from incamera.rules.office.requests import State, state

PREPARE_JOB: Final = "oversight.prepare"
SEAL_JOB: Final = "oversight.seal"
LETTER: Final = "reply.pdf"


@dataclass(frozen=True, slots=True)
class Replying:
    """The replies of the office; `shelf` holds their files."""

    records: Records
    shelf: Shelf

    async def prepare(self, request: str) -> None:
        """Have the reply made. Raises ProductError 404, 409 while an answer is not signed or something withheld is named."""
        async with self.records.database.transaction() as session:
            row, made, asked = await _signed(session, request)
            questions = [question for _, question in asked]
            await refuse_changed(session, questions)
            await refuse_betrayal(session, made.subject, questions, questions)
            reply = await session.get(ReplyRow, request) or ReplyRow(request=request)
            reply.basis, reply.state, reply.fault, reply.reply = newest(row, asked), "making", "", None
            session.add(reply)
            await enqueue(session, PREPARE_JOB, {"request": request}, run_at=self.records.clock.now())

    async def seal(self, request: str, *, public_key: bytes, sign: Sign, by: str) -> None:
        """Sign the ledger's head over the prepared reply and have its bundle written. Raises ProductError 404, 409.

        Of a reply that is sealed and whose bundle could not be written only that is tried again.
        """
        now = self.records.clock.now()
        async with self.records.database.transaction() as session:
            reply = await session.get(ReplyRow, request)
            if reply is not None and reply.note is not None and reply.sha256 is None:
                reply.state, reply.fault = "sealing", ""
                await _enqueue_seal(session, request, now)
                return
            row, made, asked = await _signed(session, request)
            if reply is None or reply.state != "made" or reply.basis != newest(row, asked):
                raise ProductError("reply_not_made", 409, "Prepare the reply first, and look at it.")
            await refuse_changed(session, [question for _, question in asked])
            replied = made.model_copy(update={"replied_at": now, "reply": reply.reply})
            await self.records.change_in(session, request, replied, act="replied", by=by)
            leaves = (await session.scalars(select(OfficeEntryRow.hash).order_by(OfficeEntryRow.seq))).all()
            root = await asyncio.to_thread(ledger.root, leaves)
            stated = Checkpoint(await office_ledger.office_id(session), len(leaves), root, now)
            reply.note, reply.size = ledger.note(stated, public_key, sign), len(leaves)
            reply.key, reply.state = public_key.hex(), "sealing"
            await _enqueue_seal(session, request, now)

    async def letter(self, request: str) -> Path:
        """The reply as a PDF, once it was made. Raises ProductError 404, 410."""
        async with self.records.database.reading() as session:
            row = await session.get(ReplyRow, request)
            if row is None or row.reply is None:
                raise _not_there()
            reply = Reply.model_validate((await session.get_one(RecordRow, row.reply)).fields)
        return self.shelf.there(next(file.sha256 for file in reply.files if file.path == LETTER))

    async def bundle(self, request: str) -> Path:
        """The sealed bundle. Raises ProductError 404, 410."""
        async with self.records.database.reading() as session:
            row = await session.get(ReplyRow, request)
        if row is None or row.sha256 is None:
            raise _not_there()
        return self.shelf.there(row.sha256)


async def _signed(
    session: AsyncSession, request: str
) -> tuple[RecordRow, OversightRequest, Sequence[tuple[RecordRow, Question]]]:
    """A request all of whose answers are signed. Raises ProductError 404, 409."""
    row, made = await store.request_of(session, request)
    asked = (await store.questions_of(session, [request]))[request]
    if made.replied_at is not None:
        raise ProductError("request_replied", 409, "The reply is sealed: nothing of it changes any more.")
    if state((question.known() for _, question in asked), is_replied=False) is not State.SIGNED:
        raise ProductError("not_signed", 409, "Each answer has to be signed off by a second person first.")
    return row, made, asked


async def _enqueue_seal(session: AsyncSession, request: str, now: int) -> None:
    """Once, while it waits."""
    await enqueue(session, SEAL_JOB, {"request": request}, run_at=now, key=f"{SEAL_JOB} {request}")


def _not_there() -> ProductError:
    return ProductError("reply_not_made", 404, "There is no such file yet: prepare or seal the reply first.")
