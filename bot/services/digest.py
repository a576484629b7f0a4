"""The message of the week, made from present data when it is sent, and made again when one of its lines is finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.views import digest as views
from bot.views.blocks import Message
from bot.views.digest import Digest, GoalLine, MeetingLine
from mentoring import digests as rules
from mentoring.digests import Item
from mentoring.goals import MOST_GOALS, Goal, Scope
from mentoring.meetings import Meeting
from mentoring.people import Group, Person
from storage import attendance as attendance_rows
from storage import goals as goal_rows
from storage import meetings as meeting_rows
from storage.store import Tx


def zone_of(person: Person, groups: Sequence[Group]) -> str:
    """The zone in which somebody's week is reckoned: their own, else their first group's."""
    return person.tz or (groups[0].tz if groups else "UTC")


def compose(tx: Tx, person: Person, groups: Sequence[Group], *, day: date, now: datetime, late: bool = False) -> Message | None:
    """The message of the week for one person and all their groups together, or None when nothing is due to them.

    ``day`` is the local day it was meant for; when it is later than that now, or ``late``, the message says so.
    """
    today = now.astimezone(ZoneInfo(zone_of(person, groups))).date()
    meetings = meetings_said(tx, person, groups, day=today, now=now)
    goals = rules.goals_due(goal_rows.own(tx, person.id, limit=MOST_GOALS), today=today)
    items, more = rules.chosen(meetings, goals)
    if not items:
        return None
    return _message(tx, person, groups, items, more=more, now=now, late=late or today > day)


def meetings_said(tx: Tx, person: Person, groups: Sequence[Group], *, day: date, now: datetime) -> list[Meeting]:
    """The meetings that the message of this day speaks of: what is folded into it needs no reminder of its own."""
    if not groups:
        return []
    until = datetime.combine(day + rules.AHEAD + timedelta(days=1), time(0), ZoneInfo(zone_of(person, groups)))
    found = meeting_rows.between(tx, [g.id for g in groups], now, until)
    mine = attendance_rows.of_person(tx, person.id, [m.id for m in found])
    return rules.meetings_due(found, mine, now=now, until=until)[:rules.MOST_LINES - 1]


def again(tx: Tx, person: Person, groups: Sequence[Group], items: Sequence[Item], *, now: datetime) -> Message:
    """The message as it stands after something in it has been done: the same lines, from present data."""
    return _message(tx, person, groups, items, more=0, now=now, late=False)


def _message(tx: Tx, person: Person, groups: Sequence[Group], items: Sequence[Item], *, more: int, now: datetime, late: bool) -> Message:
    tz = zone_of(person, groups)
    today = now.astimezone(ZoneInfo(tz)).date()
    lines = [line for item in items if (line := _line(tx, person, groups, item, today=today))]
    return views.weekly(Digest(lines=lines, more=more, today=today, tz=tz, state=rules.packed(items), late=late))


def _line(tx: Tx, person: Person, groups: Sequence[Group], item: Item, *, today: date) -> GoalLine | MeetingLine | None:
    """One line, if this person may see it: their own goals, and meetings of their present groups."""
    if item.kind == "m":
        meeting = meeting_rows.by_id(tx, item.id)
        group = next((g for g in groups if meeting and g.id == meeting.group_id), None)
        mine = attendance_rows.of_person(tx, person.id, [item.id]).get(item.id)
        return MeetingLine(meeting=meeting, group=group, mine=mine) if group else None
    goal = goal_rows.by_id(tx, item.id)
    return GoalLine(goal=goal, why=rules.why(goal, today=today), mark=item.mark) if goal and _own(person, goal) else None


def _own(person: Person, goal: Goal) -> bool:
    return goal.scope is Scope.OWN and goal.owner_id == person.id
