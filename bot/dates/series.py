"""A rule and its bounds made days: RFC 5545 rules, expanded by dateutil over naive local time, so 7:30 stays 7:30 across a clock change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.dates.bounds import Bounds
from bot.dates.expanding import expanded
from bot.dates.outcomes import impossible
from bot.dates.reckoning import end_of, shift
from bot.dates.recur import written
from bot.dates.rules import Rule

SHOWN = 6
MOST = 400   # a count beyond it is a slip of the finger
_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A rule with its exceptions in it, as RFC 5545 text; its first day and its last; and the next six days that are not left out."""

    rrule: str
    first: date
    until: date | None
    days: tuple[date, ...]


def series(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> Series | None:
    """The days of a rule within its bounds; None when there are none. ``now`` is naive and local.

    Without a start: strictly after now. With one: the first matching day on or after it is meeting one and fixes the alternation.
    Raises Unclear when everything is left out.
    """
    rule = _without(rule, bounds)
    first = _first(rule, bounds, at, now)
    if first is None:
        return None
    until = min(filter(None, (bounds.until, _span_ends(rule, first, bounds.span))), default=None)
    rrule = written(rule)
    kept = (day for day in expanded(rrule, first) if day not in bounds.without)
    count = bounds.count or rule.count
    if count:
        kept = islice(kept, min(count, MOST))
    ahead = []
    for day in kept:
        if until and day > until:
            break
        ahead.append(day)
        if len(ahead) >= SHOWN and not count:
            break
    if not ahead:
        return None
    return Series(rrule=rrule, first=first, until=ahead[-1] if count else until, days=tuple(ahead[:SHOWN]))


def first_day(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> date | None:
    """The first day of a series, to name a choice by."""
    found = series(rule, bounds, at, now)
    return found.days[0] if found else None


def _without(rule: Rule, bounds: Bounds) -> Rule:
    """Months and weekdays that are left out become part of the rule: BYMONTH and BYDAY limit it."""
    if bounds.without_months:
        rule = replace(rule, bymonth=tuple(month for month in rule.bymonth or _MONTHS if month not in bounds.without_months))
        if not rule.bymonth:
            raise impossible("That leaves no month out of the twelve.")
    if bounds.without_weekdays:
        named = {day for _, day in rule.byday} or set(range(7))
        if rule.setpos is not None or not bounds.without_weekdays & named and bounds.without_weekdays != {5, 6}:
            raise impossible("The weekday that is to be left out is none of these days.")
        days = tuple(pair for pair in rule.byday or tuple((0, day) for day in range(7)) if pair[1] not in bounds.without_weekdays)
        if not days:
            raise impossible("That leaves no day of the week.")
        every_day = rule.freq == "daily" and rule.interval == 1
        rule = replace(rule, byday=days, freq="weekly" if every_day else rule.freq)   # one rule for what "every weekday" says
    return rule


def _first(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> date | None:
    # Weeks are counted from DTSTART's week, so DTSTART has to be the first meeting itself (dates.md 3, the anchor trap).
    start = bounds.start or now.date()
    late = at is not None and at <= now.time() or at is None and not bounds.start
    if start == now.date() and late:
        start += timedelta(days=1)
    return next(islice(_every(rule, start), 1), None)


def _every(rule: Rule, start: date) -> Iterator[date]:
    return expanded(written(replace(rule, interval=1)), start)


def _span_ends(rule: Rule, first: date, span: tuple[int, str] | None) -> date | None:
    """``for 3 months``: three calendar months of a monthly rule, else that long from the first meeting on."""
    if span is None:
        return None
    number, unit = span
    if rule.freq == "monthly" and unit == "month":
        return end_of(shift(first.replace(day=1), number - 1, "month"))
    return shift(first, number, unit) - timedelta(days=1)
