"""Who is acting, in which group, in which zone; and getting to know people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_filing, charter_post, exchange, membership_leaving, reflection_copies, renaming, retiming
from bot.slack import SlackError, SlackRefused
from bot.views import groups as group_views
from mentoring.people import Actor, Group, Kind, Person
from mentoring.text import one_line, tidy
from storage import feeds as feed_rows
from storage import goals as goal_rows
from storage import groups as group_rows
from storage import outbox
from storage import people as rows
from storage import topics as topic_rows


def actor(deps: Deps, user: str) -> Actor | None:
    """The person with this Slack id and their groups; None when we have never met."""
    with deps.store.read() as tx:
        return rows.actor(tx, deps.workspace.team, user)


def zone(deps: Deps, actor: Actor) -> str:
    """The IANA zone a person reads times in: their own, else their group's, else the installation's."""
    group = actor.groups[0] if actor.groups else None
    return actor.person.tz or (group.tz if group else None) or deps.settings.timezone


def today(deps: Deps, actor: Actor) -> date:
    """The day it is for this person."""
    return deps.clock.now().astimezone(ZoneInfo(zone(deps, actor))).date()


def groups_today(deps: Deps, group: Group) -> date:
    """The day it is where a group plans."""
    return deps.clock.now().astimezone(ZoneInfo(group.tz)).date()


def remember_group(deps: Deps, actor: Actor, group_id: int) -> None:
    """From now on this person's commands mean this group, wherever they type them."""
    with deps.store.write() as tx:
        rows.choose_group(tx, actor.person.id, group_id)
        rows.home_stale(tx, actor.person.id)


def met(deps: Deps, user: str, info: dict) -> Actor:
    """Write down what users.info said about somebody (its ``user`` object); bots are taken out of groups again."""
    now, team = deps.clock.now(), deps.workspace.team
    kind = kind_of(info)
    profile = info.get("profile") or {}
    # Minutes are read by people who do not know nicknames, and lines name people by their first names.
    name = info.get("real_name") or profile.get("real_name") or profile.get("display_name") or info.get("name") or ""
    with deps.store.write() as tx:
        person = rows.meet(tx, team, user)
        zone_then, zone_now = person.tz, known_zone(info.get("tz"))
        name = one_line(tidy(name, longest=10_000))[:200]
        rows.learn(tx, team, user, name=name, tz=zone_now, kind=kind, now=now)
        if name != person.name:
            renaming.named(tx, deps, rows.actor(tx, team, user).groups, now=now)
        if zone_now != zone_then:
            retiming.person_changed(tx, person.id, now=now)
        if kind in (Kind.BOT, Kind.GONE):
            present = rows.actor(tx, team, user)
            membership_leaving.unreachable(tx, person.id, now)
            for group in present.groups:
                leave(tx, group.id, [person.id], now)
                if kind is Kind.BOT:
                    _not_welcomed(tx, group, user, now)
        rows.home_stale(tx, person.id)
        return rows.actor(tx, team, user)


def _not_welcomed(tx, group: Group, bot: str, now: datetime) -> None:
    """A bot that was picked by hand stands in the group's welcome: that is put right."""
    welcome, organisers = f"group:{group.id}:welcome", rows.organisers_of(tx, group.id)
    if organisers and outbox.find(tx, welcome):
        body = group_views.welcome(group, organiser=organisers[0].user, users=[p.user for p, _ in rows.members_of(tx, group.id)]).body()
        outbox.put(tx, f"{welcome}:without:{bot}", "chat.update", now=now, channel=group.channel, edits=welcome, body=body)


def leave(tx, group_id: int, person_ids: list[int], now: datetime) -> None:
    """Members no longer: they see nothing of the group, and what they shared with it is theirs alone again.

    When the last organiser goes, the group goes on as planned and is asked who leads it from now on (features 11.10).
    """
    handed = membership_leaving.gathered(tx, group_id, person_ids, now)
    if not rows.leave(tx, group_id, person_ids, now):
        return
    goal_rows.unshare(tx, group_id, person_ids)
    exchange.left(tx, group_id, person_ids, now)
    action_filing.left(tx, group_id, person_ids, now)
    topic_rows.forget_votes(tx, group_id, person_ids)
    reflection_copies.left(tx, group_id, person_ids, now)
    feed_rows.revoke_groupless(tx, person_ids, now)
    membership_leaving.offered(tx, group_id, handed, now)
    charter_post.members_changed(tx, group_id, now)
    rows.homes_stale_in(tx, group_id)
    if rows.members_of(tx, group_id) and not rows.organisers_of(tx, group_id):
        group = group_rows.by_id(tx, group_id)
        mark = f"{now:%Y%m%dT%H%M%S}"
        outbox.put(tx, f"group:{group_id}:leaderless:{mark}", "chat.postMessage", now=now, channel=group.channel,
                   body=group_views.leaderless(group, mark).body())


def noticed(deps: Deps, user: str) -> Actor:
    """Somebody whom Slack could not be asked about: written down as unknown, to be asked about later."""
    with deps.store.write() as tx:
        rows.meet(tx, deps.workspace.team, user)
        return rows.actor(tx, deps.workspace.team, user)


def names(deps: Deps, users: tuple[str, ...]) -> dict[str, str]:
    """The names of people by Slack id, as far as we know them."""
    if not users:
        return {}
    with deps.store.read() as tx:
        return {p.user: p.name for p in (rows.by_user(tx, deps.workspace.team, u) for u in users[:20]) if p and p.name}


def strangers(deps: Deps, limit: int = 20) -> list[Person]:
    """People whom Slack has not been asked about yet."""
    with deps.store.read() as tx:
        return rows.strangers(tx, limit)


def get_acquainted(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Ask Slack about people whom we know only by id: their zone, and whether they are people at all."""
    for person in strangers(deps):
        if stopping():
            return
        try:
            met(deps, person.user, deps.slack.call("users.info", user=person.user)["user"])
        except SlackRefused as no:
            if no.breaker:
                return
            met(deps, person.user, {"deleted": True})
        except SlackError:
            return


def kind_of(info: dict) -> Kind:
    """What kind of account a users.info answer describes."""
    if info.get("deleted"):
        return Kind.GONE
    if info.get("is_bot") or info.get("id") == "USLACKBOT":
        return Kind.BOT
    if info.get("is_restricted") or info.get("is_ultra_restricted"):
        return Kind.GUEST
    return Kind.MEMBER


def known_zone(name: str | None) -> str | None:
    """The zone if this machine knows it, else None: Slack's name may be newer than our zone data."""
    try:
        return name if name and ZoneInfo(name) else None
    except (KeyError, ValueError, OSError):
        return None
