"""The words of a stored paper, as they were read from its bytes: for people and for search, never evidence."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from incamera.platform.db import Base


class DocumentTextRow(Base):
    """The text of one document; absent where none could be read from it."""

    __tablename__ = "document_text"

    document: Mapped[str] = mapped_column(String(26), ForeignKey("record.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
