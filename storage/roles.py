"""Roles and who has them: query functions, dataclasses out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from mentoring.roles import Ask, Assignment, Key, Request, Role
from mentoring.rotation import Turn
from storage.once import insert_once
from storage.schema import assignments, meetings, memberships, minutes, people, role_optouts, role_requests, roles
from storage.store import Tx

_ROLE = tuple(c.name for c in roles.columns if c.name not in ("id", "key", "duties"))
_ASSIGNED = tuple(c.name for c in assignments.columns if c.name not in ("id", "done"))
_ASKED = tuple(c.name for c in role_requests.columns if c.name not in ("id", "what"))


def _role(row) -> Role:
    return Role(id=row.id, key=Key(row.key), duties=tuple(row.duties), **{k: getattr(row, k) for k in _ROLE})


def _role_values(role: Role) -> dict:
    return {k: getattr(role, k) for k in _ROLE} | {"key": role.key.value, "duties": list(role.duties)}


def add(tx: Tx, role: Role) -> int:
    """Write a role down; its id."""
    return tx.execute(sa.insert(roles).values(_role_values(role)).returning(roles.c.id)).scalar_one()


def change(tx: Tx, role: Role, *, was: int) -> bool:
    """Store ``role`` as version ``was`` + 1 if it is still at ``was``."""
    return tx.execute(sa.update(roles).where(roles.c.id == role.id, roles.c.version == was)
                      .values(_role_values(role) | {"version": was + 1})).rowcount > 0


def of_group(tx: Tx, group_id: int, *, retired: bool = False) -> list[Role]:
    """A group's roles, in the order in which they were made."""
    query = sa.select(roles).where(roles.c.group_id == group_id).order_by(roles.c.id)
    return [_role(r) for r in tx.execute(query if retired else query.where(roles.c.retired.is_(None)))]


