"""Roles: looking at them, changing which there are, and keeping their turns planned as things change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import reminders, roles_letters, roles_plan
from bot.services.roles_plan import Standing
from bot.views.days import near_day
from bot.views.roles import Turn
from mentoring import roles as rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import NotFound, Refused
from mentoring.roles import Key, Role
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import role_plans
from storage import roles as rows
from storage.store import Tx

AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A group's roles as one person sees them."""

    group: Group
    have: Standing
    next_up: tuple[Meeting, Sequence[Turn]] | None
    standing: Sequence[Turn]
    mine: Sequence[tuple[str, date]]
    organisers: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One role as one person sees it."""

    group: Group
    turn: Turn
    may_change: bool
    never: bool
    history: Sequence[str]


# ---- looking -------------------------------------------------------------------------------------------------------------------

def look(deps: Deps, actor: Actor, group: Group) -> Standing:
    """How a group's roles stand; the first time they are planned."""
    actor.need(group.id)
    now = deps.clock.now()
    with deps.store.read() as tx:
        have = roles_plan.standing(tx, group, now)
        planned = all(have.at(m.id, r.id) for m in have.meetings for r in have.roles if r.per_meeting)
    if have.roles and (planned or len(have.people) < 2):
        return have
    with deps.store.write() as tx:
        roles_plan.replan(tx, group, now)
        return roles_plan.standing(tx, group, now)


def overview(deps: Deps, actor: Actor, group: Group) -> Overview:
    """Who has what now and next."""
    have = look(deps, actor, group)
    me, today = actor.person.id, deps.clock.now().astimezone(ZoneInfo(group.tz)).date()
    first = have.meetings[0] if have.meetings else None
    by_id, days = {r.id: r.name for r in have.roles}, {m.id: m.day for m in have.meetings}
    mine = sorted(((by_id[a.role_id], days[a.meeting_id]) for a in have.living
                   if a.person_id == me and a.meeting_id in days and a.role_id in by_id), key=lambda p: (p[1], p[0]))
    with deps.store.read() as tx:
        organisers = [p.name for p in people_rows.organisers_of(tx, group.id)]
    return Overview(group=group, have=have, mine=mine, organisers=organisers,
                    next_up=(first, roles_letters.turns(have, first, reader=me)) if first else None,
                    standing=[roles_letters.turn(have, r, have.term(r.id, today), reader=me) for r in have.roles if not r.per_meeting])


def six_months(deps: Deps, actor: Actor, group: Group) -> list[tuple[Meeting, list[Turn]]]:
    """Everything that is planned."""
    have = look(deps, actor, group)
    return [(m, roles_letters.turns(have, m, reader=actor.person.id)) for m in have.meetings]


def load(deps: Deps, actor: Actor, group: Group) -> tuple[list[Role], list[tuple[str, list[int], int]]]:
    """What each member has done since they joined, by name."""
    have = look(deps, actor, group)
    listed = [r for r in have.roles if r.per_meeting]
    with deps.store.read() as tx:
        done = rows.turns(tx, group.id, listed, deps.clock.now())
    return listed, [(p.name, [sum(t.role == r.id and t.person == p.id and t.at >= have.joined[p.id] for t in done) for r in listed],
                     have.meetings_of(p.id)) for p in sorted(have.people.values(), key=lambda p: (p.name.casefold(), p.id))]


def meeting(deps: Deps, actor: Actor, meeting_id: int) -> tuple[Meeting, list[Turn]]:
    """One meeting's turns. Refused: of no group of the actor's, or over."""
    with deps.store.read() as tx:
        one = meeting_rows.by_id(tx, meeting_id)
    group = next((g for g in actor.groups if one and g.id == one.group_id), None)
    if group is None:
        raise NotFound("that meeting", "meeting list")
    if not one.is_on or one.starts <= deps.clock.now():
        raise Refused("That meeting has begun, is over, or was called off. `/mentor role plan` shows what is ahead.")
    have = look(deps, actor, group)
    return one, roles_letters.turns(have, one, reader=actor.person.id, covers=actor.organises(group.id))


