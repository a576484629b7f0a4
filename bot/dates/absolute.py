"""Dates written out: only text of a known shape goes to dateparser, and only what it really read is believed (dates.md 4.5)."""

from __future__ import annotations

import re
import threading
from datetime import date
from functools import cache

from bot.dates.normal import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import Unclear, ask, impossible, past
from bot.dates.reckoning import label, near
from mentoring.patterns import regex

_M = rf"(?P<month>{MONTH})"
_D = r"(?P<day>\d{1,2})(?:th)?"
_Y = r"(?P<year>\d{4}|'?\d{2})"
_SHAPES = tuple(regex(shape) for shape in (
    rf"{_M}(?: the)? {_D}(?: (?:of )?{_Y})?", rf"(?:the )?{_D}(?: day)?(?: of)? {_M}(?: (?:of )?{_Y})?",
    rf"{_D}-{_M}(?:-{_Y})?", rf"{_M}-{_D}(?:-{_Y})?",
    rf"(?P<mon>\d{{1,2}})/{_D}(?:/{_Y})?", rf"(?P<mon>\d{{1,2}})-{_D}-{_Y}",
    r"(?P<year>\d{4})([-/.])(?P<mon>\d{1,2})\2(?P<day>\d{1,2})", rf"(?P<year>\d{{4}})[ -]{_M}[ -]{_D}",
    r"(?P<dotted>\d{1,2})\.(?P<dotted2>\d{1,2})\.(?P<year>\d{4})", r"(?P<dotted>\d\d)\.(?P<dotted2>\d\d)\.(?P<year>\d\d)",
))
_WEEKDAY_FIRST = regex(rf"(?P<weekday>{WEEKDAY})(?: the| on)? (?P<rest>\S.*)")
_WEEKDAY_LAST = regex(rf"(?P<rest>\S.*?)(?: on)? (?P<weekday>{WEEKDAY})")
_YEAR_FIRST = regex(r"\d{4}")
_NUMBERS = {month[:3]: number for number, month in enumerate(MONTHS, 1)}
_DAY_TYPED, _YEAR_TYPED = r"([0-9]{1,2})(?:st|nd|rd|th)?", r"(?:,? ([0-9]{4}))?"
_MONTH_TYPED = rf"({MONTH}|{'|'.join(month[:3] for month in MONTHS)}|sept)"
_DAY_THEN_MONTH = regex(rf"(?:the )?{_DAY_TYPED}(?: of)? {_MONTH_TYPED}{_YEAR_TYPED}", re.I | re.A)
_MONTH_THEN_DAY = regex(rf"{_MONTH_TYPED} {_DAY_TYPED}{_YEAR_TYPED}", re.I | re.A)
_lock = threading.Lock()


@cache
def _parser(order: str):
    """dateparser, loaded when the first written-out date comes."""
    from dateparser.date import DateDataParser
    return DateDataParser(languages=["en"], settings={"PARSERS": ["absolute-time"], "DATE_ORDER": order, "STRICT_PARSING": True,
                                                      "RETURN_TIME_AS_PERIOD": True})


def plainly(typed: str, today: date) -> date | None:
    """The day of ``30 June``, ``Jun 30th`` or ``30 June 2027`` as it was typed; None for every other shape and for every doubt.

    Most due dates are typed so, and nothing of the grammar could read them otherwise: it need not be asked.
    """
    if found := _DAY_THEN_MONTH.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _MONTH_THEN_DAY.fullmatch(typed):
        month, day, year = found.groups()
    else:
        return None
    number = _NUMBERS[month[:3].lower()]
    try:
        return near(_with_year(int(year), number, int(day), today) if year else _coming(number, int(day), today), today)
    except Unclear:
        return None


