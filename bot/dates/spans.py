"""What names no single day: weeks, months, seasons, "soon". Asked back with days that fit, never turned into one (convention 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.dates.holidays import NAMES, named
from bot.dates.normal import MONTH, MONTHS, WEEKDAY
from bot.dates.outcomes import Unclear, ask, past
from bot.dates.reckoning import coming, end_of, label, last_day, monday, month_from, near, shift
from mentoring.patterns import regexes

_VAGUE = (r"(?:(?:the )?(?:early(?: in)?|late(?: in)?|later|mid|middle of|end of|sometime|"
          r"some time|around|about|any ?time|beginning of|start of|"
          r"(?:first|1th|2th|second) half of|(?:2th|3th|1th|last) part of|towards? the end of|by)(?: in)? )?(?:the )?")
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_SEASON = "|".join(_SEASONS)
_YEAR = r"(?P<year>\d{4})"


def _which(days: Iterable[date], today: date, question: str = "Which day exactly?") -> Unclear:
    ahead = [day for day in days if day >= today]
    return ask(question, *[(label(day), day) for day in ahead]) if ahead else past()


def _week(m: re.Match, today: date) -> date:
    first = monday(today, 2 if "after next" in m[0] else 0 if re.search(r"\b(?:this|current)\b|^later|^all|rest of", m[0]) else 1)
    raise _which((first, first + timedelta(days=2), first + timedelta(days=4)), today)


def _soon(m: re.Match, today: date) -> date:
    raise _which((shift(today, n, "day") for n in ((0, 1) if m[0].endswith(("now", "today")) else (1, 3, 7))), today)


def _weekend(m: re.Match, today: date) -> date:
    first = coming(5, today - timedelta(days=1))
    later = (timedelta(days=7),) if "next" in m[0] else ()
    raise _which([d + more for more in (timedelta(0), *later) for d in (first, first + timedelta(days=1))], today)


def _month(m: re.Match, today: date) -> date:
    first = month_from(today, 1 if re.search(r"next|coming", m[0]) else 0)
    raise _which((first, first.replace(day=15), end_of(first)), today)


def _named_month(m: re.Match, today: date) -> date:
    month = MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m["year"] else today.year + (last_day(today.year, month) < today)
    first = near(date(year, month, 1), today)
    raise _which((first, first.replace(day=15), end_of(first)), today, "Which day of the month?")


def _numbered_month(m: re.Match, today: date) -> date | None:
    if not 1 <= int(m["month"]) <= 12:
        return None
    first = near(date(int(m["year"]), int(m["month"]), 1), today)
    raise _which((first, end_of(first)), today, "Which day of the month?")


def _quarter(m: re.Match, today: date) -> date | None:
    number = int(m["number"]) if m["number"] else None
    if number == 0 or number and number > 4:
        return None
    if number:
        year = int(m["year"]) if m["year"] else today.year + (last_day(today.year, number * 3) < today)
        first = near(date(year, number * 3 - 2, 1), today)
    else:
        first = shift(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * ("next" in m[0]), "month")
    raise _which((first, end_of(shift(first, 2, "month"))), today)


def _year(m: re.Match, today: date) -> date:
    named = m.groupdict().get("year")
    year = int(named) if named else today.year + ("next" in m[0])
    first = near(date(year, 1, 1), today)
    raise _which((shift(first, -1, "day"), first, date(year, 12, 31)), today)


def _season(m: re.Match, today: date) -> date:
    month = _SEASONS[m["season"]]
    firsts = [date(y, month, 1) for y in ([int(m["year"])] if m["year"] else (today.year - 1, today.year, today.year + 1))]
    ends = [(first, end_of(shift(first, 2, "month"))) for first in firsts]
    first, end = next((pair for pair in ends if pair[1] >= today), ends[-1])
    near(first, today)
    raise _which((first, end), today)


def _week_of_month(m: re.Match, today: date) -> date:
    month = MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m["year"] else today.year + (last_day(today.year, month) < today)
    last = last_day(year, month)
    first = monday(last) if m["nth"] == "last" else date(year, month, min(last.day, int(m["nth"][:-2]) * 7 - 6))
    raise _which((first, min(first + timedelta(days=4), last)), today, "Which day of that week?")


def _some(m: re.Match, today: date) -> date:
    unit = m["unit"]
    low, high = (int(m["low"]), int(m["high"])) if m["low"] else (2, 4)
    raise _which((shift(today, n, unit) for n in range(low, min(high, low + 3) + 1)), today)


def _within(m: re.Match, today: date) -> date:
    raise _which((shift(today, int(m["n"]), m["unit"]),), today, "By the end of that time, or on which day?")


def _working_days(m: re.Match, today: date) -> date:
    """Whose working days? Holidays are the group's, so the plain count is only offered."""
    n, day = int(m["n"] or 1), today
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    raise _which((day, coming((day.weekday() + 1) % 5, day)), today, "Counting which days as working days?")


def _halves(m: re.Match, today: date) -> date:
    raise _which((shift(today, 6 if "half a year" in m[0] else 18, "month"),), today)


def _weekday_in(m: re.Match, today: date) -> date:
    centre = shift(today, 1 if m["n"] == "a" else int(m["n"]), m["unit"])
    weekday = WEEKDAY.split("|").index(m["weekday"])
    raise _which((centre - timedelta(days=(centre.weekday() - weekday) % 7), coming(weekday, centre - timedelta(days=1))), today)


