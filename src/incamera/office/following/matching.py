"""People and organisations of a meeting as the office knows them, by name and organisation; unknown ones are entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import OfficeHeld, Organisation, Person
from incamera.office.records.service import Records
from incamera.office.records.store import with_words
from incamera.office.records.tables import RecordRow
from incamera.rules.meeting import Delegation, Seat

ORGANISATION_TYPES = frozenset(get_args(Organisation.model_fields["type"].annotation))
BY_HOUSE = "house"
"""Who enters what comes from the house's ledger."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Inside one transaction, for a meeting held on `day`."""

    records: Records
    session: AsyncSession
    day: date

    async def organisation(self, delegation: Delegation) -> Organisation | None:
        """The organisation of this name, if it is known."""
        row = await self._organisation(delegation.name)
        return Organisation.model_validate(row.fields) if row is not None else None

    async def is_official(self, seat: Seat, delegation: Delegation) -> bool:
        """Whether this is a known official of the office."""
        row = await self._organisation(delegation.name)
        person = await self._person(seat.person, row.id) if row is not None else None
        return person is not None and bool(person.fields["is_official"])

    async def organisation_id(self, delegation: Delegation, *, is_ours: bool) -> str:
        """Its record, made where it was unknown."""
        row = await self._organisation(delegation.name)
        if row is not None:
            return row.id
        type_ = delegation.kind if delegation.kind in ORGANISATION_TYPES else "institution"
        fields = {"name": delegation.name, "type": type_, "is_ours": is_ours}
        return await self.records.enter_in(self.session, Organisation.model_validate(fields), by=BY_HOUSE)

    async def person_id(self, seat: Seat, organisation: str, *, is_official: bool) -> str:
        """Their record, made where they were unknown; the office is held from this day on, as far as is known."""
        row = await self._person(seat.person, organisation)
        if row is not None:
            return row.id
        held = OfficeHeld(organisation=organisation, title=title_of(seat), since=self.day)
        made = Person(name=seat.person, form=seat.form, offices=[held], is_official=is_official)
        return await self.records.enter_in(self.session, made, by=BY_HOUSE)

    async def _organisation(self, name: str) -> RecordRow | None:
        return next(iter(await self._named(Organisation.kind, name)), None)

    async def _person(self, name: str, organisation: str) -> RecordRow | None:
        """Whoever held an office there on that day goes before whoever held one at another time."""
        found: list[tuple[bool, RecordRow]] = []
        for row in await self._named(Person.kind, name):
            held = [o for o in Person.model_validate(row.fields).offices if o.organisation == organisation]
            if held:
                found.append((not any(o.holds(self.day) for o in held), row))
        return min(found, key=lambda one: one[0])[1] if found else None

    async def _named(self, kind: str, name: str) -> list[RecordRow]:
        """Records of exactly this name, the first entered first."""
        asked = select(RecordRow).where(RecordRow.kind == kind).order_by(RecordRow.seq, RecordRow.id)
        rows = await self.session.scalars(with_words(asked, name))
        return [row for row in rows if _plain(row.fields["name"]) == _plain(name)]


def title_of(seat: Seat) -> str:
    """The office it was held in, or the role where the plan names none."""
    return seat.title or seat.role.replace("_", " ").capitalize()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
