"""Add what the office has read of the house's ledger."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0004"
down_revision: Final[str | Sequence[str] | None] = "0003"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "following",
        sa.Column("one", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("office_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_following")),
    )
    op.create_table(
        "followed_meeting",
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("engagement", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["engagement"], ["record.id"], name=op.f("fk_followed_meeting_engagement_record")),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_followed_meeting")),
    )
    op.create_index(op.f("ix_ledger_entry_kind_position"), "ledger_entry", ["kind", "position"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ledger_entry_kind_position"), table_name="ledger_entry")
    op.drop_table("followed_meeting")
    op.drop_table("following")
