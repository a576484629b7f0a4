"""Plans to put into calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring.meetings import Meeting, MeetingState

WRITTEN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FIRST = date(2026, 12, 1)


def instant(day: date, at: str, tz: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), tzinfo=ZoneInfo(tz)).astimezone(UTC)


def meeting(number: int, day: date, *, at: str = "07:30", tz: str = "America/New_York", **more) -> Meeting:
    """A meeting as it was planned."""
    known = {"id": number, "group_id": 1, "series_id": 1, "number": number, "nominal": day, "day": day, "time": at, "tz": tz,
             "tzdata": "2026.6", "starts": instant(day, at, tz), "minutes": 60, "created": WRITTEN, "revised": WRITTEN}
    return Meeting(**known | more)


def plan(tz: str, *, at: str = "07:30", count: int = 26) -> list[Meeting]:
    """Every other Tuesday for a year, across both changes of the clock."""
    return [meeting(n + 1, FIRST + timedelta(days=14 * n), at=at, tz=tz) for n in range(count)]


def moved(one: Meeting, day: date, at: str) -> Meeting:
    """The same meeting on another day, as the planner stores it."""
    return _revised(one, day=day, time=at, starts=instant(day, at, one.tz))


def cancelled(one: Meeting) -> Meeting:
    """The same meeting, called off."""
    return _revised(one, state=MeetingState.CANCELLED)


def skipped(one: Meeting) -> Meeting:
    """The same meeting, left out before it was announced."""
    return replace(one, state=MeetingState.SKIPPED)


def _revised(one: Meeting, **changes) -> Meeting:
    return replace(one, sequence=one.sequence + 1, revised=one.revised + timedelta(days=1), **changes)
