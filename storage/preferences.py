"""What people wish to hear, and when. No row means the defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.reminders import Preferences, kinds
from storage.once import insert_once
from storage.schema import preferences

_NAMES = tuple(f.name for f in fields(Preferences))


def get(tx: Connection, person_id: int) -> Preferences:
    """A person's wishes."""
    return of(tx, [person_id]).get(person_id, Preferences())


def of(tx: Connection, person_ids: Sequence[int]) -> dict[int, Preferences]:
    """The wishes of these people; whoever has left everything as it is is not among them."""
    rows = tx.execute(sa.select(preferences).where(preferences.c.person_id.in_(person_ids)))
    return {row.person_id: Preferences(**{n: row._mapping[n] for n in _NAMES} | {"off": kinds(row.off)}) for row in rows}


def put(tx: Connection, person_id: int, wishes: Preferences, *, now: datetime) -> None:
    """Keep a person's wishes. What is planned already follows by `bot.services.reminders.preferences_changed`."""
    values = {n: getattr(wishes, n) for n in _NAMES} | {"off": sorted(k.value for k in wishes.off), "changed": now}
    if not insert_once(tx, preferences, person_id=person_id, **values):
        tx.execute(sa.update(preferences).where(preferences.c.person_id == person_id).values(values))
