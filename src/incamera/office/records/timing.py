"""When a record is about: the instant it is sorted by, and the local day of an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from incamera.office.records.kinds import (
    Commitment,
    Directive,
    Engagement,
    Mandate,
    PublicEvent,
    Record,
    Travel,
)
from incamera.platform.clock import SECOND_US


def local_day(at: int, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return datetime.fromtimestamp(at // SECOND_US, ZoneInfo(zone)).date()


def midnight(day: date) -> int:
    """The day's first instant in UTC: days without a zone are sorted by it."""
    return int(datetime.combine(day, time(), UTC).timestamp()) * SECOND_US


def instant_of(record: Record) -> int:
    """When the thing itself was or will be; kinds of other features say it themselves, 0 where there is none."""
    match record:
        case Engagement():
            return record.start
        case Mandate():
            return record.given_at
        case PublicEvent() | Directive():
            return record.at
        case Travel():
            return midnight(record.first)
        case Commitment():
            return midnight(record.due_last or record.said_on)
        case _:
            return record.instant
