"""Add the records of the office."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0003"
down_revision: Final[str | Sequence[str] | None] = "0002"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("one", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_office")),
    )
    op.create_table(
        "office_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=26), nullable=False),
        sa.Column("header", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_office_entry")),
    )
    op.create_index(op.f("ix_office_entry_subject"), "office_entry", ["subject"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mandate", sa.String(length=26), nullable=True),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["office_entry.seq"], name=op.f("fk_record_seq_office_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_kind_at"), "record", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_record_mandate_at"), "record", ["mandate", "at"], unique=False)

    op.create_table(
        "contact",
        sa.Column("official", sa.String(length=26), nullable=False),
        sa.Column("counterpart", sa.String(length=26), nullable=False),
        sa.Column("engagement", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["engagement"], ["record.id"], name=op.f("fk_contact_engagement_record")),
        sa.PrimaryKeyConstraint("official", "counterpart", "engagement", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_counterpart_official"), "contact", ["counterpart", "official"], unique=False)
    op.create_index(op.f("ix_contact_engagement"), "contact", ["engagement"], unique=False)

    op.create_table(
        "record_reference",
        sa.Column("record", sa.String(length=26), nullable=False),
        sa.Column("to", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_record_reference_record_record")),
        sa.PrimaryKeyConstraint("record", "to", name=op.f("pk_record_reference")),
    )
    op.create_index(op.f("ix_record_reference_to"), "record_reference", ["to"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_record_reference_to"), table_name="record_reference")

    op.drop_table("record_reference")
    op.drop_index(op.f("ix_contact_engagement"), table_name="contact")
    op.drop_index(op.f("ix_contact_counterpart_official"), table_name="contact")

    op.drop_table("contact")
    op.drop_index(op.f("ix_record_mandate_at"), table_name="record")
    op.drop_index(op.f("ix_record_kind_at"), table_name="record")

    op.drop_table("record")
    op.drop_index(op.f("ix_office_entry_subject"), table_name="office_entry")

    op.drop_table("office_entry")
    op.drop_table("office")
