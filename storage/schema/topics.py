"""Topics and the votes for them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of

# ``number`` is the group's, stable and never used twice. ``chosen``: how often it has been put on a meeting.
topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(150), nullable=False, info=PERSONAL),
    Column("why", sa.Text, nullable=False, info=PERSONAL),
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
