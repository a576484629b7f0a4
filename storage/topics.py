"""Topics, and the votes for them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from mentoring.topics import Field, State, Topic
from storage.once import insert_once
from storage.schema import groups, people, topic_votes, topics
from storage.store import Tx

_KEPT = tuple(c.name for c in topics.columns if c.name not in ("id", "state", "field"))
_PROPOSER, _LEAD = people.alias("proposer"), people.alias("lead")


def _values(topic: Topic) -> dict:
    return {k: getattr(topic, k) for k in _KEPT} | {"state": topic.state.value, "field": topic.field.value if topic.field else None}


def next_number(tx: Tx, group_id: int) -> int:
    """The group's next number; taken for good."""
    return tx.execute(sa.update(groups).where(groups.c.id == group_id).values(last_topic=groups.c.last_topic + 1)
                      .returning(groups.c.last_topic)).scalar_one()


def add(tx: Tx, topic: Topic) -> int:
    """Store a new one; its id."""
    return tx.execute(sa.insert(topics).values(_values(topic)).returning(topics.c.id)).scalar_one()


def change(tx: Tx, topic: Topic, *, was: int) -> bool:
    """Store ``topic`` as version ``was`` + 1 if it is still at ``was``; False when somebody was quicker."""
    return tx.execute(sa.update(topics).where(topics.c.id == topic.id, topics.c.version == was)
                      .values(_values(topic) | {"version": was + 1})).rowcount > 0


def _query(reader: int):
    """Topics with their votes, and whether ``reader`` is among those who want them."""
    votes = sa.select(sa.func.count()).where(topic_votes.c.topic_id == topics.c.id).correlate(topics).scalar_subquery()
    mine = sa.exists().where(topic_votes.c.topic_id == topics.c.id, topic_votes.c.person_id == reader)
    return (sa.select(topics, _PROPOSER.c.name.label("by"), _LEAD.c.name.label("lead"), votes.label("votes"), mine.label("mine"))
            .outerjoin(_PROPOSER, _PROPOSER.c.id == topics.c.proposed_by).outerjoin(_LEAD, _LEAD.c.id == topics.c.lead_id))


def _topic(row) -> Topic:
    return Topic(id=row.id, state=State(row.state), field=Field(row.field) if row.field else None, by=row.by or "", lead=row.lead or "",
                 votes=row.votes, mine=bool(row.mine), **{k: getattr(row, k) for k in _KEPT})


def by_id(tx: Tx, topic_id: int, *, reader: int = 0, lock: bool = False) -> Topic | None:
    """One, whoever's it is: the caller asks ``mentoring.topics`` whether it may be seen. ``lock`` holds the row for a change."""
    if lock:
        tx.execute(sa.select(topics.c.id).where(topics.c.id == topic_id).with_for_update())
    row = tx.execute(_query(reader).where(topics.c.id == topic_id)).first()
    return _topic(row) if row else None


def by_number(tx: Tx, group_id: int, number: int, *, reader: int = 0) -> Topic | None:
    """One of a group by its number."""
    row = tx.execute(_query(reader).where(topics.c.group_id == group_id, topics.c.number == number)).first()
    return _topic(row) if row else None


def of_group(tx: Tx, group_id: int, *, reader: int = 0, states: Collection[State] = tuple(State)) -> list[Topic]:
    """A group's topics in these states, by number."""
    query = _query(reader).where(topics.c.group_id == group_id, topics.c.state.in_([s.value for s in states])).order_by(topics.c.number)
    return [_topic(row) for row in tx.execute(query)]


def of_meeting(tx: Tx, meeting_id: int) -> list[Topic]:
    """The topics that are put on a meeting, by number."""
    return on_meetings(tx, [meeting_id])


def on_meetings(tx: Tx, meeting_ids: Collection[int]) -> list[Topic]:
    """The topics that are put on any of these meetings, by number."""
    return [_topic(row) for row in tx.execute(_query(0).where(topics.c.meeting_id.in_(list(meeting_ids))).order_by(topics.c.number))]


def fields(tx: Tx, group_id: int) -> dict[int, list[Field]]:
    """The fields of the topics that a group's meetings have talked about, by meeting, each once."""
    query = (sa.select(topics.c.meeting_id, topics.c.field).distinct().order_by(topics.c.meeting_id, topics.c.field)
             .where(topics.c.group_id == group_id, topics.c.state == "done", topics.c.meeting_id.is_not(None), topics.c.field.is_not(None)))
    found: dict[int, list[Field]] = {}
    for row in tx.execute(query):
        found.setdefault(row.meeting_id, []).append(Field(row.field))
    return found


def vote(tx: Tx, topic_id: int, person_id: int, now) -> bool:
    """Somebody wants it; False: they did already."""
    return insert_once(tx, topic_votes, topic_id=topic_id, person_id=person_id, since=now)


def unvote(tx: Tx, topic_id: int, person_id: int) -> bool:
    """Somebody takes their vote back; False: there was none."""
    return tx.execute(sa.delete(topic_votes).where(topic_votes.c.topic_id == topic_id, topic_votes.c.person_id == person_id)).rowcount > 0


def open_votes(tx: Tx, group_id: int, person_id: int) -> int:
    """How many votes of somebody are out for topics of a group that wait."""
    query = (sa.select(sa.func.count()).select_from(topic_votes).join(topics, topics.c.id == topic_votes.c.topic_id)
             .where(topics.c.group_id == group_id, topics.c.state == "open", topic_votes.c.person_id == person_id))
    return tx.execute(query).scalar_one()


def forget_votes(tx: Tx, group_id: int, person_ids: Collection[int]) -> None:
    """People who have left a group want nothing of it any more."""
    mine = sa.select(topics.c.id).where(topics.c.group_id == group_id)
    tx.execute(sa.delete(topic_votes).where(topic_votes.c.person_id.in_(list(person_ids)), topic_votes.c.topic_id.in_(mine)))
