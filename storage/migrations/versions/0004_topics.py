"""Topics and votes."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer

from storage.migrations.tables_0004 import metadata

revision = "0004"
down_revision = "0003"

NEW = [t for t in metadata.sorted_tables if t.name not in ("groups", "people", "meetings")]


def upgrade() -> None:
    op.add_column("groups", Column("last_topic", Integer, nullable=False, server_default="0"))
    metadata.create_all(op.get_bind(), NEW)


def downgrade() -> None:
    metadata.drop_all(op.get_bind(), NEW)
    op.drop_column("groups", "last_topic")
