"""The first schema: people, groups, goals, drafts; the inbox, the outbox and used-up keys.

The tables stand here as they were, apart from `storage/schema.py`, which moves on: a revision that has been released is
never edited.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(Integer, "sqlite")
INSTANT = String(32).with_variant(sa.DateTime(timezone=True), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(name: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{name} IN ({', '.join(repr(v) for v in values)})", name=name)


people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    Column("tz", String(64)),
    Column("kind", String(10), nullable=False),
    Column("dm", String(32)),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="SET NULL", use_alter=True)),
    Column("last_goal", Integer, nullable=False, server_default="0"),
    Column("home_opened", INSTANT),
    Column("home_page", Integer, nullable=False, server_default="0"),
    Column("home_stale", Integer, nullable=False, server_default="0"),
    Column("known", INSTANT),
    UniqueConstraint("workspace", "user"),
    one_of("kind", "member", "guest", "bot", "gone", "unknown"),
)
Index("ix_people_home_stale", people.c.id, sqlite_where=people.c.home_stale > 0, postgresql_where=people.c.home_stale > 0)

groups = Table(
    "groups",
    metadata,
    Column("id", ID, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("tz", String(64), nullable=False),
    Column("last_goal", Integer, nullable=False, server_default="0"),
    Column("created", INSTANT, nullable=False),
    Column("created_by", ID, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("workspace", "channel"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("joined", INSTANT, nullable=False),
    Column("left", INSTANT),
    one_of("role", "member", "organiser"),
    Index("ix_memberships_person_id", "person_id"),
)

goals = Table(
    "goals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ID, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("scope", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("what", sa.Text, nullable=False),
    Column("measure", sa.Text, nullable=False),
    Column("why", sa.Text, nullable=False),
    Column("first_step", sa.Text, nullable=False),
    Column("due", sa.Date),
    Column("horizon", String(5), nullable=False),
    Column("visibility", String(7), nullable=False),
    Column("state", String(8), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("closing_note", sa.Text, nullable=False),
    Column("toward_id", ID, ForeignKey("goals.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    Column("created", INSTANT, nullable=False),
    Column("touched", INSTANT, nullable=False),
    Column("closed", INSTANT),
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
    Column("id", ID, primary_key=True),
    Column("goal_id", ID, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", sa.Text, nullable=False),
    Column("percent", Integer),
    Column("at", INSTANT, nullable=False),
    Index("ix_goal_progress_goal_id", "goal_id", "id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("body", sa.JSON, nullable=False),
    Column("created", INSTANT, nullable=False),
    Index("ix_drafts_person_id", "person_id"),
    Index("ix_drafts_created", "created"),
)

seen = Table(
    "seen",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", INSTANT, nullable=False),
    Index("ix_seen_at", "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("body", sa.JSON),
    Column("state", String(6), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("received", INSTANT, nullable=False),
    Column("next_try", INSTANT, nullable=False),
    one_of("state", "new", "done", "failed"),
)
Index("ix_inbox_waiting", inbox.c.next_try, sqlite_where=inbox.c.state == "new", postgresql_where=inbox.c.state == "new")
Index("ix_inbox_received", inbox.c.received)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("method", String(40), nullable=False),
    Column("channel", String(32)),
    Column("edits", String(200)),
    Column("body", sa.JSON),
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
    one_of("state", "waiting", "claimed", "sending", "sent", "dead", "uncertain"),
)
Index("ix_outbox_due", outbox.c.due, sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")
Index("ix_outbox_lease", outbox.c.lease,
      sqlite_where=outbox.c.state.in_(("claimed", "sending")), postgresql_where=outbox.c.state.in_(("claimed", "sending")))
Index("ix_outbox_in_hand", outbox.c.channel,
      sqlite_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)),
      postgresql_where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)))
Index("ix_outbox_channel_due", outbox.c.channel, outbox.c.due,
      sqlite_where=outbox.c.state == "waiting", postgresql_where=outbox.c.state == "waiting")


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
