"""Keep papers and hand them out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.kinds import TEXT, StoredDocument
from incamera.office.documents.shelf import Shelf
from incamera.office.documents.tables import DocumentTextRow
from incamera.office.records.service import Records, unknown
from incamera.office.records.tables import RecordRow


@dataclass(frozen=True, slots=True)
class Documents:
    """All papers of the office."""

    records: Records
    shelf: Shelf

    async def enter_text(self, session: AsyncSession, *, name: str, text: str, by: str) -> str:
        """Keep words as a plain text file, inside the caller's transaction; gives the document's id."""
        data = text.encode()
        sha256 = await asyncio.to_thread(self.shelf.keep_bytes, data)
        made = StoredDocument(name=name, media_type=TEXT, bytes=len(data), sha256=sha256)
        return await self.enter_in(session, made, text=text, by=by)

    async def enter_in(self, session: AsyncSession, made: StoredDocument, *, text: str | None, by: str) -> str:
        """Enter a paper whose bytes are on the shelf already, with the text that was read from them."""
        document = await self.records.enter_in(session, made, by=by)
        if text is not None:
            session.add(DocumentTextRow(document=document, text=text))
            searched = update(RecordRow).where(RecordRow.id == document)
            await session.execute(searched.values(text=RecordRow.text + f" {text.casefold()}"))
            await session.flush()
        return document

    async def shown(self, document: str) -> tuple[StoredDocument, str | None]:
        """A paper and its text. Raises ProductError 404."""
        async with self.records.database.reading() as session:
            row = await session.get(RecordRow, document)
            if row is None or row.kind != StoredDocument.kind:
                raise unknown()
            return StoredDocument.model_validate(row.fields), await text_of(session, document)

    async def file(self, document: str) -> tuple[StoredDocument, Path]:
        """A paper and where its bytes are. Raises ProductError 404, 410 when they are lost."""
        made, _ = await self.shown(document)
        return made, self.shelf.there(made.sha256)


async def text_of(session: AsyncSession, document: str) -> str | None:
    """The text of a paper, if any could be read."""
    row = await session.get(DocumentTextRow, document)
    return row.text if row is not None else None
