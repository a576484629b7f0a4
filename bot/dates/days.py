"""The day in a phrase whose clock time has been taken out: a few lines of arithmetic for each way people say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from bot.dates import holidays, ordinals, spans
from bot.dates.absolute import written
from bot.dates.normal import MONTH, WEEKDAY, WEEKDAYS
from bot.dates.outcomes import Ask, Choice, Unclear, ask, impossible, past
from bot.dates.reckoning import coming, label, monday, near, shift
from mentoring.patterns import regex, regexes

_W = rf"(?P<weekday>{WEEKDAY})"
_EITHER = regex(r"(?:either )?(.+?) or (?:on )?(.+)")
_N = r"(?P<n>\d{1,5}|an?)"
_UNIT = r"(?P<unit>day|week|month|year|quarter)s?"
_WAY = r"(?P<way>from|after|before|ahead of|prior to|following)"


def find(text: str, today: date) -> date | None:
    """The day that ``text`` names; None when it is no day at all. Raises Unclear for what must be asked back or refused."""
    flat = " ".join(text.replace(" , ", " ").strip(" ,").split())
    if (day := _one(flat, today)) is not None:
        return day
    either = _EITHER.fullmatch(flat)
    both = _both(either[1], either[2], today) if either else []
    if both:
        raise ask("Which of the two?", *both)
    return None


def _one(flat: str, today: date) -> date | None:
    """The single day in ``flat``. Forms that reckon from another day come back here, and never to a choice of two:
    that would double the work with every "or".
    """
    for pattern, read in chain.from_iterable(_FORMS):
        found = pattern.fullmatch(flat)
        if found and (day := read(found, today)) is not None:
            return near(day, today)
    if (day := holidays.named(flat, today)) is not None or (day := written(flat, today)) is not None:
        if day < today:
            raise past()
        return day
    return None


def through(base: str, today: date, then: Callable[[date], date]) -> date | None:
    """The day that is reckoned from another one; when that one is unclear, so is this one, choice by choice."""
    try:
        day = _one(base, today)
    except Unclear as unclear:
        if isinstance(unclear.outcome, Ask):
            moved = [then(choice.value) for choice in unclear.outcome.choices]
            raise Unclear(replace(unclear.outcome, choices=tuple(Choice(label=label(d), value=d) for d in moved if d >= today))) from None
        raise
    if day is None:
        return None
    if (reckoned := then(day)) < today:
        raise past()
    return near(reckoned, today)


def _both(one: str, two: str, today: date) -> list[tuple[str, date]]:
    found = []
    for part in (one, two):
        try:
            day = _one(part, today)
        except Unclear:
            day = None
        if day:
            found.append((label(day), day))
    return found


def _number(text: str) -> int:
    return 1 if text in ("a", "an", "") else int(text)


def _weekday(m: re.Match) -> int:
    return WEEKDAYS.index(m["weekday"])


def _in(m: re.Match, today: date) -> date:
    return near(shift(today, _number(m["n"]), m["unit"]), today)


def _from(m: re.Match, today: date) -> date | None:
    if m["base"] == "last":   # "the week before last"
        raise past()
    back = m["way"] in ("before", "ahead of", "prior to")
    n = _number(m["n"]) * (-1 if back else 1)
    return through("today" if m["base"] in ("now", "right now") else m["base"], today, lambda day: shift(day, n, m["unit"]))


def _next_weekday(m: re.Match, today: date) -> date:
    first = coming(_weekday(m), today)
    if today.weekday() == _weekday(m):
        return first
    second = first + timedelta(days=7)
    raise ask(f"“Next {m['weekday'].capitalize()}”: this coming one or the one after?", (label(first), first), (label(second), second))


def _this_weekday(m: re.Match, today: date) -> date:
    if _weekday(m) == today.weekday() and "coming" not in m[0]:
        week_on = today + timedelta(days=7)
        raise ask("Today, or a week from today?", ("Today", today), (label(week_on), week_on))
    return coming(_weekday(m), today)


def _weekday_next_week(m: re.Match, today: date) -> date:
    return monday(today, 2 if "after next" in m[0] else 1) + timedelta(days=_weekday(m))


def _weekday_this_week(m: re.Match, today: date) -> date:
    day = monday(today) + timedelta(days=_weekday(m))
    if day < today:
        raise past()
    return day


def _weekdays_from_now(m: re.Match, today: date) -> date:
    return coming(_weekday(m), today) + timedelta(weeks=_number(m["n"]) - 1)


def _relative_weekday(m: re.Match, today: date) -> date | None:
    weekday, n = _weekday(m), int((m["n"] or "1").removesuffix("th"))
    if not 1 <= n <= 60:
        raise impossible("That is further away than I can plan.")
    if m["way"] in ("before", "prior to"):
        return through(m["base"], today, lambda day: day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1 + 7 * (n - 1)))
    return through(m["base"], today, lambda day: coming(weekday, day) + timedelta(weeks=n - 1))


def _day_beside(m: re.Match, today: date) -> date | None:
    if m["unit"] == "week" and m["base"] != "last":
        first = through(m["base"], today, lambda day: monday(day, 1 if m["way"] == "after" else -1))
        if first is None:
            return None
        raise ask("Which day of that week?", *[(label(d), d) for d in (first, first + timedelta(days=4)) if d >= today])
    if m["base"] == "last":
        raise past()
    return through(m["base"], today, lambda day: day + timedelta(days=-1 if m["way"] == "before" else 1))


def _week_of(m: re.Match, today: date) -> date | None:
    first = through(m["base"], today, lambda day: max(monday(day), today))
    if first is None:
        return None
    days = (5, 6) if m["unit"] == "weekend" else (0, 4)
    raise ask("Which day of that week?", *[(label(d), d) for k in days if (d := monday(first) + timedelta(days=k)) >= today])


def _after(m: re.Match, today: date) -> date | None:
    day = through(m["base"], today, lambda found: found + timedelta(days=1))
    if day is None:
        return None
    raise ask("By which day?", (label(day), day))


def _week_on(m: re.Match, today: date) -> date:
    return coming(_weekday(m), today) + timedelta(weeks=2 if m[0].startswith("2") else 1)


def _agreeing(m: re.Match, today: date) -> date | None:
    """``tomorrow, Tuesday the 24th``: said twice, so it must be the same day."""
    near_day = today + timedelta(days=m["near"] == "tomorrow")
    other = _one(m["other"], today)
    if other is None or other == near_day:
        return other
    raise ask(f"{m['near'].capitalize()} is a {near_day:%A}. Which do you mean?", (label(near_day), near_day), (label(other), other))


def _pointed_at(m: re.Match, today: date) -> date | None:
    """``next Tuesday, December 1``: the date says which Tuesday, unless it is too far away for the word."""
    day = _one(m["other"], today)
    if day is None or (day - today).days <= (14 if m["which"] == "next" else 7):
        return day
    near_day = coming(_weekday(m), today)
    raise ask(f"That is not “{m['which']}” {day:%A}. Which do you mean?", (label(day), day), (label(near_day), near_day))


def _closest(m: re.Match, today: date) -> date | None:
    return through(m["base"], today, lambda day: day + timedelta(days=(_weekday(m) - day.weekday() + 3) % 7 - 3))


def _is_past(m: re.Match, today: date) -> date:
    raise past()


_OWN = (
    (r"today", lambda m, today: today),
    (r"tomorrow", lambda m, today: today + timedelta(days=1)),
    (r"(?:the )?day after tomorrow", lambda m, today: today + timedelta(days=2)),
    (r"(?:the day before )?yesterday|(?:the )?day before yesterday|earlier (?:today|this week)", _is_past),
    (rf"(?:{_N}|a few|several|some|a couple) \w+ (?:ago|back|earlier)|(?:a |some )?(?:long )?(?:time|while) ago", _is_past),
    (rf"last|(?:last|(?:the |this )?past|(?:the )?previous) (?:{WEEKDAY}|week|month|year|night|weekend|quarter|{MONTH}|\d+ \w+)", _is_past),
    (r".+ (?:of|in|from) (?:the )?(?:last|previous|past|preceding) (?:week|month|quarter|year)", _is_past),
    (rf"(?:{WEEKDAY}) (?:of|from|in )?(?:of |from |in )?last week|last week(?:'s)?(?: on)? (?:{WEEKDAY})", _is_past),
    (rf"(?:in|within(?: the next)?) {_N} (?:more )?{_UNIT}(?:'?(?: time)| from (?:now|today)|)", _in),
    (rf"{_N} {_UNIT}(?:'? time| out| hence| later)", _in),
    (rf"(?:in )?{_N} {_UNIT} {_WAY} (?P<base>.+)", _from),
    (r"(?P<unit>week) (?P<way>from) (?P<base>.+)(?P<n>)", _from),
    (rf"{_N} (?P<unit>week)s? (?P<way>)(?P<base>today|tomorrow)", _from),
    (r"(?P<base>today|tomorrow) (?P<n>)(?P<way>)(?P<unit>week)", _from),
    (r"(?:the )?(?P<unit>day|week) (?P<way>after|before|following) (?P<base>.+)", _day_beside),
    (r"(?:in )?(?:the )?(?P<unit>week|weekend) of (?P<base>.+)", _week_of), (r"after (?P<base>.+)", _after),
    (_W, lambda m, today: coming(_weekday(m), today)),
    (rf"(?:this|this coming|the coming|coming|this upcoming|upcoming) {_W}", _this_weekday),
    (rf"(?:the )?next {_W}", _next_weekday),
    (rf"{_W}(?: of| in)? next week|next week(?:'s)?(?: on)? {_W.replace('weekday', 'other')}",
     lambda m, today: monday(today, 1) + timedelta(days=WEEKDAYS.index(m["weekday"] or m["other"]))),
    (rf"{_W}(?: of| in)? (?:the )?week after next", _weekday_next_week),
    (rf"(?:the )?week after next(?: on)? {_W}", _weekday_next_week),
    (rf"{_W}(?: of)? this week", _weekday_this_week),
    (rf"this week(?:'s)?(?: on)? {_W}", _weekday_this_week),
    (rf"(?:the )?{_W} after next|{_W.replace('weekday', 'other')} week",
     lambda m, today: coming(WEEKDAYS.index(m["weekday"] or m["other"]), today) + timedelta(weeks=1)),
    (rf"(?:a week|1 week|2 weeks) on {_W}", _week_on),
    (rf"(?P<which>this|this coming|the coming|coming|next|this upcoming|upcoming) (?P<other>{_W} (?:the )?(?:\d|{MONTH}).*)", _pointed_at),
    (rf"(?:the )?(?:closest|nearest) {_W} (?:to )?(?P<base>.+)", _closest),
    (rf"(?:in )?{_N} {_W}s(?: from (?:now|today)| time)?", _weekdays_from_now),
    (rf"(?P<near>today|tomorrow) (?P<other>(?:the )?(?:{WEEKDAY}|{MONTH}|\d).*)", _agreeing),
    (rf"(?P<other>(?:{WEEKDAY}|{MONTH}|\d).*) (?P<near>today|tomorrow)", _agreeing),
    (rf"(?:the )?(?:(?:last|next) |(?P<n>\d{{1,2}}(?:th)?) )?{_W}s? "
     r"(?P<way>before|after|following|prior to) (?P<base>.+)", _relative_weekday),
)
_FORMS = (regexes(_OWN), ordinals.FORMS, spans.FORMS)
