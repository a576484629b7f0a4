"""Needs assessments. An answer is sealed under its author's key while the round is open, and is gone when it closes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.schema.base import PERSONAL, Id, Instant, metadata

# ``results``: by subject how many spoke of it and how many want it; ``own``: what members added, without their names, in no order.
needs_rounds = Table(
    "needs_rounds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("begun", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("begun_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("closed", Instant),
    Column("answered", Integer, nullable=False),
    Column("members", Integer, nullable=False),
    Column("results", sa.JSON),
    Column("own", sa.JSON),
    Index("ix_needs_rounds_group_id", "group_id"),
)

needs_answers = Table(
    "needs_answers",
    metadata,
    Column("round_id", Id, ForeignKey("needs_rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("seal", String(32), nullable=False, unique=True),
    Column("sealed", sa.LargeBinary, nullable=False, info=PERSONAL),
    Column("whole", Boolean, nullable=False),
    Index("ix_needs_answers_person_id", "person_id"),
)
