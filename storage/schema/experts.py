"""Experts from outside, their visits, what they are asked, and what a group needs them for."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of

# Who could help a group from outside. ``number`` is the group's, stable. ``shared``: the expert agreed that other groups of the workspace
# may know of them. ``again``: whether the group would ask them again; NULL: not said.
experts = Table(
    "experts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(80), nullable=False, info=PERSONAL),
    Column("mail", String(120), nullable=False, info=PERSONAL),
    Column("user", String(20), info=PERSONAL),
    Column("field", String(12)),
    Column("note", sa.Text, nullable=False, info=PERSONAL),
    Column("shared", Boolean, nullable=False),
    Column("again", Boolean),
    Column("added_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    UniqueConstraint("group_id", "number"),
    one_of("field", "career", "scholarship", "complexities", "growth"),
)

# One expert at one meeting. The slot is minutes from the meeting's beginning, so that it moves with the meeting; ``told``: the beginning
# that the expert was told.
expert_visits = Table(
    "expert_visits",
    metadata,
    Column("id", Id, primary_key=True),
    Column("expert_id", Id, ForeignKey("experts.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("first", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("brief", sa.Text, nullable=False, info=PERSONAL),
    Column("state", String(8), nullable=False),
    Column("told", Instant),
    Column("facilitates", Boolean, nullable=False),
    Column("said", sa.JSON, nullable=False),
    Column("invited_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    UniqueConstraint("expert_id", "meeting_id"),
    one_of("state", "invited", "accepted", "declined", "came", "missed", "thanked"),
    Index("ix_expert_visits_meeting_id", "meeting_id"),
)

# A question to an expert: between meetings, or (``visit_id``) collected for a slot.
expert_questions = Table(
    "expert_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("expert_id", Id, ForeignKey("experts.id", ondelete="CASCADE"), nullable=False),
    Column("visit_id", Id, ForeignKey("expert_visits.id", ondelete="CASCADE")),
    Column("asked_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("asked", Instant, nullable=False),
    Column("answer", sa.Text, info=PERSONAL),
    Column("answered", Instant),
    Column("reminded", Instant),
    Index("ix_expert_questions_expert_id", "expert_id"),
    Index("ix_expert_questions_visit_id", "visit_id"),
)

# What a group needs somebody from outside for; ``topic_id``: a topic suggested it, once.
expert_needs = Table(
    "expert_needs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("topic_id", Id, ForeignKey("topics.id", ondelete="CASCADE"), unique=True),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("said_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Index("ix_expert_needs_group_id", "group_id"),
)
