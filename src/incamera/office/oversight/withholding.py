"""What would let something withheld out, found before anybody signs: a text that names it, a piece that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.oversight import store
from incamera.office.oversight.kinds import Question
from incamera.office.records.texts import texts_in
from incamera.platform.errors import ProductError
from incamera.rules.office.releasable import betrayed, released, withheld


async def refuse_changed(session: AsyncSession, questions: Iterable[Question]) -> None:
    """Raises ProductError 409 where a record was corrected after somebody decided on it."""
    pieces = [(n, piece) for question in questions for n, piece in enumerate(question.evidence)]
    rows = await store.rows_of(session, (piece.of for _, piece in pieces))
    for n, piece in pieces:
        if rows[piece.of].seq != piece.seq:
            raise ProductError(
                "piece_changed",
                409,
                "A piece of evidence was corrected after it was decided on: look at it and draft anew.",
                f"evidence.{n}",
                "the record as it stands now",
            )


async def refuse_betrayal(
    session: AsyncSession, subject: str, going_out: Iterable[Question], listed: Sequence[Question]
) -> None:
    """Raises ProductError 409 where the subject, an answer or a record with it names what any question withholds."""
    held = withheld(piece.known() for question in listed for piece in question.evidence)
    names = {row.id: store.known_by(row) for row in (await store.rows_of(session, held)).values()}
    if betrayed([subject], names):
        raise _betrayal("subject")
    for question in going_out:
        if betrayed([question.answer, question.owner or ""], names):
            raise _betrayal("answer")
        yes = set(released(piece.known() for piece in question.evidence)) - held
        entries = await store.entries_of(session, (piece.seq for piece in question.evidence if piece.of in yes))
        said = {n: list(texts_in(entries[p.seq].body)) for n, p in enumerate(question.evidence) if p.of in yes}
        if betrayed((text for one in said.values() for text in one), names):
            n = next(n for n, one in said.items() if betrayed(one, names))
            raise _betrayal(f"evidence.{n}")


def _betrayal(field: str) -> ProductError:
    return ProductError(
        "names_withheld", 409, "It names something that is withheld.", field, "nothing that names a withheld piece"
    )
