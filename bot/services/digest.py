"""The message of the week, made from present data when it is sent, and made again when one of its lines is finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services import agenda_subjects
from bot.views import digest as views
from bot.views.blocks import Message
from bot.views.digest import ActionLine, Digest, GoalLine, Line, MeetingLine, PromptLine
from mentoring import digests as rules
from mentoring import prompts, volume
from mentoring.action_items import ActionItem
from mentoring.digests import Item
from mentoring.goals import MOST_GOALS, Goal, Scope
from mentoring.meetings import Meeting, Reply
from mentoring.people import Group, Person
from mentoring.readings import Reading
from mentoring.reflections import is_due
from mentoring.reminders import Preferences
from storage import action_items as action_rows
from storage import agendas
from storage import attendance as attendance_rows
from storage import goals as goal_rows
from storage import meetings as meeting_rows
from storage import reflections as reflection_rows
from storage import roles as role_rows
from storage.store import Tx

WEEKS_AHEAD = timedelta(weeks=volume.WEEKS + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is planned for one person at this moment: their own goals and action items, the meetings of their groups, and what they have
    said of them.
    """

    person: Person
    groups: Sequence[Group]
    now: datetime
    goals: Sequence[Goal]
    meetings: Sequence[Meeting]
    mine: Mapping[int, Reply]
    actions: Sequence[ActionItem] = ()
    prompts: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, Sequence[str]] = field(default_factory=dict)
    about: Mapping[int, Sequence[str]] = field(default_factory=dict)
    readings: Mapping[int, Sequence[Reading]] = field(default_factory=dict)

    @property
    def tz(self) -> str:
        """The zone in which their week is reckoned."""
        return zone_of(self.person, self.groups)

    @property
    def today(self) -> date:
        """The day it is for them."""
        return self.now.astimezone(ZoneInfo(self.tz)).date()

    def until(self, day: date) -> list[Meeting]:
        """The meetings up to the end of ``day`` that they may come to, soonest first."""
        end = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(self.tz))
        return rules.meetings_due(self.meetings, self.mine, now=self.now, until=end)


def zone_of(person: Person, groups: Sequence[Group]) -> str:
    """The zone in which somebody's week is reckoned: their own, else their first group's."""
    return person.tz or (groups[0].tz if groups else "UTC")


def planned(tx: Tx, person: Person, groups: Sequence[Group], *, now: datetime, ahead: timedelta = WEEKS_AHEAD) -> Planned:
    """Read what is planned for somebody, in four queries however much it is."""
    meetings = meeting_rows.between(tx, [g.id for g in groups], now, now + ahead) if groups else []
    return Planned(person=person, groups=groups, now=now, meetings=meetings, goals=goal_rows.own(tx, person.id, limit=MOST_GOALS),
                   actions=action_rows.of_person(tx, person.id, [g.id for g in groups], limit=MOST_GOALS),
                   mine=attendance_rows.of_person(tx, person.id, [m.id for m in meetings]) if meetings else {})


def compose(tx: Tx, person: Person, groups: Sequence[Group], *, day: date, now: datetime, late: bool = False) -> Message | None:
    """The message of the week for one person and all their groups together, or None when nothing is due to them.

    ``day`` is the local day it was meant for; when it is later than that now, or ``late``, the message says so.
    """
    have = planned(tx, person, groups, now=now, ahead=rules.AHEAD + timedelta(days=2))
    have = _with_subjects(tx, replace(have, prompts=_due_prompt(tx, have)), _this_week(have))
    items, more = _chosen(have, _this_week(have))
    return views.weekly(_digest(have, items, more=more, late=late or have.today > day)) if items else None


def _chosen(have: Planned, meetings: Sequence[Meeting]) -> tuple[list[Item], int]:
    actions = rules.actions_due(have.actions, have.person.id, today=have.today)
    return rules.chosen(meetings, actions, rules.goals_due(have.goals, today=have.today), next(iter(have.prompts), None))


def _due_prompt(tx: Tx, have: Planned) -> dict[int, str]:
    """The prompt that this day's message brings, by its number, for who has chosen a rhythm (features 8.1)."""
    wish = reflection_rows.rhythm(tx, have.person.id)
    if wish is None or not is_due(*wish, have.today):
        return {}
    if prompts.values_due(reflection_rows.values_done(tx, have.person.id), have.today):
        return {prompts.number_of(prompts.VALUES): prompts.VALUES_TEXT}
    own = _own_prompts(tx, have.groups)
    key, _ = prompts.next_of(have.person.id, reflection_rows.given(tx, have.person.id), own)
    return {prompts.number_of(key): own.get(key) or prompts.PROMPTS[key][1]}


def _own_prompts(tx: Tx, groups: Sequence[Group]) -> dict[str, str]:
    return {f"own{p}": text for p, _, text in reflection_rows.prompts_of(tx, [g.id for g in groups])}


