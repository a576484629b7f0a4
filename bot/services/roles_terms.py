"""Standing roles: somebody takes one for a term, or an organiser gives it to them."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import roles, roles_plan
from mentoring import roles as rules
from mentoring.people import Actor, Kind
from mentoring.refused import Refused
from mentoring.roles import Assignment, Role
from storage import people as people_rows
from storage import roles as rows


def hold(deps: Deps, actor: Actor, role_id: int, user: str | None = None, *, once: str | None = None) -> tuple[Role, str]:
    """Take a standing role, or as organiser give it to somebody, who may say no; gives the role and who has it."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        role = rules.need_sight(actor, rows.by_id(tx, role_id))
        group = next(g for g in actor.groups if g.id == role.group_id)
        roles_plan.ensure(tx, group, now)
        have, today = roles_plan.standing(tx, group, now), now.astimezone(ZoneInfo(group.tz)).date()
        if not role.months or role.retired:
            raise Refused(f"{role.name} is given for each meeting: `/mentor role plan`.", field="who")
        person = actor.person
        if user is not None:
            rules.need_lead(actor, group.id)
            person = next((p for p in have.people.values() if p.user == user), None)
            if person is None or person.kind in (Kind.BOT, Kind.GONE):
                raise Refused(f"Whoever has it must be in {group.name}.", field="who")
        before = have.term(role.id, today)
        if before and before.person_id in have.people and user is None:
            raise Refused(f"{have.name(before.person_id)} has it, until {before.last.isoformat()}.")
        for each in have.living:
            if each.role_id == role.id:
                rows.reassign(tx, rules.ended(each, now, by=actor.person.id, why="handed"))
        made = Assignment(group_id=group.id, role_id=role.id, first=today, last=rules.months_after(today, role.months), person_id=person.id,
                          firm=True, since=now, by_id=actor.person.id, why="given" if user else "took")
        made = replace(made, id=rows.assign(tx, made))
        if person.id != actor.person.id:
            roles_plan.news(tx, group, person, {"what": "term", "a": made.id}, now)
        roles.replanned(tx, group, now)
        people_rows.homes_stale_in(tx, group.id)
        return role, person.name
