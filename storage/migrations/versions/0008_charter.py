"""Charter, mission, expectations and membership."""

from __future__ import annotations

from alembic import op

from storage.migrations.tables_0008 import STANDING, metadata

revision = "0008"
down_revision = "0007"

NEW = [t for t in metadata.sorted_tables if t not in STANDING]


def upgrade() -> None:
    metadata.create_all(op.get_bind(), NEW)


def downgrade() -> None:
    metadata.drop_all(op.get_bind(), NEW)
