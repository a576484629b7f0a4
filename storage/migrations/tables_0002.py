"""The tables that revision 0002 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

first = import_module("storage.migrations.versions.0001_goals")
ID, INSTANT, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
Table("groups", metadata, Column("id", ID, primary_key=True))
Table("people", metadata, Column("id", ID, primary_key=True))

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("method", String(40), nullable=False),
    Column("channel", String(32)),
    Column("edits", String(200)),
    Column("body", JSON),
    Column("state", String(9), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("due", INSTANT, nullable=False),
    Column("created", INSTANT, nullable=False),
    Column("claim", String(32)),
    Column("lease", INSTANT),
    Column("nonce", String(32), nullable=False),
    Column("started", INSTANT),
    Column("ts", String(32)),
    Column("reason", String(200)),
    Column("settled", INSTANT),
    Column("kind", String(20)),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE")),
    Column("subject_id", ID),
    Column("nominal", String(40)),
    Column("tz", String(64)),
    Column("not_after", INSTANT),
    one_of("state", "waiting", "claimed", "sending", "sent", "skipped", "dead", "uncertain"),
)
Index("ix_outbox_planned", outbox.c.subject_id, outbox.c.kind, sqlite_where=outbox.c.kind.is_not(None),
      postgresql_where=outbox.c.kind.is_not(None))
Index("ix_outbox_person_id", outbox.c.person_id, outbox.c.due)
Index("ix_outbox_group_id", outbox.c.group_id, outbox.c.due)
Index("ix_outbox_due", outbox.c.due, sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")
Index("ix_outbox_prompt", outbox.c.due, sqlite_where=sa.and_(outbox.c.state == "waiting", outbox.c.kind.is_(None)),
      postgresql_where=sa.and_(outbox.c.state == "waiting", outbox.c.kind.is_(None)))
Index("ix_outbox_edits", outbox.c.due, sqlite_where=sa.and_(outbox.c.state == "waiting", outbox.c.edits.is_not(None)),
      postgresql_where=sa.and_(outbox.c.state == "waiting", outbox.c.edits.is_not(None)))
Index("ix_outbox_unreached", outbox.c.due, outbox.c.person_id,
      sqlite_where=sa.and_(outbox.c.state == "waiting", outbox.c.channel.is_(None)),
      postgresql_where=sa.and_(outbox.c.state == "waiting", outbox.c.channel.is_(None)))
Index("ix_outbox_lease", outbox.c.lease,
      sqlite_where=outbox.c.state.in_(("claimed", "sending")), postgresql_where=outbox.c.state.in_(("claimed", "sending")))
Index("ix_outbox_in_hand", outbox.c.channel,
      sqlite_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)),
      postgresql_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)))
Index("ix_outbox_channel_due", outbox.c.channel, outbox.c.due,
      sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")

attempts = Table(
    "attempts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("letter_id", ID, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("started", INSTANT, nullable=False),
    Column("finished", INSTANT, nullable=False),
    Column("signal", String(80), nullable=False),
    Index("ix_attempts_letter_id", "letter_id"),
    Index("ix_attempts_started", "started"),
)

channels = Table(
    "channels",
    metadata,
    Column("workspace", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("told", INSTANT),
    one_of("state", "archived", "left"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("digest_weekday", Integer, nullable=False),
    Column("digest_time", String(5), nullable=False),
    Column("quiet_from", String(5), nullable=False),
    Column("quiet_to", String(5), nullable=False),
    Column("off", JSON, nullable=False),
    Column("paused_until", Date),
    Column("assistant", String(200)),
    Column("assistant_mail", String(254)),
    Column("changed", INSTANT, nullable=False),
    CheckConstraint("digest_weekday BETWEEN 0 AND 6", name="weekday"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created", INSTANT, nullable=False),
    Column("back", INSTANT),
    Index("ix_absences_person_id", "person_id", "last"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created", INSTANT, nullable=False),
    Column("fetched", INSTANT),
    Column("revoked", INSTANT),
    Index("ix_feeds_person_id", "person_id"),
)

series = Table(
    "series",
    metadata,
    Column("id", ID, primary_key=True),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("phrase", String(200), nullable=False),
    Column("rrule", String(200)),
    Column("dates", JSON),
    Column("without", JSON),
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
    Column("created", INSTANT, nullable=False),
    Column("created_by", ID, ForeignKey("people.id"), nullable=False),
    one_of("state", "active", "paused", "ended"),
    CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
    CheckConstraint("(rrule IS NULL) <> (dates IS NULL)", name="rhythm"),
)
Index("uq_series_living", series.c.group_id, unique=True,
      sqlite_where=series.c.state != "ended", postgresql_where=series.c.state != "ended")

meetings = Table(
    "meetings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("series_id", ID, ForeignKey("series.id", ondelete="SET NULL")),
    Column("number", Integer, nullable=False),
    Column("nominal", Date, nullable=False),
    Column("day", Date, nullable=False),
    Column("time", String(5), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("tzdata", String(16), nullable=False),
    Column("starts", INSTANT, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(300), nullable=False),
    Column("link", String(500), nullable=False),
    Column("note", Text, nullable=False),
    Column("state", String(9), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("changed_by", ID, ForeignKey("people.id", ondelete="SET NULL")),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", INSTANT, nullable=False),
    Column("revised", INSTANT, nullable=False),
    UniqueConstraint("group_id", "number"),
    UniqueConstraint("series_id", "nominal"),
    one_of("state", "planned", "cancelled", "skipped"),
    CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
    Index("ix_meetings_group_id", "group_id", "starts"),
    Index("ix_meetings_starts", "starts"),
)

attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", ID, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(4)),
    Column("answered", INSTANT),
    Column("word", Text, nullable=False),
    Column("present", Boolean),
    one_of("answer", "yes", "late", "no"),
    Index("ix_attendance_person_id", "person_id"),
)

commitments = Table(
    "commitments",
    metadata,
    Column("series_id", ID, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("through", Date, nullable=False),
    Column("at", INSTANT, nullable=False),
    Index("ix_commitments_person_id", "person_id"),
)

calendars = Table(
    "calendars",
    metadata,
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("country", String(2), nullable=False),
    Column("subdiv", String(8), nullable=False),
    Column("kept", JSON, nullable=False),
)

blackouts = Table(
    "blackouts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("action", String(4), nullable=False),
    one_of("action", "free", "warn"),
    Index("ix_blackouts_group_id", "group_id", "last"),
)

polls = Table(
    "polls",
    metadata,
    Column("id", ID, primary_key=True),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meeting_id", ID, ForeignKey("meetings.id", ondelete="CASCADE")),
    Column("question", String(200), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("closes", INSTANT, nullable=False),
    Column("state", String(6), nullable=False),
    Column("chosen", Integer),
    Column("version", Integer, nullable=False),
    Column("created", INSTANT, nullable=False),
    Column("created_by", ID, ForeignKey("people.id"), nullable=False),
    one_of("state", "open", "closed"),
    Index("ix_polls_group_id", "group_id"),
)
Index("ix_polls_closes", polls.c.closes, sqlite_where=polls.c.state == "open", postgresql_where=polls.c.state == "open")

poll_slots = Table(
    "poll_slots",
    metadata,
    Column("poll_id", ID, ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("time", String(5), nullable=False),
    Column("site", String(80), nullable=False),
)

poll_votes = Table(
    "poll_votes",
    metadata,
    Column("poll_id", ID, primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("can", Boolean, nullable=False),
    ForeignKeyConstraint(["poll_id", "slot"], ["poll_slots.poll_id", "poll_slots.slot"], ondelete="CASCADE"),
    Index("ix_poll_votes_person_id", "person_id"),
)
