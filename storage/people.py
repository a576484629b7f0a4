"""People and their memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from mentoring.people import Actor, Belonging, Group, Kind, Person, Role
from storage.once import insert_once
from storage.prepared import Prepared, Query
from storage.schema import groups, memberships, people
from storage.store import wake

_REMEMBERED = 4_096   # people, as they were read last
_FACTS = tuple(people.c[name] for name in ("id", "workspace", "user", "name", "tz", "kind", "dm", "group_id", "home_opened", "home_page",
                                           "known"))
_ACTOR = Query(
    sa.select(*_FACTS, memberships.c.role, groups.c.id.label("g_id"), groups.c.channel.label("g_channel"),
              groups.c.name.label("g_name"), groups.c.tz.label("g_tz"))
    .select_from(people
                 .outerjoin(memberships, sa.and_(memberships.c.person_id == people.c.id, memberships.c.left.is_(None)))
                 .outerjoin(groups, groups.c.id == memberships.c.group_id))
    .where(people.c.workspace == bindparam("workspace"), people.c.user == bindparam("user"))
    .order_by(groups.c.name, groups.c.id),
    remember=_REMEMBERED)


def actor(tx: Connection, workspace: str, user: str) -> Actor | None:
    """The person with this Slack id and the groups they are in now, in one query; None when never met."""
    rows = _ACTOR.all(tx, {"workspace": workspace, "user": user})
    return _acting(tuple(rows)) if rows else None


@lru_cache(maxsize=_REMEMBERED)
def _acting(rows: tuple) -> Actor:
    workspace = rows[0].workspace
    belongings = tuple(
        Belonging(group=Group(id=r.g_id, workspace=workspace, channel=r.g_channel, name=r.g_name, tz=r.g_tz), role=Role(r.role))
        for r in rows if r.g_id is not None)
    return Actor(person=_person(rows[0]), belongings=belongings)


def _person(row) -> Person:
    return Person(id=row.id, workspace=row.workspace, user=row.user, name=row.name, tz=row.tz, kind=Kind(row.kind), dm=row.dm,
                  group_id=row.group_id, home_opened=row.home_opened, home_page=row.home_page, known=row.known)


_BY_USER = Query(sa.select(people).where(people.c.workspace == bindparam("workspace"), people.c.user == bindparam("user")))
_BY_ID = Query(sa.select(people).where(people.c.id == bindparam("id")))


def by_user(tx: Connection, workspace: str, user: str) -> Person | None:
    """The person with this Slack id, or None."""
    row = _BY_USER.first(tx, {"workspace": workspace, "user": user})
    return _person(row) if row else None


def by_id(tx: Connection, person_id: int) -> Person | None:
    """The person with this id of ours, or None."""
    row = _BY_ID.first(tx, {"id": person_id})
    return _person(row) if row else None


def meet(tx: Connection, workspace: str, user: str, name: str = "") -> Person:
    """The person with this Slack id, written down as unknown when this is the first time."""
    insert_once(tx, people, workspace=workspace, user=user, name=name, kind=Kind.UNKNOWN.value)
    return by_user(tx, workspace, user)


def learn(tx: Connection, workspace: str, user: str, *, name: str, tz: str | None, kind: Kind, now: datetime) -> None:
    """What Slack says about somebody, kept; their Home is stale because times are shown in their zone."""
    tx.execute(sa.update(people).where(people.c.workspace == workspace, people.c.user == user)
               .values(name=name, tz=tz, kind=kind.value, known=now))


def known(tx: Connection) -> list[Person]:
    """Everybody who is or was a person in the workspace, and is not gone."""
    kinds = [Kind.MEMBER.value, Kind.GUEST.value, Kind.UNKNOWN.value]
    rows = tx.execute(sa.select(people).where(people.c.kind.in_(kinds)).order_by(people.c.id))
    return [_person(r) for r in rows]


def strangers(tx: Connection, limit: int) -> list[Person]:
    """People whom Slack has not been asked about yet."""
    rows = tx.execute(sa.select(people).where(people.c.kind == Kind.UNKNOWN.value).order_by(people.c.id).limit(limit))
    return [_person(r) for r in rows]


def choose_group(tx: Connection, person_id: int, group_id: int) -> None:
    """Remember which group a person's commands mean outside a group's channel."""
    tx.execute(sa.update(people).where(people.c.id == person_id).values(group_id=group_id))


def set_dm(tx: Connection, person_id: int, channel: str) -> None:
    """Remember the direct-message channel with a person."""
    tx.execute(sa.update(people).where(people.c.id == person_id).values(dm=channel))


# ---- Home: opened, stale, published ---------------------------------------------------------------------------

def home_opened(tx: Connection, person_id: int, now: datetime, page: int) -> None:
    """The person looks at their Home: from now on it is kept fresh."""
    tx.execute(sa.update(people).where(people.c.id == person_id)
               .values(home_opened=now, home_page=page, home_stale=people.c.home_stale + 1))
    wake(tx)


_STALE = Prepared(sa.update(people).where(people.c.id == bindparam("person"), people.c.home_opened.is_not(None))
                  .values(home_stale=people.c.home_stale + 1))


def home_stale(tx: Connection, person_id: int) -> bool:
    """Something on this person's Home has changed; True when they have ever opened it."""
    stale = _STALE.run(tx, {"person": person_id}) > 0
    if stale:
        wake(tx)
    return stale


