"""Being away and coming back."""

from __future__ import annotations

from datetime import date

from bot.deps import Deps
from bot.services import people
from mentoring import absences as rules
from mentoring.absences import Absence
from mentoring.people import Actor
from storage import absences as rows
from storage import people as people_rows


def leave(deps: Deps, actor: Actor, first: date, returns: date, *, once: str | None = None) -> Absence:
    """Away from ``first`` on, back on the day ``returns``. Raises Refused."""
    first, last = rules.check(first, returns, today=people.today(deps, actor))
    with deps.store.write(once) as tx:
        new = rows.add(tx, actor.person.id, first, last, now=deps.clock.now())
        _homes(tx, actor)
        return Absence(id=new, person_id=actor.person.id, first=first, last=last)


def back(deps: Deps, actor: Actor, *, once: str | None = None) -> bool:
    """Here again, and every absence to come is off; whether there was one."""
    with deps.store.write(once) as tx:
        gone = rows.back(tx, actor.person.id, people.today(deps, actor), now=deps.clock.now())
        _homes(tx, actor)
        return gone > 0


def ahead(deps: Deps, actor: Actor) -> list[Absence]:
    """The present absence of a person, and those to come."""
    with deps.store.read() as tx:
        return rows.ahead(tx, actor.person.id, people.today(deps, actor))


def _homes(tx, actor: Actor) -> None:
    people_rows.home_stale(tx, actor.person.id)
    for group in actor.groups:
        people_rows.homes_stale_in(tx, group.id)
