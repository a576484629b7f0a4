"""Meetings, their people, and a ledger that plans ahead."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Integer, MetaData, Table

from storage.migrations.tables_0002 import metadata, outbox

revision = "0002"
down_revision = "0001"

first = import_module("storage.migrations.versions.0001_goals")
OLD = [c.name for c in first.outbox.columns]


def upgrade() -> None:
    op.add_column("groups", Column("last_meeting", Integer, nullable=False, server_default="0"))
    _rebuilt(outbox)
    metadata.create_all(op.get_bind(), [t for t in metadata.sorted_tables if t.name not in ("groups", "people", "outbox")])


def downgrade() -> None:
    bind = op.get_bind()
    metadata.drop_all(bind, [t for t in metadata.sorted_tables if t.name not in ("groups", "people", "outbox")])
    op.drop_column("groups", "last_meeting")
    # What was planned ahead has no words yet, and the program before this one would not know where to find them.
    bind.execute(sa.update(outbox).where(outbox.c.kind.is_not(None), outbox.c.state.in_(("waiting", "claimed", "sending")))
                 .values(state="dead", reason="planned by a newer version"))
    bind.execute(sa.update(outbox).where(outbox.c.state == "skipped").values(state="dead"))
    _rebuilt(first.outbox)


def _rebuilt(table: Table) -> None:
    """Make the outbox anew as ``table``, with every row: what a state may be is a CHECK, which SQLite cannot change in place."""
    bind = op.get_bind()
    kept = Table("outbox_kept", MetaData(), *[Column(c.name, c.type) for c in first.outbox.columns])
    kept.create(bind)
    bind.execute(sa.insert(kept).from_select(OLD, sa.select(*[outbox.c[name] for name in OLD])))
    op.drop_table("outbox")
    table.create(bind)
    bind.execute(sa.insert(table).from_select(OLD, sa.select(kept)))
    kept.drop(bind)
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), coalesce(max(id), 0) + 1, false) FROM outbox"))
