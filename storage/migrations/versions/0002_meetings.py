"""Meetings, their people, and a ledger that plans ahead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema import metadata

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("groups", sa.Column("last_meeting", sa.Integer, nullable=False, server_default="0"))
    op.drop_table("outbox")
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    pass
