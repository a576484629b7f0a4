"""Where a series begins and ends, and what it leaves out: taken out of the phrase before the rhythm is read (dates.md 4.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.dates import days
from bot.dates.normal import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import Ask, Unclear, ask
from bot.dates.reckoning import day_words, end_of, label, last_day, monday, month_from, month_names, shift
from mentoring.patterns import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """``count`` or ``span`` (so many weeks or months) may end a series as well as ``until``, which is included."""

    start: date | None = None
    until: date | None = None
    count: int | None = None
    span: tuple[int, str] | None = None
    without: frozenset[date] = frozenset()
    without_months: frozenset[int] = frozenset()
    without_weekdays: frozenset[int] = frozenset()
    holidays: bool = False


_START = r"(?:1th (?:1|meeting|session|time)(?: is| being)?|starting|beginning|start|starts|begins|begin|from|as of|effective|commencing)"
_UNTIL = r"(?:until|through|ending|ends|up to|to)"
_OUT = (r"(?:except|excluding|excepting|skipping|omitting|other than|apart from|aside from|with the exception of|but skip|skip|"
        r"(?:but )?(?:with )?no (?:meetings?|sessions?)|but not|but|not(?= (?:in|on|during)\b))")
_STARTS_FIRST = regex(rf"^{_START}(?: on| in)? (?P<start>[^,]+?)(?: on| onwards?| forward)? , "
                           rf"(?P<rest>(?:the )?(?:every|each|daily|weekly|monthly|biweekly|(?:{WEEKDAY})|last|\d+th (?!of\b|and \d)).*)$")
_INCLUDED = regex(r"\b(?:up to|until|through|to) (?:and including )?(?P<end>[^,]+?) (?:inclusive(?:ly)?|incl|included)\b|"
                       r"\b(?:up to|until|through) and including\b")
_STOP = (rf"(?= (?:, )?(?:{_START}|{_OUT}|until|through|ending|ends|up to|for|every|each|daily|weekly|monthly|biweekly|weekends|weekdays|"
         rf"on (?:weekends|weekdays|(?:{WEEKDAY})s))\b| ?$)")
_WITHOUT = regex(rf" (?:, )?{_OUT}(?: for| in| on| during| of)?(?: the)? (?P<what>.+?){_STOP}")
_COUNTED = regex(r" (?:, )?(?:for )?(?:the next |a total of |next )?(?P<n>\d+) (?:times|occurrences|meetings|sessions|instances)"
                      r"(?= |$)(?! (?:a|per|each|every)\b)|"
                      r" (?:, )?(?:x ?(?P<x>\d+)|(?P<y>\d+) ?x)(?= |$)")
_SPAN = regex(r" (?:, )?for (?:the next )?(?P<n>\d+|an?) (?P<unit>day|week|month|year)s?(?= |$)")
_WINDOW = regex(rf" (?:, )?(?:{_START}(?: on| in)?|between) (?P<start>.+?)"
                     rf"(?: (?:, )?(?P<way>{_UNTIL}|and)(?: on)? (?P<end>.+?))?{_STOP}")
_MONTHS_OF = regex(rf" (?:, )?(?P<said>in |during )?(?P<start>{MONTH})"
                        rf"(?: ?(?P<way>-|to|through|until) ?(?P<end>{MONTH}))?(?: (?P<year>\d{{4}}))? ?$")
_WEEKDAYS = regex(rf"(?:{WEEKDAY})s? (?:{WEEKDAY})$")
_UP_TO = regex(rf" (?:, )?(?P<way>until|through|ending|ends|up to)(?: on| in)? (?P<end>.+?){_STOP}")


def bounds(text: str, today: date) -> tuple[str, Bounds] | None:
    """The phrase without its bounds, and the bounds; None when one of them is not understood. Raises Unclear for an unclear one."""
    text = _STARTS_FIRST.sub(lambda m: f"{m['rest']} starting {m['start']}", text)
    text = _INCLUDED.sub(lambda m: f"through {m['end'] or ''}".strip(), text)
    text, found = f" {text} ", Bounds()
    for take in (_leave_out, _count, _window, _months, _end):
        result = take(text, found, today)
        if result is None:
            return None
        text, found = result
        text = f" {' '.join(text.split())} "
    return text.strip(" ,"), found


def bounds_words(bounds: Bounds) -> str:
    """Beginning, end and exceptions, written so that they are read back as the same."""
    parts = [f"starting {day_words(bounds.start)}" if bounds.start else "", f"through {day_words(bounds.until)}" if bounds.until else "",
             f"{bounds.count} times" if bounds.count else "", f"for {bounds.span[0]} {bounds.span[1]}s" if bounds.span else "",
             *[f"except {day_words(day)}" for day in sorted(bounds.without)],
             *[f"except {name}" for name in month_names(sorted(bounds.without_months))],
             *[f"except {WEEKDAYS[day].capitalize()}s" for day in sorted(bounds.without_weekdays)],
             "except holidays" if bounds.holidays else ""]
    return " ".join(filter(None, parts))


def _with_day(text: str, m: re.Match, group: str, found: Bounds, read: Callable[[], date | None]) -> date | None:
    """The day of a bound. When it is asked back, each choice carries the phrase with that choice in its place."""
    try:
        return read()
    except Unclear as unclear:
        if not isinstance(unclear.outcome, Ask):
            raise
        chosen = [replace(choice, phrase=" ".join(
            f"{text[:m.start(group)]} {day_words(choice.value)} {text[m.end(group):]} {bounds_words(found)}".split()))
            for choice in unclear.outcome.choices]
        raise Unclear(replace(unclear.outcome, choices=tuple(chosen))) from None


def _cut(text: str, m: re.Match) -> str:
    return f"{text[:m.start()]} {text[m.end():]}"


def _leave_out(text: str, found: Bounds, today: date):
    month = ""
    while m := _WITHOUT.search(text):
        for part in re.split(r" ?, (?:and |or )?| and | or ", m["what"].strip(" ,")):
            month = named[0] if (named := re.search(MONTH, part)) else month
            part = f"{month} {part}" if month and re.fullmatch(r"\d{1,2}(?:th)?", part) else part
            if part in ("weekends", "weekend"):
                found = replace(found, without_weekdays=found.without_weekdays | {5, 6})
            elif part.removesuffix("s") in WEEKDAYS:
                found = replace(found, without_weekdays=found.without_weekdays | {WEEKDAYS.index(part.removesuffix("s"))})
            elif part in MONTHS:
                found = replace(found, without_months=found.without_months | {MONTHS.index(part) + 1})
            elif "of the month" in part:
                return None
            elif "holiday" in part:
                found = replace(found, holidays=True)
            elif (day := days.find(part, today)) is not None:
                found = replace(found, without=found.without | {day})
            else:
                return None
        text = _cut(text, m)
    return text, found


def _count(text: str, found: Bounds, today: date):
    if m := _COUNTED.search(text):
        return _cut(text, m), replace(found, count=int(m["n"] or m["x"] or m["y"]))
    if m := _SPAN.search(text):
        return _cut(text, m), replace(found, span=(1 if m["n"].startswith("a") else int(m["n"]), m["unit"]))
    return text, found


def _window(text: str, found: Bounds, today: date):
    m = _WINDOW.search(text)
    if not m or re.fullmatch(WEEKDAY, m["start"].rstrip("s")) and re.fullmatch(WEEKDAY, (m["end"] or "").rstrip("s")):
        return text, found
    start = _with_day(text, m, "start", found, lambda: _starts(m["start"].strip(" ,"), today))
    if start is None:
        return None
    found = replace(found, start=start)
    if m["end"]:
        included = m["way"] not in ("until", "up to")
        until = _with_day(text, m, "end", replace(found, start=None), lambda: _ends(m["end"].strip(" ,"), today, start, included=included))
        if until is None:
            return None
        found = replace(found, until=until)
    return _cut(text, m), found


def _months(text: str, found: Bounds, today: date):
    """``in January``, ``January through June``: but "of January" belongs to the rhythm."""
    m = _MONTHS_OF.search(text)
    if not m or not m["end"] and (found.start or not m["said"] or re.search(r"\d+th|last|every year", text)):
        return text, found
    first, last = MONTHS.index(m["start"]) + 1, MONTHS.index(m["end"] or m["start"]) + 1
    year = int(m["year"]) if m["year"] else today.year + (last_day(today.year, last if last >= first else 12) < today)
    start, until = max(date(year, first, 1), today), last_day(year + (last < first), last)
    if m["end"] and not m["year"] and until - today < today - date(year, first, 1):   # more than half of it is over
        raise _running(_cut(text, m), found, today, start.replace(year=year + 1, month=first, day=1), until)
    return _cut(text, m), replace(found, start=start, until=until)


def _running(text: str, found: Bounds, today: date, later: date, until: date) -> Unclear:
    """``February to November``, said in October: what is left of it, or the next one?"""
    choices = []
    for words, start, end in (("What is left of this one", today, until), ("The next one", later, shift(until, 1, "year"))):
        phrase = f"{text.strip(' ,')} {bounds_words(replace(found, start=start, until=end))}"
        choices.append((f"{words}, from {label(start)}", start, phrase))
    return ask("The months that run now, or the next ones?", *choices)


def _end(text: str, found: Bounds, today: date):
    m = _UP_TO.search(text)
    if not m or m["way"] == "through" and _WEEKDAYS.search(f"{text[:m.start()]} {m['end'].rstrip('s')}"):
        return text, found
    if m["end"].strip() in ("further notice", "cancelled", "canceled"):
        return _cut(text, m), found
    included = m["way"] in ("through", "ending", "ends")
    until = _with_day(text, m, "end", found, lambda: _ends(m["end"].strip(" ,"), today, found.start, included=included))
    return None if until is None else (_cut(text, m), replace(found, until=until))


def _starts(text: str, today: date) -> date | None:
    text = re.sub(r" (?:on|onwards?|forward)$", "", text)
    if text in ("today", "now", "immediately"):
        return today
    if text == "next month":
        return month_from(today, 1)
    if text == "next week":
        return monday(today, 1)
    month = re.fullmatch(rf"(?:in )?({MONTH})(?: (\d{{4}}))?", text)
    if month:
        number = MONTHS.index(month[1]) + 1
        return max(date(int(month[2]) if month[2] else today.year + (number < today.month), number, 1), today)
    return days.find(text, today)


def _ends(text: str, today: date, start: date | None, *, included: bool) -> date | None:
    """The last day of a series, which is still part of it; whether a month named after "until" is, is asked."""
    month = re.fullmatch(rf"(?P<end>(?:the )?end of )?({MONTH})(?: (\d{{4}}))?", text)
    base = start or today
    if not month:
        return days.find(text, base)
    number = MONTHS.index(month[2]) + 1
    year = int(month[3]) if month[3] else base.year + (number < base.month)
    if month["end"] or included:
        return last_day(year, number)
    before, after = date(year, number, 1), end_of(date(year, number, 1))
    raise ask("Is that month still included?", (f"No: until {label(before)}", before), (f"Yes: until {label(after)}", after))
