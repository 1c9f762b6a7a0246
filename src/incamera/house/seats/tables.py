"""Invitations, the browsers that hold a seat, and each seat's newest leg. Secrets are kept as hashes alone."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base


class InvitationRow(Base):
    """One single-use link for one seat. `expires` is for printed ones; `void` when a newer one was made."""

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    seat: Mapped[str] = mapped_column(String(26), index=True)
    meeting: Mapped[str] = mapped_column(String(26), ForeignKey("meeting.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[int]
    expires: Mapped[int | None]
    sent: Mapped[int | None]
    redeemed: Mapped[int | None]
    void: Mapped[int | None]


class SeatCookieRow(Base):
    """The browser that holds a seat: one at a time, since redeeming a new link ends the former one's hold."""

    __tablename__ = "seat_cookie"

    seat: Mapped[str] = mapped_column(String(26), primary_key=True)
    meeting: Mapped[str] = mapped_column(String(26), ForeignKey("meeting.id"), index=True)
    token_hash: Mapped[bytes]
    made_at: Mapped[int]


class LegRow(Base):
    """The newest leg of a seat: the only one that may enter."""

    __tablename__ = "leg"

    seat: Mapped[str] = mapped_column(String(26), primary_key=True)
    leg: Mapped[str] = mapped_column(String(26))
    made_at: Mapped[int]
