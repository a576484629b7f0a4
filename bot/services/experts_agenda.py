"""Experts at their meetings, as items of its agenda."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mentoring.agenda import Item, Part
from mentoring.experts import slot
from mentoring.meetings import Meeting
from storage import experts as rows
from storage.store import Tx


def items(tx: Tx, meeting: Meeting) -> list[Item]:
    """The slots of a meeting as items of its agenda: who, from when to when."""
    found = []
    for visit, name in rows.at_meeting(tx, meeting.id):
        begins, ends = (at.astimezone(ZoneInfo(meeting.tz)) for at in slot(visit, meeting))
        found.append(Item(part=Part.GUEST, id=visit.id, text=f"{begins:%H:%M} to {ends:%H:%M}: {name}, guest", minutes=visit.minutes))
    return found
