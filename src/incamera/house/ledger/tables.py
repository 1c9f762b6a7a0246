"""Rows of the ledger. They are only ever added; `position` orders all chains and never leaves the database."""

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import COUNTER, Base


class LedgerEntryRow(Base):
    """One entry of one chain. `header` is what is hashed; `at`, `kind` and `seq` repeat it for queries."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("meeting_id", "chain", "seq"),
        Index(None, "meeting_id", "position"),
        Index(None, "kind", "position"),
        {"sqlite_autoincrement": True},
    )

    position: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=True)
    meeting_id: Mapped[str] = mapped_column(String(26))
    chain: Mapped[str] = mapped_column(String(26))
    seq: Mapped[int]
    at: Mapped[int]
    kind: Mapped[str] = mapped_column(String(64))
    header: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    salt: Mapped[bytes]
    hash: Mapped[bytes]


class SubLedgerRow(Base):
    """The sub-ledger of one closed stretch; `anchor_seq` is its anchor's number in main, none while it is written."""

    __tablename__ = "sub_ledger"
    __table_args__ = (
        UniqueConstraint("meeting_id", "anchor_seq"),
        Index(  # one at a time
            "uq_sub_ledger_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("anchor_seq IS NULL"),
            postgresql_where=text("anchor_seq IS NULL"),
        ),
    )

    chain: Mapped[str] = mapped_column(String(26), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(String(26))
    anchor_seq: Mapped[int | None]


class LedgerCheckpointRow(Base):
    """A signed note over the first `size` entries of main."""

    __tablename__ = "ledger_checkpoint"

    meeting_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    size: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=False)
    at: Mapped[int]
    note: Mapped[str]
