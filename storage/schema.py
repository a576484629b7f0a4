"""The tables, and nothing else: every name the database knows stands on this page.

Columns that hold what a person wrote or who they are carry ``info={"personal": True}``; export and
erasure are derived from that mark. There is no clock in here: every instant is handed in (no column
default ticks), is aware, and is kept in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

PERSONAL = {"personal": True}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.types.TypeDecorator):
    """An aware instant in UTC; a naive one is refused. SQLite keeps sortable ISO text, PostgreSQL timestamptz."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        value = value.astimezone(UTC)
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


Id = sa.BigInteger().with_variant(Integer, "sqlite")


def one_of(name: str, *values: str) -> CheckConstraint:
    """A CHECK that a column holds one of these words (the words come from our enums, never from users)."""
    return CheckConstraint(f"{name} IN ({', '.join(repr(str(v)) for v in values)})", name=name)


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
    Column("home_opened", Instant),
    Column("home_page", Integer, nullable=False, server_default="0"),
    Column("home_stale", Integer, nullable=False, server_default="0"),
    Column("known", Instant),
    UniqueConstraint("workspace", "user"),
    one_of("kind", "member", "guest", "bot", "gone", "unknown"),
)
Index("ix_people_home_stale", people.c.id, sqlite_where=people.c.home_stale > 0, postgresql_where=people.c.home_stale > 0)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("last_goal", Integer, nullable=False, server_default="0"),
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

goals = Table(
    "goals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("scope", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("what", sa.Text, nullable=False, info=PERSONAL),
    Column("measure", sa.Text, nullable=False, info=PERSONAL),
    Column("why", sa.Text, nullable=False, info=PERSONAL),
    Column("first_step", sa.Text, nullable=False, info=PERSONAL),
    Column("due", sa.Date),
    Column("horizon", String(5), nullable=False),
    Column("visibility", String(7), nullable=False),
    Column("state", String(8), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("closing_note", sa.Text, nullable=False, info=PERSONAL),
    Column("toward_id", Id, ForeignKey("goals.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("touched", Instant, nullable=False),
    Column("closed", Instant),
    one_of("scope", "own", "group"),
    one_of("horizon", "short", "long"),
    one_of("visibility", "private", "shared"),
    one_of("state", "proposed", "open", "done", "partly", "dropped", "changed", "declined"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    CheckConstraint("scope = 'own' OR (group_id IS NOT NULL AND visibility = 'shared')", name="group_goal"),
    Index("ix_goals_toward_id", "toward_id"),
)
Index("uq_goals_own", goals.c.owner_id, goals.c.number, unique=True,
      sqlite_where=goals.c.scope == "own", postgresql_where=goals.c.scope == "own")
Index("uq_goals_group", goals.c.group_id, goals.c.number, unique=True,
      sqlite_where=goals.c.scope == "group", postgresql_where=goals.c.scope == "group")
Index("ix_goals_shared", goals.c.group_id, goals.c.owner_id,
      sqlite_where=goals.c.visibility == "shared", postgresql_where=goals.c.visibility == "shared")

goal_progress = Table(
    "goal_progress",
    metadata,
    Column("id", Id, primary_key=True),
    Column("goal_id", Id, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", sa.Text, nullable=False, info=PERSONAL),
    Column("percent", Integer),
    Column("at", Instant, nullable=False),
    Index("ix_goal_progress_goal_id", "goal_id", "id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("body", sa.JSON, nullable=False, info=PERSONAL),
    Column("created", Instant, nullable=False),
    Index("ix_drafts_person_id", "person_id"),
    Index("ix_drafts_created", "created"),
)

# A key that has been acted on: trigger ids, form nonces. Written in the transaction of its effect.
seen = Table(
    "seen",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_seen_at", "at"),
)

# An event is here before Slack hears "received"; its body goes when the work is done.
inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("body", sa.JSON, info=PERSONAL),
    Column("state", String(6), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("received", Instant, nullable=False),
    Column("next_try", Instant, nullable=False),
    one_of("state", "new", "done", "failed"),
)
Index("ix_inbox_waiting", inbox.c.next_try, sqlite_where=inbox.c.state == "new", postgresql_where=inbox.c.state == "new")
Index("ix_inbox_received", inbox.c.received)

# A letter to Slack, written in the transaction of its cause. Its key is what makes it one letter.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("method", String(40), nullable=False),
    Column("channel", String(32)),
    Column("edits", String(200)),
    Column("body", sa.JSON, info=PERSONAL),
    Column("state", String(9), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Column("created", Instant, nullable=False),
    Column("claim", String(32)),
    Column("lease", Instant),
    Column("nonce", String(32), nullable=False),
    Column("started", Instant),
    Column("ts", String(32)),
    Column("reason", String(200)),
    Column("settled", Instant),
    one_of("state", "waiting", "claimed", "sending", "sent", "dead", "uncertain"),
)
Index("ix_outbox_due", outbox.c.due, sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")
Index("ix_outbox_lease", outbox.c.lease,
      sqlite_where=outbox.c.state.in_(("claimed", "sending")), postgresql_where=outbox.c.state.in_(("claimed", "sending")))
# One letter at a time in a channel: what is in hand there, and what is due there before another.
Index("ix_outbox_in_hand", outbox.c.channel,
      sqlite_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)),
      postgresql_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)))
Index("ix_outbox_channel_due", outbox.c.channel, outbox.c.due,
      sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")
