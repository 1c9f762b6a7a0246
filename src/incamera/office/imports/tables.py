"""Files that were sent, and what became of each of their lines."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base


class ImportRow(Base):
    """A file that waits to be read, was read, or was refused whole (`fault` says why)."""

    __tablename__ = "import_file"
    __table_args__ = (Index(None, "at"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    what: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    official: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
    """Whose calendar it is."""
    at: Mapped[int]
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    fault: Mapped[str] = mapped_column(String(300), default="")
    document: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
    """The stored paper that a letter became."""


class ImportLineRow(Base):
    """What became of one line; `number` counts within the file, `line` is where it stands in it (from 1)."""

    __tablename__ = "import_line"

    file: Mapped[str] = mapped_column(String(26), ForeignKey("import_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    field: Mapped[str] = mapped_column(String(100), default="")
    expected: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[str | None] = mapped_column(String(64))
    fields: Mapped[dict[str, Any] | None]
    """What is proposed, as far as the file tells it."""
    event: Mapped[str | None] = mapped_column(String(64), index=True)
    """The name of a calendar's event in the world, as a hash: the same event is proposed once."""
    record: Mapped[str | None] = mapped_column(String(26), ForeignKey("record.id"))
