"""The office's ledger, the newest version of each record, and the contacts that its engagements amount to."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import COUNTER, Base


class OfficeRow(Base):
    """The office of this house: one row, made with the first entry. Its id is the name of its ledger."""

    __tablename__ = "office"

    one: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(26))


class OfficeEntryRow(Base):
    """One link of the office's chain. `header` is what is hashed; `at`, `kind` and `subject` are for queries."""

    __tablename__ = "office_entry"

    seq: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=False)
    at: Mapped[int]
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(26), index=True)
    header: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    salt: Mapped[bytes]
    hash: Mapped[bytes]


class RecordRow(Base):
    """A record as it stands. `seq` is the entry that made it so; `at` is when the thing itself was or will be."""

    __tablename__ = "record"
    __table_args__ = (Index(None, "kind", "at"), Index(None, "mandate", "at"))

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(ForeignKey("office_entry.seq"))
    at: Mapped[int]
    mandate: Mapped[str | None] = mapped_column(String(26))
    fields: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text, deferred=True)
    """What a search reads, in small letters: of a paper all that it says, so it stays in the database."""


class ReferenceRow(Base):
    """That a record names another one: the way back from a person or mandate to all that concerns them."""

    __tablename__ = "record_reference"

    record: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    to: Mapped[str] = mapped_column(String(26), primary_key=True, index=True)


class LeadRow(Base):
    """That a person gave a mandate, leads it or has a list under it: who reads what stands under it."""

    __tablename__ = "mandate_lead"

    mandate: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(26), primary_key=True, index=True)


class ContactRow(Base):
    """That an engagement which happened brought an official and a counterpart together, at this level."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_counterpart_official", "counterpart", "official"),)

    official: Mapped[str] = mapped_column(String(26), primary_key=True)
    counterpart: Mapped[str] = mapped_column(String(26), primary_key=True)
    """A person or an organisation."""
    engagement: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True, index=True)
    channel: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16))
    at: Mapped[int]
    day: Mapped[date]
    """That of `at` in the engagement's own zone."""


class PairRow(Base):
    """That an official and a counterpart have any contact: `how` has a bit for each channel and level (`pairs.BITS`)."""

    __tablename__ = "contact_pair"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy reads it so)

    official: Mapped[str] = mapped_column(String(26), primary_key=True)
    counterpart: Mapped[str] = mapped_column(String(26), primary_key=True)
    how: Mapped[int]
