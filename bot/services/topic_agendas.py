"""Topics at their meetings: what an agenda names, what minutes have talked about, and which topic a meeting without one could have."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.services import curricula_meetings
from bot.views import topics as views
from bot.views.blocks import Message
from mentoring import topics as rules
from mentoring.agenda import LONG_ENOUGH, Item, Part, is_about
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.topics import State, Topic
from storage import agendas
from storage import topics as rows
from storage.store import Tx


def items(tx: Tx, meeting_id: int) -> list[Item]:
    """The topics of a meeting as items of its agenda, each with who leads or brought it."""
    return [Item(part=Part.TOPIC, id=t.id, text=t.title, who=t.lead or t.by) for t in rows.of_meeting(tx, meeting_id)]


def is_sensitive(tx: Tx, meeting_id: int) -> bool:
    """Whether a topic of the meeting is sensitive (features 6.11)."""
    return any(t.sensitive for t in rows.of_meeting(tx, meeting_id))


def met(tx: Tx, meeting_id: int, talked_about: list[str], now: datetime) -> list[Topic]:
    """The minutes count: topics they talked about are done, the others wait again. Gives those whose post has to follow."""
    changed = []
    for topic in rows.of_meeting(tx, meeting_id):
        if topic.state is not State.SCHEDULED:
            continue
        reached = any(is_about(t, topic.title) for t in talked_about)
        after = replace(topic, state=State.DONE, settled=now) if reached else rules.back(topic)
        if rows.change(tx, after, was=topic.version):
            changed.append(rows.by_id(tx, topic.id))
    return changed


def suggestion(tx: Tx, meeting: Meeting, group: Group, *, tz: str, now: datetime) -> Message | None:
    """For an organiser: the topic that most want, for a meeting that has none. None: it has one, or nothing waits.

    A meeting that is kept open has none, nor one whose time the session of a curriculum needs.
    """
    if not meeting.is_on or rows.of_meeting(tx, meeting.id) or agendas.of(tx, meeting.id).kept_open:
        return None
    if meeting.minutes < LONG_ENOUGH and curricula_meetings.at(tx, meeting, now):
        return None
    best = rules.ranked(rows.of_group(tx, group.id, states=(State.OPEN,)))
    return views.suggestion(meeting, group, best[:4], tz=tz) if best else None
