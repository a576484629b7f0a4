"""Reflections: sealed text, prompts, writing rounds."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer

from storage.migrations.tables_0005 import STANDING, metadata

revision = "0005"
down_revision = "0004"

NEW = [t for t in metadata.sorted_tables if t not in STANDING]


def upgrade() -> None:
    op.add_column("people", Column("last_reflection", Integer, nullable=False, server_default="0"))
    metadata.create_all(op.get_bind(), NEW)


def downgrade() -> None:
    metadata.drop_all(op.get_bind(), NEW)
    op.drop_column("people", "last_reflection")
