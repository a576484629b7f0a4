"""Days with names that people in academic medicine type, each by its rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth (from 1, or from -1 backwards) of a weekday (Monday is 0) in a month; None when there is none."""
    if nth > 0:
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        found = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if found.month == month else None


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _floating(month: int, weekday: int, nth: int, plus: int = 0) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, nth) + timedelta(days=plus)


_RULES: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"new year'?s?'? eve", _fixed(12, 31)), (r"new year'?s?'?(?: day)?", _fixed(1, 1)),
    (r"(?:mlk|martin luther king(?:,? jr\.?)?)(?:'?s)?(?: day)?", _floating(1, 0, 3)),
    (r"groundhog day", _fixed(2, 2)), (r"valentine'?s?'?(?: day)?", _fixed(2, 14)),
    (r"(?:president'?s?'?|washington'?s birthday)(?: day)?", _floating(2, 0, 3)),
    (r"(?:st\.?|saint) patrick'?s?(?: day)?", _fixed(3, 17)), (r"match day", _floating(3, 4, 3)),
    (r"good friday", lambda y: easter(y) - timedelta(days=2)), (r"easter monday", lambda y: easter(y) + timedelta(days=1)),
    (r"easter(?: sunday)?", easter), (r"earth day", _fixed(4, 22)), (r"cinco de mayo", _fixed(5, 5)),
    (r"mother'?s?'? day", _floating(5, 6, 2)), (r"memorial day", _floating(5, 0, -1)), (r"father'?s?'? day", _floating(6, 6, 3)),
    (r"juneteenth", _fixed(6, 19)), (r"(?:independence day|(?:the )?4th of july|july 4th)", _fixed(7, 4)),
    (r"labou?r day", _floating(9, 0, 1)), (r"(?:columbus|indigenous peoples?'?s?'?) day", _floating(10, 0, 2)),
    (r"halloween", _fixed(10, 31)), (r"veteran'?s?'? day", _fixed(11, 11)), (r"election day", _floating(11, 0, 1, 1)),
    (r"black friday", _floating(11, 3, 4, 1)), (r"cyber monday", _floating(11, 3, 4, 4)), (r"thanksgiving(?: day)?", _floating(11, 3, 4)),
    (r"christmas eve|xmas eve", _fixed(12, 24)), (r"christmas(?: day)?|xmas(?: day)?", _fixed(12, 25)), (r"boxing day", _fixed(12, 26)),
)
NAMES = "|".join(f"(?:{name})" for name, _ in _RULES)
_COMPILED = tuple((re.compile(rf"(?:{name})(?:,? (?P<year>\d{{4}}))?"), rule) for name, rule in _RULES)


def named(text: str, today: date) -> date | None:
    """The next such day on or after today, or the one of the year that was named; None when the text is no such name."""
    for pattern, rule in _COMPILED:
        found = pattern.fullmatch(text)
        if found:
            if found["year"]:
                return rule(int(found["year"]))
            return next(day for year in (today.year, today.year + 1) if (day := rule(year)) >= today)
    return None
