"""Manuscripts that peers read for each other, and who has read how much."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from mentoring.manuscripts import Manuscript, Reader, State
from storage.once import insert_once
from storage.schema import manuscript_readers, manuscripts, people
from storage.store import Tx


def _many(tx: Tx, where: sa.ColumnElement[bool], limit: int) -> list[Manuscript]:
    heads = tx.execute(sa.select(manuscripts, people.c.name.label("author")).outerjoin(people, people.c.id == manuscripts.c.author_id)
                       .where(where).order_by(manuscripts.c.id.desc()).limit(limit)).all()
    if not heads:
        return []
    readers = tx.execute(sa.select(manuscript_readers, people.c.user, people.c.name)
                         .join(people, people.c.id == manuscript_readers.c.person_id)
                         .where(manuscript_readers.c.manuscript_id.in_([h.id for h in heads]))
                         .order_by(manuscript_readers.c.taken, manuscript_readers.c.person_id)).all()
    return [Manuscript(id=h.id, group_id=h.group_id, author_id=h.author_id, author=h.author or "", title=h.title, link=h.link, due=h.due,
                       state=State(h.state), created=h.created,
                       readers=tuple(Reader(person_id=r.person_id, user=r.user, name=r.name, taken=r.taken, returned=r.returned)
                                     for r in readers if r.manuscript_id == h.id)) for h in heads]


def by_id(tx: Tx, manuscript_id: int, *, lock: bool = False) -> Manuscript | None:
    """One with its readers, whoever's it is. ``lock`` holds it for a change."""
    if lock:
        tx.execute(sa.select(manuscripts.c.id).where(manuscripts.c.id == manuscript_id).with_for_update())
    return next(iter(_many(tx, manuscripts.c.id == manuscript_id, 1)), None)


def of_group(tx: Tx, group_id: int, limit: int) -> list[Manuscript]:
    """A group's, newest first."""
    return _many(tx, manuscripts.c.group_id == group_id, limit)


def open_of(tx: Tx, group_id: int, author_id: int) -> int:
    """How many of somebody's wait for their readers."""
    return tx.execute(sa.select(sa.func.count()).select_from(manuscripts).where(
        manuscripts.c.group_id == group_id, manuscripts.c.author_id == author_id, manuscripts.c.state == State.OPEN.value)).scalar_one()


def add(tx: Tx, one: Manuscript) -> int:
    """Store a new one; its id."""
    values = {k: getattr(one, k) for k in ("group_id", "author_id", "title", "link", "due", "created")} | {"state": one.state.value}
    return tx.execute(sa.insert(manuscripts).values(values).returning(manuscripts.c.id)).scalar_one()


def settle(tx: Tx, manuscript_id: int, state: State, now: datetime) -> None:
    """It is back, or not wanted any more."""
    tx.execute(sa.update(manuscripts).where(manuscripts.c.id == manuscript_id).values(state=state.value, settled=now))


def take(tx: Tx, manuscript_id: int, person_id: int, now: datetime) -> bool:
    """Somebody reads it; False: they have it already."""
    return insert_once(tx, manuscript_readers, manuscript_id=manuscript_id, person_id=person_id, taken=now)


def give_up(tx: Tx, manuscript_id: int, person_id: int) -> None:
    """Somebody can't read it after all."""
    tx.execute(sa.delete(manuscript_readers).where(manuscript_readers.c.manuscript_id == manuscript_id,
                                                   manuscript_readers.c.person_id == person_id))


def returned(tx: Tx, manuscript_id: int, person_id: int, now: datetime) -> None:
    """Somebody has sent their comments."""
    tx.execute(sa.update(manuscript_readers).where(manuscript_readers.c.manuscript_id == manuscript_id,
                                                   manuscript_readers.c.person_id == person_id).values(returned=now))


def load(tx: Tx, group_id: int, person_ids: Collection[int], since: datetime) -> tuple[dict[int, int], dict[int, datetime]]:
    """How many each of these has taken in a group since then, and when last, whenever that was."""
    query = (sa.select(manuscript_readers.c.person_id, sa.func.max(manuscript_readers.c.taken).label("last"),
                       sa.func.sum(sa.case((manuscript_readers.c.taken >= since, 1), else_=0)).label("count"))
             .join(manuscripts, manuscripts.c.id == manuscript_readers.c.manuscript_id)
             .where(manuscripts.c.group_id == group_id, manuscript_readers.c.person_id.in_(list(person_ids)))
             .group_by(manuscript_readers.c.person_id))
    rows = tx.execute(query).all()
    return {r.person_id: int(r.count) for r in rows}, {r.person_id: r.last for r in rows}
