"""People, groups, and who belongs where."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("name", String(200), nullable=False, info=PERSONAL),
    Column("tz", String(64), info=PERSONAL),
    Column("kind", String(10), nullable=False),
    Column("dm", String(32)),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL", use_alter=True)),
    Column("last_goal", Integer, nullable=False, server_default="0"),
    Column("last_reflection", Integer, nullable=False, server_default="0"),
    Column("home_opened", Instant),
    Column("home_page", Integer, nullable=False, server_default="0"),
    Column("home_stale", Integer, nullable=False, server_default="0"),
    Column("known", Instant),
    UniqueConstraint("workspace", "user"),
    one_of("kind", "member", "guest", "bot", "gone", "unknown"),
)
partial("ix_people_home_stale", people.c.id, where=people.c.home_stale > 0)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("last_goal", Integer, nullable=False, server_default="0"),
    Column("last_meeting", Integer, nullable=False, server_default="0"),
    Column("last_action", Integer, nullable=False, server_default="0"),
    Column("last_topic", Integer, nullable=False, server_default="0"),
    Column("created", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("workspace", "channel"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("joined", Instant, nullable=False),
    Column("left", Instant),
    one_of("role", "member", "organiser"),
    Index("ix_memberships_person_id", "person_id"),
)

# What a person wants to hear of, and when. Without a row the defaults hold (mentoring.reminders).
preferences = Table(
    "preferences",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("digest_weekday", Integer, nullable=False),
    Column("digest_time", String(5), nullable=False),
    Column("quiet_from", String(5), nullable=False),
    Column("quiet_to", String(5), nullable=False),
    Column("off", JSON, nullable=False),
    Column("paused_until", Date),
    Column("assistant", String(200), info=PERSONAL),
    Column("assistant_mail", String(254), info=PERSONAL),
    Column("changed", Instant, nullable=False),
    CheckConstraint("digest_weekday BETWEEN 0 AND 6", name="weekday"),
)

# Leave, sabbatical, service: from ``first`` to ``last``, both included. ``back`` is when somebody came back earlier.
absences = Table(
    "absences",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created", Instant, nullable=False),
    Column("back", Instant),
    Index("ix_absences_person_id", "person_id", "last"),
)

# The address of a person's own calendar feed; only its hash is kept.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created", Instant, nullable=False),
    Column("fetched", Instant),
    Column("revoked", Instant),
    Index("ix_feeds_person_id", "person_id"),
)
