"""Days and progress in words that a person, and a screen reader, can follow."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def day(on: date) -> str:
    """``Wednesday 30 June 2027``: weekday, day, month and year, so that nobody has to guess."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def clock(at: str) -> str:
    """``7:30 AM`` of a wall time as it is stored, ``07:30``."""
    hour, minute = at.split(":")
    return f"{int(hour) % 12 or 12}:{minute} {'AM' if int(hour) < 12 else 'PM'}"


def short_day(on: date, today: date) -> str:
    """``21 Dec``, with the year when that is not this one: for a day that nobody has to keep exactly; never broken."""
    return f"{on.day}\N{NO-BREAK SPACE}{on:%b}" + (f"\N{NO-BREAK SPACE}{on.year}" if on.year != today.year else "")


def near_day(on: date, today: date) -> str:
    """``Thursday 3 December``, with the year when that is not this one: for a day that is near."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}" + (f" {on.year}" if on.year != today.year else "")


def away(on: date, today: date) -> str:
    """How far a day is: ``today``, ``tomorrow``, ``in 12 days``, ``in 5 weeks``, ``in 7 months``, ``3 days ago``."""
    days = (on - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    n, unit = _span(abs(days))
    words = f"{n} {unit}{'s' if n != 1 else ''}"
    return f"in {words}" if days > 0 else f"{words} ago"


def _span(days: int) -> tuple[int, str]:
    if days < 21:
        return days, "day"
    if days < 61:
        return round(days / 7), "week"
    if days < 700:
        return round(days / 30.44), "month"
    return round(days / 365.25), "year"


def bar(percent: int) -> str:
    """``███████░░░ 70%``: ten steps, and the number in words' reach for who cannot see the steps."""
    full = percent // 10
    return f"{'█' * full}{'░' * (10 - full)} {percent}%"
