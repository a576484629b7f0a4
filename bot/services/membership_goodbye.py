"""Somebody leaves by themselves: what they are shown before, the going, and taking over what was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_items, membership_leaving, membership_rounds, people
from bot.services.membership_leaving import Handed
from mentoring import membership as rules
from mentoring import topics as topic_rules
from mentoring.membership import Member
from mentoring.people import Actor, Group, Kind
from mentoring.refused import Refused
from mentoring.text import clip, one_line
from storage import groups as group_rows
from storage import membership as rows
from storage import people as people_rows
from storage import topics as topic_rows


def before(deps: Deps, actor: Actor, group: Group) -> tuple[Handed, Sequence[Member], int | None]:
    """What the actor would hand over, who could organise after them (empty when somebody else does already), and who would by the rule."""
    actor.need(group.id)
    now = deps.clock.now()
    with deps.store.read() as tx:
        heir = membership_leaving.successor(tx, group, actor.person.id, now)
        members = rows.standing(tx, group.id, now.astimezone(ZoneInfo(group.tz)).date()) if heir else []
        able = [m for m in members if m.person.id != actor.person.id and m.person.kind is not Kind.GUEST]
        handed = membership_leaving.left_behind(tx, group.id, actor.person.id, now)
        return handed, rules.alphabetical(able), heir.person.id if heir else None


def leave(deps: Deps, actor: Actor, group: Group, *, heir: int | None = None, once: str | None = None) -> None:
    """The actor leaves; a group that would stand without an organiser has a new one first."""
    actor.need(group.id)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        membership_leaving.hand_on(tx, group, actor.person.id, now, chosen=heir)
        membership_rounds.left(tx, group.id, actor.person.id, now)
        people.leave(tx, group.id, [actor.person.id], now)
        people_rows.home_stale(tx, actor.person.id)


def take(deps: Deps, actor: Actor, item_id: int, *, once: str | None = None) -> str:
    """Take over an action item that nobody has; its words."""
    return clip(one_line(action_items.take(deps, actor, item_id, once=once).item.text), 120)


def lead(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> str:
    """Lead a topic that nobody leads; its words. Refused when somebody was quicker."""
    with deps.store.write(once) as tx:
        topic = topic_rules.need_sight(actor, topic_rows.by_id(tx, topic_id, lock=True))
        if topic.lead_id not in (None, actor.person.id):
            raise Refused(f"{topic.lead or 'Somebody'} leads topic {topic.ref} already. Thank you!")
        topic_rows.change(tx, replace(topic, lead_id=actor.person.id), was=topic.version)
        people_rows.homes_stale_in(tx, topic.group_id)
        return f"topic {topic.ref}, {clip(one_line(topic.title), 120)}"
