"""Dates written out: only text of a known shape goes to dateparser, and only what it really read is believed (dates.md 4.5)."""

from __future__ import annotations

import re
import threading
from datetime import date
from functools import cache

from bot.dates.normal import MONTHS, WEEKDAYS
from bot.dates.outcomes import ask, impossible, past

_M = rf"(?P<month>{'|'.join(MONTHS)})"
_D = r"(?P<day>\d{1,2})(?:th)?"
_Y = r"(?P<year>\d{4}|'?\d{2})"
_SHAPES = (
    re.compile(rf"{_M}(?: the)? {_D}(?:,? {_Y})?"), re.compile(rf"(?:the )?{_D}(?: day)?(?: of)? {_M}(?:,? {_Y})?"),
    re.compile(rf"{_D}-{_M}(?:-{_Y})?"), re.compile(rf"{_M}-{_D}(?:-{_Y})?"),
    re.compile(rf"(?P<mon>\d{{1,2}})/{_D}(?:/{_Y})?"), re.compile(rf"(?P<mon>\d{{1,2}})-{_D}-(?P<year>\d{{4}})"),
    re.compile(r"(?P<year>\d{4})[-/](?P<mon>\d{1,2})[-/](?P<day>\d{1,2})"),
    re.compile(r"(?P<dotted>\d{1,2})\.(?P<dotted2>\d{1,2})\.(?P<year>\d{4})"),
)
FURTHEST = 20   # years; beyond that it is a slip of the finger
_lock = threading.Lock()


@cache
def _parser(order: str):
    """dateparser, loaded when the first written-out date comes."""
    from dateparser.date import DateDataParser
    return DateDataParser(languages=["en"], settings={
        "PARSERS": ["absolute-time"], "DATE_ORDER": order, "PREFER_DATES_FROM": "future", "STRICT_PARSING": False,
        "RETURN_TIME_AS_PERIOD": True})


def written(text: str, today: date) -> date | None:
    """The date that is written out in ``text``: with its year, or the next one on or after today. None for another shape.

    Raises Unclear for a day that does not exist, is past, or could be read two ways.
    """
    weekday, text = _weekday(text)
    found = next((m for shape in _SHAPES if (m := shape.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month, day = _month_and_day(parts, today)
    year = _year(parts.get("year"))
    result = _with_year(year, month, day, today) if year else _coming(month, day, today)
    if result.year - today.year > FURTHEST:
        raise impossible(f"{result.year} is further away than I can plan.")
    if weekday is not None and result.weekday() != weekday:
        raise ask(f"{result:%B} {result.day}, {result.year} is a {result:%A}, not a {WEEKDAYS[weekday].capitalize()}. Which do you mean?",
                  *_around(result, weekday, today))
    _agree(found[0], result, bool(parts.get("year")))
    return result


def _weekday(text: str) -> tuple[int | None, str]:
    for number, name in enumerate(WEEKDAYS):
        for pattern in (rf"{name},? (?:the |on )?(.+)", rf"(.+?),? \(?{name}\)?"):
            found = re.fullmatch(pattern, text)
            if found:
                return number, found[1].strip(" ,")
    return None, text


def _month_and_day(parts: dict, today: date) -> tuple[int, int]:
    if parts.get("dotted"):
        first, second = int(parts["dotted"]), int(parts["dotted2"])
        if first <= 12 and second <= 12:
            year = int(parts["year"])
            raise ask("Is that the month or the day first?",
                      *[(f"{d:%B} {d.day}, {d.year}", d) for d in dict.fromkeys((date(year, first, second), date(year, second, first)))])
        return (first, second) if first <= 12 else (second, first)
    if parts.get("month"):
        return MONTHS.index(parts["month"]) + 1, int(parts["day"])
    first, second = int(parts["mon"]), int(parts["day"])
    if first > 12 and second <= 12 and parts.get("year") and len(parts["year"]) in (2, 4):
        return second, first
    return first, second


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
        leap = next(y for y in range(today.year, today.year + 9) if (y % 4 == 0 and y % 100) and date(y, 2, 29) >= today)
        if leap - today.year > 1 or date(leap, 2, 29).toordinal() - today.toordinal() > 366:
            raise ask("The next February 29 is some way off. Which day do you mean?", (f"Feb 29, {leap}", date(leap, 2, 29)),
                      (f"Feb 28, {today.year + 1}", date(today.year + 1, 2, 28)))
        return date(leap, 2, 29)
    result = _real(today.year, month, day)
    return result if result >= today else _real(today.year + 1, month, day)


def _around(result: date, weekday: int, today: date) -> list[tuple[str, date]]:
    near = sorted((date.fromordinal(result.toordinal() + shift) for shift in range(-6, 7)), key=lambda d: abs((d - result).days))
    fits = next(d for d in near if d.weekday() == weekday and d >= today)
    return [(f"{d:%A}, {d:%B} {d.day}, {d.year}", d) for d in (result, fits)]


def _agree(text: str, result: date, year_typed: bool) -> None:
    """Two readers must agree: dateparser reads the same words, and its day must be ours."""
    order = "DMY" if re.match(r"(1[3-9]|2\d|3[01])[/.-]", text) else "YMD" if re.match(r"\d{4}", text) else "MDY"
    if not year_typed:
        text += f"/{result.year}" if "/" in text else f" {result.year}"
    plain = text.replace("-", " ") if re.search("[a-z]", text) else text
    plain = re.sub(r"(\d)th\b", r"\1", plain).replace(" of ", " ").replace("the ", "").replace(" day ", " ").replace("'", "20")
    with _lock:
        read = _parser(order).get_date_data(plain).date_obj
    if read is None or read.date() != result:
        raise ask("I am not sure which day that is. Please choose one.", (f"{result:%A} {result.day} {result:%B} {result.year}", result))
