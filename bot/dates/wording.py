"""The echo: what was understood, so that nobody is surprised (dates.md 4.8)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates.outcomes import Reading


def words(when: Reading | date | datetime, *, tz: str) -> str:
    """``Wednesday 30 June 2027``, or ``Tuesday 1 December 2026, 7:30 AM EST (America/New_York)``: weekday, year, half and zone."""
    if isinstance(when, Reading):
        span = f" to {_time(when.ends)}" if when.ends else ""
        return _instant(when.at, tz, span) if when.at else _day(when.date)
    return _instant(when, tz) if isinstance(when, datetime) else _day(when)


def _day(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B %Y}"


def _time(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def _instant(at: datetime, tz: str, span: str = "") -> str:
    local = at.astimezone(ZoneInfo(tz))
    return f"{_day(local.date())}, {_time(local)}{span} {local.tzname()} ({tz})"
