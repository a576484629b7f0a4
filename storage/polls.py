"""Date polls: query functions, dataclasses out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.polls import Poll, PollState, Slot, Vote
from storage.schema import people, poll_slots, poll_votes, polls


def add(tx: Connection, new: Poll) -> int:
    """Write a poll down with its slots; its id."""
    poll_id = tx.execute(sa.insert(polls).values(
        group_id=new.group_id, meeting_id=new.meeting_id, question=new.question, minutes=new.minutes, closes=new.closes,
        state=new.state, version=new.version, created=new.created, created_by=new.created_by).returning(polls.c.id)).scalar_one()
    tx.execute(sa.insert(poll_slots), [{"poll_id": poll_id, "slot": s.slot, "day": s.day, "time": s.time, "site": s.site}
                                       for s in new.slots])
    return poll_id


def by_id(tx: Connection, poll_id: int, *, lock: bool = False) -> Poll | None:
    """The poll with this id and its slots, or None."""
    query = sa.select(polls).where(polls.c.id == poll_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    slots = tx.execute(sa.select(poll_slots).where(poll_slots.c.poll_id == poll_id).order_by(poll_slots.c.slot))
    return Poll(id=row.id, group_id=row.group_id, meeting_id=row.meeting_id, question=row.question, minutes=row.minutes,
                closes=row.closes, state=PollState(row.state), chosen=row.chosen, version=row.version, created=row.created,
                created_by=row.created_by,
                slots=tuple(Slot(slot=s.slot, day=s.day, time=s.time, site=s.site) for s in slots))


def over(tx: Connection, now: datetime, limit: int) -> list[int]:
    """The ids of open polls whose time is up."""
    query = sa.select(polls.c.id).where(polls.c.state == "open", polls.c.closes <= now).order_by(polls.c.closes).limit(limit)
    return list(tx.execute(query).scalars())


def next_close(tx: Connection) -> datetime | None:
    """When the next open poll closes; None when there is none."""
    return tx.execute(sa.select(sa.func.min(polls.c.closes)).where(polls.c.state == "open")).scalar()


def vote(tx: Connection, poll_id: int, person_id: int, can: Mapping[int, bool]) -> None:
    """A person's whole answer: it takes the place of what they said before."""
    tx.execute(sa.delete(poll_votes).where(poll_votes.c.poll_id == poll_id, poll_votes.c.person_id == person_id))
    if can:
        tx.execute(sa.insert(poll_votes), [{"poll_id": poll_id, "slot": slot, "person_id": person_id, "can": yes}
                                           for slot, yes in sorted(can.items())])


def votes(tx: Connection, poll_id: int) -> list[Vote]:
    """Everybody's answers, by name."""
    query = (sa.select(poll_votes, people.c.user).join(people, people.c.id == poll_votes.c.person_id)
             .where(poll_votes.c.poll_id == poll_id).order_by(people.c.name, people.c.id, poll_votes.c.slot))
    return [Vote(slot=r.slot, person_id=r.person_id, user=r.user, can=r.can) for r in tx.execute(query)]


def touch(tx: Connection, poll_id: int) -> int:
    """Something about the poll has changed: its version rises by one and is given back."""
    return tx.execute(sa.update(polls).where(polls.c.id == poll_id).values(version=polls.c.version + 1)
                      .returning(polls.c.version)).scalar_one()


def close(tx: Connection, poll_id: int) -> bool:
    """Take no more answers; False when it was closed already."""
    done = sa.update(polls).where(polls.c.id == poll_id, polls.c.state == "open").values(state="closed", version=polls.c.version + 1)
    return tx.execute(done).rowcount > 0


def choose(tx: Connection, poll_id: int, slot: int) -> bool:
    """This slot has been taken; False when one was taken already."""
    done = (sa.update(polls).where(polls.c.id == poll_id, polls.c.chosen.is_(None))
            .values(state="closed", chosen=slot, version=polls.c.version + 1))
    return tx.execute(done).rowcount > 0