def by_id(tx: Tx, role_id: int, *, lock: bool = False) -> Role | None:
    """One, whoever's it is."""
    query = sa.select(roles).where(roles.c.id == role_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _role(row) if row else None


# ---- who has them ---------------------------------------------------------------------------------------------------------

def _assigned(row) -> Assignment:
    return Assignment(id=row.id, done=tuple(row.done), **{k: getattr(row, k) for k in _ASSIGNED})


def _values(one: Assignment) -> dict:
    return {k: getattr(one, k) for k in _ASSIGNED} | {"done": list(one.done)}


def assign(tx: Tx, one: Assignment) -> int:
    """Write down who has a role; its id."""
    return tx.execute(sa.insert(assignments).values(_values(one)).returning(assignments.c.id)).scalar_one()


def reassign(tx: Tx, one: Assignment) -> None:
    """Write an assignment's new state; the caller holds the group."""
    tx.execute(sa.update(assignments).where(assignments.c.id == one.id).values(_values(one)))


def assignment(tx: Tx, assignment_id: int) -> Assignment | None:
    """One, ended or not, whoever's it is."""
    row = tx.execute(sa.select(assignments).where(assignments.c.id == assignment_id)).first()
    return _assigned(row) if row else None


def living(tx: Tx, group_id: int, meeting_ids: Sequence[int] | None = None) -> list[Assignment]:
    """What holds now: at these meetings, or with None everything of the group, terms too."""
    query = sa.select(assignments).where(assignments.c.group_id == group_id, assignments.c.ended.is_(None)).order_by(assignments.c.id)
    if meeting_ids is not None:
        query = query.where(assignments.c.meeting_id.in_(list(meeting_ids)))
    return [_assigned(r) for r in tx.execute(query)]


def at_meetings(tx: Tx, person_id: int, meeting_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the roles that somebody has at these meetings, by meeting."""
    query = (sa.select(assignments.c.meeting_id, roles.c.name).join(roles, roles.c.id == assignments.c.role_id)
             .where(assignments.c.meeting_id.in_(list(meeting_ids)), assignments.c.person_id == person_id, assignments.c.ended.is_(None))
             .order_by(assignments.c.role_id))
    found: dict[int, list[str]] = {}
    for meeting_id, name in tx.execute(query):
        found.setdefault(meeting_id, []).append(name)
    return found


def terms(tx: Tx, group_id: int) -> list[Assignment]:
    """The terms of a group, past ones too, that were not given back before they began; by first day."""
    query = (sa.select(assignments).where(assignments.c.group_id == group_id, assignments.c.meeting_id.is_(None))
             .order_by(assignments.c.first, assignments.c.id))
    return [_assigned(r) for r in tx.execute(query)]


def declined(tx: Tx, meeting_ids: Sequence[int]) -> set[tuple[int, int, int]]:
    """Who has said no to which role at these meetings: (meeting, role, person)."""
    query = sa.select(assignments.c.meeting_id, assignments.c.role_id, assignments.c.person_id).where(
        assignments.c.meeting_id.in_(list(meeting_ids)), assignments.c.ended_why == "declined", assignments.c.person_id.is_not(None))
    return {(r.meeting_id, r.role_id, r.person_id) for r in tx.execute(query)}


def history(tx: Tx, role_id: int, limit: int = 10) -> list[tuple[Assignment, str, str, int | None]]:
    """Who changed what of a role, newest first: the row, its holder's and its changer's name, the meeting's number."""
    by = people.alias("by")
    query = (sa.select(assignments, people.c.name.label("holder"), by.c.name.label("changer"), meetings.c.number)
             .outerjoin(people, people.c.id == assignments.c.person_id)
             .outerjoin(by, by.c.id == sa.func.coalesce(assignments.c.ended_by, assignments.c.by_id))
             .outerjoin(meetings, meetings.c.id == assignments.c.meeting_id)
             .where(assignments.c.role_id == role_id, sa.or_(assignments.c.ended.is_not(None), assignments.c.by_id.is_not(None)))
             .order_by(sa.func.coalesce(assignments.c.ended, assignments.c.since).desc(), assignments.c.id.desc()).limit(limit))
    return [(_assigned(r), r.holder or "", r.changer or "", r.number) for r in tx.execute(query)]


def turns(tx: Tx, group_id: int, listed: Sequence[Role], now: datetime) -> list[Turn]:
    """Who did what at past meetings: lead and scribe as the sittings say, the others as they stood."""
    by_key = {r.key: r.id for r in listed}
    made = []
    for key, column in ((Key.LEAD, minutes.c.lead_id), (Key.SCRIBE, minutes.c.scribe_id)):
        if key in by_key:
            found = tx.execute(sa.select(column.label("person"), minutes.c.opened)
                               .where(minutes.c.group_id == group_id, column.is_not(None)))
            made += [Turn(role=by_key[key], person=r.person, at=r.opened) for r in found]
    sat = [by_key[k] for k in (Key.LEAD, Key.SCRIBE) if k in by_key]
    query = (sa.select(assignments.c.role_id, assignments.c.person_id, meetings.c.starts)
             .join(meetings, meetings.c.id == assignments.c.meeting_id)
             .where(assignments.c.group_id == group_id, assignments.c.ended.is_(None), assignments.c.person_id.is_not(None),
                    meetings.c.starts < now, meetings.c.state == "planned",
                    sa.or_(assignments.c.role_id.not_in(sat), assignments.c.seat == 2)))
    return made + [Turn(role=r.role_id, person=r.person_id, at=r.starts) for r in tx.execute(query)]


def joined(tx: Tx, group_id: int) -> dict[int, datetime]:
    """Since when each present member belongs to a group."""
    query = sa.select(memberships.c.person_id, memberships.c.joined).where(memberships.c.group_id == group_id, memberships.c.left.is_(None))
    return {r.person_id: r.joined for r in tx.execute(query)}


def sittings(tx: Tx, group_id: int) -> list[datetime]:
    """When the group's meetings were held."""
    return list(tx.execute(sa.select(minutes.c.opened).where(minutes.c.group_id == group_id)).scalars())


# ---- opting out, asking ---------------------------------------------------------------------------------------------------

def optouts(tx: Tx, group_id: int) -> set[tuple[int, int]]:
    """Who never wants which role: (role, person)."""
    query = sa.select(role_optouts).join(roles, roles.c.id == role_optouts.c.role_id).where(roles.c.group_id == group_id)
    return {(r.role_id, r.person_id) for r in tx.execute(query)}


def opt_out(tx: Tx, role_id: int, person_id: int, now: datetime) -> None:
    """Never this one."""
    insert_once(tx, role_optouts, role_id=role_id, person_id=person_id, since=now)


def opt_in(tx: Tx, role_id: int, person_id: int) -> None:
    """It may be this one again."""
    tx.execute(sa.delete(role_optouts).where(role_optouts.c.role_id == role_id, role_optouts.c.person_id == person_id))


def ask(tx: Tx, request: Request) -> int:
    """Write a question down; its id."""
    values = {k: getattr(request, k) for k in _ASKED} | {"what": request.what.value}
    return tx.execute(sa.insert(role_requests).values(values).returning(role_requests.c.id)).scalar_one()


def request(tx: Tx, request_id: int) -> Request | None:
    """One question."""
    row = tx.execute(sa.select(role_requests).where(role_requests.c.id == request_id)).first()
    return _request(row) if row else None


def _request(row) -> Request:
    return Request(id=row.id, what=Ask(row.what), **{k: getattr(row, k) for k in _ASKED})


def asked(tx: Tx, group_id: int, what: Ask) -> list[Request]:
    """The questions of a kind that nobody has answered, oldest first."""
    query = (sa.select(role_requests).where(role_requests.c.group_id == group_id, role_requests.c.what == what.value,
                                            role_requests.c.state == "asked").order_by(role_requests.c.id))
    return [_request(r) for r in tx.execute(query)]


def answer(tx: Tx, request_id: int, state: str, now: datetime) -> bool:
    """The answer; False: there is one already."""
    return tx.execute(sa.update(role_requests).where(role_requests.c.id == request_id, role_requests.c.state == "asked")
                      .values(state=state, settled=now)).rowcount > 0


def unanswered(tx: Tx, what: Ask, before: datetime, limit: int = 50) -> list[Request]:
    """The questions of a kind in all groups that were asked before an instant, and that nobody has answered."""
    query = (sa.select(role_requests)
             .where(role_requests.c.what == what.value, role_requests.c.state == "asked", role_requests.c.at <= before)
             .order_by(role_requests.c.id).limit(limit))
    return [_request(r) for r in tx.execute(query)]
