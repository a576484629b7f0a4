"""Lists of days: ``Jan 5, Feb 2 and Mar 2 at 7:30am`` are dates, not a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.dates import days
from bot.dates.clocktime import Taken
from bot.dates.normal import MONTH, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import Recurrence, Unclear
from bot.dates.series import SHOWN
from bot.dates.wall import troubles
from mentoring.patterns import regex

_HEAD = regex(rf"(?:on )?(?:(?P<weekday>{WEEKDAY})s? ,? ?)?(?P<list>(?:the )?(?:\d|{MONTH}).*)")
_YEAR = regex(r" , (\d{4})(?= |$)")


def listed(taken: Taken, here: datetime, zone: ZoneInfo, notes: tuple[str, ...] = ()) -> Recurrence | None:
    """The days of a list in order, with their common time; None when the phrase is no list of two or more clear days."""
    head = _HEAD.fullmatch(taken.rest)
    if not head or (taken.clock and (taken.clock.open or taken.clock.midnight or taken.loose)) or (taken.part and not taken.clock):
        return None
    each_named = len(re.findall(WEEKDAY, taken.rest)) > 1
    text = _YEAR.sub(r" \1", taken.rest.removeprefix("on ") if each_named else head["list"])
    parts = [part for part in re.split(r" ?, ?and | and | ?, | / ", text) if part.strip()]
    if len(parts) < 2:
        return None
    found = _dates(parts, here.date())
    if found is None or found != sorted(set(found)) or not re.search(r"\b\d{4}\b", text) and _leaps(found):
        return None
    if head["weekday"] and not each_named and any(day.weekday() != WEEKDAYS.index(head["weekday"]) for day in found):
        return None
    return dated(taken.rest, tuple(found), taken, zone, notes)


def _leaps(found: Sequence[date]) -> bool:
    """Whether half a year or more lies between neighbours: nobody means "9/6, 7/7" to go on into the next year."""
    return any((later - earlier).days > 183 for earlier, later in pairwise(found))


def dated(phrase: str, found: tuple[date, ...], taken: Taken, zone: ZoneInfo, notes: tuple[str, ...] = ()) -> Recurrence:
    """The Recurrence of days that are named one by one."""
    at = taken.clock.at() if taken.clock else None
    away = ZoneInfo(taken.clock.zone) if taken.clock and taken.clock.zone else zone
    return Recurrence(phrase=phrase, occurrences=occurrences(found[:SHOWN], at, away, zone), first=found[0], tz=away.key, dates=found,
                      time=at, minutes=taken.minutes, until=found[-1], notes=(*notes, *time_notes(found, at, away)))


def occurrences(days: Sequence[date], at: time | None, away: ZoneInfo, zone: ZoneInfo) -> tuple[date | datetime, ...]:
    """Days with their time, if they have one, as the clock of ``zone`` shows them."""
    if at is None:
        return tuple(days)
    return tuple(datetime.combine(day, at, tzinfo=away).astimezone(zone).replace(tzinfo=None) for day in days)


def time_notes(days: Sequence[date], at: time | None, away: ZoneInfo) -> tuple[str, ...]:
    """What the echo has to say of times that are skipped or come twice."""
    return tuple(trouble.text for trouble in troubles(days, at=at, tz=away.key)) if at else ()


def _dates(parts: list[str], today: date) -> list[date] | None:
    """Each part as a day; a bare number takes the month of the part before it, or before any the first one named."""
    named = next((name for part in parts if (name := re.fullmatch(rf"(?:the )?\d{{1,2}}(?:th)? (?:of )?({MONTH})", part.strip()))), None)
    month, found = named[1] if named and re.fullmatch(r"(?:the )?\d{1,2}(?:th)?", parts[0].strip()) else "", []
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
