"""What has to be planned: deliveries whose time has come within sight and whose row is not there yet.

Every question is answered by looking keys up, so that planning again, in any number of processes, finds nothing to do. The order is
a shuffle by id: of many who are due at one moment, no group is served before another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy import String, bindparam, cast, func, literal, literal_column

from mentoring.meetings import Meeting
from mentoring.reminders import Kind
from storage.meetings import MEETING, meeting_of
from storage.schema import (
    Instant,
    absences,
    action_items,
    action_owners,
    assignments,
    groups,
    meetings,
    memberships,
    outbox,
    people,
    preferences,
)
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Where a delivery goes: a person and their direct-message channel, if it is known, or a group's channel. ``since`` they belong."""

    group_id: int | None
    person_id: int | None
    channel: str | None
    tz: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Somebody whose weekly message is not planned yet, with the wishes it depends on."""

    to: Recipient
    weekday: int
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Somebody who will be back on the day after ``last``."""

    to: Recipient
    absence_id: int
    last: date


def of_owners(tx: Tx, kind: Kind, first: date, last: date, limit: int) -> list[tuple[date, Recipient]]:
    """Days between these two on which present members have open action items due, and have no row of this kind for them yet."""
    rows = tx.execute(_owners(kind), {"first": first, "last": last, "limit": limit})
    return [(r.due, Recipient(group_id=None, person_id=r.id, channel=r.dm, tz=r.tz or r.group_tz, since=r.since)) for r in rows]


_SHUFFLED = 7919   # a prime: neighbours in one group are far apart in the order


def of_channels(tx: Tx, kind: Kind, *, now: datetime, until: datetime, limit: int) -> list[tuple[Meeting, Recipient]]:
    """Meetings that are on and begin before ``until``, whose channel has no row of this kind yet."""
    rows = tx.execute(_channels(kind), {"now": now, "until": until, "limit": limit})
    return [(meeting_of(r), Recipient(group_id=r.group_id, person_id=None, channel=r.channel, tz=r.tz, since=r.created)) for r in rows]


def of_members(tx: Tx, kind: Kind, *, now: datetime, until: datetime, limit: int, organisers: bool = False,
               holders: bool = False) -> list[tuple[Meeting, Recipient]]:
    """The same for each member, each organiser, or whoever has a role at it, of the meeting's group."""
    rows = tx.execute(_members(kind, organisers, holders), {"now": now, "until": until, "limit": limit})
    return [(meeting_of(r), Recipient(group_id=r.group_id, person_id=r.person_id, channel=r.dm, tz=r.own_tz or r.tz, since=r.joined))
            for r in rows]


def weekly(tx: Tx, week: str, limit: int) -> list[Weekly]:
    """Present members whose message of this week ("2026-W49") has no row yet."""
    rows = tx.execute(_WEEKLY, {"week": week, "limit": limit})
    return [Weekly(to=Recipient(group_id=None, person_id=r.id, channel=r.dm, tz=r.tz or r.group_tz, since=r.since),
                   weekday=r.digest_weekday or 0, time=r.digest_time or "08:00") for r in rows]


def returning(tx: Tx, first: date, last: date, limit: int) -> list[Return]:
    """Absences whose last day lies between these two, and whose end has no row yet."""
    rows = tx.execute(_RETURNING, {"first": first, "last": last, "limit": limit})
    return [Return(to=Recipient(group_id=None, person_id=r.person_id, channel=r.dm, tz=r.tz or r.group_tz, since=r.created),
                   absence_id=r.id, last=r.last) for r in rows]


def _key(*parts):
    """The key of a delivery, said in SQL: kind | subject | nominal date | recipient."""
    text = literal_column("''", String)
    for n, part in enumerate(parts):
        text = text + (literal("|") if n else literal("")) + (literal(part) if isinstance(part, str) else cast(part, String))
    return text


def _unplanned(*parts):
    return ~sa.exists().where(outbox.c.key == _key(*parts))


def _shuffle(column):
    return column * _SHUFFLED % 10007, column


_AHEAD = sa.and_(meetings.c.state == literal_column("'planned'"), meetings.c.starts > bindparam("now", type_=Instant),
                 meetings.c.starts < bindparam("until", type_=Instant))
