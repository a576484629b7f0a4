"""What people wish to hear: read and changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.deps import Deps
from bot.services import digest, people, reminders
from mentoring.people import Actor
from mentoring.reminders import CHOICES, Kind, Preferences, check_preferences
from storage import people as people_rows
from storage import preferences as rows


def of(deps: Deps, actor: Actor) -> Preferences:
    """A person's wishes."""
    with deps.store.read() as tx:
        return rows.get(tx, actor.person.id)


def choices(actor: Actor) -> tuple[Kind, ...]:
    """The kinds that this person can turn on and off: what only organisers get is not offered to others."""
    organises = any(actor.organises(g.id) for g in actor.groups)
    return tuple(kind for kind in CHOICES if kind not in (Kind.QUORUM, Kind.TOPIC) or organises)


def save(deps: Deps, actor: Actor, wishes: Preferences, *, once: str | None = None) -> Preferences:
    """Keep a person's wishes; what is planned already follows them. Refused at the field that needs another look."""
    now, today = deps.clock.now(), people.today(deps, actor)
    with deps.store.write(once) as tx:
        before = rows.get(tx, actor.person.id)
        same_pause = wishes.paused_until is not None and wishes.paused_until == before.paused_until and wishes.paused_until <= today
        wishes = check_preferences(replace(wishes, paused_until=None) if same_pause else wishes, today=today)
        rows.put(tx, actor.person.id, wishes, now=now)
        reminders.preferences_changed(tx, actor.person.id, now=now)
        people_rows.home_stale(tx, actor.person.id)
    return wishes


def turn(deps: Deps, actor: Actor, *, on: bool, once: str | None = None) -> Preferences:
    """Everything off, or everything on again and no pause."""
    off = frozenset() if on else frozenset(CHOICES)
    return save(deps, actor, replace(of(deps, actor), off=off, paused_until=None), once=once)


def pause(deps: Deps, actor: Actor, until: date, *, once: str | None = None) -> Preferences:
    """Nothing until a day, then all as before."""
    return save(deps, actor, replace(of(deps, actor), paused_until=until), once=once)


def a_week(deps: Deps, actor: Actor, wishes: Preferences) -> float:
    """About how many direct messages a week these wishes mean, from what is planned."""
    with deps.store.read() as tx:
        return digest.a_week(digest.planned(tx, actor.person, actor.groups, now=deps.clock.now()), wishes)
