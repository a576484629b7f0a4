"""A rule and its bounds made days: RFC 5545 rules, expanded by dateutil over naive local time, so 7:30 stays 7:30 across a clock change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.dates.bounds import Bounds
from bot.dates.reckoning import end_of, shift
from bot.dates.rules import Rule

SHOWN = 6


def moments(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> list[datetime]:
    """The next six, naive and local; at midnight when no time was named. ``now`` is naive and local.

    Without a start: strictly after now. With one: the first matching day on or after it is meeting one and fixes the alternation.
    """
    return list(islice(_bounded(rule, bounds, at, now), SHOWN))


def _bounded(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> Iterator[datetime]:
    first, until, given = None, bounds.until, 0
    count = bounds.count or rule.count
    for moment in _all(rule, bounds, at, now):
        day = moment.date()
        if first is None:
            first = day
            until = min(filter(None, (until, _span_ends(rule, first, bounds.span))), default=None)
        if until and day > until:
            return
        if day in bounds.without or day.month in bounds.without_months or bounds.no_weekends and day.weekday() > 4:
            continue
        given += 1
        yield moment
        if given == count:
            return


def _span_ends(rule: Rule, first: date, span: tuple[int, str] | None) -> date | None:
    """``for 3 months``: three calendar months of a monthly rule, else that long from the first meeting on."""
    if span is None:
        return None
    number, unit = span
    if rule.freq == "monthly" and unit == "month":
        return end_of(shift(first.replace(day=1), number - 1, "month"))
    return shift(first, number, unit) - timedelta(days=1)


def _all(rule: Rule, bounds: Bounds, at: time | None, now: datetime) -> Iterator[datetime]:
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
    from dateutil.rrule import weekdays as names
    freq = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY, "yearly": YEARLY}[rule.freq]
    about = {"byweekday": [names[day](nth) if nth else names[day] for nth, day in rule.byday] or None,
             "bymonthday": rule.bymonthday or None, "bymonth": rule.bymonth or None, "bysetpos": rule.setpos}
    start = bounds.start or now.date()

    def in_time(moment: datetime) -> bool:
        if at is None:
            return moment.date() >= start if bounds.start else moment.date() > start
        return moment > now and moment.date() >= start

    # Weeks are counted from DTSTART's week, so DTSTART has to be the first meeting itself (dates.md 3, the anchor trap).
    begin = datetime.combine(start, at or time())
    anchor = next((moment for moment in islice(rrule(freq, dtstart=begin, **about), 400) if in_time(moment)), None)
    if anchor is not None:
        yield from rrule(freq, interval=rule.interval, dtstart=anchor, **about)
