"""Add the texts of documents and the replies to oversight requests."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0005"
down_revision: Final[str | Sequence[str] | None] = "0004"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "document_text",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["record.id"], name=op.f("fk_document_text_document_record")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_text")),
    )
    op.create_table(
        "reply",
        sa.Column("request", sa.String(length=26), nullable=False),
        sa.Column("basis", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("reply", sa.String(length=26), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["request"], ["record.id"], name=op.f("fk_reply_request_record")),
        sa.ForeignKeyConstraint(["reply"], ["record.id"], name=op.f("fk_reply_reply_record")),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_reply")),
    )


def downgrade() -> None:
    op.drop_table("reply")
    op.drop_table("document_text")
