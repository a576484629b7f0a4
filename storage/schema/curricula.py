"""Curricula with their sessions, who may draft one, and how the agenda of a single meeting is kept."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

curricula = Table(
    "curricula",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False, info=PERSONAL),
    Column("state", String(8), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    one_of("state", "proposed", "active", "ended"),
    Index("ix_curricula_group_id", "group_id"),
)
# A group follows one plan at a time.
partial("uq_curricula_active", curricula.c.group_id, unique=True, where=curricula.c.state == "active")

# ``place`` is the number in the plan. Which meeting a session falls on follows from the order; only what a meeting has begun with, or has
# covered, is written down in ``meeting_id``.
sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("curriculum_id", Id, ForeignKey("curricula.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("title", String(150), nullable=False, info=PERSONAL),
    Column("aims", sa.Text, nullable=False, info=PERSONAL),
    Column("lead_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("done", String(7), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("note", String(300), nullable=False, info=PERSONAL),
    Column("settled", Instant),
    one_of("done", "planned", "covered", "dropped"),
    Index("ix_sessions_curriculum_id", "curriculum_id"),
    Index("ix_sessions_meeting_id", "meeting_id"),
)

# Seniors whom a group has asked to draft its curriculum; they need not be in any group, and see nothing of this one but its name.
drafters = Table(
    "drafters",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("asked_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("since", Instant, nullable=False),
    Index("ix_drafters_person_id", "person_id"),
)

# How a single meeting's agenda is kept. ``kept_open``: nothing is planned for it, items come live. ``fixed``: minutes by item.
meeting_agendas = Table(
    "meeting_agendas",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("kept_open", Boolean, nullable=False),
    Column("fixed", sa.JSON, nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("changed", Instant, nullable=False),
)

# What to read for a meeting; ``minutes`` is how long that takes. ``number`` is the group's.
readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("title", String(150), nullable=False, info=PERSONAL),
    Column("link", String(500), nullable=False, info=PERSONAL),
    Column("minutes", Integer),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes"),
    Index("ix_readings_group_id", "group_id"),
    Index("ix_readings_meeting_id", "meeting_id"),
)
