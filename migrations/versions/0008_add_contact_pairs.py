"""Add one row for each official and counterpart that have any contact."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0008"
down_revision: Final[str | Sequence[str] | None] = "0007"
branch_labels: Final[None] = None
depends_on: Final[None] = None

CHANNELS: Final = ("in_person", "virtual", "phone", "letter")
LEVELS: Final = ("principal", "deputy", "working")


def upgrade() -> None:
    op.create_table(
        "contact_pair",
        sa.Column("official", sa.String(length=26), nullable=False),
        sa.Column("counterpart", sa.String(length=26), nullable=False),
        sa.Column("how", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("official", "counterpart", name=op.f("pk_contact_pair")),
        sqlite_with_rowid=False,
    )
    contact, pair = (
        sa.table(name, *(sa.column(c) for c in columns))
        for name, columns in (
            ("contact", ("official", "counterpart", "channel", "level")),
            ("contact_pair", ("official", "counterpart", "how")),
        )
    )
    found = sa.select(contact).distinct().subquery()
    ways = [(channel, level) for channel in CHANNELS for level in LEVELS]
    bit = sa.case(*((sa.and_(found.c.channel == c, found.c.level == v), 1 << n) for n, (c, v) in enumerate(ways)))
    made = sa.select(found.c.official, found.c.counterpart, sa.func.sum(bit)).group_by(
        found.c.official, found.c.counterpart
    )
    op.execute(sa.insert(pair).from_select(["official", "counterpart", "how"], made))


def downgrade() -> None:
    op.drop_table("contact_pair")
