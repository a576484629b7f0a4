"""The tables that revision 0004 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

first = import_module("storage.migrations.versions.0001_goals")
Id, Instant, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
Table("groups", metadata, Column("id", Id, primary_key=True))
Table("people", metadata, Column("id", Id, primary_key=True))
Table("meetings", metadata, Column("id", Id, primary_key=True))

topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(150), nullable=False),
    Column("why", sa.Text, nullable=False),
    Column("field", String(12)),
    Column("lead_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("expert", Boolean, nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("state", String(9), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("chosen", Integer, nullable=False),
    Column("proposed_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("group_id", "number"),
    one_of("state", "open", "scheduled", "done", "withdrawn"),
    one_of("field", "career", "scholarship", "complexities", "growth"),
    Index("ix_topics_meeting_id", "meeting_id"),
)

topic_votes = Table(
    "topic_votes",
    metadata,
    Column("topic_id", Id, ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Instant, nullable=False),
    Index("ix_topic_votes_person_id", "person_id"),
)
