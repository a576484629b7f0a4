"""Days with names that people in academic medicine type, each by its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from bot.dates.outcomes import Unclear, ask, past
from bot.dates.reckoning import label, near, nth_weekday
from mentoring.patterns import regex, regexes


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _floating(month: int, weekday: int, nth: int, plus: int = 0) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, nth) + timedelta(days=plus)


_RULES: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"new year'?s?'? eve", _fixed(12, 31)), (r"new year'?s?'?(?: day)?", _fixed(1, 1)),
    (r"(?:mlk|m l k|martin luther king(?: jr)?)(?:'?s)?(?: day)?", _floating(1, 0, 3)),
    (r"groundhog day", _fixed(2, 2)), (r"valentine'?s?'?(?: day)?", _fixed(2, 14)),
    (r"(?:president'?s?'?|washington'?s birthday)(?: day)?", _floating(2, 0, 3)), (r"pi day", _fixed(3, 14)),
    (r"(?:st\.?|saint) patrick'?s?(?: day)?|st\.? paddy'?s day", _fixed(3, 17)), (r"match day", _floating(3, 4, 3)),
    (r"(?:the )?ides of march", _fixed(3, 15)), (r"april fools?'?s?'?(?: day)?", _fixed(4, 1)), (r"doctor'?s?'? day", _fixed(3, 30)),
    (r"palm sunday", lambda y: easter(y) - timedelta(days=7)), (r"ash wednesday", lambda y: easter(y) - timedelta(days=46)),
    (r"good friday", lambda y: easter(y) - timedelta(days=2)), (r"easter monday", lambda y: easter(y) + timedelta(days=1)),
    (r"easter(?: sunday)?", easter), (r"tax day", _fixed(4, 15)), (r"earth day", _fixed(4, 22)), (r"cinco de mayo|5 de mayo", _fixed(5, 5)),
    (r"mother'?s?'? day", _floating(5, 6, 2)), (r"memorial day", _floating(5, 0, -1)), (r"flag day", _fixed(6, 14)),
    (r"father'?s?'? day", _floating(6, 6, 3)), (r"juneteenth", _fixed(6, 19)),
    (r"(?:independence day|(?:the )?(?:4th|4) of july|july 4th|the 4th of july)", _fixed(7, 4)), (r"bastille day", _fixed(7, 14)),
    (r"labou?r day", _floating(9, 0, 1)), (r"(?:columbus|indigenous peoples?'?s?'?) day", _floating(10, 0, 2)),
    (r"halloween", _fixed(10, 31)), (r"veteran'?s?'? day", _fixed(11, 11)), (r"election day", _floating(11, 0, 1, 1)),
    (r"black friday", _floating(11, 3, 4, 1)), (r"cyber monday", _floating(11, 3, 4, 4)), (r"giving tuesday", _floating(11, 3, 4, 5)),
    (r"thanksgiving(?: day)?|turkey day", _floating(11, 3, 4)), (r"christmas eve", _fixed(12, 24)), (r"christmas(?: day)?", _fixed(12, 25)),
    (r"boxing day", _fixed(12, 26)),
)
NAMES = "|".join(f"(?:{name})" for name, _ in _RULES)
_ANY = regex(rf"(?P<which>this |next |last |the coming )?(?P<name>{NAMES})(?: (?:of )?(?P<year>\d{{4}}|(?:this|next|last) year))?")
_COMPILED = regexes(_RULES)


def named(text: str, today: date) -> date | None:
    """The next such day on or after today, or the one of the year that was named; None when the text is no such name."""
    found = _ANY.fullmatch(text)
    if not found:
        return None
    rule = next(rule for pattern, rule in _COMPILED if pattern.fullmatch(found["name"]))
    which, year = (found["which"] or "").strip(), found["year"] or ""
    coming = next(day for y in (today.year, today.year + 1) if (day := rule(y)) >= today)
    if which == "last":
        raise past()
    if year:
        asked = int(year) if year.isdigit() else today.year + {"this": 0, "next": 1, "last": -1}[year.split()[0]]
        return _not_past(near(rule(asked), today) if asked > today.year else rule(asked), today)
    if which == "next" and coming.year == today.year:
        raise _either(coming, rule(today.year + 1))
    return coming


def _not_past(day: date, today: date) -> date:
    if day < today:
        raise past()
    return day


def _either(first: date, second: date) -> Unclear:
    return ask("This year's, or next year's?", (label(first), first), (label(second), second))
