"""Extracts of a small office's ledger, signed in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from incamera.rules import ledger
from incamera.rules.ledger import MAIN, START, Checkpoint, Entry
from incamera.rules.office.bundle import INDEX, LETTER, REPLY, Extract, Proven
from tests.rules.ledger_files import KEY, MEETING, PUBLIC_KEY

SHA = "ab" * 32
Body = Mapping[str, Any]
DOCUMENT: Body = {"subject": "d", "record": {"name": "Memo", "bytes": 3, "sha256": SHA}}
PERSON: Body = {"subject": "p", "record": {"name": "Ada"}}


def files(*more: Body) -> list[Body]:
    made = [{"path": LETTER, "bytes": 1, "sha256": "cd" * 32}, {"path": INDEX, "bytes": 2, "sha256": "ef" * 32}]
    return [*made, *more]


PAPER: Body = {"path": "documents/001-memo.txt", "bytes": 3, "sha256": SHA}
ENCLOSED = ({"of": "d", "seq": 1, "path": PAPER["path"]}, {"of": "p", "seq": 3, "path": None})


def reply(**more: Any) -> Body:
    """The body of a reply that encloses the document at 1 and the person at 3."""
    return {"subject": "r", "record": {"files": files(PAPER), "enclosures": list(ENCLOSED), **more}}


def chain(bodies: Sequence[tuple[str, Body]]) -> list[Entry]:
    made: list[Entry] = []
    for kind, body in bodies:
        head = made[-1].head() if made else START
        made.append(
            ledger.append(head, meeting=MEETING, chain=MAIN, at=len(made), kind=kind, body=body, salt=bytes(16))
        )
    return made


def an_office(said: Body | None = None, *, last: str = REPLY) -> list[Entry]:
    """Six entries: of them the document, the person and, at the end, the reply go out."""
    other = ("directive_entered", {"subject": "x", "record": {"what": "Secret"}})
    return chain([
        other, ("document_entered", DOCUMENT), other, ("person_entered", PERSON), other, (last, said or reply())
    ])  # fmt: skip


def extract(entries: Sequence[Entry], out: Sequence[int] = (1, 3, 5), *, meeting: str = MEETING) -> Extract:
    leaves = [entry.header.hash() for entry in entries]
    note = ledger.note(Checkpoint(meeting, len(leaves), ledger.root(leaves), 9), PUBLIC_KEY, KEY.sign)
    led = ledger.paths(leaves, out)
    return Extract(PUBLIC_KEY, note, tuple(Proven(entries[seq], led[seq]) for seq in out))
