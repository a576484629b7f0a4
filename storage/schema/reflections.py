"""Reflections: sealed texts, what was shared, prompts, rhythms; and the marks of the keys that they are sealed under."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of

# ``sealed`` opens only with its author's key and only in the row that ``seal`` names (storage.seals). ``number`` is the author's.
reflections = Table(
    "reflections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("seal", String(32), nullable=False, unique=True),
    Column("sealed", sa.LargeBinary, nullable=False, info=PERSONAL),
    Column("created", Instant, nullable=False),
    Column("changed", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("person_id", "number"),
)

# What stands in a form that was not kept yet. ``target``: the reflection it changes, 0 for a new one.
reflection_drafts = Table(
    "reflection_drafts",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("target", Id, primary_key=True, autoincrement=False),
    Column("seal", String(32), nullable=False, unique=True),
    Column("sealed", sa.LargeBinary, nullable=False, info=PERSONAL),
    Column("changed", Instant, nullable=False),
)

reflection_shares = Table(
    "reflection_shares",
    metadata,
    Column("reflection_id", Id, ForeignKey("reflections.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("letter", String(100), nullable=False),
    Column("since", Instant, nullable=False),
    Index("ix_reflection_shares_group_id", "group_id"),
)

# Which prompts somebody has been given: none comes twice until all have come.
prompts_given = Table(
    "prompts_given",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("prompt", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)

group_prompts = Table(
    "group_prompts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("text", String(300), nullable=False, info=PERSONAL),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Index("ix_group_prompts_group_id", "group_id"),
)

# How often somebody wants to be asked, counted from the day they said so.
reflection_rhythms = Table(
    "reflection_rhythms",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("every", String(9), nullable=False),
    Column("since", Date, nullable=False),
    one_of("every", "week", "fortnight", "month"),
)

# The names and fingerprints of the keys outside this database; a wrong ring is known at the start.
key_marks = Table(
    "key_marks",
    metadata,
    Column("name", String(8), primary_key=True),
    Column("fingerprint", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("confirmed", Instant),
)

# Who asked to be forgotten, and until when they may think again.
farewells = Table(
    "farewells",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("asked", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Index("ix_farewells_due", "due"),
)

# Once a month a question in the channel, which a member opens; who did is the rota. ``month``: 2026-12.
reflection_threads = Table(
    "reflection_threads",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("prompt", String(40), nullable=False),
    Column("posted", Instant, nullable=False),
)
# The groups that want it.
reflection_months = Table(
    "reflection_months",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Date, nullable=False),
    Column("set_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
)