def _said_prompts(tx: Tx, groups: Sequence[Group], items: Sequence[Item]) -> dict[int, str]:
    """The prompts of a message that was sent; one that the group has taken away meanwhile is gone."""
    keys = {i.id: prompts.key_of(i.id) for i in items if i.kind == "r"}
    known = (_own_prompts(tx, groups) if keys else {}) | {k: text for k, (_, text) in prompts.PROMPTS.items()}
    known[prompts.VALUES] = prompts.VALUES_TEXT
    return {number: known[key] for number, key in keys.items() if key in known}


def _this_week(have: Planned) -> list[Meeting]:
    return have.until(have.today + rules.AHEAD)


def _with_subjects(tx: Tx, have: Planned, meetings: Sequence[Meeting]) -> Planned:
    """What this person is at these meetings, what they are about and what is to be read for them: for a message, which comes in the
    place of their reminder."""
    about: dict[int, Sequence[str]] = {}
    for group in have.groups:
        about |= agenda_subjects.of_meetings(tx, group.id, [m for m in meetings if m.group_id == group.id], have.now)
    ids = [m.id for m in meetings]
    return replace(have, about=about, readings=agendas.readings_of(tx, ids) if ids else {},
                   roles=role_rows.at_meetings(tx, have.person.id, ids) if ids else {})


def meetings_said(tx: Tx, person: Person, groups: Sequence[Group], *, day: date, now: datetime) -> list[Meeting]:
    """The meetings that the message of ``day`` speaks of: they need no reminder of their own on that day."""
    have = planned(tx, person, groups, now=now, ahead=rules.AHEAD + timedelta(days=2))
    return have.until(day + rules.AHEAD)[:rules.MOST_LINES - 1]


def actions_said(tx: Tx, person: Person, groups: Sequence[Group], *, now: datetime) -> set[int]:
    """The ids of the action items that this day's message of the week names."""
    have = planned(tx, person, groups, now=now, ahead=rules.AHEAD + timedelta(days=2))
    return {i.id for i in _chosen(have, _this_week(have))[0] if i.kind == "a"}


def due(have: Planned) -> Digest | None:
    """The same lines for Home, where the next meeting stands however far it is; None when there is nothing."""
    meetings = _this_week(have) or [m for m in have.meetings if m.is_on and m.starts > have.now][:1]
    items, more = _chosen(have, meetings)
    return _digest(have, items, more=more) if items else None


def a_week(have: Planned, wishes: Preferences) -> float:
    """About how many direct messages a week these wishes mean, from what is planned."""
    zone = ZoneInfo(have.tz)
    times = [m.starts.astimezone(zone).replace(tzinfo=None) for m in have.until(have.today + WEEKS_AHEAD)]
    return volume.messages_a_week(wishes, times, have.goals, [i.due for i in have.actions if i.due], today=have.today)


def again(tx: Tx, person: Person, groups: Sequence[Group], items: Sequence[Item], *, now: datetime) -> Message:
    """The message as it stands after something in it has been done: the same lines, from present data."""
    meetings = [m for i in items if i.kind == "m" and (m := meeting_rows.by_id(tx, i.id))]
    goals = [g for i in items if i.kind == "g" and (g := goal_rows.by_id(tx, i.id))]
    tasks = action_rows.of_ids(tx, [i.id for i in items if i.kind == "a"])
    mine = attendance_rows.of_person(tx, person.id, [m.id for m in meetings])
    have = Planned(person=person, groups=groups, now=now, goals=goals, meetings=meetings, mine=mine, actions=tasks,
                   prompts=_said_prompts(tx, groups, items))
    have = _with_subjects(tx, have, meetings)
    return views.weekly(_digest(have, items, more=0))


def _digest(have: Planned, items: Sequence[Item], *, more: int, late: bool = False) -> Digest:
    lines = [line for item in items if (line := _line(have, item))]
    return Digest(lines=lines, more=more, today=have.today, tz=have.tz, state=rules.packed(items), late=late)


def _line(have: Planned, item: Item) -> Line | None:
    """One line, if this person may see it: their own goals and action items, and meetings of their present groups."""
    if item.kind == "r":
        return PromptLine(key=prompts.key_of(item.id), text=have.prompts[item.id]) if item.id in have.prompts else None
    if item.kind == "m":
        meeting = next((m for m in have.meetings if m.id == item.id), None)
        group = next((g for g in have.groups if meeting and g.id == meeting.group_id), None)
        return MeetingLine(meeting=meeting, group=group, mine=have.mine.get(item.id), roles=have.roles.get(item.id, ()),
                           about=have.about.get(item.id, ()), readings=have.readings.get(item.id, ())) if group else None
    if item.kind == "a":
        task = next((a for a in have.actions if a.id == item.id), None)
        group = next((g for g in have.groups if task and g.id == task.group_id), None)
        return ActionLine(item=task, group=group, me=have.person.id, mark=item.mark) if group else None
    goal = next((g for g in have.goals if g.id == item.id and g.scope is Scope.OWN and g.owner_id == have.person.id), None)
    return GoalLine(goal=goal, why=rules.why(goal, today=have.today), mark=item.mark) if goal else None
