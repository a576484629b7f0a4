"""Groups: a channel that is a group's home."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from mentoring.people import Group
from storage.schema import groups, memberships


def _group(row) -> Group:
    return Group(id=row.id, workspace=row.workspace, channel=row.channel, name=row.name, tz=row.tz)


_AT = sa.select(groups).where(groups.c.workspace == bindparam("workspace"), groups.c.channel == bindparam("channel"))


def at(tx: Connection, workspace: str, channel: str) -> Group | None:
    """The group whose home this channel is, or None."""
    row = tx.execute(_AT, {"workspace": workspace, "channel": channel}).first()
    return _group(row) if row else None


def by_id(tx: Connection, group_id: int) -> Group | None:
    """The group with this id, or None."""
    row = tx.execute(sa.select(groups).where(groups.c.id == group_id)).first()
    return _group(row) if row else None


def named(tx: Connection, name: str) -> Group | None:
    """The oldest group of this name, or at this channel, or None. For people at a terminal."""
    row = tx.execute(sa.select(groups).where(sa.or_(groups.c.name == name, groups.c.channel == name)).order_by(groups.c.id)).first()
    return _group(row) if row else None


def with_sizes(tx: Connection, workspace: str, limit: int) -> list[tuple[Group, int]]:
    """Every group of a workspace with how many members it has, by name."""
    count = (sa.select(sa.func.count()).select_from(memberships)
             .where(memberships.c.group_id == groups.c.id, memberships.c.left.is_(None)).correlate(groups).scalar_subquery())
    query = sa.select(groups, count.label("members")).where(groups.c.workspace == workspace).order_by(groups.c.name, groups.c.id)
    return [(_group(row), row.members) for row in tx.execute(query.limit(limit))]


def lock(tx: Connection, group_id: int) -> None:
    """Hold a group until the end of the transaction: who decides about it, decides alone."""
    tx.execute(sa.select(groups.c.id).where(groups.c.id == group_id).with_for_update())


def add(tx: Connection, *, workspace: str, channel: str, name: str, tz: str, created_by: int, now: datetime) -> Group:
    """A new group; its channel must not be another group's home (the schema sees to it)."""
    new = tx.execute(sa.insert(groups).values(workspace=workspace, channel=channel, name=name, tz=tz, created=now,
                                              created_by=created_by)).inserted_primary_key[0]
    return Group(id=new, workspace=workspace, channel=channel, name=name, tz=tz)


def rename(tx: Connection, group_id: int, *, name: str, tz: str) -> None:
    """Change what the setup form holds about the group itself."""
    tx.execute(sa.update(groups).where(groups.c.id == group_id).values(name=name, tz=tz))
