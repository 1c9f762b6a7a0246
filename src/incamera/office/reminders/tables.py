"""Reminders that wait or were sent, and where those who are reminded get mail. Addresses never stand in the ledger."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import COUNTER, Base


class RemindingRow(Base):
    """One row: the office's first entry that was not looked at yet."""

    __tablename__ = "reminding"

    one: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=False)
    office_seq: Mapped[int]


class ReminderRow(Base):
    """One mail about one edge of a commitment's window: `at` is when it is due, `sent` when it went."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("commitment", "edge", "day"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    commitment: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"))
    edge: Mapped[str] = mapped_column(String(16))
    day: Mapped[str] = mapped_column(String(10))
    at: Mapped[int]
    sent: Mapped[int | None]


class AddressRow(Base):
    """Where an official or an organisation of ours gets mail."""

    __tablename__ = "office_address"

    record: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
