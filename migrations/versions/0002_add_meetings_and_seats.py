"""Add meetings and seats."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0002"
down_revision: Final[str | Sequence[str] | None] = "0001"
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    op.create_table(
        "desk_cookie",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_desk_cookie")),
    )
    op.create_table(
        "desk_link",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("redeemed", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_desk_link")),
    )
    op.create_table(
        "leg",
        sa.Column("seat", sa.String(length=26), nullable=False),
        sa.Column("leg", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_leg")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_table(
        "command_outcome",
        sa.Column("seat", sa.String(length=26), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_command_outcome_meeting_meeting")),
        sa.PrimaryKeyConstraint("seat", "id", name=op.f("pk_command_outcome")),
    )
    op.create_index(op.f("ix_command_outcome_at"), "command_outcome", ["at"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("seat", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.Column("redeemed", sa.BigInteger(), nullable=True),
        sa.Column("void", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_invitation_meeting_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    op.create_index(op.f("ix_invitation_meeting"), "invitation", ["meeting"], unique=False)
    op.create_index(op.f("ix_invitation_seat"), "invitation", ["seat"], unique=False)

    op.create_table(
        "seat_address",
        sa.Column("seat", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_seat_address_meeting_meeting")),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_seat_address")),
    )
    op.create_index(op.f("ix_seat_address_meeting"), "seat_address", ["meeting"], unique=False)

    op.create_table(
        "seat_cookie",
        sa.Column("seat", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_seat_cookie_meeting_meeting")),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_seat_cookie")),
    )
    op.create_index(op.f("ix_seat_cookie_meeting"), "seat_cookie", ["meeting"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_seat_cookie_meeting"), table_name="seat_cookie")

    op.drop_table("seat_cookie")
    op.drop_index(op.f("ix_seat_address_meeting"), table_name="seat_address")

    op.drop_table("seat_address")
    op.drop_index(op.f("ix_invitation_seat"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_meeting"), table_name="invitation")

    op.drop_table("invitation")
    op.drop_index(op.f("ix_command_outcome_at"), table_name="command_outcome")

    op.drop_table("command_outcome")
    op.drop_table("meeting")
    op.drop_table("leg")
    op.drop_table("desk_link")
    op.drop_table("desk_cookie")
