"""An office that answers requests, with the jobs run by hand and a key of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incamera.house.ledger.signing import fingerprint, signer_from, verify_signature
from incamera.office.access.releases import Releases
from incamera.office.documents.service import Documents
from incamera.office.documents.shelf import Shelf
from incamera.office.oversight.making import Making
from incamera.office.oversight.reading import RequestsRead
from incamera.office.oversight.replying import PREPARE_JOB, SEAL_JOB, Replying
from incamera.office.oversight.schemas import AnswerDrafted, QuestionSent, RequestAmended, RequestSent, RequestShown
from incamera.office.oversight.service import Requests
from incamera.office.oversight.verify import Good, Keys, check
from incamera.office.records.kinds import Organisation, Person
from incamera.office.records.service import Records
from incamera.platform.jobs import run_due
from incamera.rules.ledger import Bad

KEYS = Keys(verify_signature, fingerprint, str)
SIGNER = signer_from(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
Piece = tuple[str, bool | None, str]
"""A record, whether it goes out, and on which ground not."""


@dataclass
class Office:
    """`ada` writes, `bo` signs, `committee` asks."""

    records: Records
    folder: Path
    ada: str = ""
    bo: str = ""
    committee: str = ""
    documents: Documents = field(init=False)
    requests: Requests = field(init=False)
    replying: Replying = field(init=False)
    making: Making = field(init=False)
    read: RequestsRead = field(init=False)

    def __post_init__(self) -> None:
        replies = Shelf(self.folder / "replies")
        self.documents = Documents(self.records, Shelf(self.folder / "documents"))
        self.requests = Requests(self.records, self.documents)
        self.replying = Replying(self.records, replies)
        releases = Releases(self.records.database, self.records.clock)
        self.making = Making(self.records, releases, self.documents.shelf, replies)
        self.read = RequestsRead(self.records.database, self.records.clock)

    async def open(self) -> Office:
        self.ada = await self.records.enter(Person(name="Ada Arden", is_official=True), by="desk")
        self.bo = await self.records.enter(Person(name="Bo Berg", is_official=True), by="desk")
        sent = Organisation(name="Committee on Foreign Affairs", type="institution")
        self.committee = await self.records.enter(sent, by="desk")
        return self

    async def paper(self, name: str, text: str = "Words.") -> str:
        async with self.records.database.transaction() as session:
            return await self.documents.enter_text(session, name=name, text=text, by="desk")

    async def papers(self, count: int) -> list[str]:
        """So many papers at once."""
        async with self.records.database.transaction() as session:
            enter = self.documents.enter_text
            return [await enter(session, name=f"Paper {n}", text=f"Words {n}", by="desk") for n in range(count)]

    async def letter(self, *questions: str, **more: Any) -> str:
        """A letter with these questions."""
        asked = [QuestionSent(text=text) for text in questions]
        head: dict[str, Any] = {"subject": "Contacts", "asker": self.committee, "received": date(2027, 1, 4)}
        return await self.requests.enter(RequestSent(**{**head, "questions": asked, **more}), by="desk")

    async def amend(self, request: str, **more: Any) -> None:
        """Correct what was entered of a letter, as it is shown now unless `seq` says otherwise."""
        head: dict[str, Any] = {"subject": "Contacts", "asker": self.committee, "received": date(2027, 1, 4)}
        sent = {**head, "seq": (await self.shown(request)).seq, "reason": "misread", **more}
        await self.requests.amend(request, RequestAmended(**sent), by="desk")

    async def shown(self, request: str) -> RequestShown:
        return await self.read.shown(request)

    async def draft(
        self, request: str, n: int, answer: str, pieces: Sequence[Piece] = (), *, by: str | None = None
    ) -> None:
        question = (await self.shown(request)).asked[n]
        evidence = [{"of": of, "releasable": yes, "ground": ground} for of, yes, ground in pieces]
        sent: Mapping[str, Any] = {"by": by or self.ada, "seq": question.seq, "answer": answer, "evidence": evidence}
        await self.requests.draft(request, question.id, AnswerDrafted.model_validate(sent), by="desk")

    async def sign(self, request: str, n: int, *, by: str | None = None) -> None:
        question = (await self.shown(request)).asked[n]
        await self.requests.sign(request, question.id, seq=question.seq, signer=by or self.bo, by="desk")

    async def answer(self, request: str, n: int, answer: str, pieces: Sequence[Piece] = ()) -> None:
        await self.draft(request, n, answer, pieces)
        await self.sign(request, n)

    async def work(self) -> None:
        """Run every job that is due."""
        registry = {PREPARE_JOB: self.making.prepare, SEAL_JOB: self.making.seal}
        while await run_due(registry, self.records.database, self.records.clock):
            pass

    async def seal(self, request: str) -> None:
        await self.replying.seal(request, public_key=SIGNER.public_key, sign=SIGNER.sign, by="desk")

    async def bundle(self, request: str) -> bytes:
        """Prepare, seal and fetch."""
        await self.replying.prepare(request)
        await self.work()
        await self.seal(request)
        await self.work()
        return (await self.replying.bundle(request)).read_bytes()


def verdict(data: bytes, key: str | None = None) -> Good | Bad:
    return check(BytesIO(data), KEYS, key)


def good(data: bytes) -> Good:
    found = verdict(data)
    assert isinstance(found, Good), found
    return found


def bad(data: bytes) -> Bad:
    found = verdict(data)
    assert isinstance(found, Bad)
    return found
