"""Add ledger and jobs."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0001"
down_revision: Final[str | Sequence[str] | None] = None
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("args", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("lock", sa.String(length=26), nullable=True),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(op.f("ix_job_failed_at_run_at"), "job", ["failed_at", "run_at"], unique=False)

    op.create_table(
        "ledger_checkpoint",
        sa.Column("meeting_id", sa.String(length=26), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "size", name=op.f("pk_ledger_checkpoint")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.String(length=26), nullable=False),
        sa.Column("chain", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("header", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("meeting_id", "chain", "seq", name=op.f("uq_ledger_entry_meeting_id_chain_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_ledger_entry_meeting_id_position"), "ledger_entry", ["meeting_id", "position"], unique=False
    )

    op.create_table(
        "sub_ledger",
        sa.Column("chain", sa.String(length=26), nullable=False),
        sa.Column("meeting_id", sa.String(length=26), nullable=False),
        sa.Column("anchor_seq", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_sub_ledger")),
        sa.UniqueConstraint("meeting_id", "anchor_seq", name=op.f("uq_sub_ledger_meeting_id_anchor_seq")),
    )
    op.create_index(
        "uq_sub_ledger_open",
        "sub_ledger",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("anchor_seq IS NULL"),
        postgresql_where=sa.text("anchor_seq IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("sub_ledger")
    op.drop_table("ledger_entry")
    op.drop_table("ledger_checkpoint")
    op.drop_table("job")
