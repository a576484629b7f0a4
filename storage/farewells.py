"""Who asked to be forgotten, and until when they may think again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mentoring.people import Person
from storage import people as people_rows
from storage.schema import farewells
from storage.store import Tx


def ask(tx: Tx, person_id: int, now: datetime, due: datetime) -> None:
    """Somebody asks; the sooner of two askings counts."""
    found = tx.execute(sa.select(farewells.c.due).where(farewells.c.person_id == person_id)).scalar()
    if found is None:
        tx.execute(sa.insert(farewells).values(person_id=person_id, asked=now, due=due))
    elif due < found:
        tx.execute(sa.update(farewells).where(farewells.c.person_id == person_id).values(due=due))


def withdraw(tx: Tx, person_id: int) -> bool:
    """Somebody has thought again; False: they had not asked."""
    return tx.execute(sa.delete(farewells).where(farewells.c.person_id == person_id)).rowcount > 0


def due(tx: Tx, person_id: int) -> datetime | None:
    """When somebody will be forgotten."""
    return tx.execute(sa.select(farewells.c.due).where(farewells.c.person_id == person_id)).scalar()


def all_due(tx: Tx, now: datetime) -> list[Person]:
    """Whose time has come."""
    ids = tx.execute(sa.select(farewells.c.person_id).where(farewells.c.due <= now)).scalars().all()
    return [person for each in ids if (person := people_rows.by_id(tx, each))]
