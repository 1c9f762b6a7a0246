"""Records as they travel between a page and the api."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from pydantic import BaseModel

from incamera.office.records.tables import OfficeEntryRow, RecordRow
from incamera.rules.office.access import DESK, Reader
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


class NameShown(BaseModel):
    """What a record is called; an engagement by its channel."""

    kind: str
    name: str


class RecordShown(BaseModel):
    """A record as it stands. `at` is when the thing itself was or will be, 0 for people and organisations."""

    id: str
    kind: str
    at: int
    mandate: str | None
    fields: dict[str, Any]
    outside: OutsideShown | None
    """What of it its mandate did not cover on its day; none where all was covered or it stands under none."""
    names: dict[str, NameShown]
    """By id: the records that it names and the reader may read."""

    @classmethod
    def of(cls, row: RecordRow, outside: Outside | None, names: Mapping[str, NameShown]) -> Self:
        """From its row."""
        shown = OutsideShown.of(outside) if outside else None
        said = {"id": row.id, "kind": row.kind, "at": row.at, "mandate": row.mandate, "fields": row.fields}
        return cls(**said, outside=shown, names=dict(names))


class EntryShown(BaseModel):
    """One entry of the ledger about a record."""

    seq: int | None
    """Its number in the ledger, for the desk alone: it tells how much else was entered."""
    at: int
    kind: str
    by: str
    reason: str
    fields: dict[str, Any]
    """The record as this entry has it."""

    @classmethod
    def of(cls, reader: Reader, row: OfficeEntryRow) -> Self:
        """From its row."""
        seq = row.seq if reader.kind == DESK else None
        said = {"at": row.at, "kind": row.kind, "by": row.body["by"], "reason": row.body.get("reason", "")}
        return cls(seq=seq, **said, fields=row.body["record"])


class RecordWithHistory(BaseModel):
    """A record and every entry about it, oldest first."""

    record: RecordShown
    entries: list[EntryShown]


class WindowShown(BaseModel):
    """The days that words mean, both included; both none where they mean no definite days."""

    first: date | None
    last: date | None
