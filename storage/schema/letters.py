"""What comes in and what goes out: drafts, used-up keys, the inbox, the ledger of letters to Slack."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from mentoring.reminders import PRESSING
from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

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
partial("ix_inbox_waiting", inbox.c.next_try, where=inbox.c.state == "new")
Index("ix_inbox_received", inbox.c.received)

# The ledger: everything that is to reach Slack, written in the transaction of its cause. Its key is what makes it one letter.
# A planned delivery (kind, nominal) is a letter whose words are found when it is sent; until then it has no body.
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
    Column("kind", String(20)),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE")),
    Column("subject_id", Id),
    Column("nominal", String(40)),
    Column("tz", String(64)),
    Column("not_after", Instant),
    one_of("state", "waiting", "claimed", "sending", "sent", "skipped", "dead", "uncertain"),
)
partial("ix_outbox_planned", outbox.c.subject_id, outbox.c.kind, where=outbox.c.kind.is_not(None))
Index("ix_outbox_person_id", outbox.c.person_id, outbox.c.due)
Index("ix_outbox_group_id", outbox.c.group_id, outbox.c.due)
partial("ix_outbox_due", outbox.c.due, where=outbox.c.state == "waiting")
# What somebody waits for, and what cannot wait, goes before the rest of what was planned, and neither is looked for among the other.
PROMPT = sa.or_(outbox.c.kind.is_(None), outbox.c.kind.in_([sa.literal_column(f"'{kind.value}'") for kind in PRESSING]))
partial("ix_outbox_prompt", outbox.c.due, where=sa.and_(outbox.c.state == "waiting", PROMPT))
partial("ix_outbox_edits", outbox.c.due, where=sa.and_(outbox.c.state == "waiting", outbox.c.edits.is_not(None)))
partial("ix_outbox_unreached", outbox.c.due, outbox.c.person_id, where=sa.and_(outbox.c.state == "waiting", outbox.c.channel.is_(None)))
partial("ix_outbox_lease", outbox.c.lease, where=outbox.c.state.in_(("claimed", "sending")))
# One letter at a time in a channel: what is in hand there, and what is due there before another.
partial("ix_outbox_in_hand", outbox.c.channel, where=sa.and_(outbox.c.claim.is_not(None), outbox.c.settled.is_(None)))
partial("ix_outbox_channel_due", outbox.c.channel, outbox.c.due, where=outbox.c.state == "waiting")

# Every call that was begun for a letter, and what Slack said to it. Never any text.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("letter_id", Id, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant, nullable=False),
    Column("signal", String(80), nullable=False),
    Index("ix_attempts_letter_id", "letter_id"),
    Index("ix_attempts_started", "started"),
)

# A channel that cannot be posted to just now: archived, or we are not in it.
channels = Table(
    "channels",
    metadata,
    Column("workspace", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("since", Instant, nullable=False),
    Column("told", Instant),
    one_of("state", "archived", "left"),
)
