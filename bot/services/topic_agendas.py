"""Topics at their meetings: what an agenda names, what minutes have talked about, and which topic a meeting without one could have."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.views import topics as views
from bot.views.blocks import Message
from mentoring import topics as rules
from mentoring.agenda import is_about
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.topics import State, Topic
from storage import topics as rows
from storage.store import Tx


def points(tx: Tx, meeting_id: int) -> list[tuple[str, str | None, int]]:
    """The topics of a meeting as points of its agenda: (text, who leads or brought it, meetings it was carried over)."""
    return [(t.title, t.lead or t.by or None, 0) for t in rows.of_meeting(tx, meeting_id)]


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


def suggestion(tx: Tx, meeting: Meeting, group: Group, *, tz: str) -> Message | None:
    """For an organiser: the topic that most want, for a meeting that has none. None: it has one, or nothing waits."""
    if not meeting.is_on or rows.of_meeting(tx, meeting.id):
        return None
    best = rules.ranked(rows.of_group(tx, group.id, states=(State.OPEN,)))
    return views.suggestion(meeting, group, best[:4], tz=tz) if best else None
