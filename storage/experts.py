"""Experts, their visits, questions and needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from mentoring.experts import REMIND_AFTER, Expert, Need, Question, State, Visit
from mentoring.topics import Field
from storage import groups as group_rows
from storage.schema import expert_needs, expert_questions, expert_visits, experts, groups, meetings, people, topics
from storage.store import Tx

_EXPERT = tuple(c.name for c in experts.columns if c.name not in ("id", "field"))
_VISIT = tuple(c.name for c in expert_visits.columns if c.name not in ("id", "state"))
_QUESTION = tuple(c.name for c in expert_questions.columns if c.name != "id")


def _expert_values(one: Expert) -> dict:
    return {k: getattr(one, k) for k in _EXPERT} | {"field": one.field.value if one.field else None}


def _expert(row) -> Expert:
    return Expert(id=row.id, field=Field(row.field) if row.field else None, **{k: getattr(row, k) for k in _EXPERT})


def next_number(tx: Tx, group_id: int) -> int:
    """The group's next number, after the highest there is; the group is held until the end of the transaction."""
    group_rows.lock(tx, group_id)
    return (tx.execute(sa.select(sa.func.max(experts.c.number)).where(experts.c.group_id == group_id)).scalar() or 0) + 1


def add(tx: Tx, one: Expert) -> int:
    """Store a new one; its id."""
    return tx.execute(sa.insert(experts).values(_expert_values(one)).returning(experts.c.id)).scalar_one()


def change(tx: Tx, one: Expert) -> None:
    """Store what changed; the caller holds the row."""
    tx.execute(sa.update(experts).where(experts.c.id == one.id).values(_expert_values(one)))


def remove(tx: Tx, expert_id: int) -> None:
    """Take somebody out with their visits and questions."""
    tx.execute(sa.delete(experts).where(experts.c.id == expert_id))