def homes_stale_in(tx: Connection, group_id: int) -> None:
    """Something on the Homes of a whole group has changed."""
    members = sa.select(memberships.c.person_id).where(memberships.c.group_id == group_id, memberships.c.left.is_(None))
    tx.execute(sa.update(people).where(people.c.id.in_(members), people.c.home_opened.is_not(None))
               .values(home_stale=people.c.home_stale + 1))
    wake(tx)


def stale_homes(tx: Connection, limit: int) -> list[tuple[Person, int]]:
    """People whose Home has to be published again, each with the mark to clear afterwards."""
    rows = tx.execute(sa.select(people).where(people.c.home_stale > 0).order_by(people.c.id).limit(limit)).all()
    return [(_person(r), r.home_stale) for r in rows]


def home_published(tx: Connection, person_id: int, mark: int) -> bool:
    """The Home shown is as fresh as ``mark``; False when it has changed again meanwhile."""
    return tx.execute(sa.update(people).where(people.c.id == person_id, people.c.home_stale == mark)
                      .values(home_stale=0)).rowcount > 0


# ---- memberships ----------------------------------------------------------------------------------------------

def members_of(tx: Connection, group_id: int) -> list[tuple[Person, Role]]:
    """Who is in a group now, in the order of their names: no ranks (features 1.3)."""
    rows = tx.execute(sa.select(people, memberships.c.role)
                      .join(memberships, memberships.c.person_id == people.c.id)
                      .where(memberships.c.group_id == group_id, memberships.c.left.is_(None))
                      .order_by(people.c.name, people.c.id))
    return [(_person(r), Role(r.role)) for r in rows]


def join(tx: Connection, group_id: int, person_ids: Iterable[int], role: Role, now: datetime) -> None:
    """Members from now on; somebody who had left is back, and nobody's role is lowered."""
    for person_id in person_ids:
        if not insert_once(tx, memberships, group_id=group_id, person_id=person_id, role=role.value, joined=now):
            tx.execute(sa.update(memberships)
                       .where(memberships.c.group_id == group_id, memberships.c.person_id == person_id,
                              memberships.c.left.is_not(None))
                       .values(left=None, joined=now, role=role.value))


def organisers_of(tx: Connection, group_id: int) -> list[Person]:
    """Who organises a group now, in the order of their names."""
    return [person for person, role in members_of(tx, group_id) if role is Role.ORGANISER]


def make_organiser(tx: Connection, group_id: int, person_id: int) -> bool:
    """A present member becomes an organiser; False when they are no member, or organise already."""
    return tx.execute(sa.update(memberships)
                      .where(memberships.c.group_id == group_id, memberships.c.person_id == person_id, memberships.c.left.is_(None),
                             memberships.c.role != Role.ORGANISER.value)
                      .values(role=Role.ORGANISER.value)).rowcount > 0


def leave(tx: Connection, group_id: int, person_ids: Iterable[int], now: datetime) -> int:
    """No longer members; how many really left."""
    ids = list(person_ids)
    return tx.execute(sa.update(memberships)
                      .where(memberships.c.group_id == group_id, memberships.c.person_id.in_(ids), memberships.c.left.is_(None))
                      .values(left=now)).rowcount if ids else 0
