"""Meetings: their rhythm, every single one, who comes, and what a group keeps free."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

# A rhythm: an RFC 5545 RRULE from ``first`` on, or a list of dates. Wall time in ``tz``; ``through`` is how far meetings stand.
series = Table(
    "series",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("phrase", String(200), nullable=False),
    Column("rrule", String(200)),
    Column("dates", sa.JSON),
    Column("without", sa.JSON),
    Column("first", Date, nullable=False),
    Column("time", String(5), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(300), nullable=False),
    Column("link", String(500), nullable=False),
    Column("until", Date),
    Column("state", String(6), nullable=False),
    Column("resumes", Date),
    Column("through", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id"), nullable=False),
    one_of("state", "active", "paused", "ended"),
    CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
    CheckConstraint("(rrule IS NULL) <> (dates IS NULL)", name="rhythm"),
)
# One rhythm at a time in a group.
partial("uq_series_living", series.c.group_id, unique=True, where=series.c.state != "ended")

# ``nominal`` is the day the rhythm gave it and never changes; ``day`` and ``time`` are where it stands, ``starts`` the same as an
# instant, a cache that is made anew when the zone's rules change. ``sequence`` and ``revised`` are RFC 5545's SEQUENCE and LAST-MODIFIED.
meetings = Table(
    "meetings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("series_id", Id, ForeignKey("series.id", ondelete="SET NULL")),
    Column("number", Integer, nullable=False),
    Column("nominal", Date, nullable=False),
    Column("day", Date, nullable=False),
    Column("time", String(5), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("tzdata", String(16), nullable=False),
    Column("starts", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(300), nullable=False),
    Column("link", String(500), nullable=False),
    Column("note", sa.Text, nullable=False),
    Column("state", String(9), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("changed_by", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("revised", Instant, nullable=False),
    UniqueConstraint("group_id", "number"),
    UniqueConstraint("series_id", "nominal"),
    one_of("state", "planned", "cancelled", "skipped"),
    CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
    Index("ix_meetings_group_id", "group_id", "starts"),
    Index("ix_meetings_starts", "starts"),
)

# Who comes to a meeting (``answer``), what somebody who cannot come wants said there (``word``), and who was there (``present``).
attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(4)),
    Column("answered", Instant),
    Column("word", sa.Text, nullable=False, info=PERSONAL),
    Column("present", Boolean),
    one_of("answer", "yes", "late", "no"),
    Index("ix_attendance_person_id", "person_id"),
)

# A member has looked at the dates of a rhythm up to ``through`` and said "I keep these free", once.
commitments = Table(
    "commitments",
    metadata,
    Column("series_id", Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("through", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_commitments_person_id", "person_id"),
)

# Which public holidays a group keeps free; without a row those of its zone's country (dates.md 9).
calendars = Table(
    "calendars",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("country", String(2), nullable=False),
    Column("subdiv", String(8), nullable=False),
    Column("kept", sa.JSON, nullable=False),
)

# Days that a group names itself: a conference, interview season. ``action``: keep free, or only warn.
blackouts = Table(
    "blackouts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("action", String(4), nullable=False),
    one_of("action", "free", "warn"),
    Index("ix_blackouts_group_id", "group_id", "last"),
)

# A date poll: slots over several weeks, everybody marks what they can do. ``meeting_id`` is the meeting to be moved, or none.
polls = Table(
    "polls",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE")),
    Column("question", String(200), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("closes", Instant, nullable=False),
    Column("state", String(6), nullable=False),
    Column("chosen", Integer),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id"), nullable=False),
    one_of("state", "open", "closed"),
    Index("ix_polls_group_id", "group_id"),
)

partial("ix_polls_closes", polls.c.closes, where=polls.c.state == "open")

poll_slots = Table(
    "poll_slots",
    metadata,
    Column("poll_id", Id, ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("time", String(5), nullable=False),
    Column("site", String(80), nullable=False),
)

poll_votes = Table(
    "poll_votes",
    metadata,
    Column("poll_id", Id, primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("can", Boolean, nullable=False),
    ForeignKeyConstraint(["poll_id", "slot"], ["poll_slots.poll_id", "poll_slots.slot"], ondelete="CASCADE"),
    Index("ix_poll_votes_person_id", "person_id"),
)
