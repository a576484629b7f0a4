"""The reflection of the month (features 8.6): one question in the channel, on the first Monday at nine, opened by a member in turn."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import people
from bot.views import reflection_posts as views
from mentoring import prompts
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import absences as absence_rows
from storage import channels as channel_rows
from storage import groups as group_rows
from storage import outbox
from storage import people as people_rows
from storage import reflection_threads as rows
from storage.store import Tx

AT = time(9)
LATEST = timedelta(days=7)      # a question of the month that is later than this would be next month's


def set_on(deps: Deps, actor: Actor, group: Group, on: bool, *, once: str | None = None) -> None:
    """An organiser wants it, or does not any more. Refused: not an organiser's to say, or it is off already."""
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} can switch the reflection of the month on and off.")
    with deps.store.write(once) as tx:
        if on:
            rows.set_on(tx, group.id, people.groups_today(deps, group), actor.person.id)
        elif not rows.set_off(tx, group.id):
            raise Refused("There is no reflection of the month here. `/mentor reflect monthly` switches it on.")


def keep(deps: Deps) -> None:
    """What the clock has to do: ask the groups whose time has come."""
    with deps.store.read() as tx:
        groups = [(group, since) for group_id, since in rows.wanted(tx) if (group := group_rows.by_id(tx, group_id))]
    now = deps.clock.now()
    for group, since in groups:
        due = due_at(group, now)
        if due <= now < due + LATEST and due.date() >= since:
            with deps.store.write() as tx:
                _ask(tx, deps, group, due, now)


def due_at(group: Group, now: datetime) -> datetime:
    """The first Monday of the month, at nine in the group's zone."""
    first = now.astimezone(ZoneInfo(group.tz)).date().replace(day=1)
    return datetime.combine(first + timedelta(days=-first.weekday() % 7), AT, ZoneInfo(group.tz))


def _ask(tx: Tx, deps: Deps, group: Group, due: datetime, now: datetime) -> None:
    month, history = f"{due:%Y-%m}", rows.asked(tx, group.id)
    if any(m == month for m, _ in history) or channel_rows.closed(tx, group.workspace, [group.channel]):
        return
    away = {a.person_id for a in absence_rows.of_groups(tx, [group.id], due.date(), due.date())}
    members = [p for p, _ in people_rows.members_of(tx, group.id) if p.id not in away]
    turn = rows.opener([p.id for p in members], history)
    opener = next((p for p in members if p.id == turn), None)
    key = prompts.of_round(group.id, len(history))
    rows.ask(tx, group.id, month, turn, key, now)
    outbox.put(tx, f"reflection-month:{group.id}:{month}", "chat.postMessage", now=now, channel=group.channel,
               body=views.of_the_month(prompts.PROMPTS[key][1], key, opener.user if opener else None).body())
