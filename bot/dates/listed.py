"""Lists of days: ``Jan 5, Feb 2 and Mar 2 at 7:30am`` are dates, not a rule."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates import days
from bot.dates.clocktime import Taken
from bot.dates.normal import MONTH, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import Recurrence, Unclear

_HEAD = re.compile(rf"(?:on )?(?:(?P<weekday>{WEEKDAY})s? ,? ?)?(?P<list>(?:the )?(?:\d|{MONTH}).*)")
_YEAR = re.compile(r" , (\d{4})(?= |$)")
_MOST = 6


def listed(taken: Taken, here: datetime, zone: ZoneInfo) -> Recurrence | None:
    """The days of a list in order, with their common time; None when the phrase is no list of two or more clear days."""
    head = _HEAD.fullmatch(taken.rest)
    if not head or (taken.clock and (taken.clock.open or taken.clock.midnight or taken.loose)) or (taken.part and not taken.clock):
        return None
    parts = [part for part in re.split(r" ?, ?and | and | ?, ", _YEAR.sub(r" \1", head["list"])) if part.strip()]
    if len(parts) < 2:
        return None
    found = _dates(parts, here.date())
    if found is None or found != sorted(set(found)):
        return None
    if head["weekday"] and any(day.weekday() != WEEKDAYS.index(head["weekday"]) for day in found):
        return None
    if taken.clock is None:
        return Recurrence(phrase=taken.rest, occurrences=tuple(found[:_MOST]))
    away = ZoneInfo(taken.clock.zone) if taken.clock.zone else zone
    times = [datetime.combine(day, taken.clock.at(), tzinfo=away).astimezone(zone).replace(tzinfo=None) for day in found]
    return Recurrence(phrase=taken.rest, occurrences=tuple(times[:_MOST]))


def _dates(parts: list[str], today: date) -> list[date] | None:
    """Each part as a day; a bare number takes the month of the part before it."""
    month, found = "", []
    for part in (each.strip() for each in parts):
        name = re.search(MONTH, part)
        month = name[0] if name else month
        bare = re.fullmatch(r"(?:the )?(\d{1,2})(?:th)?", part)
        if bare and not month or not re.search(r"\d", part):
            return None
        try:
            day = days.find(f"{month} {bare[1]}" if bare else part, max([today, *found[-1:]]))
        except Unclear:
            return None
        if day is None:
            return None
        found.append(day)
    return found
