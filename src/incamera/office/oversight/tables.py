"""How far the making of a reply has come. What is in it stands in the ledger; this row is for the jobs."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base


class ReplyRow(Base):
    """The reply to a request: one row, written anew when it is prepared anew, and never once it was sealed."""

    __tablename__ = "reply"

    request: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    basis: Mapped[int]
    """The newest entry about the request and its questions when it was prepared: a later one makes it stale."""
    state: Mapped[str] = mapped_column(String(16))
    """`making`, `made`, `sealing`, `sealed`, or `failed`."""
    fault: Mapped[str] = mapped_column(String(200), default="")
    reply: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
    size: Mapped[int | None]
    """Entries of the ledger that the checkpoint covers."""
    note: Mapped[str | None]
    key: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the bundle."""
    bytes: Mapped[int | None]
