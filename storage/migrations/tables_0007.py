"""The tables that revision 0007 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

first = import_module("storage.migrations.versions.0001_goals")
Id, Instant, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
STANDING = [Table(name, metadata, Column("id", Id, primary_key=True))
            for name in ("groups", "people", "meetings", "topics", "goals", "reflections", "action_items")]

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
    Column("sealed", sa.LargeBinary, nullable=False),
    Column("whole", Boolean, nullable=False),
    Index("ix_needs_answers_person_id", "person_id"),
)

curricula = Table(
    "curricula",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("state", String(8), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    one_of("state", "proposed", "active", "ended"),
    Index("ix_curricula_group_id", "group_id"),
)
Index("uq_curricula_active", curricula.c.group_id, unique=True,
      sqlite_where=curricula.c.state == "active", postgresql_where=curricula.c.state == "active")

sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("curriculum_id", Id, ForeignKey("curricula.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("title", String(150), nullable=False),
    Column("aims", sa.Text, nullable=False),
    Column("lead_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("done", String(7), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("note", String(300), nullable=False),
    Column("settled", Instant),
    one_of("done", "planned", "covered", "dropped"),
    Index("ix_sessions_curriculum_id", "curriculum_id"),
    Index("ix_sessions_meeting_id", "meeting_id"),
)

drafters = Table(
    "drafters",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("asked_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("since", Instant, nullable=False),
    Index("ix_drafters_person_id", "person_id"),
)

meeting_agendas = Table(
    "meeting_agendas",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("kept_open", Boolean, nullable=False),
    Column("fixed", sa.JSON, nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("changed", Instant, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("title", String(150), nullable=False),
    Column("link", String(500), nullable=False),
    Column("minutes", Integer),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes"),
    Index("ix_readings_group_id", "group_id"),
    Index("ix_readings_meeting_id", "meeting_id"),
)

manuscripts = Table(
    "manuscripts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(150), nullable=False),
    Column("link", String(500), nullable=False),
    Column("due", Date, nullable=False),
    Column("state", String(9), nullable=False),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    one_of("state", "open", "back", "withdrawn"),
    Index("ix_manuscripts_group_id", "group_id"),
    Index("ix_manuscripts_author_id", "author_id"),
)

manuscript_readers = Table(
    "manuscript_readers",
    metadata,
    Column("manuscript_id", Id, ForeignKey("manuscripts.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("taken", Instant, nullable=False),
    Column("returned", Instant),
    Index("ix_manuscript_readers_person_id", "person_id"),
)

awards = Table(
    "awards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("link", String(500), nullable=False),
    Column("note", String(300), nullable=False),
    Column("deadline", Date, nullable=False),
    Column("state", String(6), nullable=False),
    Column("nominee_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("writer_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("action_id", Id, ForeignKey("action_items.id", ondelete="SET NULL")),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    one_of("state", "open", "chosen", "won", "not", "left"),
    Index("ix_awards_group_id", "group_id"),
)

overlaps = Table(
    "overlaps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("goal_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("other_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("created", Instant, nullable=False),
    UniqueConstraint("goal_id", "other_id"),
    Index("ix_overlaps_group_id", "group_id"),
    Index("ix_overlaps_other_id", "other_id"),
)

overlap_answers = Table(
    "overlap_answers",
    metadata,
    Column("overlap_id", Id, ForeignKey("overlaps.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("said", String(6), nullable=False),
    one_of("said", "divide", "join", "pass"),
    Index("ix_overlap_answers_person_id", "person_id"),
)

goal_values = Table(
    "goal_values",
    metadata,
    Column("goal_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True),
    Column("reflection_id", Id, ForeignKey("reflections.id", ondelete="CASCADE"), nullable=False),
    Column("rank", Integer, nullable=False),
    Index("ix_goal_values_reflection_id", "reflection_id"),
)
