"""Addresses of calendar feeds: one living at a time for a person, known to us by its hash alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from storage.schema import feeds, memberships, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that may be read. ``fetched`` is when a calendar last did."""

    id: int
    person_id: int
    created: datetime
    fetched: datetime | None


_FEED = tuple(feeds.c[f.name] for f in fields(Feed))
_BY_HASH = (sa.select(*_FEED, people.c.workspace, people.c.user).join(people, people.c.id == feeds.c.person_id)
            .where(feeds.c.token_hash == bindparam("token_hash"), feeds.c.revoked.is_(None)))


def add(tx: Connection, person_id: int, token_hash: str, now: datetime) -> None:
    """A new address; whatever the person had before stops."""
    revoke(tx, person_id, now)
    tx.execute(sa.insert(feeds).values(person_id=person_id, token_hash=token_hash, created=now))


def living(tx: Connection, person_id: int) -> Feed | None:
    """The person's feed, or None."""
    row = tx.execute(sa.select(*_FEED).where(feeds.c.person_id == person_id, feeds.c.revoked.is_(None))).first()
    return Feed(**row._mapping) if row else None


def by_hash(tx: Connection, token_hash: str) -> tuple[Feed, str, str] | None:
    """The living feed with this hash, and whose it is as (workspace, Slack id); or None."""
    row = tx.execute(_BY_HASH, {"token_hash": token_hash}).first()
    if row is None:
        return None
    return Feed(id=row.id, person_id=row.person_id, created=row.created, fetched=row.fetched), row.workspace, row.user


def fetched(tx: Connection, feed_id: int, now: datetime) -> None:
    """A calendar has read it."""
    tx.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(fetched=now))


def revoke(tx: Connection, person_id: int, now: datetime) -> bool:
    """The person's address stops for good; False when there was none."""
    return tx.execute(sa.update(feeds).where(feeds.c.person_id == person_id, feeds.c.revoked.is_(None))
                      .values(revoked=now)).rowcount > 0


def revoke_groupless(tx: Connection, person_ids: Iterable[int], now: datetime) -> None:
    """Of these people, those who are in no group any more have no feed any more; coming back later needs a new address."""
    belongs = sa.exists().where(memberships.c.person_id == feeds.c.person_id, memberships.c.left.is_(None))
    tx.execute(sa.update(feeds).where(feeds.c.person_id.in_(list(person_ids)), feeds.c.revoked.is_(None), ~belongs).values(revoked=now))
