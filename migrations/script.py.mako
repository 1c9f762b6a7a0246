"""${message}."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision: Final[str] = ${repr(up_revision).replace("'", '"')}
down_revision: Final[str | Sequence[str] | None] = ${repr(down_revision).replace("'", '"')}
branch_labels: Final[None] = None
depends_on: Final[None] = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
