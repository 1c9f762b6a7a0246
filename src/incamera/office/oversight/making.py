"""The jobs of a reply: make its files and enter it, and write the sealed bundle. Each may run twice.

They run beside the api and hold no key: the head of the ledger was signed when the reply was sealed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.releases import Releases
from incamera.office.access.tables import ReleaseRow
from incamera.office.documents.shelf import Shelf
from incamera.office.oversight import store
from incamera.office.oversight.bundling import Damaged, Part, write_bundle
from incamera.office.oversight.kinds import File, Reply
from incamera.office.oversight.letter import letter
from incamera.office.oversight.outgoing import Outgoing, outgoing
from incamera.office.oversight.page import page
from incamera.office.oversight.reading import newest
from incamera.office.oversight.tables import ReplyRow
from incamera.office.records.kinds import Organisation
from incamera.office.records.service import Records
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.office.records.timing import local_day
from incamera.rules.ledger import Entry, paths, read_header
from incamera.rules.office.bundle import INDEX, LETTER, Extract, Proven, written

BY_JOBS = "jobs"
RELEASED_AT_ONCE = 20
"""Entries written in one transaction: others wait for it."""


@dataclass(frozen=True, slots=True)
class Making:
    """Makes replies; `replies` holds what is made, `documents` the papers that are enclosed."""

    records: Records
    releases: Releases
    documents: Shelf
    replies: Shelf

    async def prepare(self, args: Mapping[str, Any]) -> None:
        """Make the letter and its page, and enter the reply; what has changed since it was asked for is left alone."""
        request = str(args["request"])
        async with self.records.database.reading() as session:
            if await _waiting(session, request, "making") is None:
                return
            out = await self._outgoing(session, request)
        files = await asyncio.to_thread(self._made, out)
        async with self.records.database.transaction() as session:
            row = await _waiting(session, request, "making")
            if row is None:
                return
            row.reply = await self.records.enter_in(session, out.reply(files), by=BY_JOBS)
            row.state = "made"

    async def seal(self, args: Mapping[str, Any]) -> None:
        """Write the bundle. A paper that is not what it was says so on the page instead."""
        request = str(args["request"])
        async with self.records.database.reading() as session:
            row = await session.get(ReplyRow, request)
            if row is None or row.state != "sealing" or row.reply is None:
                return
            reply = Reply.model_validate((await session.get_one(RecordRow, row.reply)).fields)
            extract = await _extract(session, row, reply)
        try:
            sha256, size = await asyncio.to_thread(self._bundle, extract, reply)
        except Damaged as damage:
            await self._settle(request, state="failed", fault=str(damage))
        else:
            await self._release(reply)
            await self._settle(request, state="sealed", sha256=sha256, bytes=size)

    async def _release(self, reply: Reply) -> None:
        """Let the body that asked read the records that went out to it, as they went out; a few at a time, each once."""
        sent = {one.of: one.seq for one in reply.enclosures if one.path is None}
        for n in range(0, len(sent), RELEASED_AT_ONCE):
            async with self.records.database.transaction() as session:
                _, made = await store.request_of(session, reply.request)
                rows = await store.rows_of(session, [made.asker, *list(sent)[n : n + RELEASED_AT_ONCE]])
                if rows.pop(made.asker).kind != Organisation.kind:
                    return
                known = select(ReleaseRow.record, ReleaseRow.seq).where(ReleaseRow.to == made.asker)
                done = {(record, seq) for record, seq in await session.execute(known)}
                as_sent = [i for i, row in rows.items() if row.seq == sent[i] and (i, row.seq) not in done]
                await self.releases.release_in(session, made.asker, as_sent, by=BY_JOBS)

    async def _outgoing(self, session: AsyncSession, request: str) -> Outgoing:
        _, made = await store.request_of(session, request)
        asked = (await store.questions_of(session, [request]))[request]
        today = local_day(self.records.clock.now(), "UTC")
        return await outgoing(session, request, made, [question for _, question in asked], today)

    def _made(self, out: Outgoing) -> list[File]:
        made = {LETTER: letter(out), INDEX: page(out)}
        return [File(path=path, bytes=len(data), sha256=self.replies.keep_bytes(data)) for path, data in made.items()]

    def _bundle(self, extract: Extract, reply: Reply) -> tuple[str, int]:
        shelves = {LETTER: self.replies, INDEX: self.replies}
        parts = [
            Part(file.path, shelves.get(file.path, self.documents).path(file.sha256), file.bytes, file.sha256)
            for file in reply.files
        ]
        with self.replies.draft() as draft:
            write_bundle(draft, written(extract), parts)
            self.replies.keep(draft)
            return draft.sha256, draft.size

    async def _settle(self, request: str, **values: Any) -> None:
        async with self.records.database.transaction() as session:
            row = await session.get_one(ReplyRow, request)
            for name, value in values.items():
                setattr(row, name, value)


async def _waiting(session: AsyncSession, request: str, state: str) -> ReplyRow | None:
    """The reply's row while it waits for this, and what it was asked for still stands."""
    row = await session.get(ReplyRow, request)
    if row is None or row.state != state:
        return None
    head, _ = await store.request_of(session, request)
    asked = (await store.questions_of(session, [request]))[request]
    return row if row.basis == newest(head, asked) else None


async def _extract(session: AsyncSession, row: ReplyRow, reply: Reply) -> Extract:
    """The entries of the reply and its enclosures, each with its path to the root that was signed."""
    leaves = (await session.scalars(select(OfficeEntryRow.hash).order_by(OfficeEntryRow.seq).limit(row.size))).all()
    made = await session.get_one(RecordRow, row.reply)
    entries = await store.entries_of(session, [made.seq, *(one.seq for one in reply.enclosures)])
    led = await asyncio.to_thread(paths, leaves, sorted(entries))
    proven = tuple(
        Proven(Entry(read_header(entry.header, str(seq)), entry.body, entry.salt), led[seq])
        for seq, entry in sorted(entries.items())
    )
    return Extract(bytes.fromhex(row.key or ""), row.note or "", proven)