def written(text: str, today: date) -> date | None:
    """The date that is written out in ``text``: with its year, or the next one on or after today. None for another shape.

    Raises Unclear for a day that does not exist, is past, or could be read two ways.
    """
    beside = _WEEKDAY_FIRST.fullmatch(text) or _WEEKDAY_LAST.fullmatch(text)
    if beside:
        text = beside["rest"]
    found = next((m for shape in _SHAPES if (m := shape.fullmatch(text))), None)
    if found is None:
        return None
    month, day = _month_and_day(found, today)
    year = _year(found.groupdict().get("year"))
    result = _with_year(year, month, day, today) if year else _coming(month, day, today)
    near(result, today)
    if beside and result.weekday() != WEEKDAYS.index(beside["weekday"]):
        raise ask(f"{result.day} {result:%B} {result.year} is a {result:%A}, not a {beside['weekday'].capitalize()}. Which do you mean?",
                  *_around(result, WEEKDAYS.index(beside["weekday"]), today))
    if "month" not in found.groupdict():   # a month by its name has one reading; of figures, two readers must agree
        _agree(found, result)
    return result


def _month_and_day(found: re.Match, today: date) -> tuple[int, int]:
    parts = found.groupdict()
    if parts.get("dotted"):
        return _dotted(int(parts["dotted"]), int(parts["dotted2"]), _year(parts["year"]), today)
    if parts.get("month"):
        return MONTHS.index(parts["month"]) + 1, int(parts["day"])
    first, second = int(parts["mon"]), int(parts["day"])
    if first > 12 >= second >= 1 and first <= 31 and not _YEAR_FIRST.match(found[0]):
        if not parts.get("year"):
            day = _coming(second, first, today)
            raise ask("Is that the day first?", (label(day), day))
        return second, first
    return first, second


def _dotted(first: int, second: int, year: int, today: date) -> tuple[int, int]:
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return (first, second) if first <= 12 else (second, first)
    if first == second:
        return first, second
    ahead = [day for day in (date(year, first, second), date(year, second, first)) if day >= today]
    if not ahead:
        raise past()
    raise ask("Is that the month or the day first?", *[(label(day), day) for day in ahead])


def _year(text: str | None) -> int | None:
    if not text:
        return None
    text = text.lstrip("'")
    return int(text) if len(text) == 4 else 2000 + int(text)


def _with_year(year: int, month: int, day: int, today: date) -> date:
    result = _real(year, month, day)
    if result < today:
        raise past(f"{result:%A} {result.day} {result:%B} {result.year} has passed already.")
    return result


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise impossible("There is no such day in the calendar.") from None


def _coming(month: int, day: int, today: date) -> date:
    if (month, day) == (2, 29):
        return _leap_day(today)
    result = _real(today.year, month, day)
    return result if result >= today else _real(today.year + 1, month, day)


def _leap_day(today: date) -> date:
    leap = next(day for year in range(today.year, today.year + 9) if (day := _leap(year)) and day >= today)
    if (leap - today).days <= 366:
        return leap
    plain = next(day for year in (today.year, today.year + 1) if (day := date(year, 2, 28)) >= today)
    raise ask("The next 29 February is some way off. Which day do you mean?", (label(leap), leap), (label(plain), plain))


def _leap(year: int) -> date | None:
    return date(year, 2, 29) if year % 4 == 0 and (year % 100 or year % 400 == 0) else None


def _around(result: date, weekday: int, today: date) -> list[tuple[str, date]]:
    """The day as it was numbered, and the nearest one to it with the weekday that was named."""
    nearest = sorted((date.fromordinal(result.toordinal() + step) for step in range(-6, 7)), key=lambda day: abs((day - result).days))
    fits = next(day for day in nearest if day.weekday() == weekday and day >= today)
    return [(label(day), day) for day in (result, fits)]


def _agree(found: re.Match, result: date) -> None:
    """Two readers must agree: dateparser reads the same words, and its day must be ours."""
    text = found[0]
    order = "DMY" if re.match(r"(1[3-9]|2\d|3[01])[/.-]\d", text) else "YMD" if _YEAR_FIRST.match(text) else "MDY"
    if not found.groupdict().get("year"):
        text += f"/{result.year}" if "/" in text else f" {result.year}"
    with _lock:
        read = _parser(order).get_date_data(text).date_obj
    if read is None or read.date() != result:
        raise ask("I am not sure which day that is. Please choose one.", (label(result), result))
