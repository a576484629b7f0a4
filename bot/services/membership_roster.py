"""Who is in the group but not in its channel: read once a day, and noticed when Slack says so. The organiser is asked, kindly, once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import channels, membership_leaving, people
from bot.services import membership_news as news
from bot.slack import SlackError, SlackRefused
from bot.views import membership_rounds as views
from mentoring import membership as rules
from mentoring.people import Actor, Group, Person
from mentoring.refused import Refused
from storage import channels as channel_rows
from storage import groups as group_rows
from storage import membership as member_rows
from storage import membership_terms as rows
from storage import people as people_rows
from storage.store import Tx

log = logging.getLogger(__name__)
DAILY = timedelta(hours=24)
GRACE = timedelta(days=2)      # to come into the channel after joining
MOST = 10                      # groups at once: conversations.members is allowed some hundred times a minute
_GONE = ("channel_not_found", "not_in_channel", "is_archived")


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Read the channels that have not been read for a day. A new group begins with the reading of its setup."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        groups, clocks = member_rows.groups_of(tx, deps.workspace.team), rows.clocks(tx, deps.workspace.team)
        read = {g.id: clocks.get(g.id, (None, None, None))[2] for g in groups}
        due = [g for g in groups if read[g.id] is None or now >= read[g.id] + DAILY]
        shut = channel_rows.closed(tx, deps.workspace.team, [g.channel for g in due]) if due else {}
    for group in due[:MOST]:
        if stopping() or not _read(deps, group, now, first=read[group.id] is None or group.channel in shut):
            return


def _read(deps: Deps, group: Group, now: datetime, *, first: bool) -> bool:
    """One channel; False when Slack does not answer just now, so that nothing more is tried in this round."""
    users: set[str] | None = None
    if not first:
        try:
            users = set(deps.slack.pages("conversations.members", "members", channel=group.channel, limit=200))
        except SlackRefused as no:
            if no.breaker:
                return False
            if no.signal in _GONE:
                channels.lost(deps, group.channel, archived=no.signal == "is_archived")
            log.warning("a channel could not be compared with its group: %s", no.signal)
        except SlackError as no:
            log.warning("comparing channels with their groups waits: %s", no.signal)
            return False
    with deps.store.write() as tx:
        rows.set_clock(tx, group.id, read=now)
        if users is not None:
            compare(tx, group, users, now)
    return True


def compare(tx: Tx, group: Group, users: set[str], now: datetime) -> None:
    """Ask about each member who is not there and has not been asked about; forget the question where somebody is back."""
    day = now.astimezone(ZoneInfo(group.tz)).date()
    members = member_rows.standing(tx, group.id, day)
    rows.inside(tx, group.id, {m.person.id for m in members if m.person.user in users})
    for one in members:
        if one.person.user not in users and one.joined + GRACE <= now:
            _ask(tx, group, one.person, now)


def _ask(tx: Tx, group: Group, person: Person, now: datetime) -> None:
    if not rows.outside(tx, group.id, person.id, now):
        return
    organisers = people_rows.organisers_of(tx, group.id)
    others = [o for o in organisers if o.id != person.id]
    key = f"outside:{group.id}:{person.id}:{now:%Y%m%dT%H%M%S}"
    for organiser in others:
        news.write(tx, organiser, f"{key}:{organiser.id}", views.outside(group, person), now)
    if not others and organisers:
        news.write(tx, person, f"{key}:{person.id}", views.outside_self(group), now)


def gone(deps: Deps, channel: str, user: str) -> None:
    """Slack says that somebody has left a channel: a member of the group that lives there is asked about at once."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        group = group_rows.at(tx, deps.workspace.team, channel)
        person = group and next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user), None)
        if person:
            _ask(tx, group, person, now)


def _theirs(tx: Tx, actor: Actor, group_id: int, person_id: int) -> tuple[Group, Person]:
    actor.need(group_id)
    group = next(g for g in actor.groups if g.id == group_id)
    rules.need_lead(actor, group_id, group.name)
    person = next((p for p, _ in people_rows.members_of(tx, group_id) if p.id == person_id), None)
    if person is None:
        raise Refused("I can't find that person in the group.")
    return group, person


def still(deps: Deps, actor: Actor, group_id: int, person_id: int) -> tuple[Group, Person]:
    """They are still with the group; nobody is asked again while they stay outside the channel."""
    with deps.store.read() as tx:
        return _theirs(tx, actor, group_id, person_id)


def has_left(deps: Deps, actor: Actor, group_id: int, person_id: int, *, once: str | None = None) -> tuple[Group, Person]:
    """They have left the group: what they had in hand is offered to the others."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, person = _theirs(tx, actor, group_id, person_id)
        if person_id != actor.person.id and person_id not in rows.outsiders_of(tx, group_id):
            raise Refused(f"{person.name} is in the channel. Who is in the group is changed with `/mentor setup`.")
        group_rows.lock(tx, group.id)
        membership_leaving.hand_on(tx, group, person.id, now)
        people.leave(tx, group.id, [person.id], now)
        return group, person
