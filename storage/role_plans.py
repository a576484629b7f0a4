"""Which groups' turns have to be looked at, who organises whom since when, and the hours of meetings that were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import func

from mentoring.hours import Held
from mentoring.people import Role
from storage.once import insert_once
from storage.schema import (
    absences,
    attendance,
    groups,
    meetings,
    memberships,
    minutes,
    organiser_terms,
    role_plans,
)
from storage.store import Tx


def to_plan(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Groups of two and more with meetings ahead in which something has changed since their turns were planned, or a day has passed."""
    since = role_plans.c.planned
    ahead = sa.and_(meetings.c.group_id == groups.c.id, meetings.c.starts > now)
    member = sa.and_(memberships.c.group_id == groups.c.id, sa.or_(memberships.c.joined >= since, memberships.c.left >= since))
    present = sa.select(memberships.c.person_id).where(memberships.c.group_id == groups.c.id, memberships.c.left.is_(None))
    many = sa.select(func.count()).where(memberships.c.group_id == groups.c.id, memberships.c.left.is_(None)).scalar_subquery()
    answered = sa.exists().where(ahead, attendance.c.meeting_id == meetings.c.id, attendance.c.answered >= since)
    gone = sa.exists().where(absences.c.person_id.in_(present), sa.or_(absences.c.created >= since, absences.c.back >= since))
    query = (sa.select(groups.c.id).outerjoin(role_plans, role_plans.c.group_id == groups.c.id)
             .where(sa.exists().where(ahead, meetings.c.state == "planned"), many > 1,
                    sa.or_(since.is_(None), since < now - timedelta(days=1), sa.exists().where(ahead, meetings.c.revised >= since),
                           answered, sa.exists().where(member), gone))
             .order_by(since, groups.c.id).limit(limit))
    return list(tx.execute(query).scalars())


def planned(tx: Tx, group_id: int, now: datetime) -> None:
    """The turns of a group are planned."""
    if not insert_once(tx, role_plans, group_id=group_id, planned=now):
        tx.execute(sa.update(role_plans).where(role_plans.c.group_id == group_id).values(planned=now))


# ---- organisers ------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Somebody organises a group; ``why``: handed, taken, succeeded, standin."""

    id: int
    group_id: int
    person_id: int
    why: str
    since: datetime
    until: datetime | None


def begins(tx: Tx, group_id: int, person_id: int, why: str, now: datetime) -> None:
    """Somebody organises from now on."""
    tx.execute(sa.insert(organiser_terms).values(group_id=group_id, person_id=person_id, why=why, since=now))


def ends(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    """Somebody organises no longer."""
    tx.execute(sa.update(organiser_terms).where(organiser_terms.c.group_id == group_id, organiser_terms.c.person_id == person_id,
                                                organiser_terms.c.until.is_(None)).values(until=now))


def terms(tx: Tx, group_id: int, limit: int = 10) -> list[Term]:
    """Who organised, newest first."""
    query = sa.select(organiser_terms).where(organiser_terms.c.group_id == group_id).order_by(organiser_terms.c.id.desc()).limit(limit)
    return [Term(**r._mapping) for r in tx.execute(query)]


def standins(tx: Tx) -> list[Term]:
    """Everybody who stands in for an organiser now."""
    query = sa.select(organiser_terms).where(organiser_terms.c.why == "standin", organiser_terms.c.until.is_(None))
    return [Term(**r._mapping) for r in tx.execute(query)]


def step_down(tx: Tx, group_id: int, person_id: int) -> bool:
    """An organiser is a member from now on; False when they were none."""
    return tx.execute(sa.update(memberships).where(memberships.c.group_id == group_id, memberships.c.person_id == person_id,
                                                   memberships.c.role == Role.ORGANISER.value).values(role=Role.MEMBER.value)).rowcount > 0


def without_organiser(tx: Tx, today, limit: int) -> list[int]:
    """Groups with members of which no organiser is there today: all have left, or are away."""
    here = sa.exists().where(memberships.c.group_id == groups.c.id, memberships.c.left.is_(None), memberships.c.role == "organiser",
                             ~sa.exists().where(absences.c.person_id == memberships.c.person_id, absences.c.back.is_(None),
                                                absences.c.first <= today, absences.c.last >= today))
    someone = sa.exists().where(memberships.c.group_id == groups.c.id, memberships.c.left.is_(None))
    return list(tx.execute(sa.select(groups.c.id).where(~here, someone).order_by(groups.c.id).limit(limit)).scalars())


def last_organised(tx: Tx, group_id: int) -> datetime | None:
    """When the last organiser of a group left."""
    return tx.execute(sa.select(func.max(memberships.c.left)).where(memberships.c.group_id == group_id,
                                                                    memberships.c.role == "organiser")).scalar()


# ---- hours -----------------------------------------------------------------------------------------------------------------

def held(tx: Tx, group_ids: list[int]) -> list[Held]:
    """The meetings of these groups whose minutes are approved, with who was there; by time."""
    there: dict[int, set[int]] = {}
    query = (sa.select(attendance.c.meeting_id, attendance.c.person_id).join(minutes, minutes.c.meeting_id == attendance.c.meeting_id)
             .where(minutes.c.group_id.in_(group_ids), minutes.c.state == "approved", attendance.c.present.is_(sa.true())))
    for row in tx.execute(query):
        there.setdefault(row.meeting_id, set()).add(row.person_id)
    query = (sa.select(minutes, meetings.c.starts, meetings.c.minutes.label("length")).join(meetings, meetings.c.id == minutes.c.meeting_id)
             .where(minutes.c.group_id.in_(group_ids), minutes.c.state == "approved").order_by(meetings.c.starts, meetings.c.id))
    return [Held(group_id=r.group_id, starts=r.starts, ends=r.starts + timedelta(minutes=r.length), opened=r.opened, ended=r.ended,
                 opened_by_hand=r.opened_by is not None, ended_by_hand=r.ended_by is not None, heard=r.heard,
                 present=frozenset(there.get(r.meeting_id, ()))) for r in tx.execute(query)]
