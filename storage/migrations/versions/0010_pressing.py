"""What cannot wait, like the reminder an hour before, is claimed with what somebody waits for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NAME, TABLE = "ix_outbox_prompt", "outbox"
BEFORE = sa.text("state = 'waiting' AND kind IS NULL")
AFTER = sa.text("state = 'waiting' AND (kind IS NULL OR kind IN ('hour_before', 'start', 'changed'))")


def upgrade() -> None:
    _again(AFTER)


def downgrade() -> None:
    _again(BEFORE)


def _again(where: sa.TextClause) -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, ["due"], sqlite_where=where, postgresql_where=where)
