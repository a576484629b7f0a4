"""Which steps of a group's setup its data shows as done."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.schema import charter_changes, charters, expectations, meetings, memberships, missions
from storage.store import Tx


def facts(tx: Tx, group_id: int, now: datetime) -> set[str]:
    """The names of what is there: parts of the charter that were decided, a mission, dates ahead, expectations, enough members."""
    decided = sa.select(charter_changes.c.what).distinct().where(charter_changes.c.group_id == group_id)
    found = {r.what for r in tx.execute(decided)} & {"peers", "size", "joining", "roles", "invite"}
    members = (sa.select(sa.func.count()).select_from(memberships)
               .where(memberships.c.group_id == group_id, memberships.c.left.is_(None)).scalar_subquery())
    least = sa.select(charters.c.size_min).where(charters.c.group_id == group_id).scalar_subquery()
    row = tx.execute(sa.select(
        sa.exists().where(missions.c.group_id == group_id).label("mission"),
        sa.exists().where(meetings.c.group_id == group_id, meetings.c.starts > now, meetings.c.state == "planned").label("dates"),
        sa.exists().where(expectations.c.group_id == group_id).label("expectations"),
        (members >= sa.func.coalesce(least, 4)).label("invite"))).one()
    return found | {name for name in ("mission", "dates", "expectations", "invite") if getattr(row, name)}
