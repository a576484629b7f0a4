"""The agenda of one meeting, put together from everything that belongs on it, with the minutes for each item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.services import agenda, curricula_meetings, experts_agenda, topic_agendas
from bot.views import agenda_words
from mentoring import agenda as rules
from mentoring.agenda import Item, Part
from mentoring.meetings import Meeting
from mentoring.people import Group
from storage import agendas
from storage import expectations as expectation_rows
from storage import people as people_rows
from storage.store import Tx

MOST = 15
CLOSE_TEXT = "What we decided, who does what"


def of_meeting(tx: Tx, meeting: Meeting, group: Group, names: Mapping[str, str], now: datetime) -> list[Item]:
    """A meeting's items in order with their minutes; points as they were typed. ``names``: members' names by Slack id.

    One that is kept open has what came back and what members put on it, and no minutes: these come as the meeting goes.
    """
    kept = agendas.of(tx, meeting.id)
    points = _points(tx, group, meeting.id, names)
    items = [*_personal_round(tx, group), *_joys(tx, group), *topic_agendas.items(tx, meeting.id), *experts_agenda.items(tx, meeting),
             *points]
    if kept.kept_open:
        return rules.in_order(items)
    items += curricula_meetings.items(tx, meeting, now)
    if not items:
        return []
    return rules.timed(rules.in_order([*items, Item(part=Part.CLOSE, text=CLOSE_TEXT, minutes=rules.CLOSE)]), meeting.minutes, kept.fixed)


def waiting(tx: Tx, group: Group, names: Mapping[str, str]) -> list[Item]:
    """What waits while no meeting is planned."""
    return rules.in_order(_points(tx, group, None, names))


def _points(tx: Tx, group: Group, meeting_id: int | None, names: Mapping[str, str]) -> list[Item]:
    return [Item(part=Part.CARRIED if p.carried else Part.POINT, id=p.id, text=p.text, who=names.get(p.user or "", ""), carried=p.carried)
            for p in agenda.open_points(tx, group.id, meeting_id)]


def shown(tx: Tx, meeting: Meeting, group: Group, now: datetime) -> list[dict]:
    """The blocks for a message that calls for the agenda: what is on it so far."""
    names = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id)}
    return agenda_words.agenda(of_meeting(tx, meeting, group, names, now), agendas.readings_of(tx, [meeting.id]).get(meeting.id, []), names,
                               most=MOST)


def _joys(tx: Tx, group: Group) -> list[Item]:
    """The item with which a meeting celebrates what was reached since the last one."""
    found = agenda.joys(tx, group.id)
    return [Item(part=Part.JOY, text="To celebrate", under=" · ".join(p.text for p in found), minutes=rules.CELEBRATE)] * bool(found)


def _personal_round(tx: Tx, group: Group) -> list[Item]:
    """The item that a meeting begins with where the group has agreed on one (features 9.2)."""
    agreed = expectation_rows.choices(tx, group.id)
    minutes = agreed.personal_minutes if agreed else 0
    return [Item(part=Part.ROUND, text="Personal round", minutes=minutes)] if minutes else []
