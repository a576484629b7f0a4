"""Hours in meetings: one's own by quarter, and the group's as a sum. Nobody sees anybody else's."""

from __future__ import annotations

from datetime import timedelta

from bot.deps import Deps
from bot.services import people
from mentoring import hours as rules
from mentoring.hours import Quarter
from mentoring.people import Actor, Group
from storage import role_plans as rows


def quarters(deps: Deps, actor: Actor, group: Group) -> list[Quarter]:
    """The hours of one person and of their group, newest quarter first."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rules.quarters(rows.held(tx, [group.id]), actor.person.id, people.zone(deps, actor))


def of_everybody(deps: Deps, group_id: int) -> timedelta:
    """The hours of all members of a group added up: what a report says."""
    with deps.store.read() as tx:
        return sum((one.length * len(one.present) for one in rows.held(tx, [group_id])), timedelta(0))
