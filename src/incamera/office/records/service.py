"""Enter and correct records: what names others must name what exists, and each change is an entry of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records import ledger, store
from incamera.office.records.kinds import KINDS, Commitment, Engagement, Mandate, Person, Record, TookPart, references
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.office.records.timing import local_day
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id
from incamera.rules.ledger import Sign
from incamera.rules.office import due
from incamera.rules.office.access import AT_DESK, DESK, Reader
from incamera.rules.office.scope import is_circular


@dataclass(frozen=True, slots=True)
class Records:
    """All records of the office."""

    database: Database
    clock: Clock

    async def enter(self, sent: Record, *, by: str) -> str:
        """Enter a new record; gives its id. Raises ProductError 422 naming the field at fault."""
        async with self.database.transaction() as session:
            return await self.enter_in(session, sent, by=by)

    async def enter_in(self, session: AsyncSession, sent: Record, *, by: str) -> str:
        """The same inside the caller's transaction."""
        made = new_id()
        await self._write(session, made, f"{sent.kind}_entered", await _whole(session, made, sent), {"by": by})
        return made

    async def correct(self, record_id: str, sent: Record, *, reason: str, by: str) -> None:
        """Replace a record by a corrected one; the entry before stays in the ledger. Raises ProductError 404, 422."""
        async with self.database.transaction() as session:
            await self.correct_in(session, record_id, sent, reason=reason, by=by)

    async def correct_in(self, session: AsyncSession, record_id: str, sent: Record, *, reason: str, by: str) -> None:
        """The same inside the caller's transaction."""
        row = await session.get(RecordRow, record_id)
        if row is None or row.kind != sent.kind:
            raise unknown()
        said = {"by": by, "reason": reason}
        await self._write(session, record_id, f"{sent.kind}_corrected", await _whole(session, record_id, sent), said)

    async def change_in(self, session: AsyncSession, record_id: str, sent: Record, *, act: str, by: str) -> None:
        """Replace a record by what an act made of it, inside the caller's transaction; the entry's kind names the act."""
        whole = await _whole(session, record_id, sent)
        await self._write(session, record_id, f"{sent.kind}_{act}", whole, {"by": by})

    async def shown(self, reader: Reader, record_id: str) -> tuple[RecordRow, Sequence[OfficeEntryRow]]:
        """A record with the entries about it, oldest first: for the desk all, for others the one that made it so.

        What stood before may have been corrected because they were not to read it. Raises ProductError 404.
        """
        async with self.database.reading() as session:
            row = await store.one(session, reader, record_id)
            if row is None:
                raise unknown()
            entries = await ledger.history(session, record_id)
        return row, [e for e in entries if reader.kind == DESK or e.seq == row.seq]

    async def document(self, *, public_key: bytes, sign: Sign) -> dict[str, object]:
        """The office's ledger, signed now."""
        async with self.database.transaction() as session:
            return await ledger.document(session, at=self.clock.now(), public_key=public_key, sign=sign)

    async def _write(
        self,
        session: AsyncSession,
        record_id: str,
        kind: str,
        record: Record,
        said: Mapping[str, str],
    ) -> None:
        body = {**said, "subject": record_id, "record": record.model_dump()}
        seq = await ledger.append(session, at=self.clock.now(), kind=kind, subject=record_id, body=body)
        await store.put(session, record_id, seq=seq, record=record)


def unknown() -> ProductError:
    """There is no such record, or none for this viewer."""
    return ProductError("record_unknown", 404, "There is no such record.")


def record_from(kind: str, fields: Mapping[str, Any]) -> Record:
    """A record of this kind from stored or sent fields. Raises ProductError 404 for a kind, 422 for a field."""
    made = KINDS.get(kind)
    if made is None:
        raise ProductError("kind_unknown", 404, "There is no such kind of record.")
    try:
        return made.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ProductError("record_invalid", 422, "The record cannot be entered so.", field, first["msg"]) from None


async def _whole(session: AsyncSession, record_id: str, sent: Record) -> Record:
    """The record with what follows from others filled in. Raises ProductError 422."""
    kinds = await store.kinds_of(session, {to for _, to, _ in references(sent)})
    for field, to, allowed in references(sent):
        if kinds.get(to) not in allowed:
            raise ProductError(
                "reference_unknown", 422, "It names a record that does not exist.", field, _either(allowed)
            )
    if isinstance(sent, Mandate):
        await _refuse_circle(session, record_id, sent)
    if isinstance(sent, Engagement):
        return await _with_offices(session, sent)
    if isinstance(sent, Commitment):
        return _with_window(sent)
    return sent


def _either(kinds: frozenset[str]) -> str:
    return f"the id of a record of kind {' or '.join(sorted(kinds))}"


async def _refuse_circle(session: AsyncSession, record_id: str, sent: Mandate) -> None:
    rows = await store.found(session, AT_DESK, kind=Mandate.kind)
    if is_circular({row.id: row.mandate for row in rows}, record_id, sent.mandate):
        raise ProductError(
            "mandate_circular",
            422,
            "A mandate cannot stand under itself.",
            "mandate",
            "a mandate that is not below this one",
        )


def _with_window(sent: Commitment) -> Commitment:
    """The window that the words mean, unless a person stated one."""
    if sent.due_first is not None:
        return sent
    meant = due.window(sent.due_words, sent.said_on)
    return sent if meant is None else sent.model_copy(update={"due_first": meant.first, "due_last": meant.last})


async def _with_offices(session: AsyncSession, sent: Engagement) -> Engagement:
    """Each participant with the office held on that day, which the record keeps whatever becomes of the person."""
    sides = {"officials": sent.officials, "counterparts": sent.counterparts}
    people = await store.fields_of(session, AT_DESK, {p.person for side in sides.values() for p in side})
    day = local_day(sent.start, sent.zone)
    filled = {
        name: [
            _then(f"{name}.{n}.organisation", p, Person.model_validate(people[p.person]), day)
            for n, p in enumerate(side)
        ]
        for name, side in sides.items()
    }
    return sent.model_copy(update=filled)


def _then(field: str, p: TookPart, person: Person, day: Any) -> TookPart:
    if p.organisation is not None and p.title:
        return p
    held = [o for o in person.offices if o.holds(day) and p.organisation in {None, o.organisation}]
    if len({o.organisation for o in held}) > 1:
        raise ProductError(
            "two_offices", 422, f"{person.name} held two offices on that day.", field, "which of them it was in"
        )
    if not held:
        return p
    return p.model_copy(update={"organisation": held[0].organisation, "title": p.title or held[0].title})
