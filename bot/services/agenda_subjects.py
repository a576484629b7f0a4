"""What each coming date is about, in a word: its session and its topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.services import curricula_meetings
from mentoring.meetings import Meeting
from storage import agendas
from storage import curricula as curriculum_rows
from storage import topics as topic_rows
from storage.store import Tx

OPEN = "what is on your mind?"


def of_meetings(tx: Tx, group_id: int, meetings: Sequence[Meeting], now: datetime) -> dict[int, list[str]]:
    """By meeting: the session's title and the topics'; a meeting that is kept open says so. Only those that are about something."""
    ids = [m.id for m in meetings if m.is_on]
    if not ids:
        return {}
    sessions, _ = curricula_meetings.laid(tx, curriculum_rows.active(tx, group_id), group_id, now)
    found: dict[int, list[str]] = {m: [OPEN] for m in agendas.kept_open(tx, ids)}
    for meeting_id, session in sessions.items():
        if meeting_id in ids:
            found.setdefault(meeting_id, []).append(session.title)
    for topic in topic_rows.on_meetings(tx, ids):
        found.setdefault(topic.meeting_id, []).append(topic.title)
    return found
