"""Arithmetic on days: the few sums that every way of naming a day needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.dates.normal import MONTHS
from bot.dates.outcomes import impossible

FURTHEST = 20   # years; beyond that it is a slip of the finger


def label(day: date) -> str:
    """A day as it stands on a button, which is how a card says it: ``Friday 27 November 2026``."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def day_words(day: date) -> str:
    """``5 January 2027``."""
    return f"{day.day} {day:%B} {day.year}"


def month_names(months: Iterable[int]) -> list[str]:
    """``January``, ``April``."""
    return [MONTHS[month - 1].capitalize() for month in months]


def shift(day: date, n: int, unit: str) -> date:
    """``n`` days, weeks, months, quarters or years on; the last day of the month when it has no such day."""
    if abs(n) > 10_000:
        raise impossible("That is further away than I can plan.")
    if unit in ("day", "week"):
        return day + timedelta(days=n * (7 if unit == "week" else 1))
    months = n * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1).day))


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def month_from(today: date, n: int) -> date:
    """The first day of this month (0), of the next one (1) and so on."""
    return shift(today.replace(day=1), n, "month")


def end_of(day: date) -> date:
    """The last day of the month that ``day`` is in."""
    return last_day(day.year, day.month)


def monday(today: date, weeks: int = 0) -> date:
    """The Monday of this week (0), of the next one (1) and so on."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def coming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth (from 1, or from -1 backwards) of a weekday (Monday is 0) in a month; None when there is none."""
    if nth > 0:
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = last_day(year, month)
        found = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if found.month == month else None


def near(day: date, today: date) -> date:
    """``day``, unless it is further away than anybody plans."""
    if day.year - today.year > FURTHEST:
        raise impossible("That is further away than I can plan.")
    return day
