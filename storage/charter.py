"""The charter of a group, and who changed what of it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mentoring.charter import Alike, Change, Charter, Joining, Silence
from storage.once import insert_once
from storage.schema import charter_changes, charters, groups, people
from storage.store import Tx

_KEPT = tuple(c.name for c in charters.columns if c.name not in ("alike", "joining", "silence", "set_aside", "look"))


def of(tx: Tx, group_id: int) -> Charter:
    """A group's charter; the defaults when it has decided nothing yet."""
    row = tx.execute(sa.select(charters).where(charters.c.group_id == group_id)).first()
    return _charter(row) if row else Charter(group_id=group_id)


def of_workspace(tx: Tx, workspace: str) -> dict[int, Charter]:
    """Every charter that is stored, by group."""
    query = sa.select(charters).join(groups, groups.c.id == charters.c.group_id).where(groups.c.workspace == workspace)
    return {row.group_id: _charter(row) for row in tx.execute(query)}


def _charter(row) -> Charter:
    return Charter(alike=tuple(Alike(a) for a in row.alike if a in set(Alike)), joining=Joining(row.joining), silence=Silence(row.silence),
                   set_aside=tuple(row.set_aside), **{k: getattr(row, k) for k in _KEPT})


def save(tx: Tx, charter: Charter) -> bool:
    """Store it one version on if it is still at ``charter.version`` (0: not stored yet); False when somebody was quicker.

    The clock looks at it at once.
    """
    values = {k: getattr(charter, k) for k in _KEPT} | {
        "alike": [a.value for a in charter.alike], "joining": charter.joining.value, "silence": charter.silence.value,
        "set_aside": list(charter.set_aside), "look": None, "version": charter.version + 1}
    if charter.version == 0:
        return insert_once(tx, charters, **values)
    here = sa.and_(charters.c.group_id == charter.group_id, charters.c.version == charter.version)
    return tx.execute(sa.update(charters).where(here).values(values)).rowcount > 0


def log(tx: Tx, group_id: int, what: str, said: str, *, by_id: int | None, now: datetime, decided: str = "") -> None:
    """Write a change into the history: ``what`` of the charter (at most 20 characters), what it is now and what it was."""
    tx.execute(sa.insert(charter_changes).values(
        group_id=group_id, what=what, said=said[:1000], decided=decided[:150], by_id=by_id, at=now))


def changes(tx: Tx, group_id: int, *, what: str | None = None, limit: int = 100) -> list[Change]:
    """What was changed, newest first; ``what`` keeps to one part."""
    query = (sa.select(charter_changes, people.c.name).outerjoin(people, people.c.id == charter_changes.c.by_id)
             .where(charter_changes.c.group_id == group_id).order_by(charter_changes.c.at.desc(), charter_changes.c.id.desc()).limit(limit))
    if what:
        query = query.where(charter_changes.c.what == what)
    return [Change(group_id=r.group_id, what=r.what, said=r.said, decided=r.decided, by_id=r.by_id, by=r.name or "", at=r.at)
            for r in tx.execute(query)]


def to_look_at(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The groups whose agenda the clock has to look at."""
    query = sa.select(charters.c.group_id).where(sa.or_(charters.c.look.is_(None), charters.c.look <= now)).limit(limit)
    return list(tx.execute(query).scalars())


def looked(tx: Tx, group_id: int, again: datetime | None) -> None:
    """Seen to; the next look is at ``again``, or (None) at the next round of the clock."""
    tx.execute(sa.update(charters).where(charters.c.group_id == group_id).values(look=again))
