"""Days named by their place: the second Friday in January, the 15th, the last day of the month, the end of March."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.normal import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import ask, impossible, past
from bot.dates.reckoning import coming, end_of, label, last_day, monday, month_from, near, nth_weekday, shift
from mentoring.patterns import regexes

_W = rf"(?P<weekday>{WEEKDAY})"
_NTH = r"(?P<nth>\d+th to last|\d+th last|\d+th|last|final|penultimate)"
_SPAN = (rf"(?:the |this |current |that |our )?(?P<span>(?:month|week|year|quarter|calendar year)|next (?:month|week|year|quarter)|"
         rf"(?:{MONTH})(?: \d{{4}})?|q[1-4](?: (?:of )?\d{{4}})?|[1-4]th quarter(?: (?:of )?\d{{4}})?|\d{{4}})")
_THIS_MONTH = r"(?:the|this|the current) month"


def place(nth: str) -> int:
    """``2th`` → 2, ``last`` → -1, ``2th to last`` → -2. Raises Unclear for what no month has."""
    if nth in ("last", "final"):
        return -1
    if nth == "penultimate":
        return -2
    number = int(re.match(r"\d+", nth)[0])
    if not 1 <= number <= 5:
        raise impossible("No month has that many of them.")
    return -number if nth.endswith("last") else number


def _ahead(day: date | None, today: date) -> date:
    if day is None:
        raise impossible("That month has no such day.")
    if day < today:
        raise past(f"{day:%A} {day.day} {day:%B} {day.year} has passed already.")
    return near(day, today)


def _in_month(first: date, weekday: int, nth: int) -> date | None:
    return nth_weekday(first.year, first.month, weekday, nth)


def _nth_weekday(m: re.Match, today: date) -> date:
    nth, weekday, where = place(m["nth"]), WEEKDAYS.index(m["weekday"]), m["where"].removeprefix("the ")
    if where == "month":
        return next(day for n in range(14) if (day := _in_month(month_from(today, n), weekday, nth)) and day >= today)
    if where.endswith("month"):
        return _ahead(_in_month(month_from(today, int(where.startswith("next"))), weekday, nth), today)
    name, _, year = where.replace(" of ", " ").partition(" ")
    month = MONTHS.index(name) + 1
    if year in ("this year", "next year"):
        year = str(today.year + (year == "next year"))
    if year:
        return _ahead(nth_weekday(int(year), month, weekday, nth), today)
    days = [nth_weekday(y, month, weekday, nth) for y in (today.year, today.year + 1)]
    return _ahead(next((day for day in days if day and day >= today), None), today)


def _once_or_monthly(m: re.Match, today: date) -> date:
    """``first Tuesday``: one day, or each month?"""
    nth, weekday = place(m["nth"]), WEEKDAYS.index(m["weekday"])
    months = (month_from(today, n) for n in range(4))
    day = next((d for base in months if (d := nth_weekday(base.year, base.month, weekday, nth)) and d > today), None)
    raise ask("Once, or every month?", *([(f"Once: {label(day)}", day), (f"Every month, from {label(day)}", day)] if day else []))


def the_nth(m: re.Match, today: date) -> date:
    """``the 15th``: the next one on or after today."""
    number = int(m["day"])
    if not 1 <= number <= 31:
        raise impossible("There is no such day in any month.")
    months = (month_from(today, n) for n in range(4))
    return next(day for base in months if number <= end_of(base).day and (day := base.replace(day=number)) >= today)


def _first_to_fifth(m: re.Match, today: date) -> date:
    """``first``, ``second`` without "the" are words of every other sentence."""
    day = the_nth(m, today)
    raise ask("Do you mean a day of the month?", (label(day), day))


def _nth_of_month(m: re.Match, today: date) -> date:
    if m["which"] == "the month":
        return the_nth(m, today)
    base = month_from(today, int("next" in m["which"]))
    number = int(m["day"])
    return _ahead(base.replace(day=number) if 1 <= number <= end_of(base).day else None, today)


def _day_of_named_month(m: re.Match, today: date) -> date:
    """``first day of March``; the last one is an end."""
    month, number = MONTHS.index(m["month"]) + 1, place(m["nth"])
    year = int(m["year"]) if m["year"] else today.year + (date(today.year, month, number) < today)
    return _ahead(date(year, month, number), today)


def _weekday_the_nth(m: re.Match, today: date) -> date:
    day = the_nth(m, today)
    weekday = WEEKDAYS.index(m["weekday"])
    if day.weekday() == weekday:
        return day
    months = (month_from(today, n) for n in range(1, 14))
    fits = next((d for base in months if int(m["day"]) <= end_of(base).day and (d := base.replace(day=int(m["day"]))).weekday() == weekday
                 and d > today), coming(weekday, today))
    raise ask(f"The coming {m['day']}th is a {day:%A}. Which do you mean?", (label(day), day), (label(fits), fits))


def _end(m: re.Match, today: date) -> date:
    """The deadline sense: the last day of the span (convention 5)."""
    span = m["span"]
    if "week" in span:
        friday = monday(today, int("next" in span)) + timedelta(days=4)
        ahead = [day for day in (friday, friday + timedelta(days=2)) if day >= today]
        raise ask("Friday, or Sunday?", *[(label(day), day) for day in ahead])
    if re.fullmatch(r"(?:next )?(?:month|year|quarter|calendar year)", span):
        unit = span.split()[-1]
        base = shift(today.replace(day=1), int("next" in span), unit)
        return last_day(base.year, {"month": base.month, "year": 12, "quarter": (base.month + 2) // 3 * 3}[unit])
    name, _, year = span.replace(" of ", " ").replace("th quarter", "").removeprefix("q").partition(" ")
    if len(name) == 4 and name.isdigit():
        return _ahead(date(int(name), 12, 31), today)
    month = int(name) * 3 if name.isdigit() else MONTHS.index(name) + 1
    years = [int(year)] if year else [today.year, today.year + 1]
    return _ahead(next((day for y in years if (day := last_day(y, month)) >= today), last_day(years[0], month)), today)


FORMS = regexes((
    (rf"(?:the )?{_NTH} {_W} (?:(?:of|in|from|this|coming) )*(?P<where>(?:the )?next month|this month|(?:the )?current month|"
     rf"(?:{MONTH})(?: (?:of )?(?:\d{{4}}|this year|next year))?)", _nth_weekday),
    (rf"(?:the )?{_NTH} {_W} of the (?P<where>month)", _nth_weekday),
    (rf"(?P<where>next month|this month|(?:{MONTH}))(?:'s)?(?: on)?(?: the)? {_NTH} {_W}", _nth_weekday),
    (rf"(?:the )?{_NTH} {_W}", _once_or_monthly),
    (rf"(?:the )?(?P<day>\d{{1,2}})(?:th)?(?: day)?(?: of)? (?P<which>(?:the )?next month|{_THIS_MONTH})", _nth_of_month),
    (r"(?P<which>next month|this month)(?: on)?(?: the)? (?P<day>\d{1,2})(?:th)?", _nth_of_month),
    (rf"(?:the )?(?P<nth>\d+th) day (?:of|in) (?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", _day_of_named_month),
    (r"the (?P<day>\d{1,2})(?:th)?", the_nth), (r"(?P<day>[6-9]|\d\d)th", the_nth), (r"(?P<day>[1-5])th", _first_to_fifth),
    (rf"{_W}(?: the)? (?P<day>\d{{1,2}})th", _weekday_the_nth),
    (rf"{_W} (?P<day>1[3-9]|2\d|3[01])", _weekday_the_nth),
    (rf"(?:the )?(?P<day>\d{{1,2}})th (?:on )?(?:a )?{_W}", _weekday_the_nth),
    (rf"(?:(?:at|by) )?(?:the )?(?:very )?end of {_SPAN}", _end),
    (rf"(?:the )?(?:very )?(?:last|final) day (?:of|in) {_SPAN}", _end),
    (rf"{_SPAN}(?:'s)? end", _end),
    (r"(?:the )?(?P<span>month|year|quarter)-end", _end),
    (rf"{_SPAN}'s (?:last|final) day", _end),
))
