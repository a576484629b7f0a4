"""How the agenda of a single meeting is kept, and what is to be read for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mentoring.readings import Reading
from storage.once import insert_once
from storage.schema import meeting_agendas, people, readings
from storage.store import Tx

_KEPT = tuple(c.name for c in readings.columns if c.name != "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a meeting's agenda is kept. ``kept_open``: nothing is planned, items come live; ``fixed``: minutes by item."""

    kept_open: bool = False
    fixed: Mapping[str, int]


def of(tx: Tx, meeting_id: int) -> Kept:
    """How it is kept; as usual where nobody has said anything."""
    row = tx.execute(sa.select(meeting_agendas).where(meeting_agendas.c.meeting_id == meeting_id)).first()
    return Kept(kept_open=row.kept_open, fixed=dict(row.fixed)) if row else Kept(fixed={})


def keep(tx: Tx, meeting_id: int, kept: Kept, *, by: int, now: datetime) -> None:
    """Write it down."""
    values = {"kept_open": kept.kept_open, "fixed": dict(kept.fixed), "by_id": by, "changed": now}
    if not insert_once(tx, meeting_agendas, meeting_id=meeting_id, **values):
        tx.execute(sa.update(meeting_agendas).where(meeting_agendas.c.meeting_id == meeting_id).values(values))


def kept_open(tx: Tx, meeting_ids: Collection[int]) -> set[int]:
    """Those of these meetings for which nothing is planned."""
    query = sa.select(meeting_agendas.c.meeting_id).where(meeting_agendas.c.meeting_id.in_(list(meeting_ids)),
                                                          meeting_agendas.c.kept_open.is_(True))
    return set(tx.execute(query).scalars())


# ---- readings ----------------------------------------------------------------------------------------------------------------

def _query():
    return sa.select(readings, people.c.name.label("by")).outerjoin(people, people.c.id == readings.c.added_by)


def _reading(row) -> Reading:
    return Reading(id=row.id, by=row.by or "", **{k: getattr(row, k) for k in _KEPT})


def add_reading(tx: Tx, reading: Reading) -> int:
    """Store a new one; its id."""
    return tx.execute(sa.insert(readings).values({k: getattr(reading, k) for k in _KEPT}).returning(readings.c.id)).scalar_one()


def reading(tx: Tx, reading_id: int) -> Reading | None:
    """One, whoever's it is."""
    row = tx.execute(_query().where(readings.c.id == reading_id)).first()
    return _reading(row) if row else None


def readings_of(tx: Tx, meeting_ids: Collection[int]) -> dict[int, list[Reading]]:
    """What is to be read for these meetings, by meeting, in the order it was named."""
    found: dict[int, list[Reading]] = {}
    for row in tx.execute(_query().where(readings.c.meeting_id.in_(list(meeting_ids))).order_by(readings.c.id)):
        found.setdefault(row.meeting_id, []).append(_reading(row))
    return found


def all_readings(tx: Tx, group_id: int, limit: int) -> list[Reading]:
    """What a group has read and means to read, newest first."""
    return [_reading(r) for r in tx.execute(_query().where(readings.c.group_id == group_id).order_by(readings.c.id.desc()).limit(limit))]


def drop_reading(tx: Tx, reading_id: int) -> None:
    """It is not to be read."""
    tx.execute(sa.delete(readings).where(readings.c.id == reading_id))
