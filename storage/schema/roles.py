"""Roles: which there are, whose turn it is and was, who asked whom, and who organised when."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

# What somebody may be in a group. ``months`` NULL: given anew for each meeting. ``duties``: at most five.
roles = Table(
    "roles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(13), nullable=False),
    Column("name", String(40), nullable=False, info=PERSONAL),
    Column("duties", sa.JSON, nullable=False, info=PERSONAL),
    Column("months", Integer),
    Column("weight", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("retired", Instant),
    Column("version", Integer, nullable=False),
    one_of("key", "lead", "scribe", "correspondent", "own"),
    Index("ix_roles_group_id", "group_id"),
)

# Who has a role, at a meeting or for a term; a row that is ended is the history. ``person_id`` NULL: nobody yet, or erased.
assignments = Table(
    "assignments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("role_id", Id, ForeignKey("roles.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE")),
    Column("seat", Integer, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("firm", Boolean, nullable=False),
    Column("done", sa.JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("why", String(10), nullable=False),
    Column("ended", Instant),
    Column("ended_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("ended_why", String(10), nullable=False),
    Index("ix_assignments_meeting_id", "meeting_id"),
    Index("ix_assignments_group_id", "group_id"),
)
partial("uq_assignments_living", assignments.c.meeting_id, assignments.c.role_id, assignments.c.seat, unique=True,
        where=assignments.c.ended.is_(None))

# Who never wants a role.
role_optouts = Table(
    "role_optouts",
    metadata,
    Column("role_id", Id, ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Instant, nullable=False),
    Index("ix_role_optouts_person_id", "person_id"),
)

# Questions that one person asks another: swap with me, let me do it, will you organise, do you still.
role_requests = Table(
    "role_requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(9), nullable=False),
    Column("from_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("to_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("give", Id, ForeignKey("assignments.id", ondelete="CASCADE")),
    Column("take", Id, ForeignKey("assignments.id", ondelete="CASCADE")),
    Column("state", String(5), nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled", Instant),
    one_of("what", "swap", "take", "organiser", "still"),
    one_of("state", "asked", "yes", "no", "void"),
    Index("ix_role_requests_group_id", "group_id", "state"),
)

# When the turns of a group were planned last.
role_plans = Table(
    "role_plans",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("planned", Instant, nullable=False),
)

# Who organises a group, from when to when, and why: ``standin`` ends when an organiser is back.
organiser_terms = Table(
    "organiser_terms",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("why", String(10), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Index("ix_organiser_terms_group_id", "group_id"),
    Index("ix_organiser_terms_person_id", "person_id"),
)
