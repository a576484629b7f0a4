"""Shared goals that are alike, and what their owners have said."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mentoring.overlaps import Overlap, Wish
from storage import goals as goal_rows
from storage.once import insert_once
from storage.schema import goals, overlap_answers, overlaps
from storage.store import Tx


def add(tx: Tx, group_id: int, goal_id: int, other_id: int, now: datetime) -> int | None:
    """Two goals overlap; the new row's id, None when it is known, in whichever order."""
    known = sa.select(overlaps.c.id).where(overlaps.c.goal_id == other_id, overlaps.c.other_id == goal_id)
    if tx.execute(known).first() or not insert_once(tx, overlaps, group_id=group_id, goal_id=goal_id, other_id=other_id, created=now):
        return None
    return tx.execute(sa.select(overlaps.c.id).where(overlaps.c.goal_id == goal_id, overlaps.c.other_id == other_id)).scalar_one()


def by_id(tx: Tx, overlap_id: int, *, lock: bool = False) -> Overlap | None:
    """One with both goals and what was said, whoever's it is. ``lock`` holds it for a change."""
    query = sa.select(overlaps).where(overlaps.c.id == overlap_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    said = tx.execute(sa.select(overlap_answers).where(overlap_answers.c.overlap_id == overlap_id)).all()
    return Overlap(id=row.id, group_id=row.group_id, goal=goal_rows.by_id(tx, row.goal_id), other=goal_rows.by_id(tx, row.other_id),
                   said={a.person_id: Wish(a.said) for a in said})


def of_goal(tx: Tx, goal_id: int) -> list[Overlap]:
    """Those in which a goal is one of the two."""
    rows = tx.execute(sa.select(overlaps.c.id).where(sa.or_(overlaps.c.goal_id == goal_id, overlaps.c.other_id == goal_id))
                      .order_by(overlaps.c.id)).scalars().all()
    return [by_id(tx, overlap_id) for overlap_id in rows]


def of_people(tx: Tx, group_id: int, person_ids: list[int]) -> list[Overlap]:
    """Those in a group in which a goal of one of these people is."""
    theirs = sa.select(goals.c.id).where(goals.c.owner_id.in_(person_ids))
    rows = tx.execute(sa.select(overlaps.c.id).where(overlaps.c.group_id == group_id, sa.or_(
        overlaps.c.goal_id.in_(theirs), overlaps.c.other_id.in_(theirs)))).scalars().all()
    return [by_id(tx, overlap_id) for overlap_id in rows]


def say(tx: Tx, overlap_id: int, person_id: int, wish: Wish) -> None:
    """What one of the two would like; a later word takes the place of an earlier one."""
    mine = sa.and_(overlap_answers.c.overlap_id == overlap_id, overlap_answers.c.person_id == person_id)
    if not insert_once(tx, overlap_answers, overlap_id=overlap_id, person_id=person_id, said=wish.value):
        tx.execute(sa.update(overlap_answers).where(mine).values(said=wish.value))


def remove(tx: Tx, overlap_id: int) -> None:
    """Nobody has been asked yet, and nobody is."""
    tx.execute(sa.delete(overlaps).where(overlaps.c.id == overlap_id))
