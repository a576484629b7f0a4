"""What a group keeps free: the public holidays it observes, and days that it names itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.once import insert_once
from storage.schema import blackouts, calendars, outbox

REPLACED = "a newer state took its place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The list of holidays of a group: an ISO country, a subdivision or "", and the names of those that are kept free."""

    country: str
    subdiv: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackout:
    """Days that a group named: from ``first`` to ``last``, kept free or only warned of."""

    id: int = 0
    group_id: int
    name: str
    first: date
    last: date
    free: bool = True

    @property
    def action(self) -> str:
        """``free`` or ``warn``."""
        return "free" if self.free else "warn"


def observed(tx: Connection, group_id: int) -> Observed | None:
    """The group's own list, or None when it has never chosen one."""
    row = tx.execute(sa.select(calendars).where(calendars.c.group_id == group_id)).first()
    return Observed(country=row.country, subdiv=row.subdiv, kept=tuple(row.kept)) if row else None


def observe(tx: Connection, group_id: int, chosen: Observed) -> None:
    """From now on the group keeps this list."""
    values = {"country": chosen.country, "subdiv": chosen.subdiv, "kept": list(chosen.kept)}
    if not insert_once(tx, calendars, group_id=group_id, **values):
        tx.execute(sa.update(calendars).where(calendars.c.group_id == group_id).values(values))


def blackouts_of(tx: Connection, group_id: int, since: date) -> list[Blackout]:
    """The days a group named that are not over on ``since``, by time."""
    query = (sa.select(blackouts).where(blackouts.c.group_id == group_id, blackouts.c.last >= since)
             .order_by(blackouts.c.first, blackouts.c.id))
    return [Blackout(id=r.id, group_id=r.group_id, name=r.name, first=r.first, last=r.last, free=r.action == "free")
            for r in tx.execute(query)]


def add_blackout(tx: Connection, new: Blackout) -> int:
    """Write days down that a group names; the id."""
    values = {"group_id": new.group_id, "name": new.name, "first": new.first, "last": new.last, "action": new.action}
    return tx.execute(sa.insert(blackouts).values(values).returning(blackouts.c.id)).scalar_one()


def remove_blackout(tx: Connection, group_id: int, blackout_id: int) -> bool:
    """Forget them; False when they are not this group's."""
    return tx.execute(sa.delete(blackouts).where(blackouts.c.id == blackout_id, blackouts.c.group_id == group_id)).rowcount > 0


def files_replaced(tx: Connection, post: str, now: datetime) -> int:
    """Files for the thread of this message that wait are not sent any more: a newer one is about to be written; how many."""
    waiting = sa.update(outbox).where(outbox.c.edits == post, outbox.c.method == "files.upload", outbox.c.state == "waiting",
                                      outbox.c.attempt == 0, outbox.c.due > now)
    return tx.execute(waiting.values(state="skipped", reason=REPLACED, body=sa.null(), settled=now)).rowcount


def edits_replaced(tx: Connection, post: str, now: datetime) -> int:
    """Edits of the message with this key that wait are not sent any more: a newer one is about to be written; how many."""
    waiting = (sa.update(outbox).where(outbox.c.edits == post, outbox.c.method == "chat.update", outbox.c.state == "waiting"))
    return tx.execute(waiting.values(state="skipped", reason=REPLACED, body=sa.null(), settled=now)).rowcount
