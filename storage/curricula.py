"""Curricula with their sessions, and who may draft one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mentoring.curricula import Curriculum, Done, Session, State
from mentoring.people import Group, Person
from storage import groups as group_rows
from storage import people as people_rows
from storage.once import insert_once
from storage.schema import curricula, drafters, people, sessions
from storage.store import Tx

_KEPT = tuple(c.name for c in sessions.columns if c.name not in ("id", "done"))
_ORDER = {"planned": 1, "covered": 0, "dropped": 2}


def _values(session: Session) -> dict:
    return {k: getattr(session, k) for k in _KEPT} | {"done": session.done.value}


def _session(row) -> Session:
    return Session(id=row.id, done=Done(row.done), lead=row.name or "", **{k: getattr(row, k) for k in _KEPT})


def _whole(tx: Tx, where: sa.ColumnElement[bool]) -> list[Curriculum]:
    """Curricula with their sessions: what was covered and what is ahead by number, then what was dropped."""
    heads = tx.execute(sa.select(curricula, people.c.name.label("by")).outerjoin(people, people.c.id == curricula.c.by_id)
                       .where(where).order_by(curricula.c.id)).all()
    if not heads:
        return []
    rows = tx.execute(sa.select(sessions, people.c.name).outerjoin(people, people.c.id == sessions.c.lead_id)
                      .where(sessions.c.curriculum_id.in_([h.id for h in heads]))).all()
    rows = sorted(rows, key=lambda r: (_ORDER[r.done], r.place, r.id))
    return [Curriculum(id=h.id, group_id=h.group_id, name=h.name, state=State(h.state), by_id=h.by_id, by=h.by or "", created=h.created,
                       version=h.version, sessions=tuple(_session(r) for r in rows if r.curriculum_id == h.id)) for h in heads]


def by_id(tx: Tx, curriculum_id: int, *, lock: bool = False) -> Curriculum | None:
    """One with its sessions, whoever's it is. ``lock`` holds it for a change."""
    if lock:
        tx.execute(sa.select(curricula.c.id).where(curricula.c.id == curriculum_id).with_for_update())
    return next(iter(_whole(tx, curricula.c.id == curriculum_id)), None)


def of_session(tx: Tx, session_id: int) -> Curriculum | None:
    """The plan that a session belongs to, if a group follows it; held for a change."""
    row = tx.execute(sa.select(sessions.c.curriculum_id).where(sessions.c.id == session_id)).first()
    found = by_id(tx, row.curriculum_id, lock=True) if row else None
    return found if found and found.state is State.ACTIVE else None


def active(tx: Tx, group_id: int) -> Curriculum | None:
    """The plan that a group follows."""
    return next(iter(_whole(tx, sa.and_(curricula.c.group_id == group_id, curricula.c.state == State.ACTIVE.value))), None)


def proposed(tx: Tx, group_id: int) -> list[Curriculum]:
    """The plans that wait for a group's answer, oldest first."""
    return _whole(tx, sa.and_(curricula.c.group_id == group_id, curricula.c.state == State.PROPOSED.value))


def add(tx: Tx, curriculum: Curriculum) -> int:
    """Store a new one with its sessions; its id."""
    made = tx.execute(sa.insert(curricula).values(group_id=curriculum.group_id, name=curriculum.name, state=curriculum.state.value,
                                                  by_id=curriculum.by_id, created=curriculum.created, version=1)
                      .returning(curricula.c.id)).scalar_one()
    for session in curriculum.sessions:
        tx.execute(sa.insert(sessions).values(_values(session) | {"curriculum_id": made}))
    return made


def change(tx: Tx, before: Curriculum, after: Curriculum, now: datetime) -> bool:
    """Store what differs as the next version; False when somebody was quicker."""
    settled = now if after.state is State.ENDED else None
    taken = tx.execute(sa.update(curricula).where(curricula.c.id == before.id, curricula.c.version == before.version)
                       .values(name=after.name, state=after.state.value, settled=settled, version=before.version + 1)).rowcount
    if not taken:
        return False
    known = {s.id: s for s in before.sessions}
    for session in after.sessions:
        if not session.id:
            tx.execute(sa.insert(sessions).values(_values(session) | {"curriculum_id": before.id}))
        elif session != known[session.id]:
            tx.execute(sa.update(sessions).where(sessions.c.id == session.id).values(_values(session)))
    return True


def at_meeting(tx: Tx, meeting_id: int) -> list[Session]:
    """The sessions that a meeting has begun with or covered."""
    rows = tx.execute(sa.select(sessions, people.c.name).outerjoin(people, people.c.id == sessions.c.lead_id)
                      .where(sessions.c.meeting_id == meeting_id).order_by(sessions.c.place))
    return [_session(r) for r in rows]


def begin(tx: Tx, session: Session, meeting_id: int) -> None:
    """A meeting begins with this session: from now on it is this meeting's."""
    tx.execute(sa.update(sessions).where(sessions.c.id == session.id, sessions.c.done == Done.PLANNED.value).values(meeting_id=meeting_id))


def settle(tx: Tx, session_id: int, *, covered: bool, now: datetime) -> None:
    """The minutes have it as covered, or it waits for the next meeting."""
    values = {"done": Done.COVERED.value, "settled": now} if covered else {"meeting_id": None}
    tx.execute(sa.update(sessions).where(sessions.c.id == session_id, sessions.c.done == Done.PLANNED.value).values(values))


def let_draft(tx: Tx, group_id: int, person_id: int, *, by: int, now: datetime) -> bool:
    """Somebody may draft a plan for a group; False: they may already."""
    return insert_once(tx, drafters, group_id=group_id, person_id=person_id, asked_by=by, since=now)


def drafted_for(tx: Tx, group_id: int, person_id: int) -> Group | None:
    """The group, for somebody who may draft its plan; else None."""
    may = tx.execute(sa.select(drafters.c.group_id).where(drafters.c.group_id == group_id, drafters.c.person_id == person_id)).first()
    return group_rows.by_id(tx, group_id) if may else None


def drafters_of(tx: Tx, group_id: int) -> list[Person]:
    """Who may draft a plan for a group."""
    query = sa.select(drafters.c.person_id).where(drafters.c.group_id == group_id).order_by(drafters.c.since, drafters.c.person_id)
    return [people_rows.by_id(tx, i) for i in tx.execute(query).scalars()]