_PRESENT = sa.and_(memberships.c.left.is_(None), people.c.kind.not_in(("gone", "bot")))


_OPEN_ROLE = (sa.exists().where(assignments.c.meeting_id == meetings.c.id, assignments.c.person_id.is_(None),
                                assignments.c.ended.is_(None)),)


@cache
def _channels(kind: Kind):
    return (sa.select(*MEETING, groups.c.channel).join(groups, groups.c.id == meetings.c.group_id)
            .where(_AHEAD, _unplanned(kind.value, meetings.c.id, meetings.c.day, "channel"),
                   *(_OPEN_ROLE if kind is Kind.ROLE_OPEN else ()))
            .order_by(*_shuffle(meetings.c.id)).limit(bindparam("limit")))


@cache
def _members(kind: Kind, organisers: bool, holders: bool):
    query = (sa.select(*MEETING, memberships.c.person_id, memberships.c.joined, people.c.dm, people.c.tz.label("own_tz"))
             .join(memberships, memberships.c.group_id == meetings.c.group_id).join(people, people.c.id == memberships.c.person_id)
             .where(_AHEAD, _PRESENT, _unplanned(kind.value, meetings.c.id, meetings.c.day, memberships.c.person_id))
             .order_by(*_shuffle(memberships.c.person_id)).limit(bindparam("limit")))
    if holders:
        query = query.where(sa.exists().where(assignments.c.meeting_id == meetings.c.id, assignments.c.person_id == memberships.c.person_id,
                                              assignments.c.ended.is_(None)))
    return query.where(memberships.c.role == "organiser") if organisers else query


@cache
def _owners(kind: Kind):
    item, owner = action_items.c, action_owners.c
    return (sa.select(item.due, people.c.id, people.c.tz, people.c.dm, func.min(owner.since).label("since"),
                      func.min(groups.c.tz).label("group_tz"))
            .join(action_owners, owner.action_id == item.id).join(people, people.c.id == owner.person_id)
            .join(groups, groups.c.id == item.group_id)
            .join(memberships, sa.and_(memberships.c.group_id == item.group_id, memberships.c.person_id == people.c.id))
            .where(item.state == literal_column("'open'"), item.due >= bindparam("first", type_=sa.Date),
                   item.due <= bindparam("last", type_=sa.Date), _PRESENT, _unplanned(kind.value, "0", item.due, people.c.id))
            .group_by(item.due, people.c.id, people.c.tz, people.c.dm).order_by(*_shuffle(people.c.id)).limit(bindparam("limit")))


_WEEKLY = (sa.select(people.c.id, people.c.tz, people.c.dm, func.min(memberships.c.joined).label("since"),
                     func.min(groups.c.tz).label("group_tz"), preferences.c.digest_weekday, preferences.c.digest_time)
           .join(memberships, memberships.c.person_id == people.c.id).join(groups, groups.c.id == memberships.c.group_id)
           .outerjoin(preferences, preferences.c.person_id == people.c.id)
           .where(_PRESENT, ~sa.exists().where(outbox.c.key == _key(Kind.DIGEST.value, "0") + literal("|") + bindparam("week", type_=String)
                                              + literal("|") + cast(people.c.id, String)))
           .group_by(people.c.id, people.c.tz, people.c.dm, preferences.c.digest_weekday, preferences.c.digest_time)
           .order_by(*_shuffle(people.c.id)).limit(bindparam("limit")))

_RETURNING = (sa.select(absences.c.id, absences.c.person_id, absences.c.last, absences.c.created, people.c.tz, people.c.dm,
                        func.min(groups.c.tz).label("group_tz"))
              .join(people, people.c.id == absences.c.person_id).join(memberships, memberships.c.person_id == people.c.id)
              .join(groups, groups.c.id == memberships.c.group_id)
              .where(_PRESENT, absences.c.back.is_(None), absences.c.last >= bindparam("first", type_=sa.Date),
                     absences.c.last <= bindparam("last", type_=sa.Date),
                     _unplanned(Kind.COMEBACK.value, absences.c.id, absences.c.last, people.c.id))
              .group_by(absences.c.id, absences.c.person_id, absences.c.last, absences.c.created, people.c.tz, people.c.dm)
              .order_by(absences.c.id).limit(bindparam("limit")))