def by_id(tx: Tx, expert_id: int, *, lock: bool = False) -> Expert | None:
    """One, whoever's it is: the caller asks ``mentoring.experts`` whether it may be seen."""
    query = sa.select(experts).where(experts.c.id == expert_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _expert(row) if row else None


def by_number(tx: Tx, group_id: int, number: int) -> Expert | None:
    """One of a group by its number."""
    row = tx.execute(sa.select(experts).where(experts.c.group_id == group_id, experts.c.number == number)).first()
    return _expert(row) if row else None


def of_group(tx: Tx, group_id: int) -> list[Expert]:
    """A group's directory, by number."""
    return [_expert(r) for r in tx.execute(sa.select(experts).where(experts.c.group_id == group_id).order_by(experts.c.number))]


def shared_by_others(tx: Tx, group_id: int, workspace: str, limit: int = 10) -> list[Expert]:
    """Experts of other groups of the workspace who agreed to be known."""
    query = (sa.select(experts).join(groups, groups.c.id == experts.c.group_id).order_by(experts.c.name, experts.c.id).limit(limit)
             .where(experts.c.shared, experts.c.group_id != group_id, groups.c.workspace == workspace))
    return [_expert(r) for r in tx.execute(query)]


# ---- visits ----------------------------------------------------------------------------------------------------------------

def _visit_values(one: Visit) -> dict:
    return {k: getattr(one, k) for k in _VISIT} | {"state": one.state.value, "said": dict(one.said)}


def _visit(row) -> Visit:
    return Visit(id=row.id, state=State(row.state), **{k: getattr(row, k) for k in _VISIT})


def add_visit(tx: Tx, one: Visit) -> int:
    """Store an invitation to one meeting; its id."""
    return tx.execute(sa.insert(expert_visits).values(_visit_values(one)).returning(expert_visits.c.id)).scalar_one()


def change_visit(tx: Tx, one: Visit) -> None:
    """Store what changed; the caller holds the expert."""
    tx.execute(sa.update(expert_visits).where(expert_visits.c.id == one.id).values(_visit_values(one)))


def visit(tx: Tx, visit_id: int) -> Visit | None:
    """One by its id."""
    row = tx.execute(sa.select(expert_visits).where(expert_visits.c.id == visit_id)).first()
    return _visit(row) if row else None


def visits_of(tx: Tx, expert_ids: Sequence[int]) -> list[Visit]:
    """The visits of these experts, oldest meeting first."""
    query = (sa.select(expert_visits).join(meetings, meetings.c.id == expert_visits.c.meeting_id)
             .where(expert_visits.c.expert_id.in_(list(expert_ids))).order_by(meetings.c.starts, expert_visits.c.id))
    return [_visit(r) for r in tx.execute(query)]


def at_meeting(tx: Tx, meeting_id: int) -> list[tuple[Visit, str]]:
    """Who is expected at a meeting, or came, with their names, by their slot."""
    query = (sa.select(expert_visits, experts.c.name.label("expert_name")).join(experts, experts.c.id == expert_visits.c.expert_id)
             .where(expert_visits.c.meeting_id == meeting_id, expert_visits.c.state.in_(["accepted", "came", "thanked"]))
             .order_by(expert_visits.c.first, expert_visits.c.id))
    return [(_visit(r), r.expert_name) for r in tx.execute(query)]


def facilitates(tx: Tx, meeting_id: int, user: str) -> bool:
    """Whether somebody from outside facilitates this meeting."""
    query = (sa.select(expert_visits.c.id).join(experts, experts.c.id == expert_visits.c.expert_id)
             .where(expert_visits.c.meeting_id == meeting_id, expert_visits.c.facilitates, experts.c.user == user,
                    expert_visits.c.state.in_(["accepted", "came"])))
    return tx.execute(query).first() is not None


def to_look_at(tx: Tx, now: datetime, latest: datetime, limit: int = 50, *, visit_id: int | None = None) -> list[int]:
    """Visits that the clock has something to say of: the meeting was moved, called off or is on again, begins soon, is on or is over."""
    expected, coming = expert_visits.c.state.in_(["invited", "accepted"]), meetings.c.state == "planned"
    known = expert_visits.c.told.is_not(None)
    other = sa.and_(expected, known, sa.or_(expert_visits.c.told != meetings.c.starts, sa.not_(coming)))
    again = sa.and_(expected, sa.not_(known), coming, meetings.c.starts > now)
    near = sa.and_(expert_visits.c.state.in_(["accepted", "came"]), known, coming, meetings.c.starts <= latest)
    query = (sa.select(expert_visits.c.id).join(meetings, meetings.c.id == expert_visits.c.meeting_id)
             .where(sa.or_(other, again, near), expert_visits.c.id == visit_id if visit_id else sa.true())
             .order_by(meetings.c.starts.desc(), expert_visits.c.id).limit(limit))
    return list(tx.execute(query).scalars())


# ---- questions ----------------------------------------------------------------------------------------------------------------

def _questions(tx: Tx, *where) -> list[Question]:
    query = (sa.select(expert_questions, people.c.name.label("by")).outerjoin(people, people.c.id == expert_questions.c.asked_by)
             .where(*where).order_by(expert_questions.c.id))
    return [Question(id=r.id, by=r.by or "", **{k: getattr(r, k) for k in _QUESTION}) for r in tx.execute(query)]


def ask(tx: Tx, one: Question) -> int:
    """Store a question; its id."""
    values = {k: getattr(one, k) for k in _QUESTION}
    return tx.execute(sa.insert(expert_questions).values(values).returning(expert_questions.c.id)).scalar_one()


def question(tx: Tx, question_id: int) -> Question | None:
    """One by its id."""
    return next(iter(_questions(tx, expert_questions.c.id == question_id)), None)


def between(tx: Tx, expert_id: int) -> list[Question]:
    """What an expert was asked between meetings."""
    return _questions(tx, expert_questions.c.expert_id == expert_id, expert_questions.c.visit_id.is_(None))


def for_visit(tx: Tx, visit_id: int) -> list[Question]:
    """What members want to ask in a slot."""
    return _questions(tx, expert_questions.c.visit_id == visit_id)


def change_question(tx: Tx, one: Question) -> None:
    """Store an answer, or that the asker was reminded."""
    tx.execute(sa.update(expert_questions).where(expert_questions.c.id == one.id)
               .values(answer=one.answer, answered=one.answered, reminded=one.reminded))


def unanswered(tx: Tx, now: datetime, limit: int = 50) -> list[Question]:
    """Questions between meetings that nobody answered in seven days and whose asker has not been reminded."""
    found = _questions(tx, expert_questions.c.visit_id.is_(None), expert_questions.c.answered.is_(None),
                       expert_questions.c.reminded.is_(None), expert_questions.c.asked <= now - REMIND_AFTER)
    return found[:limit]


# ---- needs ----------------------------------------------------------------------------------------------------------------

def add_need(tx: Tx, one: Need) -> int:
    """Store a need; its id."""
    values = {c.name: getattr(one, c.name) for c in expert_needs.columns if c.name != "id"}
    return tx.execute(sa.insert(expert_needs).values(values).returning(expert_needs.c.id)).scalar_one()


def needs(tx: Tx, group_id: int) -> list[Need]:
    """What a group still needs somebody for, oldest first."""
    query = sa.select(expert_needs).where(expert_needs.c.group_id == group_id, expert_needs.c.settled.is_(None)).order_by(expert_needs.c.id)
    return [Need(**r._mapping) for r in tx.execute(query)]


def settle_need(tx: Tx, group_id: int, need_id: int, now: datetime) -> bool:
    """It is not needed any more; False: it was not open, or is another group's."""
    here = sa.and_(expert_needs.c.group_id == group_id, expert_needs.c.id == need_id, expert_needs.c.settled.is_(None))
    return tx.execute(sa.update(expert_needs).where(here).values(settled=now)).rowcount > 0


def topics_in_need(tx: Tx, limit: int = 20) -> list[int]:
    """Topics for which an outside expert would help, or that are on a meeting in a field where the group knows nobody; each once."""
    known = sa.exists().where(experts.c.group_id == topics.c.group_id, experts.c.field == topics.c.field)
    said = sa.exists().where(expert_needs.c.topic_id == topics.c.id)
    scheduled = sa.and_(topics.c.state == "scheduled", topics.c.field.is_not(None))
    query = (sa.select(topics.c.id).where(topics.c.state.in_(["open", "scheduled"]), sa.or_(topics.c.expert, scheduled), ~known, ~said)
             .order_by(topics.c.id).limit(limit))
    return list(tx.execute(query).scalars())
