"""Records as they travel between a page and the api."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel

from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.rules.office.scope import Outside


class RecordMade(BaseModel):
    """The id of what was entered."""

    id: str


class OutsideShown(BaseModel):
    """What lies outside a mandate."""

    topics: list[str]
    countries: list[str]
    is_before: bool
    """It was before the mandate was given."""

    @classmethod
    def of(cls, outside: Outside) -> Self:
        """From the rule's answer."""
        return cls(topics=sorted(outside.topics), countries=sorted(outside.countries), is_before=outside.is_before)


class RecordShown(BaseModel):
    """A record as it stands. `at` is when the thing itself was or will be, 0 for people and organisations."""

    id: str
    kind: str
    at: int
    mandate: str | None
    fields: dict[str, Any]
    outside: OutsideShown | None
    """What of it its mandate did not cover on its day; none where all was covered or it stands under none."""

    @classmethod
    def of(cls, row: RecordRow, outside: Outside | None) -> Self:
        """From its row."""
        shown = OutsideShown.of(outside) if outside else None
        return cls(id=row.id, kind=row.kind, at=row.at, mandate=row.mandate, fields=row.fields, outside=shown)


class EntryShown(BaseModel):
    """One entry of the ledger about a record."""

    seq: int
    at: int
    kind: str
    by: str
    reason: str

    @classmethod
    def of(cls, row: OfficeEntryRow) -> Self:
        """From its row."""
        return cls(seq=row.seq, at=row.at, kind=row.kind, by=row.body["by"], reason=row.body.get("reason", ""))


class RecordWithHistory(BaseModel):
    """A record and every entry about it, oldest first."""

    record: RecordShown
    entries: list[EntryShown]
