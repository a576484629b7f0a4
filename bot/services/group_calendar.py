"""Days that a group keeps free, and days it is only warned of: public holidays, and those it names itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot import holidays
from bot.deps import Deps
from bot.services import people
from mentoring.people import Actor, Group
from mentoring.planning import Flag
from mentoring.refused import Refused
from mentoring.text import one_line, tidy
from storage import calendars as rows
from storage.calendars import Blackout, Observed
from storage.store import Tx

MOST_BLACKOUTS = 50
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A group's list: its country and part of it, the holidays there are, those that are kept free, and its own days ahead."""

    group: Group
    country: str
    subdiv: str
    names: tuple[str, ...]
    kept: tuple[str, ...]
    blackouts: Sequence[Blackout]


def flags(tx: Tx, group: Group, days: Iterable[date]) -> dict[date, tuple[Flag, ...]]:
    """What stands against each of these days, if anything does; those kept free first."""
    days = sorted(set(days))
    if not days:
        return {}
    chosen = rows.observed(tx, group.id)
    country, subdiv = (chosen.country, chosen.subdiv) if chosen else (holidays.country_of(group.tz), "")
    found = holidays.flags(days, country=country, subdiv=subdiv, kept=chosen.kept if chosen else None,
                           blackouts=rows.blackouts_of(tx, group.id, days[0]))
    return {day: tuple(Flag(name=f.name, free=f.free) for f in each) for day, each in found.items()}


def kept(deps: Deps, actor: Actor, group: Group) -> Kept:
    """What one of the actor's groups keeps free."""
    _need(actor, group)
    with deps.store.read() as tx:
        return _kept(tx, deps, group)


def _kept(tx: Tx, deps: Deps, group: Group) -> Kept:
    today = people.groups_today(deps, group)
    chosen = rows.observed(tx, group.id)
    country = (chosen.country if chosen else holidays.country_of(group.tz)) or ""
    subdiv = chosen.subdiv if chosen else ""
    names = tuple(dict.fromkeys([*holidays.names(country, subdiv, today.year), *holidays.names(country, subdiv, today.year + 1)]))
    ticked = chosen.kept if chosen else holidays.usual(country, subdiv, today.year)
    return Kept(group=group, country=country, subdiv=subdiv, names=names, kept=tuple(n for n in names if n in ticked),
                blackouts=rows.blackouts_of(tx, group.id, today))


def choose(deps: Deps, actor: Actor, group: Group, *, country: str, subdiv: str, names: Sequence[str] | None,
           once: str | None = None) -> Kept:
    """From now on the group keeps these holidays free; None means the usual ones of the country."""
    _need(actor, group, lead=True)
    country, subdiv = country.strip().upper(), subdiv.strip().upper()
    if country and country not in dict(holidays.countries()):
        raise Refused("I know no holidays of that country. Write its two letters, such as US, GB or DE.", field="country")
    if subdiv and subdiv not in holidays.subdivisions(country):
        known = ", ".join(holidays.subdivisions(country)[:60])
        raise Refused(f"I know no such part of the country. {f'There are: {known}.' if known else 'Leave it empty.'}", field="subdiv")
    with deps.store.write(once) as tx:
        year = people.groups_today(deps, group).year
        ticked = tuple(names) if names is not None else holidays.usual(country, subdiv, year)
        rows.observe(tx, group.id, Observed(country=country, subdiv=subdiv, kept=ticked))
        return _kept(tx, deps, group)


def add(deps: Deps, actor: Actor, group: Group, *, name: str, first: date, last: date, free: bool, once: str | None = None) -> Kept:
    """Days that the group names itself. Meetings that stand there already are not touched; the answer says which."""
    _need(actor, group, lead=True)
    name = one_line(tidy(name, name="name", longest=LONGEST_NAME, field="name"))
    if not name:
        raise Refused("What are these days? A word or two, such as “interview season”.", field="name")
    if last < first:
        raise Refused("The last day lies before the first one.", field="last")
    if last < people.groups_today(deps, group):
        raise Refused("Those days are over already.", field="last")
    if (last - first).days > 366:
        raise Refused("More than a year is too long. To stop meeting for a while: `/mentor meeting pause until …`.", field="last")
    with deps.store.write(once) as tx:
        if len(rows.blackouts_of(tx, group.id, people.groups_today(deps, group))) >= MOST_BLACKOUTS:
            raise Refused(f"There are {MOST_BLACKOUTS} such entries already; please remove one first.")
        rows.add_blackout(tx, Blackout(group_id=group.id, name=name, first=first, last=last, free=free))
        return _kept(tx, deps, group)


def remove(deps: Deps, actor: Actor, blackout_id: int, *, once: str | None = None) -> Kept:
    """Forget days that a group of the actor named."""
    with deps.store.write(once) as tx:
        for group in actor.groups:
            if actor.organises(group.id) and rows.remove_blackout(tx, group.id, blackout_id):
                return _kept(tx, deps, group)
    raise Refused("Those days are not on a list that you keep.")


def _need(actor: Actor, group: Group, *, lead: bool = False) -> None:
    if not actor.is_in(group.id):
        raise Refused("You can look at the list of a group that you are a member of.")
    if lead and not actor.organises(group.id):
        raise Refused(f"The list of free days is kept by the organisers of {group.name}.")
