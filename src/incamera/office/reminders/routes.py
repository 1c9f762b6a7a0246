"""Reminders, addresses and calendars over HTTP, below the desk's address."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from incamera.office.records.kinds import Engagement, Record
from incamera.office.records.routes import RecordsHere
from incamera.office.records.service import record_from, unknown
from incamera.office.records.tables import RecordRow
from incamera.office.reminders import store
from incamera.office.reminders.calendar import SHOWN, Listed, calendar, has_day
from incamera.platform.clock import SECOND_US
from incamera.platform.errors import ProductError, problem_responses

routes = APIRouter(prefix="/api/desk/office", tags=["office"], responses=problem_responses(401, 422))
DAY_US: Final = 86_400 * SECOND_US
Address = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+$")]
IdAsked = Annotated[str | None, Query(max_length=26)]
_ICS: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}


class AddressSent(BaseModel):
    """Where reminders go."""

    model_config = ConfigDict(extra="forbid", strict=True)
    address: Address


class AddressShown(BaseModel):
    """Where an official or an organisation of ours gets mail."""

    record: str
    address: str


class ReminderShown(BaseModel):
    """A mail about an edge of a commitment's window: `opens`, `closes` or `late`; `sent` is none while it waits."""

    commitment: str
    edge: str
    day: str
    at: int
    sent: int | None


@routes.get("/reminders")
async def reminders(records: RecordsHere, commitment: IdAsked = None) -> list[ReminderShown]:
    """Reminders that wait or were sent, the latest first: all, or those of a commitment."""
    async with records.database.reading() as session:
        rows = await store.listed(session, commitment)
    return [ReminderShown(commitment=r.commitment, edge=r.edge, day=r.day, at=r.at, sent=r.sent) for r in rows]


@routes.get("/addresses")
async def addresses(records: RecordsHere) -> list[AddressShown]:
    """Where reminders go."""
    async with records.database.reading() as session:
        found = await store.addresses(session)
    return [AddressShown(record=record, address=address) for record, address in sorted(found.items())]


@routes.put("/addresses/{record}", status_code=204, responses=problem_responses(404))
async def put_address(record: str, sent: AddressSent, records: RecordsHere) -> None:
    """Say where an official or an organisation of ours gets mail; the address never stands in the ledger."""
    async with records.database.transaction() as session:
        if await session.get(RecordRow, record) is None:
            raise unknown()
        if not await store.is_ours(session, record):
            expected = "an official, or an organisation of ours"
            raise ProductError("not_ours", 422, "Only our own side is reminded.", "record", expected)
        await store.put_address(session, record, sent.address)


@routes.delete("/addresses/{record}", status_code=204, responses=problem_responses(404))
async def drop_address(record: str, records: RecordsHere) -> None:
    """Send nothing there any more."""
    async with records.database.transaction() as session:
        if record not in await store.addresses(session):
            raise unknown()
        await store.put_address(session, record, None)


@routes.get("/records/{record}/calendar.ics", response_class=Response, responses={**_ICS, **problem_responses(404)})
async def one(record: str, records: RecordsHere, request: Request) -> Response:
    """A commitment's window, or an engagement, journey or public event, as a calendar entry."""
    async with records.database.reading() as session:
        row = await session.get(RecordRow, record)
        if row is None or row.kind not in SHOWN:
            raise unknown()
        made = record_from(row.kind, row.fields)
        if not has_day(made):
            raise ProductError("no_day", 404, "The words name no day, so that no calendar can hold it.")
        named = await store.names(session, _people(made))
    return _file([Listed(row.id, row.seq, made)], named, request, records.clock.now(), row.kind)


@routes.get("/calendar.ics", response_class=Response, responses=_ICS)
async def to_come(records: RecordsHere, request: Request, mandate: IdAsked = None) -> Response:
    """What is planned and promised from yesterday on: all of it, or what stands under a mandate."""
    now = records.clock.now()
    async with records.database.reading() as session:
        rows = await store.to_come(session, now - DAY_US, mandate)
        made = [Listed(row.id, row.seq, record_from(row.kind, row.fields)) for row in rows]
        named = await store.names(session, [who for item in made for who in _people(item.record)])
    return _file([item for item in made if has_day(item.record)], named, request, now, "office")


def _people(record: Record) -> list[str]:
    return [p.person for p in record.counterparts] if isinstance(record, Engagement) else []


def _file(listed: list[Listed], names: dict[str, str], request: Request, now: int, name: str) -> Response:
    host = urlsplit(request.app.state.settings.public_url).hostname or "localhost"
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return Response(calendar(listed, names, host=host, now=now), media_type="text/calendar", headers=headers)
