"""Rows of reminders, of addresses, and what of the office is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Commitment, Engagement, Mandate, Organisation, Person, PublicEvent, Travel
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.office.reminders.tables import AddressRow, ReminderRow, RemindingRow
from incamera.rules.office.reminders import Party

LISTED: Final = 500
AT_ONCE: Final = 200


async def news(session: AsyncSession, first: int) -> Sequence[tuple[int, str, str, int]]:
    """The office's next entries from a number on: number, kind, subject, instant."""
    entry = OfficeEntryRow
    asked = select(entry.seq, entry.kind, entry.subject, entry.at).where(entry.seq >= first)
    rows = (await session.execute(asked.order_by(entry.seq).limit(AT_ONCE))).all()
    return [(row.seq, row.kind, row.subject, row.at) for row in rows]


async def cursor(session: AsyncSession) -> int:
    """The first entry that was not looked at yet."""
    row = await session.get(RemindingRow, 1)
    return row.office_seq if row is not None else 0


async def move(session: AsyncSession, first: int) -> None:
    """Go on from there the next time."""
    row = await session.get(RemindingRow, 1)
    if row is None:
        session.add(RemindingRow(one=1, office_seq=first))
    else:
        row.office_seq = first


async def commitment(session: AsyncSession, record: str) -> Commitment | None:
    """A commitment as it stands."""
    row = await session.get(RecordRow, record)
    return Commitment.model_validate(row.fields) if row is not None and row.kind == Commitment.kind else None


async def zone_of(session: AsyncSession, of: Commitment) -> str:
    """Of the place where it was said, as far as its engagement says it."""
    row = await session.get(RecordRow, of.engagement) if of.engagement is not None else None
    return str(row.fields["zone"]) if row is not None else "UTC"


async def reminders_of(session: AsyncSession, record: str) -> dict[tuple[str, str], ReminderRow]:
    """The reminders of a commitment, by edge and day."""
    rows = await session.scalars(select(ReminderRow).where(ReminderRow.commitment == record))
    return {(row.edge, row.day): row for row in rows}


async def listed(session: AsyncSession, record: str | None) -> Sequence[ReminderRow]:
    """Reminders, the latest first: all, or those of a commitment."""
    asked = select(ReminderRow).order_by(ReminderRow.at.desc(), ReminderRow.id).limit(LISTED)
    return (await session.scalars(asked.where(ReminderRow.commitment == record) if record else asked)).all()


async def addresses(session: AsyncSession) -> Mapping[str, str]:
    """Where mail goes, by the ids of people and organisations."""
    return {row.record: row.address for row in await session.scalars(select(AddressRow))}


async def put_address(session: AsyncSession, record: str, address: str | None) -> None:
    """Keep an address, or none."""
    await session.execute(delete(AddressRow).where(AddressRow.record == record))
    if address is not None:
        session.add(AddressRow(record=record, address=address))
    await session.flush()


async def is_ours(session: AsyncSession, record: str) -> bool:
    """Whether it is an official or an organisation of ours."""
    row = await session.get(RecordRow, record)
    return row is not None and _is_ours(row.kind, row.fields)


def _is_ours(kind: str, fields: Mapping[str, Any]) -> bool:
    return bool((kind == Person.kind and fields["is_official"]) or (kind == Organisation.kind and fields["is_ours"]))


async def parties(session: AsyncSession, of: Commitment) -> Sequence[Party]:
    """Whom it concerns, in this order: who promised, to whom, who leads its mandate, and then the office's own bodies."""
    mandate = await session.get(RecordRow, of.mandate) if of.mandate is not None else None
    lead = mandate.fields["lead"] if mandate is not None and mandate.kind == Mandate.kind else None
    known = await addresses(session)
    asked = [who for who in (of.owner, of.counterpart, lead) if who is not None]
    wanted = list(dict.fromkeys([*asked, *sorted(known)]))
    rows = {row.id: row for row in await session.scalars(select(RecordRow).where(RecordRow.id.in_(wanted)))}
    return [
        Party(who, _is_ours(rows[who].kind, rows[who].fields), known.get(who))
        for who in wanted
        if who in rows and (who in asked or rows[who].kind == Organisation.kind)
    ]


async def names(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """Names of people and organisations."""
    asked = select(RecordRow.id, RecordRow.fields).where(RecordRow.id.in_(sorted(set(ids))))
    return {row.id: str(row.fields["name"]) for row in await session.execute(asked)}


async def to_come(session: AsyncSession, now: int, mandate: str | None) -> Sequence[RecordRow]:
    """What is planned and what is promised, from an instant on."""
    kinds = (Commitment.kind, Engagement.kind, PublicEvent.kind, Travel.kind)
    asked = select(RecordRow).where(RecordRow.kind.in_(kinds), RecordRow.at >= now)
    if mandate is not None:
        asked = asked.where(RecordRow.mandate == mandate)
    rows = (await session.scalars(asked.order_by(RecordRow.at, RecordRow.id).limit(LISTED))).all()
    return [row for row in rows if row.fields.get("happened") is False or row.fields.get("state") == "open"]
