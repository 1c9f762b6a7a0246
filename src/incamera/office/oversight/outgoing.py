"""What goes out with a reply, gathered from signed answers: from here on nothing that is withheld is known any more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.kinds import StoredDocument
from incamera.office.oversight import store
from incamera.office.oversight.kinds import Answer, Enclosure, File, OversightRequest, Question, Reply
from incamera.office.oversight.words import words_of
from incamera.office.records.tables import OfficeEntryRow
from incamera.rules.office.releasable import released

ENDINGS: Final = {
    "text/plain": "txt",
    "text/html": "html",
    "text/csv": "csv",
    "text/calendar": "ics",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything public of a reply."""

    request: str
    made: OversightRequest
    asker: str
    owners: tuple[str, ...]
    """The officials who answer."""
    dated: date
    answers: tuple[Answer, ...]
    enclosures: tuple[Enclosure, ...]
    documents: tuple[File, ...]

    def reply(self, files: Sequence[File]) -> Reply:
        """The reply's record; `files` are those that were made for it."""
        return Reply(
            request=self.request,
            subject=self.made.subject,
            reference=self.made.reference,
            asker=self.asker,
            owners=list(self.owners),
            received=self.made.received,
            dated=self.dated,
            answers=list(self.answers),
            enclosures=list(self.enclosures),
            files=[*files, *self.documents],
        )


async def outgoing(
    session: AsyncSession, request: str, made: OversightRequest, questions: Sequence[Question], dated: date
) -> Outgoing:
    """What these answers release, and the words of the answers."""
    people = await store.rows_of(session, [made.asker, *(question.owner for question in questions if question.owner)])
    asker, *owners = (str(row.fields["name"]) for row in people.values())
    ids = released(piece.known() for question in questions for piece in question.evidence)
    seqs = {piece.of: piece.seq for question in questions for piece in question.evidence}
    found = await store.entries_of(session, (seqs[i] for i in ids))
    entries = {i: found[seqs[i]] for i in ids}
    enclosures = await _enclosures(session, entries)
    numbers = {one.of: one.number for one in enclosures}
    answers = tuple(
        Answer(
            number=question.number,
            text=question.text,
            answer=question.answer,
            enclosed=sorted(numbers[piece.of] for piece in question.evidence if piece.of in numbers),
        )
        for question in questions
    )
    documents = tuple(_file(one.path, entries[one.of]) for one in enclosures if one.path)
    return Outgoing(request, made, asker, tuple(owners), dated, answers, enclosures, documents)


async def _enclosures(session: AsyncSession, entries: Mapping[str, OfficeEntryRow]) -> tuple[Enclosure, ...]:
    records = {i: (_kind(entry), entry.body["record"]) for i, entry in entries.items()}
    words = await words_of(session, records)
    return tuple(
        Enclosure(
            number=n,
            of=i,
            seq=entries[i].seq,
            words=words[i],
            path=path_of(n, fields["name"], fields["media_type"]) if kind == StoredDocument.kind else None,
        )
        for n, (i, (kind, fields)) in enumerate(records.items(), start=1)
    )


def path_of(number: int, name: str, media_type: str) -> str:
    """A name for a document's file: its number, what its name comes to in plain letters, an ending by its type."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    ending = ENDINGS.get(media_type, "bin")
    words = re.sub(r"[^a-z0-9]+", "-", plain.removesuffix(f".{ending}")).strip("-")[:60].strip("-")
    return f"documents/{number:03}{f'-{words}' if words else ''}.{ending}"


def _file(path: str, entry: OfficeEntryRow) -> File:
    fields = entry.body["record"]
    return File(path=path, bytes=fields["bytes"], sha256=fields["sha256"])


def _kind(entry: OfficeEntryRow) -> str:
    """An entry's kind is the record's with the act behind it."""
    return entry.kind.rpartition("_")[0]
