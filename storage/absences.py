"""Who is away, and until when: leave, sabbatical, weeks on service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.absences import Absence
from storage.schema import absences, memberships


def _absence(row) -> Absence:
    return Absence(id=row.id, person_id=row.person_id, first=row.first, last=row.last)


_LASTING = absences.c.back.is_(None)


def add(tx: Connection, person_id: int, first: date, last: date, *, now: datetime) -> int:
    """Somebody is away from ``first`` to ``last``, both included; an absence that overlaps is taken back for it. Its id."""
    tx.execute(sa.update(absences).where(absences.c.person_id == person_id, _LASTING, absences.c.first <= last, absences.c.last >= first)
               .values(back=now))
    return tx.execute(sa.insert(absences).values(person_id=person_id, first=first, last=last, created=now)
                      .returning(absences.c.id)).scalar_one()


def by_id(tx: Connection, absence_id: int) -> Absence | None:
    """An absence, whoever's it is, or None."""
    row = tx.execute(sa.select(absences).where(absences.c.id == absence_id)).first()
    return _absence(row) if row else None


def ahead(tx: Connection, person_id: int, day: date) -> list[Absence]:
    """The absences of a person that last on ``day`` or begin later, soonest first."""
    query = (sa.select(absences).where(absences.c.person_id == person_id, _LASTING, absences.c.last >= day)
             .order_by(absences.c.first))
    return [_absence(row) for row in tx.execute(query)]


def away_on(tx: Connection, person_id: int, day: date) -> Absence | None:
    """The absence that covers this day, or None."""
    return next((a for a in ahead(tx, person_id, day) if a.first <= day), None)


def of_groups(tx: Connection, group_ids: Sequence[int], first: date, last: date) -> list[Absence]:
    """The absences of the present members of these groups that touch the days from ``first`` to ``last``."""
    theirs = sa.select(memberships.c.person_id).where(memberships.c.group_id.in_(group_ids), memberships.c.left.is_(None))
    query = (sa.select(absences).where(absences.c.person_id.in_(theirs), _LASTING, absences.c.first <= last, absences.c.last >= first)
             .order_by(absences.c.first, absences.c.id))
    return [_absence(row) for row in tx.execute(query)]


def back(tx: Connection, person_id: int, day: date, *, now: datetime) -> int:
    """Somebody is back, or will not be away after all: what lasts on ``day`` or begins later is taken back; how many."""
    done = sa.update(absences).where(absences.c.person_id == person_id, _LASTING, absences.c.last >= day).values(back=now)
    return tx.execute(done).rowcount
