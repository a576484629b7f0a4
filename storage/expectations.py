"""Expectations in their versions, and who has accepted which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from mentoring.expectations import Expectations
from storage.once import insert_once
from storage.schema import acceptances, channels, expectations, groups, memberships, people
from storage.store import Tx

_HERE = sa.and_(memberships.c.group_id == expectations.c.group_id, memberships.c.left.is_(None))

_later = expectations.alias("later")
_NEWEST = ~sa.exists().where(_later.c.group_id == expectations.c.group_id, _later.c.number > expectations.c.number)


def _query(reader: int):
    everyone = sa.select(sa.func.count()).select_from(memberships).where(_HERE).correlate(expectations).scalar_subquery()
    accepted = (sa.select(sa.func.count()).select_from(acceptances)
                .join(memberships, sa.and_(memberships.c.person_id == acceptances.c.person_id, _HERE))
                .where(acceptances.c.expectations_id == expectations.c.id).correlate(expectations).scalar_subquery())
    mine = sa.exists().where(acceptances.c.expectations_id == expectations.c.id, acceptances.c.person_id == reader)
    return (sa.select(expectations, people.c.name, everyone.label("members"), accepted.label("accepted"), mine.label("mine"))
            .outerjoin(people, people.c.id == expectations.c.by_id))


def _one(r) -> Expectations:
    agreed = dict(r.agreed)
    shares = tuple(agreed.pop("shares", ()))
    return Expectations(id=r.id, group_id=r.group_id, number=r.number, agreed=agreed, shares=shares, words=r.words, by_id=r.by_id,
                        by=r.name or "", created=r.created, accepted=r.accepted, members=r.members, mine=bool(r.mine))


def present(tx: Tx, group_id: int, *, reader: int = 0) -> Expectations | None:
    """The version that holds now."""
    row = tx.execute(_query(reader).where(expectations.c.group_id == group_id).order_by(expectations.c.number.desc()).limit(1)).first()
    return _one(row) if row else None


def choices(tx: Tx, group_id: int) -> Expectations | None:
    """The choices that hold now, without counting anybody."""
    return next(iter(chosen(tx, [group_id]).values()), None)


def chosen(tx: Tx, group_ids: Collection[int]) -> dict[int, Expectations]:
    """The choices that hold now in each of these groups that has any, without counting anybody."""
    query = (sa.select(expectations.c.group_id, expectations.c.number, expectations.c.agreed)
             .where(expectations.c.group_id.in_(list(group_ids)), _NEWEST))
    return {r.group_id: _chosen(r) for r in tx.execute(query)}


def _chosen(r, *, mine: bool = False) -> Expectations:
    agreed = dict(r.agreed)
    return Expectations(group_id=r.group_id, number=r.number, shares=tuple(agreed.pop("shares", ())), agreed=agreed, mine=mine)


def with_closed(tx: Tx, group_ids: Collection[int], reader: int) -> tuple[dict[str, str], dict[int, Expectations]]:
    """For Home, in one query: which of these groups' channels cannot be posted to, and what each group expects of the reader."""
    mine = sa.exists().where(acceptances.c.expectations_id == expectations.c.id, acceptances.c.person_id == reader)
    query = (sa.select(groups.c.id, groups.c.channel, channels.c.state, expectations.c.group_id, expectations.c.number,
                       expectations.c.agreed, mine.label("mine"))
             .select_from(groups
                          .outerjoin(channels, sa.and_(channels.c.workspace == groups.c.workspace, channels.c.channel == groups.c.channel))
                          .outerjoin(expectations, sa.and_(expectations.c.group_id == groups.c.id, _NEWEST)))
             .where(groups.c.id.in_(list(group_ids))))
    rows = tx.execute(query).all()
    return ({r.channel: r.state for r in rows if r.state}, {r.id: _chosen(r, mine=bool(r.mine)) for r in rows if r.number is not None})


def add(tx: Tx, group_id: int, agreed: Mapping[str, str], shares: Sequence[str], words: str, *, by_id: int, now: datetime) -> None:
    """The next version; nobody has accepted it yet."""
    last = tx.execute(sa.select(sa.func.max(expectations.c.number)).where(expectations.c.group_id == group_id)).scalar() or 0
    tx.execute(sa.insert(expectations).values(group_id=group_id, number=last + 1, agreed=dict(agreed) | {"shares": list(shares)},
                                              words=words, by_id=by_id, created=now))


def accept(tx: Tx, version_id: int, person_id: int, now: datetime) -> bool:
    """Somebody accepts a version; False: they did already."""
    return insert_once(tx, acceptances, expectations_id=version_id, person_id=person_id, since=now)


def numbered(tx: Tx, group_id: int, number: int) -> Expectations | None:
    """A group's version of this number."""
    row = tx.execute(_query(0).where(expectations.c.group_id == group_id, expectations.c.number == number)).first()
    return _one(row) if row else None
