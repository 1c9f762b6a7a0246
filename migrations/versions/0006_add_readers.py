"""Add readers of the office, what was released to them, and who leads each mandate."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0006"
down_revision: Final[str | Sequence[str] | None] = "0005"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    leads = op.create_table(
        "mandate_lead",
        sa.Column("mandate", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["mandate"], ["record.id"], name=op.f("fk_mandate_lead_mandate_record")),
        sa.PrimaryKeyConstraint("mandate", "person", name=op.f("pk_mandate_lead")),
    )
    op.create_index(op.f("ix_mandate_lead_person"), "mandate_lead", ["person"], unique=False)
    record = sa.table("record", sa.column("id"), sa.column("kind"), sa.column("fields", sa.JSON()))
    rows = op.get_bind().execute(sa.select(record.c.id, record.c.fields).where(record.c.kind == "mandate")).all()
    for mandate, fields in rows:
        for person in {fields["asked_by"], fields["lead"], *fields["officials"]}:
            op.execute(leads.insert().values(mandate=mandate, person=person))
    _readers()
    op.create_table(
        "office_release",
        sa.Column("to", sa.String(length=26), nullable=False),
        sa.Column("record", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["to"], ["record.id"], name=op.f("fk_office_release_to_record")),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_office_release_record_record")),
        sa.ForeignKeyConstraint(["seq"], ["office_entry.seq"], name=op.f("fk_office_release_seq_office_entry")),
        sa.PrimaryKeyConstraint("to", "record", name=op.f("pk_office_release")),
    )
    op.create_index(op.f("ix_office_release_record"), "office_release", ["record"], unique=False)


def _readers() -> None:
    op.create_table(
        "office_reader",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("of", sa.String(length=26), nullable=True),
        sa.Column("mandates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["of"], ["record.id"], name=op.f("fk_office_reader_of_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_reader")),
    )
    op.create_table(
        "office_reader_link",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reader", sa.String(length=26), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("redeemed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reader"], ["office_reader.id"], name=op.f("fk_office_reader_link_reader_office_reader")
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_office_reader_link")),
    )
    op.create_index(op.f("ix_office_reader_link_reader"), "office_reader_link", ["reader"], unique=False)
    op.create_table(
        "office_reader_cookie",
        sa.Column("reader", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader"], ["office_reader.id"], name=op.f("fk_office_reader_cookie_reader_office_reader")
        ),
        sa.PrimaryKeyConstraint("reader", name=op.f("pk_office_reader_cookie")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_office_reader_cookie_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("office_release")
    op.drop_table("office_reader_cookie")
    op.drop_table("office_reader_link")
    op.drop_table("office_reader")
    op.drop_table("mandate_lead")
