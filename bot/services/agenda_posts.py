"""What shows an agenda follows it: the posts about a meeting in the channel, and the calendar with what each date is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services import calendar_post, openings, reminders
from mentoring.people import Group
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as sitting_rows
from storage.store import Tx

POSTED = timedelta(days=8)      # a meeting further ahead has no post of its own yet


def follow(tx: Tx, group: Group, meeting_id: int, now: datetime) -> None:
    """The agenda of one meeting has changed."""
    meeting, sitting = meeting_rows.by_id(tx, meeting_id), sitting_rows.of_meeting(tx, meeting_id)
    if sitting:
        openings.shown_again(tx, meeting, sitting, now)
    else:
        reminders.attendance_changed(tx, meeting, group, now=now)


def follow_next(tx: Tx, group: Group, now: datetime) -> None:
    """What waits for the next meeting has changed."""
    for meeting in meeting_rows.between(tx, [group.id], now - timedelta(hours=12), now + POSTED):
        if meeting.is_on:
            follow(tx, group, meeting.id, now)


def follow_all(tx: Tx, group: Group, now: datetime) -> None:
    """What the dates are about has changed."""
    follow_next(tx, group, now)
    calendar_post.words_changed(tx, group, now)
    people_rows.homes_stale_in(tx, group.id)
