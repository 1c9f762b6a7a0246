"""Imports as they travel between a page and the api."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from incamera.office.imports.tables import ImportLineRow, ImportRow
from incamera.office.records.kinds import Engagement, PublicEvent, Travel

What = Literal["people", "calendar", "letter"]


class ImportMade(BaseModel):
    """The id of an import that waits to be read."""

    id: str


class ImportListed(BaseModel):
    """A file that was sent. `state` is `waiting`, `read` or `refused`; `fault` says why it was refused."""

    id: str
    what: str
    name: str
    official: str | None
    at: int
    bytes: int
    sha256: str
    state: str
    fault: str
    document: str | None
    """The stored paper that a letter became."""

    @classmethod
    def of(cls, row: ImportRow) -> Self:
        """From its row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class LineShown(BaseModel):
    """What became of a line.

    `state`: `entered`, `corrected`, `unchanged`; `proposed`, `accepted`, `declined`; `known` (was proposed before);
    `left_out`, `fault`. `field` and `expected` say of the last two what is expected where.
    """

    number: int
    line: int
    state: str
    field: str
    expected: str
    kind: str | None
    fields: dict[str, Any] | None
    record: str | None

    @classmethod
    def of(cls, row: ImportLineRow) -> Self:
        """From its row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class ImportShown(BaseModel):
    """An import with its lines."""

    file: ImportListed
    lines: list[LineShown]


class Accepted(BaseModel):
    """What a person made of a proposal: one of these."""

    model_config = ConfigDict(extra="forbid", strict=True)
    engagement: Engagement | None = None
    travel: Travel | None = None
    public_event: PublicEvent | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len([r for r in (self.engagement, self.travel, self.public_event) if r is not None]) != 1:
            raise ValueError("an engagement, a journey or a public event")
        return self

    @property
    def record(self) -> Engagement | Travel | PublicEvent:
        """The one that is there."""
        found = self.engagement or self.travel or self.public_event
        assert found is not None  # noqa: S101  (the validator saw to it)
        return found
