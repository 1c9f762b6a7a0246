"""Add to each contact the day on which it was, in the engagement's own zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision: Final[str] = "0009"
down_revision: Final[str | Sequence[str] | None] = "0008"
branch_labels: Final[None] = None
depends_on: Final[None] = None

contact = sa.table("contact", sa.column("engagement"), sa.column("at", sa.BigInteger()), sa.column("day", sa.Date()))
record = sa.table("record", sa.column("id"), sa.column("fields", sa.JSON()))


def upgrade() -> None:
    op.add_column("contact", sa.Column("day", sa.Date(), nullable=True))
    connection = op.get_bind()
    asked = sa.select(record.c.id, record.c.fields).where(record.c.id.in_(sa.select(contact.c.engagement)))
    for engagement, fields in connection.execute(asked).all():
        start = datetime.fromtimestamp(fields["start"] // 1_000_000, UTC)
        day = start.astimezone(ZoneInfo(fields["zone"])).date()
        connection.execute(sa.update(contact).where(contact.c.engagement == engagement).values(day=day))
    with op.batch_alter_table("contact") as table:
        table.alter_column("day", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("contact") as table:
        table.drop_column("day")
