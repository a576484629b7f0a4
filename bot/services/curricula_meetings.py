"""A curriculum at the meetings of its group: which session falls on which, begun with the meeting and settled by its minutes."""

from __future__ import annotations

from datetime import datetime

from mentoring import curricula as rules
from mentoring.agenda import Item, Part, is_about
from mentoring.curricula import Curriculum, Session
from mentoring.meetings import Meeting
from storage import agendas
from storage import curricula as rows
from storage import meetings as meeting_rows
from storage.store import Tx


def laid(tx: Tx, curriculum: Curriculum | None, group_id: int, now: datetime) -> tuple[dict[int, Session], list[Meeting]]:
    """Which session falls on which meeting (by id), and the coming meetings."""
    ahead = [m for m in meeting_rows.between(tx, [group_id], now) if m.is_on]
    kept_open = agendas.kept_open(tx, [m.id for m in ahead]) if curriculum and ahead else set()
    return rules.laid(curriculum, [m.id for m in ahead if m.starts > now], kept_open), ahead


def at(tx: Tx, meeting: Meeting, now: datetime) -> Session | None:
    """The session of one meeting: what it has begun with, or what falls on it."""
    begun = next((s for s in rows.at_meeting(tx, meeting.id)), None)
    return begun or laid(tx, rows.active(tx, meeting.group_id), meeting.group_id, now)[0].get(meeting.id)


def items(tx: Tx, meeting: Meeting, now: datetime) -> list[Item]:
    """The session as an item of its meeting's agenda."""
    session = at(tx, meeting, now)
    return [Item(part=Part.SESSION, id=session.id, text=session.title, who=session.lead, under=session.aims)] if session else []


def begins(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """A meeting begins: its session is this meeting's from now on, whatever moves."""
    if rows.at_meeting(tx, meeting.id) or agendas.of(tx, meeting.id).kept_open:
        return
    curriculum = rows.active(tx, meeting.group_id)
    if curriculum is None:
        return
    ahead = {meeting.id: meeting.starts} | {m.id: m.starts for m in meeting_rows.between(tx, [meeting.group_id], now) if m.is_on}
    here = rules.laid(curriculum, sorted(ahead, key=lambda m: (m != meeting.id, ahead[m]))).get(meeting.id)
    if here:
        rows.begin(tx, here, meeting.id)


def met(tx: Tx, meeting_id: int, talked_about: list[str], now: datetime) -> bool:
    """The minutes count: a session they talked about is covered, otherwise it waits for the next meeting. True: there was one."""
    here = [s for s in rows.at_meeting(tx, meeting_id) if s.is_ahead]
    for session in here:
        rows.settle(tx, session.id, covered=any(is_about(t, session.title) for t in talked_about), now=now)
    return bool(here)
