"""Add files that were sent with their lines, reminders, and addresses of those who are reminded."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0007"
down_revision: Final[str | Sequence[str] | None] = "0006"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "import_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("official", sa.String(length=26), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["official"], ["record.id"], name=op.f("fk_import_file_official_record")),
        sa.ForeignKeyConstraint(["document"], ["record.id"], name=op.f("fk_import_file_document_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index(op.f("ix_import_file_at"), "import_file", ["at"], unique=False)
    op.create_table(
        "import_line",
        sa.Column("file", sa.String(length=26), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(length=100), nullable=False),
        sa.Column("expected", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("event", sa.String(length=64), nullable=True),
        sa.Column("record", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["file"], ["import_file.id"], name=op.f("fk_import_line_file_import_file")),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_import_line_record_record")),
        sa.PrimaryKeyConstraint("file", "number", name=op.f("pk_import_line")),
    )
    op.create_index(op.f("ix_import_line_event"), "import_line", ["event"], unique=False)
    op.create_table(
        "reminding",
        sa.Column("one", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("office_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_reminding")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("commitment", sa.String(length=26), nullable=False),
        sa.Column("edge", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["commitment"], ["record.id"], name=op.f("fk_reminder_commitment_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("commitment", "edge", "day", name=op.f("uq_reminder_commitment_edge_day")),
    )
    op.create_table(
        "office_address",
        sa.Column("record", sa.String(length=26), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_office_address_record_record")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_office_address")),
    )


def downgrade() -> None:
    op.drop_table("office_address")
    op.drop_table("reminder")
    op.drop_table("reminding")
    op.drop_index(op.f("ix_import_line_event"), table_name="import_line")
    op.drop_table("import_line")
    op.drop_index(op.f("ix_import_file_at"), table_name="import_file")
    op.drop_table("import_file")
