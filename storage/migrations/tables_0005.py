"""The tables that revision 0005 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

first = import_module("storage.migrations.versions.0001_goals")
Id, Instant, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
STANDING = [Table(name, metadata, Column("id", Id, primary_key=True)) for name in ("groups", "people", "meetings", "topics")]

reflections = Table(
    "reflections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("seal", String(32), nullable=False, unique=True),
    Column("sealed", sa.LargeBinary, nullable=False),
    Column("created", Instant, nullable=False),
    Column("changed", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("person_id", "number"),
)

reflection_drafts = Table(
    "reflection_drafts",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("target", Id, primary_key=True, autoincrement=False),
    Column("seal", String(32), nullable=False, unique=True),
    Column("sealed", sa.LargeBinary, nullable=False),
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
    Column("text", String(300), nullable=False),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Index("ix_group_prompts_group_id", "group_id"),
)

reflection_rhythms = Table(
    "reflection_rhythms",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("every", String(9), nullable=False),
    Column("since", Date, nullable=False),
    one_of("every", "week", "fortnight", "month"),
)

key_marks = Table(
    "key_marks",
    metadata,
    Column("name", String(8), primary_key=True),
    Column("fingerprint", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("confirmed", Instant),
)

farewells = Table(
    "farewells",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("asked", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Index("ix_farewells_due", "due"),
)

reflection_threads = Table(
    "reflection_threads",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("prompt", String(40), nullable=False),
    Column("posted", Instant, nullable=False),
)
reflection_months = Table(
    "reflection_months",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Date, nullable=False),
    Column("set_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
)
