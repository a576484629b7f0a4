"""The reflection of the month: which groups want it, what was asked, and who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from storage.schema import reflection_months, reflection_threads
from storage.store import Tx


def set_on(tx: Tx, group_id: int, since: date, person_id: int) -> None:
    """From now on every month."""
    tx.execute(sa.delete(reflection_months).where(reflection_months.c.group_id == group_id))
    tx.execute(sa.insert(reflection_months).values(group_id=group_id, since=since, set_by=person_id))


def set_off(tx: Tx, group_id: int) -> bool:
    """Not any more; False: it was not on."""
    return tx.execute(sa.delete(reflection_months).where(reflection_months.c.group_id == group_id)).rowcount > 0


def wanted(tx: Tx) -> list[tuple[int, date]]:
    """The groups that want it, each with the day they said so."""
    return [tuple(row) for row in tx.execute(sa.select(reflection_months.c.group_id, reflection_months.c.since)
                                             .order_by(reflection_months.c.group_id))]


def asked(tx: Tx, group_id: int) -> list[tuple[str, int | None]]:
    """The months in which a group was asked, and who opened each, oldest first."""
    query = (sa.select(reflection_threads.c.month, reflection_threads.c.person_id).where(reflection_threads.c.group_id == group_id)
             .order_by(reflection_threads.c.month))
    return [tuple(row) for row in tx.execute(query)]


def ask(tx: Tx, group_id: int, month: str, person_id: int | None, prompt: str, now: datetime) -> None:
    """A month's question is asked."""
    tx.execute(sa.insert(reflection_threads).values(group_id=group_id, month=month, person_id=person_id, prompt=prompt, posted=now))


def opener(members: Sequence[int], history: Sequence[tuple[str, int | None]]) -> int | None:
    """Whose turn it is to open: who did least often, then longest ago, then by id; None without members."""
    done = [person for _, person in history]
    last = {person: at for at, person in enumerate(done)}
    return min(members, key=lambda m: (done.count(m), last.get(m, -1), m), default=None)
