"""What a group wants to talk about: the points of an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.once import insert_once
from storage.schema import people, points
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point. Without ``meeting_id`` it waits for the next meeting; ``carried``: how many meetings did not reach it."""

    id: int
    group_id: int
    meeting_id: int | None
    person_id: int | None
    user: str | None
    text: str
    source: str
    state: str
    carried: int


def add(tx: Tx, group_id: int, text: str, *, source: str, person_id: int | None, now: datetime, meeting_id: int | None = None,
        carried: int = 0) -> bool:
    """Write a point down, once per ``source`` (the message, form or item it came from); False when it is there already."""
    return insert_once(tx, points, group_id=group_id, meeting_id=meeting_id, person_id=person_id, text=text, source=source, state="open",
                       carried=carried, created=now)


def rewrite(tx: Tx, group_id: int, source: str, text: str | None) -> bool:
    """The message it came from says something else now, or (None) nothing any more; False: no open point of that source."""
    values = {"text": text} if text else {"state": "dropped"}
    here = sa.and_(points.c.group_id == group_id, points.c.source == source, points.c.state == "open")
    return tx.execute(sa.update(points).where(here).values(values)).rowcount > 0


def take_back(tx: Tx, source: str) -> None:
    """What came from there is off every group's table."""
    tx.execute(sa.update(points).where(points.c.source == source, points.c.state == "open").values(state="dropped"))


def open_of(tx: Tx, group_id: int) -> list[Point]:
    """The group's open points, those carried longest first, then by age."""
    query = (sa.select(points, people.c.user).outerjoin(people, people.c.id == points.c.person_id)
             .where(points.c.group_id == group_id, points.c.state == "open").order_by(points.c.carried.desc(), points.c.id))
    return [Point(id=r.id, group_id=r.group_id, meeting_id=r.meeting_id, person_id=r.person_id, user=r.user, text=r.text, source=r.source,
                  state=r.state, carried=r.carried) for r in tx.execute(query)]


def settle(tx: Tx, group_id: int, ids: list[int], state: str) -> int:
    """Points are reached, or dropped; how many were open."""
    here = sa.and_(points.c.group_id == group_id, points.c.id.in_(ids), points.c.state == "open")
    return tx.execute(sa.update(points).where(here).values(state=state)).rowcount


def carry(tx: Tx, group_id: int, ids: list[int]) -> None:
    """Points that a meeting did not reach wait for the next one."""
    here = sa.and_(points.c.group_id == group_id, points.c.id.in_(ids), points.c.state == "open")
    tx.execute(sa.update(points).where(here).values(carried=points.c.carried + 1, meeting_id=None))
