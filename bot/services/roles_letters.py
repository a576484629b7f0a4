"""What planned deliveries say of roles, made from what holds when they are sent; and the turns of a meeting as a reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services import roles_plan
from bot.services.digest import zone_of
from bot.services.roles_plan import Standing
from bot.views import roles_letters as views
from bot.views.blocks import Message, button
from bot.views.days import near_day
from bot.views.roles import Ids, Turn
from mentoring.meetings import Meeting
from mentoring.people import Group, Person
from mentoring.roles import Assignment, Key, Role
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import roles as rows
from storage.store import Tx


def turns(have: Standing, meeting: Meeting, *, reader: int = 0, covers: bool = False) -> list[Turn]:
    """The roles of a meeting as ``reader`` sees them. ``covers``: they may step in for anybody."""
    return [turn(have, role, have.at(meeting.id, role.id), reader=reader, co=have.at(meeting.id, role.id, 2),
                 covers=covers or is_lead(have, meeting, reader)) for role in have.roles if role.per_meeting]


def is_lead(have: Standing, meeting: Meeting, person_id: int) -> bool:
    """Whether somebody leads this meeting: they may step in for anybody at it."""
    lead = next((r for r in have.roles if r.key is Key.LEAD), None)
    held = have.at(meeting.id, lead.id) if lead else None
    return bool(held and held.person_id == person_id)


def turn(have: Standing, role: Role, one: Assignment | None, *, reader: int = 0, covers: bool = False,
         co: Assignment | None = None) -> Turn:
    """One role with whoever has it."""
    holder = one.person_id if one and one.person_id in have.people else None
    why = have.why(role.id, holder) if holder else ""
    return Turn(role=role, one=one, name=have.name(holder), why=why, mine=holder is not None and holder == reader, covers=covers,
                co=have.name(co.person_id) if co else "")


def week_before(tx: Tx, meeting: Meeting, group: Group, now: datetime) -> list[dict]:
    """Who does what, for the week-before post; nothing where no turns are planned."""
    if not rows.living(tx, group.id, [meeting.id]):
        return []
    return views.who_does_what(turns(roles_plan.standing(tx, group, now), meeting))


def unclaimed(tx: Tx, meeting: Meeting, group: Group, now: datetime) -> Message | None:
    """To the channel, two days before: the roles that nobody has. None: everything is in hands, or there is nobody to ask."""
    if not any(a.person_id is None for a in rows.living(tx, group.id, [meeting.id])):
        return None
    have = roles_plan.standing(tx, group, now)
    if len(roles_plan.coming(tx, meeting, have)) < 2:
        return None
    free = [t for t in turns(have, meeting) if t.one and not t.name]
    return views.unclaimed(meeting, group, free) if free else None


def yours(tx: Tx, person: Person, groups: Sequence[Group], meeting: Meeting, now: datetime, *, new: Assignment | None = None, was: str = ""
          ) -> Message | None:
    """To somebody who has roles at a meeting: what to do. From here on the turns are firm. ``new``: only this one, which is news."""
    group = next((g for g in groups if g.id == meeting.group_id), None)
    mine = [a for a in rows.living(tx, meeting.group_id, [meeting.id]) if a.person_id == person.id and (new is None or a.id == new.id)]
    if group is None or not mine or not meeting.is_on or meeting.starts <= now:
        return None
    have = roles_plan.standing(tx, group, now)
    by_id = {r.id: r for r in have.roles}
    for each in mine:
        rows.reassign(tx, replace(each, firm=True))
    shown = [turn(have, by_id[a.role_id], a, reader=person.id) for a in mine if a.role_id in by_id]
    return views.yours(meeting, group, shown, tz=zone_of(person, groups), was=was, new=new is not None) if shown else None


def told(tx: Tx, person: Person, groups: Sequence[Group], body: dict, now: datetime) -> Message | None:
    """A piece of news, or a question of somebody; None when it holds no longer."""
    if "r" in body:
        return _question(tx, person, groups, int(body["r"]), now)
    one = rows.assignment(tx, int(body.get("a") or 0))
    group = next((g for g in groups if one and g.id == one.group_id), None)
    if group is None:
        return None
    if body.get("what") in ("yours", "term"):
        return _mine(tx, person, groups, group, one, str(body.get("was") or ""), now)
    said = str(body.get("said") or "")
    return views.line(group, said, button("See the roles", Ids.OVERVIEW, str(group.id))) if said else None


def _mine(tx: Tx, person: Person, groups: Sequence[Group], group: Group, one: Assignment, was: str, now: datetime) -> Message | None:
    if one.ended or one.person_id != person.id:
        return None
    if one.meeting_id:
        return yours(tx, person, groups, meeting_rows.by_id(tx, one.meeting_id), now, new=one, was=was)
    role = rows.by_id(tx, one.role_id)
    have = roles_plan.standing(tx, group, now)
    rows.reassign(tx, replace(one, firm=True))
    return views.term(group, turn(have, role, one, reader=person.id))


def _question(tx: Tx, person: Person, groups: Sequence[Group], request_id: int, now: datetime) -> Message | None:
    asked = rows.request(tx, request_id)
    group = next((g for g in groups if asked and g.id == asked.group_id), None)
    if group is None or asked.state != "asked" or asked.to_id != person.id:
        return None
    who = people_rows.by_id(tx, asked.from_id)
    give, take = (place(tx, each) for each in (asked.give, asked.take))
    return views.question(asked.what, asked.id, who=who.name or "Somebody", group=group, give=give, take=take)


def place(tx: Tx, assignment_id: int | None) -> str:
    """``Scribe on Tuesday 1 December``: what a turn is called."""
    one = rows.assignment(tx, assignment_id) if assignment_id else None
    role = rows.by_id(tx, one.role_id) if one else None
    if role is None:
        return ""
    meeting = meeting_rows.by_id(tx, one.meeting_id) if one.meeting_id else None
    return f"{role.name} on {near_day(meeting.day, meeting.day)}" if meeting else role.name


def term_begins(tx: Tx, one: Assignment, now: datetime) -> bool:
    """Whether the holder of a term is to be told: it begins within a week, and they do not know."""
    group = group_rows.by_id(tx, one.group_id)
    today = now.astimezone(ZoneInfo(group.tz)).date()
    return not one.firm and one.ended is None and one.first is not None and one.first <= today + roles_plan.WEEK
