"""Awards with their deadlines, and who was nominated."""

from __future__ import annotations

import sqlalchemy as sa

from mentoring.awards import Award, State
from storage.schema import awards, people
from storage.store import Tx

_KEPT = tuple(c.name for c in awards.columns if c.name not in ("id", "state"))
_NOMINEE, _WRITER = people.alias("nominee"), people.alias("writer")


def _query():
    return (sa.select(awards, _NOMINEE.c.name.label("nominee"), _WRITER.c.name.label("writer"))
            .outerjoin(_NOMINEE, _NOMINEE.c.id == awards.c.nominee_id).outerjoin(_WRITER, _WRITER.c.id == awards.c.writer_id))


def _award(row) -> Award:
    return Award(id=row.id, state=State(row.state), nominee=row.nominee or "", writer=row.writer or "",
                 **{k: getattr(row, k) for k in _KEPT})


def _values(award: Award) -> dict:
    return {k: getattr(award, k) for k in _KEPT} | {"state": award.state.value}


def add(tx: Tx, award: Award) -> int:
    """Store a new one; its id."""
    return tx.execute(sa.insert(awards).values(_values(award)).returning(awards.c.id)).scalar_one()


def change(tx: Tx, award: Award) -> None:
    """Store what it is now; the caller holds it."""
    tx.execute(sa.update(awards).where(awards.c.id == award.id).values(_values(award)))


def by_id(tx: Tx, award_id: int, *, lock: bool = False) -> Award | None:
    """One, whoever's it is. ``lock`` holds it for a change."""
    if lock:
        tx.execute(sa.select(awards.c.id).where(awards.c.id == award_id).with_for_update())
    row = tx.execute(_query().where(awards.c.id == award_id)).first()
    return _award(row) if row else None


def of_group(tx: Tx, group_id: int, limit: int) -> list[Award]:
    """A group's: those ahead by deadline, then those that are settled, the newest first."""
    rows = [_award(r) for r in tx.execute(_query().where(awards.c.group_id == group_id).order_by(awards.c.id.desc()))]
    ahead = sorted((a for a in rows if a.is_ahead), key=lambda a: (a.deadline, a.id))
    return [*ahead, *(a for a in rows if not a.is_ahead)][:limit]
