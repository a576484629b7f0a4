"""Minutes: the meeting that is held, its thread as we saw it, what people corrected, and the versions that were approved."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

# A meeting that is being held or was. ``ts`` is its message, whose thread is the log; None until Slack has it. ``heard`` is when
# the last line came, ``read_through`` up to when the thread was read back, ``look`` when the clock has to look at it next.
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
partial("ix_minutes_look", minutes.c.look, where=minutes.c.look.is_not(None))

# What was written in the thread, as it stands there now; ``gone``: its author took it away.
thread_lines = Table(
    "thread_lines",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("user", String(32), nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
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

# What somebody did to the minutes by a button or a form: added, edited, removed, brought back, placed. Folded in by order.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("key", String(80), nullable=False),
    Column("deed", String(8), nullable=False),
    Column("value", sa.JSON, nullable=False, info=PERSONAL),
    one_of("deed", "add", "edit", "remove", "restore", "place", "sure"),
    Index("ix_corrections_meeting_id", "meeting_id", "id"),
)

# A version that was approved, whole and for good; ``why`` says what changed.
minutes_versions = Table(
    "minutes_versions",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("body", sa.JSON, nullable=False, info=PERSONAL),
    Column("why", sa.Text, nullable=False, info=PERSONAL),
)

# The items as they stand, one row each, so that a search reads its own group's rows and no others. ``words`` is folded and stemmed.
minute_items = Table(
    "minute_items",
    metadata,
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("words", sa.Text, nullable=False, info=PERSONAL),
    Column("owners", sa.JSON, nullable=False),
    Column("due", sa.Date),
    Column("ts", String(32)),
    Column("at", Instant, nullable=False),
    Index("ix_minute_items_group_id", "group_id", "at"),
)

# What members said of a draft: it looks right, or what should change. ``settled`` when a change was dealt with.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meeting_id", Id, ForeignKey("minutes.meeting_id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("settled", Instant),
    Index("ix_reviews_meeting_id", "meeting_id", "id"),
    Index("ix_reviews_person_id", "person_id"),
)

# What a group wants to talk about. Without a meeting it waits for the next one; ``carried`` counts the meetings that did not reach it.
points = Table(
    "points",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("person_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("source", String(100), nullable=False),
    Column("state", String(7), nullable=False),
    Column("carried", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    one_of("state", "open", "reached", "dropped"),
    UniqueConstraint("group_id", "source"),
    Index("ix_points_meeting_id", "meeting_id"),
)
partial("ix_points_open", points.c.group_id, points.c.id, where=points.c.state == "open")
