"""Groups: setting one up in a channel, changing it, and knowing which group a channel is home to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from bot.deps import Deps
from bot.services import charter_post, people
from bot.views import groups as views
from mentoring import groups as rules
from mentoring.people import Actor, Group, Kind, Role
from mentoring.refused import Refused
from storage import groups as rows
from storage import outbox
from storage import people as people_rows


@cache
def zones() -> frozenset[str]:
    """Every IANA zone this machine knows; the list is read when it is first needed."""
    return frozenset(available_timezones())


def at(deps: Deps, channel: str | None, actor: Actor | None = None) -> Group | None:
    """The group whose home this channel is. With the actor who is there, their own groups need no query."""
    if not channel or channel.startswith("D"):
        return None
    if mine := next((g for g in actor.groups if g.channel == channel), None) if actor else None:
        return mine
    with deps.store.read() as tx:
        return rows.at(tx, deps.workspace.team, channel)


def may_open_setup(deps: Deps, actor: Actor, channel: str | None) -> Group | None:
    """The group to change, or None for a new one; Refused when this person cannot do either here."""
    rules.may_set_up(actor)
    if not channel or channel.startswith("D"):
        raise Refused("Type `/mentor setup` in the channel that should be the group's home; I will say hello there.")
    group = at(deps, channel)
    if group and not actor.organises(group.id):
        raise Refused(f"This channel is already the home of {group.name}. Its organiser can change it.")
    return group


def members(deps: Deps, group: Group) -> list[str]:
    """The Slack ids of who is in a group."""
    with deps.store.read() as tx:
        return [p.user for p, _ in people_rows.members_of(tx, group.id)]


def save(deps: Deps, actor: Actor, *, channel: str, name: str, tz: str, users: Sequence[str],
         once: str | None = None) -> tuple[Group, bool]:
    """Make ``channel`` a group's home, or change the group that lives there. Gives the group and whether it is new.

    A new group's welcome goes to its channel; nobody gets a direct message. People left out of the list are no longer members.
    """
    now, team = deps.clock.now(), deps.workspace.team
    asked = rules.check_setup(actor=actor, channel=channel, name=name, tz=tz, users=users, zones=zones())
    with deps.store.write(once) as tx:
        group = rows.at(tx, team, channel)
        if group and not actor.organises(group.id):
            raise Refused(f"This channel has become the home of {group.name} meanwhile.", field="name")
        new = group is None
        if new:
            group = rows.add(tx, workspace=team, channel=channel, name=asked.name, tz=asked.tz, created_by=actor.person.id, now=now)
        else:
            rows.rename(tx, group.id, name=asked.name, tz=asked.tz)
            group = rows.by_id(tx, group.id)
        everyone = [people_rows.meet(tx, team, user) for user in asked.users]
        human = [p for p in everyone if p.kind not in (Kind.BOT, Kind.GONE) and p.user != deps.workspace.bot_user]
        people_rows.join(tx, group.id, [actor.person.id], Role.ORGANISER if new else Role.MEMBER, now)
        people_rows.join(tx, group.id, [p.id for p in human], Role.MEMBER, now)
        gone = [p for p, _ in people_rows.members_of(tx, group.id) if p.user not in asked.users]
        people.leave(tx, group.id, [p.id for p in gone], now)
        for person in [*human, *gone]:
            people_rows.home_stale(tx, person.id)
        charter_post.members_changed(tx, group.id, now)
        if new:
            body = views.welcome(group, organiser=actor.person.user, users=[p.user for p in human]).body()
            outbox.put(tx, f"group:{group.id}:welcome", "chat.postMessage", now=now, channel=channel, body=body)
        return group, new


def take_over(deps: Deps, actor: Actor, group_id: int, mark: str, *, once: str | None = None) -> Group:
    """A member leads a group that has no organiser any more. Refused when it has one, or is not theirs."""
    group = next((g for g in actor.groups if g.id == group_id), None)
    if group is None:
        raise Refused("You can organise a group that you are a member of.")
    if actor.person.kind is Kind.GUEST:
        raise Refused("Guests can do everything else here; to organise a group takes a full member of this workspace.")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        rows.lock(tx, group_id)
        if others := people_rows.organisers_of(tx, group_id):
            mine = any(p.id == actor.person.id for p in others)
            raise Refused("You organise this group already." if mine
                          else f"{others[0].name or 'Somebody'} organises it already. Thank you!")
        people_rows.make_organiser(tx, group_id, actor.person.id)
        people_rows.homes_stale_in(tx, group_id)
        asked = f"group:{group_id}:leaderless:{mark}"
        if outbox.find(tx, asked):
            outbox.put(tx, f"{asked}:answered", "chat.update", now=now, channel=group.channel, edits=asked,
                       body=views.led(group, by=actor.person.user).body())
        return group