def card(deps: Deps, actor: Actor, role_id: int) -> Card:
    """One role of a group of the actor's."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        role = rules.need_sight(actor, rows.by_id(tx, role_id))
        group = next(g for g in actor.groups if g.id == role.group_id)
        have = roles_plan.standing(tx, group, now)
        one = have.term(role.id, now.astimezone(ZoneInfo(group.tz)).date()) if not role.per_meeting else None
        changed = [_said(*each) for each in rows.history(tx, role.id, 5)]
    return Card(group=group, turn=roles_letters.turn(have, role, one, reader=actor.person.id), may_change=actor.organises(group.id),
                never=(role.id, actor.person.id) in have.optouts, history=[c for c in changed if c])


_CHANGES = {"took": "{holder} took it", "swapped": "{holder} swapped", "covered": "{holder} stepped in", "given": "{changer} gave it to "
            "{holder}", "accepted": "{holder} said yes", "declined": "{holder} could not", "cannot": "{holder} could not come",
            "colead": "{holder} co-leads", "off": "called off", "handed": "{holder} gave it back", "asked": "{holder} took it over"}


def _said(one, holder: str, changer: str, number: int | None) -> str:
    words = _CHANGES.get(one.ended_why if one.ended else one.why)
    if words is None:
        return ""
    day = (one.ended or one.since).date()
    at = f"meeting {number}: " if number else ""
    return f"{near_day(day, day)}: {at}{words.format(holder=holder or 'nobody', changer=changer or 'somebody')}"


def named(deps: Deps, actor: Actor, group: Group, text: str) -> tuple[Role, str]:
    """The role that typed words begin with, and the rest."""
    have = look(deps, actor, group)
    role, rest = rules.named(text, have.roles)
    if role is None:
        listed = ", ".join(r.name for r in have.roles)
        raise Refused(f"Which role? {group.name} has: {listed}." if listed else "There are no roles yet: `/mentor role add Snacks`.")
    return role, rest


# ---- changing which there are ----------------------------------------------------------------------------------------------------

def add(deps: Deps, actor: Actor, group: Group, *, name: str, duties: str, months: str | None, once: str | None = None) -> Role:
    """A role of the group's own, by an organiser; its turns are planned at once."""
    rules.need_lead(actor, group.id)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        others = roles_plan.ensure(tx, group, now)
        if len(others) >= rules.MOST_ROLES:
            raise Refused(f"There are {len(others)} roles already; remove one you no longer need first.", field="name")
        name, listed, term = rules.check(name, duties, months, others)
        role = Role(group_id=group.id, key=Key.OWN, name=name, duties=listed, months=term, created=now, created_by=actor.person.id)
        role = replace(role, id=rows.add(tx, role))
        replanned(tx, group, now)
        return role


def edit(deps: Deps, actor: Actor, role_id: int, *, name: str, duties: str, months: str | None, once: str | None = None) -> Role:
    """Other words, duties or another term."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        role = _to_change(tx, actor, role_id)
        others = [r for r in rows.of_group(tx, role.group_id) if r.id != role.id]
        name, listed, term = rules.check(name, duties, months, others)
        after = replace(role, name=name, duties=listed, months=term if role.key is Key.OWN else role.months)
        if not rows.change(tx, after, was=role.version):
            raise Refused("Somebody changed that role a moment ago; please look at it again.")
        if after.months != role.months:
            end_all(tx, role, now, by=actor.person.id)
        replanned(tx, group_rows.by_id(tx, role.group_id), now)
        return after


def _to_change(tx: Tx, actor: Actor, role_id: int) -> Role:
    role = rules.need_sight(actor, rows.by_id(tx, role_id, lock=True))
    rules.need_lead(actor, role.group_id)
    if role.retired:
        raise Refused(f"{role.name} has been removed already.")
    return role


def end_all(tx: Tx, role: Role, now: datetime, *, by: int) -> None:
    """Whoever has the role, or will, has it no more; what was done at past meetings stays."""
    for each in rows.living(tx, role.group_id):
        meeting = meeting_rows.by_id(tx, each.meeting_id) if each.meeting_id else None
        if each.role_id == role.id and (meeting is None or meeting.starts > now):
            rows.reassign(tx, rules.ended(each, now, by=by, why="off"))


def remove(deps: Deps, actor: Actor, role_id: int, *, once: str | None = None) -> Role:
    """Nobody has it from now on."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        role = _to_change(tx, actor, role_id)
        end_all(tx, role, now, by=actor.person.id)
        rows.change(tx, replace(role, retired=now), was=role.version)
        replanned(tx, group_rows.by_id(tx, role.group_id), now)
        return role


def opt(deps: Deps, actor: Actor, role_id: int, *, out: bool, once: str | None = None) -> Role:
    """Never me, or count me in again: for oneself."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        role = rules.need_sight(actor, rows.by_id(tx, role_id))
        if out:
            rows.opt_out(tx, role.id, actor.person.id, now)
        else:
            rows.opt_in(tx, role.id, actor.person.id)
        replanned(tx, group_rows.by_id(tx, role.group_id), now)
        return role


# ---- as things change --------------------------------------------------------------------------------------------------------------

def replanned(tx: Tx, group: Group, now: datetime) -> None:
    """The turns are given anew; posts that show them follow, and whoever's term begins soon is told."""
    changed = roles_plan.replan(tx, group, now)
    for meeting_id in changed:
        reminders.attendance_changed(tx, meeting_rows.by_id(tx, meeting_id), group, now=now)
    for one in rows.terms(tx, group.id):
        person = people_rows.by_id(tx, one.person_id) if one.person_id else None
        if person and roles_letters.term_begins(tx, one, now):
            rows.reassign(tx, replace(one, firm=True))
            roles_plan.news(tx, group, person, {"what": "term", "a": one.id}, now)


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Plan the turns of groups in which something has changed; how many. Doing it twice is doing it once."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        due = role_plans.to_plan(tx, now, AT_ONCE)
    for group_id in due:
        if stopping():
            break
        with deps.store.write() as tx:
            replanned(tx, group_rows.by_id(tx, group_id), now)
    return len(due)
