"""A typed action item, read as the minutes read one: whose it is, what is to be done, by when, and what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import people, records
from bot.views.wire import readable
from mentoring.action_items import Wording
from mentoring.minutes import read_action
from mentoring.people import Actor, Group
from storage import people as people_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was understood. ``candidates``: (Slack id, name) of whom may be meant; ``unknown``: names that nobody in the group has.

    ``choices``: (label, ISO day) of the days that may be meant; ``past``: the day that was said is behind us; ``phrase``: how it was said.
    """

    wording: Wording
    due_time: str | None = None
    everyone: bool = False
    candidates: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    past: bool = False
    phrase: str = ""


def read(deps: Deps, actor: Actor, group: Group, raw: str) -> Read:
    """``@bob Draft the survey by Friday`` in Slack's wire text. Nobody named: it is the actor's own."""
    now, zone = deps.clock.now(), people.zone(deps, actor)
    with deps.store.read() as tx:
        members = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id)}
        found = read_action(raw, author=actor.person.user, at=now, zone=zone, people=records.roster(tx, group),
                            read_due=records.reader(tx, group, now))
    owned, due = found.owned, found.due
    day, clock = due.due, None
    if isinstance(day, datetime):
        local = day.astimezone(ZoneInfo(zone))
        day, clock = local.date(), f"{local:%H:%M}"
    everyone = owned.role == "everyone"
    owners = owned.owners or (() if everyone or owned.candidates or owned.unknown or owned.nobody else (actor.person.user,))
    unclear = bool(due.choices) or due.past
    return Read(wording=Wording(text=readable(found.text, members), owners=() if everyone else owners, due=None if unclear else day),
                due_time=clock if not unclear else None, everyone=everyone,
                candidates=tuple((u, members.get(u, u)) for u in owned.candidates), unknown=owned.unknown,
                choices=tuple((label, _day(value).isoformat()) for label, value in due.choices), past=due.past, phrase=due.phrase or "")


def _day(value):
    return value.date() if isinstance(value, datetime) else value
