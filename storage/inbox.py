"""The inbox: what Slack brought, kept before Slack hears "received", until the work is done. (reliability.md 3)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column

from storage.once import insert_once
from storage.schema import Instant, inbox, seen
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Work that is still to be done. ``attempt`` counts the tries that failed."""

    key: str
    kind: str
    body: dict | None
    attempt: int
    received: datetime
    next_try: datetime


def put(tx: Tx, key: str, kind: str, body: dict, *, now: datetime, next_try: datetime | None = None) -> bool:
    """Keep what came under its own ``key`` (an event_id, a trigger id); False when it has come before.

    ``next_try``: when `waiting` may list it first. Work that starts at once sets it later: the row is the safety net.
    """
    return insert_once(tx, inbox, key=key, kind=kind, body=body, state="new", attempt=0, received=now,
                       next_try=next_try or now)


def done(tx: Tx, key: str, *, now: datetime) -> bool:
    """The work is done (``now`` is kept as ``next_try``) and the words go; False when it was no longer waiting."""
    return tx.execute(_DONE, {"which": key, "now": now}).rowcount > 0


def again(tx: Tx, key: str, *, at: datetime) -> bool:
    """The work did not succeed: once more at ``at``. False when it is no longer waiting."""
    return tx.execute(_AGAIN, {"which": key, "at": at}).rowcount > 0


def failed(tx: Tx, key: str) -> bool:
    """The work is given up; the body stays for whoever looks into it. False when it is no longer waiting."""
    return tx.execute(_FAILED, {"which": key}).rowcount > 0


def waiting(tx: Tx, *, now: datetime, limit: int) -> list[Envelope]:
    """Work whose time has come, oldest first."""
    return [Envelope(**row._mapping) for row in tx.execute(_WAITING, {"now": now, "limit": limit})]


def take(tx: Tx, envelope: Envelope, *, until: datetime) -> bool:
    """Take one of those listed for oneself until ``until``; False when another worker was quicker."""
    return tx.execute(_TAKE, {"which": envelope.key, "was": envelope.next_try, "until": until}).rowcount > 0


def prune(tx: Tx, before: datetime) -> int:
    """Forget what was done or given up, and used-up keys, of before ``before``; how many rows."""
    gone = tx.execute(sa.delete(inbox).where(inbox.c.received < before, inbox.c.state != "new")).rowcount
    return gone + tx.execute(sa.delete(seen).where(seen.c.at < before)).rowcount


_NEW = inbox.c.state == literal_column("'new'")   # a literal, so that the partial index is recognised
_MINE = sa.and_(inbox.c.key == bindparam("which"), _NEW)
_DONE = sa.update(inbox).where(_MINE).values(state="done", body=sa.null(), next_try=bindparam("now", type_=Instant))
_AGAIN = sa.update(inbox).where(_MINE).values(attempt=inbox.c.attempt + 1, next_try=bindparam("at", type_=Instant))
_FAILED = sa.update(inbox).where(_MINE).values(state="failed")
_WAITING = (sa.select(inbox.c.key, inbox.c.kind, inbox.c.body, inbox.c.attempt, inbox.c.received, inbox.c.next_try)
            .where(_NEW, inbox.c.next_try <= bindparam("now", type_=Instant))
            .order_by(inbox.c.next_try, inbox.c.key).limit(bindparam("limit")))
_TAKE = (sa.update(inbox).where(_MINE, inbox.c.next_try == bindparam("was", type_=Instant))
         .values(next_try=bindparam("until", type_=Instant)))
