"""Goals and their history."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

goals = Table(
    "goals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("scope", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("what", sa.Text, nullable=False, info=PERSONAL),
    Column("measure", sa.Text, nullable=False, info=PERSONAL),
    Column("why", sa.Text, nullable=False, info=PERSONAL),
    Column("first_step", sa.Text, nullable=False, info=PERSONAL),
    Column("due", sa.Date),
    Column("horizon", String(5), nullable=False),
    Column("visibility", String(7), nullable=False),
    Column("state", String(8), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("closing_note", sa.Text, nullable=False, info=PERSONAL),
    Column("toward_id", Id, ForeignKey("goals.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("touched", Instant, nullable=False),
    Column("closed", Instant),
    one_of("scope", "own", "group"),
    one_of("horizon", "short", "long"),
    one_of("visibility", "private", "shared"),
    one_of("state", "proposed", "open", "done", "partly", "dropped", "changed", "declined"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    CheckConstraint("scope = 'own' OR (group_id IS NOT NULL AND visibility = 'shared')", name="group_goal"),
    Index("ix_goals_toward_id", "toward_id"),
)
partial("uq_goals_own", goals.c.owner_id, goals.c.number, unique=True, where=goals.c.scope == "own")
partial("uq_goals_group", goals.c.group_id, goals.c.number, unique=True, where=goals.c.scope == "group")
partial("ix_goals_shared", goals.c.group_id, goals.c.owner_id, where=goals.c.visibility == "shared")

goal_progress = Table(
    "goal_progress",
    metadata,
    Column("id", Id, primary_key=True),
    Column("goal_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("percent", Integer),
    Column("at", Instant, nullable=False),
    Index("ix_goal_progress_goal_id", "goal_id", "id"),
)