def _days_of(m: re.Match, today: date) -> date:
    """``July 13-15``: a span of days; the first or the last may be meant."""
    month = m["month"] or m["month2"]
    first_month, last_month = MONTHS.index(month) + 1, MONTHS.index(m["until"] or month) + 1
    year = int(m["year"]) if m["year"] else today.year + ((first_month, int(m["a"])) < (today.month, today.day))
    first = date(year, first_month, int(m["a"]))
    last = date(year + (last_month < first_month), last_month, int(m["b"]))
    raise _which((first, last), today, "From the first day, or by the last one?")


def _about_a_day(m: re.Match, today: date) -> date:
    """``around Christmas``, ``Thanksgiving week``: the day itself and the working days beside it."""
    day = named(m["name"] or m["name2"], today) if m["name"] or m["name2"] else named("christmas eve", today)
    raise _which((monday(day), day, monday(day) + timedelta(days=4)), today)


_TO = r" ?(?:-|to|through|until|and) ?"
_D = r"(?:the )?"
FORMS = regexes((
    (rf"{_VAGUE}(?:(?:in )?the )?(?:week after next|(?:next|this|current|coming|following|upcoming) week)|later this week|"
     r"all (?:this )?week|(?:the )?rest of (?:the|this) week", _week),
    (r"later (?:on )?today|in the (?:coming|next few) (?:days|weeks)|"
     r"soon|some ?day|sometime|later(?: on)?|asap|as soon as possible|whenever|now|right now|"
     r"next few (?:days|weeks)", _soon),
    (r"(?:over |on |at )?(?:the |this |next |this coming |the coming )?weekend", _weekend),
    (rf"(?:in )?{_VAGUE}(?:in )?(?:next|this|current|coming|following) month|later this month", _month),
    (rf"(?:in )?{_VAGUE}(?:next |this )?(?P<month>{MONTH})(?: (?:of )?{_YEAR})?|(?:in )?(?P<month2>{MONTH}) after next",
     lambda m, today: _named_month(m, today) if m["month"] else _soon(m, today)),
    (rf"(?P<month>\d{{1,2}})/{_YEAR}", _numbered_month), (rf"{_YEAR}[-/](?P<month>\d{{1,2}})", _numbered_month),
    (rf"(?:in )?{_VAGUE}(?:q(?P<number>[1-4])|(?:next|this|current) quarter)(?: (?:of )?{_YEAR})?", _quarter),
    (rf"(?:in )?{_VAGUE}(?P<number>[1-4])th quarter(?: (?:of )?{_YEAR})?", _quarter),
    (rf"(?:in )?{_VAGUE}(?:{_YEAR}|(?:next|this|current|the coming) (?:academic |calendar )?year)|later this year", _year),
    (rf"(?:in )?{_VAGUE}(?:next |this |coming |current )?(?P<season>{_SEASON})(?: (?:of )?{_YEAR})?", _season),
    (rf"(?:in )?(?:the )?(?P<nth>[1-5]th|last) (?:week|weekend) (?:of|in) (?P<month>{MONTH})(?: {_YEAR})?", _week_of_month),
    (r"(?:in |within )?(?:a few|few|several|some|(?P<low>\d{1,2}) ?(?:-|to|or) ?(?P<high>\d{1,2})) "
     r"(?P<unit>day|week|month|year)s(?: from now)?", _some),
    (r"in (?:a|the next) (?P<unit>day|week|month|year) or (?:so|2)(?P<low>)(?P<high>)", _some),
    (r"(?:the )?next (?:few|several) (?P<unit>week|month|year)s(?P<low>)(?P<high>)", _some),
    (r"(?:(?:in|within|over|during|for) )?(?:the )?(?:next|coming|upcoming) (?P<n>\d{1,3}) (?P<unit>day|week|month|year)s", _within),
    (r"(?:in |within )?(?P<n>\d{1,3}) (?:business|working|work|week) ?days(?: from (?:now|today))?|"
     r"(?:the )?next (?:business|working|work) day",
     _working_days),
    (r"(?:in )?(?:half a year|(?:a|1) year and a half|1\.5 years)(?: from (?:now|today))?", _halves),
    (rf"in (?P<n>\d{{1,2}}|a) (?P<unit>week)s? on (?P<weekday>{WEEKDAY})", _weekday_in),
    (rf"(?P<weekday>{WEEKDAY}) (?:in )?(?P<n>\d{{1,2}}|a) (?P<unit>week)s?(?: from now| time| out)?", _weekday_in),
    (rf"(?:from |between )?(?P<month>{MONTH}) {_D}(?P<a>\d{{1,2}})(?:th)?{_TO}"
     rf"(?:(?P<until>{MONTH}) )?{_D}(?P<b>\d{{1,2}})(?:th)?(?: {_YEAR})?(?P<month2>)",
     _days_of),
    (rf"(?:from |between )?{_D}(?P<a>\d{{1,2}})(?:th)?(?: (?P<month>{MONTH}))?{_TO}"
     rf"{_D}(?P<b>\d{{1,2}})(?:th)?(?: of)? (?P<month2>{MONTH})(?: {_YEAR})?"
     r"(?P<until>)", _days_of),
    (r"(?:(?:around|about|roughly|sometime|over) )?(?:the )?holidays?(?P<name>)(?P<name2>)", _about_a_day),
    (rf"(?:around|about|roughly|sometime|over) (?:the )?(?P<name>{NAMES})|(?:over )?(?P<name2>{NAMES}) (?:week|weekend)", _about_a_day),
))
