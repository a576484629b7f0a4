"""The tables that revision 0003 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

first = import_module("storage.migrations.versions.0001_goals")
Id, Instant, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
Table("groups", metadata, Column("id", Id, primary_key=True))
Table("people", metadata, Column("id", Id, primary_key=True))
Table("meetings", metadata, Column("id", Id, primary_key=True))

minutes = Table(
    "minutes",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32)),
    Column("state", String(8), nullable=False),
    Column("opened", Instant, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("ended", Instant),
    Column("ended_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("lead_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("scribe_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("sensitive", Boolean, nullable=False),
    Column("heard", Instant),
    Column("read_through", Instant),
    Column("warned", Instant),
    Column("look", Instant),
    Column("round", sa.JSON),
    Column("approved", Instant),
    Column("approved_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    one_of("state", "open", "draft", "approved"),
    UniqueConstraint("channel", "ts"),
    Index("ix_minutes_group_id", "group_id", "opened"),
)
Index("ix_minutes_look", minutes.c.look, sqlite_where=minutes.c.look.is_not(None), postgresql_where=minutes.c.look.is_not(None))

thread_lines = Table(
    "thread_lines",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("user", String(32), nullable=False),
    Column("text", sa.Text, nullable=False),
    Column("edited", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
)

thread_reactions = Table(
    "thread_reactions",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("gone", Boolean, nullable=False),
    Column("at", String(32), nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("key", String(80), nullable=False),
    Column("deed", String(8), nullable=False),
    Column("value", sa.JSON, nullable=False),
    one_of("deed", "add", "edit", "remove", "restore", "place", "sure"),
    Index("ix_corrections_meeting_id", "meeting_id", "id"),
)

minutes_versions = Table(
    "minutes_versions",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("body", sa.JSON, nullable=False),
    Column("why", sa.Text, nullable=False),
)

minute_items = Table(
    "minute_items",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", sa.Text, nullable=False),
    Column("words", sa.Text, nullable=False),
    Column("owners", sa.JSON, nullable=False),
    Column("due", sa.Date),
    Column("ts", String(32)),
    Column("at", Instant, nullable=False),
    Index("ix_minute_items_group_id", "group_id", "at"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("text", sa.Text, nullable=False),
    Column("settled", Instant),
    Index("ix_reviews_meeting_id", "meeting_id", "id"),
    Index("ix_reviews_person_id", "person_id"),
)

points = Table(
    "points",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("text", sa.Text, nullable=False),
    Column("source", String(100), nullable=False),
    Column("state", String(7), nullable=False),
    Column("carried", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    one_of("state", "open", "reached", "dropped"),
    UniqueConstraint("group_id", "source"),
    Index("ix_points_meeting_id", "meeting_id"),
)
Index("ix_points_open", points.c.group_id, points.c.id, sqlite_where=points.c.state == "open", postgresql_where=points.c.state == "open")

action_items = Table(
    "action_items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", sa.Text, nullable=False),
    Column("state", String(7), nullable=False),
    Column("due", Date),
    Column("due_time", String(5)),
    Column("tz", String(64), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("item", String(80)),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("reason", sa.Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("settled", Instant),
    Column("settled_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    UniqueConstraint("group_id", "number"),
    UniqueConstraint("meeting_id", "item"),
    one_of("state", "open", "done", "dropped"),
)
Index("ix_action_items_open", action_items.c.group_id, action_items.c.due,
      sqlite_where=action_items.c.state == "open", postgresql_where=action_items.c.state == "open")

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

action_notes = Table(
    "action_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action_id", Id, ForeignKey("action_items.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("kind", String(8), nullable=False),
    Column("was", sa.Text, nullable=False),
    Column("text", sa.Text, nullable=False),
    one_of("kind", "note", "text", "due", "owners", "state", "accepted"),
    Index("ix_action_notes_action_id", "action_id", "id"),
)
