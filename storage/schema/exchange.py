"""What peers do for each other between meetings: manuscripts that are read, awards that somebody is nominated for, goals that overlap."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of

# Asked for by ``author_id``, back by ``due``.
manuscripts = Table(
    "manuscripts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(150), nullable=False, info=PERSONAL),
    Column("link", String(500), nullable=False, info=PERSONAL),
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
    Column("name", String(120), nullable=False, info=PERSONAL),
    Column("link", String(500), nullable=False, info=PERSONAL),
    Column("note", String(300), nullable=False, info=PERSONAL),
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

# Two shared goals of two people that are alike. What each would like is told to the other only when both have spoken.
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

# Which of the three values of somebody's own exercise a goal serves; what the value is called stands sealed in that exercise.
goal_values = Table(
    "goal_values",
    metadata,
    Column("goal_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True),
    Column("reflection_id", Id, ForeignKey("reflections.id", ondelete="CASCADE"), nullable=False),
    Column("rank", Integer, nullable=False),
    Index("ix_goal_values_reflection_id", "reflection_id"),
)
