"""The days of a rhythm, and those it names that a month does not have (dates.md 3: dateutil leaves them out without a word)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from bot.dates.normal import WEEKDAYS
from bot.dates.reckoning import last_day, nth_weekday, shift
from bot.dates.recur import rule_of
from bot.dates.rules import Rule

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last", -3: "third to last",
            -4: "fourth to last", -5: "fifth to last"}


class Rhythm(Protocol):
    """A Recurrence, or a rhythm as it is kept: an RFC 5545 rule anchored at ``first``, or a list of ``dates``, and its last day."""

    @property
    def rrule(self) -> str | None: ...
    @property
    def first(self) -> date: ...
    @property
    def dates(self) -> tuple[date, ...]: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A day that the rhythm names and a month lacks. ``name``: ``fifth Tuesday``, ``31st``; ``month``: its first day;
    ``instead``: the last such day there is.
    """

    name: str
    month: date
    instead: date

    @property
    def text(self) -> str:
        """``February 2027 has no 31st``."""
        return f"{self.month:%B %Y} has no {self.name}"


def expanded(rrule: str, first: date) -> Iterator[date]:
    """The days of an RFC 5545 rule from ``first`` on, without end."""
    from dateutil.rrule import rrulestr
    return (moment.date() for moment in rrulestr(rrule, dtstart=datetime.combine(first, time()), cache=False))


def days_of(rhythm: Rhythm, *, after: date, through: date) -> tuple[date, ...]:
    """The rhythm's days later than ``after`` and not later than ``through`` or its own end; wall days in its zone, in order.

    The interval is counted from ``first``, so every call gives the same days. A Recurrence's ``except_days`` are among them: whoever
    shows the days says that they are left out.
    """
    through = min(through, rhythm.until or through)
    if rhythm.rrule is None:
        return tuple(day for day in rhythm.dates if after < day <= through)
    from dateutil.rrule import rrulestr
    first = datetime.combine(rhythm.first, time())
    found = rrulestr(rhythm.rrule, dtstart=first).between(datetime.combine(after, time.max), datetime.combine(through, time.max))
    return tuple(moment.date() for moment in found)


def missing_days(rhythm: Rhythm, *, after: date, through: date) -> tuple[Missing, ...]:
    """What the rhythm names and the months from ``after`` to ``through`` (or its own end) lack: a 31st, a fifth Tuesday, a 29 February."""
    if rhythm.rrule is None:
        return ()
    rule = rule_of(rhythm.rrule)
    through = min(through, rhythm.until or through)
    found = [gap for month in _months(rule, rhythm.first, through) for gap in _gaps(rule, month)]
    return tuple(gap for gap in found if after < gap.instead <= through and gap.instead > rhythm.first)


def _months(rule: Rule, first: date, through: date) -> Iterator[date]:
    step = {"monthly": rule.interval, "yearly": 12 * rule.interval}.get(rule.freq)
    start = first.replace(day=1)
    while step and start <= through:
        for month in rule.bymonth if rule.freq == "yearly" else (start.month,):
            if not rule.bymonth or month in rule.bymonth:
                yield start.replace(month=month)
        start = shift(start, step, "month")


def _gaps(rule: Rule, month: date) -> Iterator[Missing]:
    end = last_day(month.year, month.month)
    for number in rule.bymonthday:
        if number > end.day:
            yield Missing(name=nth(number), month=month, instead=end)
    for place, weekday in rule.byday if not rule.bymonthday else ():
        if place and nth_weekday(month.year, month.month, weekday, place) is None:
            yield Missing(name=f"{ORDINALS[place]} {WEEKDAYS[weekday].capitalize()}", month=month,
                          instead=nth_weekday(month.year, month.month, weekday, -1 if place > 0 else 1))


def nth(number: int) -> str:
    """``1st``, ``22nd``, ``13th``."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"
    return f"{number}{ending}"
