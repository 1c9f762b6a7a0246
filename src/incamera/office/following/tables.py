"""How far the office has read in the house's ledger, and what became of the meetings that ended on the way."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import COUNTER, Base


class CursorRow(Base):
    """One row: the last position read, and the office's newest entry when waiting meetings were last tried."""

    __tablename__ = "following"

    one: Mapped[int] = mapped_column(COUNTER, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(default=0)
    office_seq: Mapped[int] = mapped_column(default=0)


class FollowedRow(Base):
    """A meeting that is an engagement, or that waits until the office knows which of its sides is ours (none yet)."""

    __tablename__ = "followed_meeting"

    meeting: Mapped[str] = mapped_column(String(26), primary_key=True)
    engagement: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
