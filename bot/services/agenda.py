"""The agenda: what members want to talk about, and what comes back by itself (points not reached, open questions, action items)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services import action_lists
from bot.views.wire import readable
from mentoring.people import Group
from storage import points as rows
from storage.points import Point
from storage.store import Tx

LONGEST = 500               # characters of a point
QUESTION = "question:"      # the source of a point that is a question of earlier minutes
JOY = "joy:"                # the source of a point that is a success somebody has shared


def open_points(tx: Tx, group_id: int, meeting_id: int | None = None) -> list[Point]:
    """What the group wants to talk about at this meeting, without questions and successes; those carried longest first."""
    return [p for p in rows.open_of(tx, group_id) if p.meeting_id in (None, meeting_id) and not p.source.startswith((QUESTION, JOY))]


def joys(tx: Tx, group_id: int) -> list[Point]:
    """What members have reached since the last meeting and wanted the group to know (features 6.14)."""
    return [p for p in rows.open_of(tx, group_id) if p.source.startswith(JOY)]


def open_questions(tx: Tx, group: Group, names: Mapping[str, str]) -> list[str]:
    """Questions of earlier meetings that nobody has answered, in plain words."""
    return [readable(p.text, names) for p in question_points(tx, group.id)]


def open_actions(tx: Tx, group: Group, now: datetime, *, but: int | None = None) -> list[str]:
    """The group's open action items in plain words: late first, then what is due by now or by no day; how many are due later.

    ``but``: a meeting whose own action items are left out.
    """
    lines, later = action_lists.again(tx, group, now.astimezone(ZoneInfo(group.tz)).date(), but=but)
    return lines + ([f"… and {later} due later"] if later else [])


def question_points(tx: Tx, group_id: int) -> list[Point]:
    """Questions of earlier meetings that nobody has answered."""
    return [p for p in rows.open_of(tx, group_id) if p.source.startswith(QUESTION)]
