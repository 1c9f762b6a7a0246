"""Which meetings there are, which commands were already carried out, and who may plan."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base
from incamera.platform.links import SingleUse


class MeetingRow(Base):
    """That a meeting exists. What it is stands in its ledger."""

    __tablename__ = "meeting"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    made_at: Mapped[int]


class OutcomeRow(Base):
    """A command that was carried out, by the id its sender gave it, so that sending it twice acts once."""

    __tablename__ = "command_outcome"

    seat: Mapped[str] = mapped_column(String(26), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    meeting: Mapped[str] = mapped_column(String(26), ForeignKey("meeting.id"))
    at: Mapped[int] = mapped_column(index=True)


class AddressRow(Base):
    """Where a seat's invitation goes. Never in the ledger, never in a view."""

    __tablename__ = "seat_address"

    seat: Mapped[str] = mapped_column(String(26), primary_key=True)
    meeting: Mapped[str] = mapped_column(String(26), ForeignKey("meeting.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))


class DeskLinkRow(SingleUse, Base):
    """An administrator's link that was not used yet, known by the hash of its secret alone."""

    __tablename__ = "desk_link"


class DeskCookieRow(Base):
    """A browser that may plan meetings, known by the hash of its cookie alone."""

    __tablename__ = "desk_cookie"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    expires: Mapped[int]
