"""What people wish to hear, and when. No row means the defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.absences import Absence
from mentoring.reminders import Preferences, kinds
from storage.once import insert_once
from storage.schema import absences, people, preferences

_NAMES = tuple(f.name for f in fields(Preferences))


def get(tx: Connection, person_id: int) -> Preferences:
    """A person's wishes."""
    return of(tx, [person_id]).get(person_id, Preferences())


def with_absences(tx: Connection, person_id: int, day: date) -> tuple[Preferences, list[Absence]]:
    """A person's wishes, and the absences that last on ``day`` or begin later, soonest first: both in one query, for Home."""
    away = sa.and_(absences.c.person_id == people.c.id, absences.c.back.is_(None), absences.c.last >= day)
    rows = tx.execute(sa.select(preferences, absences.c.id.label("absence"), absences.c.first, absences.c.last).select_from(
        people.outerjoin(preferences, preferences.c.person_id == people.c.id).outerjoin(absences, away))
        .where(people.c.id == person_id).order_by(absences.c.first)).all()
    gone = [Absence(id=r.absence, person_id=person_id, first=r.first, last=r.last) for r in rows if r.absence is not None]
    return (_wishes(rows[0]) if rows and rows[0].person_id is not None else Preferences()), gone


def _wishes(row) -> Preferences:
    return Preferences(**{n: row._mapping[n] for n in _NAMES} | {"off": kinds(row.off)})


def of(tx: Connection, person_ids: Sequence[int]) -> dict[int, Preferences]:
    """The wishes of these people; whoever has left everything as it is is not among them."""
    rows = tx.execute(sa.select(preferences).where(preferences.c.person_id.in_(person_ids)))
    return {row.person_id: _wishes(row) for row in rows}


def put(tx: Connection, person_id: int, wishes: Preferences, *, now: datetime) -> None:
    """Keep a person's wishes. What is planned already follows by `bot.services.reminders.preferences_changed`."""
    values = {n: getattr(wishes, n) for n in _NAMES} | {"off": sorted(k.value for k in wishes.off), "changed": now}
    if not insert_once(tx, preferences, person_id=person_id, **values):
        tx.execute(sa.update(preferences).where(preferences.c.person_id == person_id).values(values))
