"""Papers over HTTP, below the desk's address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict

from incamera.office.documents.service import Documents
from incamera.office.records.fields import Title
from incamera.office.records.routes import BY_DESK
from incamera.office.records.schemas import RecordMade
from incamera.platform.errors import problem_responses
from incamera.platform.fields import LongText

routes = APIRouter(prefix="/api/desk/office/documents", tags=["office"], responses=problem_responses(401, 422))


class TextSent(BaseModel):
    """A paper as words."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: Title
    text: LongText


class DocumentShown(BaseModel):
    """What a paper is, and its words where they could be read."""

    id: str
    name: str
    media_type: str
    bytes: int
    sha256: str
    text: str | None


def documents_of(request: Request) -> Documents:
    """The papers of this app."""
    found: Documents = request.app.state.documents
    return found


DocumentsHere = Annotated[Documents, Depends(documents_of)]


@routes.post("", status_code=201)
async def enter_text(sent: TextSent, documents: DocumentsHere) -> RecordMade:
    """Keep a text as a paper."""
    async with documents.records.database.transaction() as session:
        return RecordMade(id=await documents.enter_text(session, name=sent.name, text=sent.text, by=BY_DESK))


@routes.get("/{document}", responses=problem_responses(404))
async def shown(document: str, documents: DocumentsHere) -> DocumentShown:
    """What a paper is, with its words."""
    made, text = await documents.shown(document)
    return DocumentShown(id=document, text=text, **made.model_dump(include={"name", "media_type", "bytes", "sha256"}))


@routes.get("/{document}/content", response_class=FileResponse, responses=problem_responses(404, 410))
async def content(document: str, documents: DocumentsHere) -> FileResponse:
    """The paper itself, to be saved and not shown: strangers wrote it."""
    made, path = await documents.file(document)
    return FileResponse(path, media_type="application/octet-stream", filename=made.name)
