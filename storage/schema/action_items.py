"""Action items: what somebody took on, who owns it, and everything that was said or changed about it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

# ``number`` is the group's, stable and never used twice. ``meeting_id`` and ``item`` say which line of which minutes it came from;
# ``channel`` and ``ts`` which message. ``due`` is a day; ``due_time`` a wall time in ``tz`` where one was said.
action_items = Table(
    "action_items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("state", String(7), nullable=False),
    Column("due", Date),
    Column("due_time", String(5)),
    Column("tz", String(64), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("item", String(80)),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("reason", sa.Text, nullable=False, info=PERSONAL),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("settled", Instant),
    Column("settled_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    UniqueConstraint("group_id", "number"),
    UniqueConstraint("meeting_id", "item"),
    one_of("state", "open", "done", "dropped"),
)
partial("ix_action_items_open", action_items.c.group_id, action_items.c.due, where=action_items.c.state == "open")

# An owner who was named by somebody else is ``asked`` until they accept; who passed it on is an owner no more.
action_owners = Table(
    "action_owners",
    metadata,
    Column("action_id", Id, ForeignKey("action_items.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("since", Instant, nullable=False),
    one_of("state", "asked", "accepted"),
    Index("ix_action_owners_person_id", "person_id"),
)

# Notes and changes, in order; ``was`` and ``text`` are the old and the new words.
action_notes = Table(
    "action_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action_id", Id, ForeignKey("action_items.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("kind", String(8), nullable=False),
    Column("was", sa.Text, nullable=False, info=PERSONAL),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    one_of("kind", "note", "text", "due", "owners", "state", "accepted"),
    Index("ix_action_notes_action_id", "action_id", "id"),
)
