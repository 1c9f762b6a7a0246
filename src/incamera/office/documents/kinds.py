"""A stored paper as a record. Its bytes lie in the data folder; the record and its entry hold their checksum."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from incamera.office.records.fields import Id, Refers, Title
from incamera.office.records.kinds import Record

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]{1,80}$")]
TEXT = "text/plain"


class StoredDocument(Record):
    """A paper whose bytes the office keeps: `bytes` of them, with this SHA-256."""

    kind: ClassVar[str] = "document"
    name: Title
    media_type: MediaType
    bytes: Annotated[int, Field(ge=0, le=2**40)]
    sha256: Sha256


DocumentId = Annotated[Id, Refers(StoredDocument.kind)]
