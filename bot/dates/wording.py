"""The echo: what was understood, so that nobody is surprised (dates.md 4.8)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates.outcomes import Reading
from bot.dates.zones import twelve


def words(when: Reading | date | datetime, *, now: datetime, tz: str) -> str:
    """``Wednesday 30 June 2027``, or ``Tuesday 1 December 2026, 7:30 AM EST (America/New_York)``: weekday, year, half and zone.

    Today and tomorrow, as they are at ``now`` in the zone, are said as well: ``Tuesday 24 November 2026 (tomorrow)``.
    """
    zone = ZoneInfo(tz)
    here = now.astimezone(zone).date()
    if isinstance(when, Reading):
        span = f" to {twelve(when.ends.astimezone(zone))}" if when.ends else ""
        return _instant(when.at.astimezone(zone), here, tz, span) if when.at else _day(when.date, here)
    return _instant(when.astimezone(zone), here, tz) if isinstance(when, datetime) else _day(when, here)


def _day(on: date, here: date) -> str:
    near = {0: " (today)", 1: " (tomorrow)"}.get((on - here).days, "")
    return f"{on:%A} {on.day} {on:%B %Y}{near}"


def _instant(at: datetime, here: date, tz: str, span: str = "") -> str:
    return f"{_day(at.date(), here)}, {twelve(at)}{span} {at.tzname()} ({tz})"
