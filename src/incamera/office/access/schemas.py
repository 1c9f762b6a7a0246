"""Readers and releases as they travel between a page and the api."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from incamera.office.access.tables import ReaderRow, ReleaseRow
from incamera.office.records.fields import Id, Title
from incamera.platform.fields import InstantSent

ReaderKind = Literal["official", "team", "staff", "oversight"]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ReaderSent(_Sent):
    """Whom the desk lets read. `of` is the official, for them and their team, or the oversight body; staff have mandates."""

    kind: ReaderKind
    name: Title
    of: Id | None = None
    mandates: Annotated[list[Id], Field(max_length=200)] = Field(default_factory=list)
    until: InstantSent | None = None


class SecretSent(_Sent):
    """The secret of a link."""

    secret: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ReleaseSent(_Sent):
    """Records to be released as they stand."""

    records: Annotated[list[Id], Field(min_length=1, max_length=500)]


class LinkMade(BaseModel):
    """A reader with a fresh link, whose secret is shown this once."""

    reader: str
    secret: str
    expires: int


class ReaderShown(BaseModel):
    """A reader as the desk sees them."""

    id: str
    kind: str
    name: str
    of: str | None
    mandates: list[str]
    granted: int
    until: int | None
    ended: int | None

    @classmethod
    def of_row(cls, row: ReaderRow) -> Self:
        """From its row."""
        return cls(
            id=row.id,
            kind=row.kind,
            name=row.name,
            of=row.of,
            mandates=row.mandates,
            granted=row.granted,
            until=row.until,
            ended=row.ended,
        )


class ReadingShown(BaseModel):
    """Who reads in this browser: `desk`, which may also enter, or a kind of reader."""

    kind: str


class ReleaseShown(BaseModel):
    """A record that was released. One that was corrected since is not read any more until it is released again."""

    record: str
    at: int
    is_current: bool

    @classmethod
    def of_row(cls, row: ReleaseRow, newest: int) -> Self:
        """From its row and the record's newest entry."""
        return cls(record=row.record, at=row.at, is_current=row.seq == newest)
