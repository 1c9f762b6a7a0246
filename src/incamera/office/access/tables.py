"""Readers of the office with their links and browsers, and what was released. Secrets are kept as hashes alone."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base
from incamera.platform.links import SingleUse


class ReaderRow(Base):
    """Somebody who may read a part of the office until `until` or until the desk ends it."""

    __tablename__ = "office_reader"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    of: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
    """The official's record or the oversight body's."""
    mandates: Mapped[list[Any]]
    granted: Mapped[int]
    until: Mapped[int | None]
    ended: Mapped[int | None]


class ReaderLinkRow(SingleUse, Base):
    """A single-use link for a reader, known by the hash of its secret."""

    __tablename__ = "office_reader_link"

    reader: Mapped[str] = mapped_column(String(26), ForeignKey("office_reader.id"), index=True)


class ReaderCookieRow(Base):
    """The one browser in which a reader reads: redeeming a new link ends the former one's."""

    __tablename__ = "office_reader_cookie"

    reader: Mapped[str] = mapped_column(String(26), ForeignKey("office_reader.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires: Mapped[int]


class ReleaseRow(Base):
    """That a record was released to a body as the entry `seq` has it; what corrects it has to be released again."""

    __tablename__ = "office_release"

    to: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    record: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True, index=True)
    seq: Mapped[int] = mapped_column(ForeignKey("office_entry.seq"))
    at: Mapped[int]
