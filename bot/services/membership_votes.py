"""Nominations: a secret vote of the members, its close, and what follows. Nobody can find out who voted how: only the sums are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.services import membership
from bot.services import membership_news as news
from mentoring import membership as rules
from mentoring.membership import Candidacy, Origin, State
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import groups as group_rows
from storage import membership as rows
from storage.store import Tx


def nominate(deps: Deps, actor: Actor, group: Group, user: str, why: str, *, once: str | None = None) -> Candidacy:
    """Put somebody before the group. They hear nothing of it before the invitation. Any member may."""
    actor.need(group.id)
    now, words = deps.clock.now(), rules.why(why)
    if not words:
        raise Refused("Why would they be good for the group? A sentence is enough; the members read it.", field="why")
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        person = membership.newcomer(tx, deps, group, user)
        known = next((c for c in rows.open_of_group(tx, group.id) if c.person_id == person.id), None)
        if known:
            # Whether somebody has asked, is invited or waits is not every member's to know.
            raise Refused(f"{person.name or 'This person'} is on the way into {group.name} already. Thank you for thinking of them.",
                          field="person")
        return membership.opened(tx, group, membership.new(tx, group, person, Origin.NOMINATED, actor, now, why=words), now)


def vote(deps: Deps, actor: Actor, candidacy_id: int, yes: bool, *, once: str | None = None) -> tuple[Candidacy, Group]:
    """A member's vote; it cannot be changed, because nobody knows which one it was. The last one closes the vote."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one = rules.need_sight(actor, rows.by_id(tx, candidacy_id))
        group = group_rows.by_id(tx, one.group_id)
        group_rows.lock(tx, group.id)
        one = rows.by_id(tx, one.id)
        if one.state is not State.VOTING or one.until <= now:
            raise Refused(f"The vote on {one.name} is closed.")
        if not rows.ballot(tx, one.id, actor.person.id):
            raise Refused("You have voted already. Nobody knows how, so it cannot be changed.")
        one = membership.keep(tx, replace(one, yes=one.yes + yes, no=one.no + (not yes)))
        if one.yes + one.no >= rows.member_count(tx, group.id):
            close(tx, group, one, now)
        return one, group


def close(tx: Tx, group: Group, one: Candidacy, now: datetime) -> Candidacy:
    """The result, within a transaction that holds the group: an invitation, a place on the list, or the end."""
    yes = rules.passed(one, rows.member_count(tx, group.id))
    here, _, _ = membership.places(tx, group.id)
    one = replace(one, until=None)
    if not yes:
        one = membership.keep(tx, rules.settled(one, State.REFUSED, now))
        news.refused(tx, group, one, now)
    elif here.open:
        one = membership.send(tx, group, one, now)
    else:
        one = membership.enlisted(tx, group, one, now)
    news.result(tx, group, one, yes=yes, waits=one.state is State.WAITING, now=now)
    return one
