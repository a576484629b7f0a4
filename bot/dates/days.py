"""The day in a phrase whose clock time has been taken out: a few lines of arithmetic for each way people say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.dates import holidays
from bot.dates.absolute import written
from bot.dates.holidays import NAMES, nth_weekday
from bot.dates.normal import MONTHS, WEEKDAYS
from bot.dates.outcomes import Unclear, ask, impossible, past

_W = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_N = r"(?P<n>\d+|an?)"
_UNIT = r"(?P<unit>day|week|month|year|quarter)s?"
_SPAN_END = (rf"(?P<span>(?:the |this |current )?(?:month|week|year|quarter)|next (?:month|week|year|quarter)|"
             rf"(?:{'|'.join(MONTHS)})(?: \d{{4}})?|q[1-4](?: \d{{4}})?|\d{{4}})")


def label(day: date) -> str:
    """A day as it stands on a button."""
    return f"{day:%a %b} {day.day}" if day else ""


def shift(day: date, n: int, unit: str) -> date:
    """``n`` days, weeks, months, quarters or years on; the last day of the month when there is no such day."""
    if unit in ("day", "week"):
        return day + timedelta(days=n * (7 if unit == "week" else 1))
    months = n * {"month": 1, "quarter": 3, "year": 12}[unit]
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return min(day.replace(year=year, month=month + 1, day=1) + timedelta(days=day.day - 1), last_day(year, month + 1))


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def coming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def find(text: str, today: date) -> date | None:
    """The day that ``text`` names; None when it is no day at all. Raises Unclear for what must be asked back or refused."""
    text = text.strip(" ,")
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return read(found, today)
    flat = " ".join(text.replace(" , ", " ").split())
    if (day := holidays.named(flat, today)) is not None:
        if day < today:
            raise past()
        return day
    if (day := written(flat, today)) is not None:
        return day
    either = re.fullmatch(r"(.+?),? or (?:on )?(.+)", text)
    if either:
        raise ask("Which of the two?", *_both(either[1], either[2], today))
    return None


def _both(one: str, two: str, today: date) -> list[tuple[str, date]]:
    found = []
    for part in (one, two):
        try:
            day = find(part, today)
        except Unclear:
            day = None
        if day:
            found.append((label(day), day))
    return found


def _number(text: str) -> int:
    return 1 if text in ("a", "an") else int(text)


def _nearby(n: int) -> None:
    if n > 10_000:
        raise impossible("That is further away than I can plan.")


def _in(m: re.Match, today: date) -> date:
    n = _number(m["n"])
    _nearby(n)
    return _soon(shift(today, n, m["unit"]), today)


def _soon(day: date, today: date) -> date:
    if day.year - today.year > 20:
        raise impossible("That is further away than I can plan.")
    return day


def _from(m: re.Match, today: date) -> date | None:
    base = today if m["base"] in ("now", "today") else find(m["base"], today)
    if base is None:
        return None
    n = _number(m["n"])
    _nearby(n)
    day = shift(base, -n if m["way"] in ("before", "ahead of", "prior to") else n, m["unit"])
    if day < today:
        raise past()
    return _soon(day, today)


def _next_weekday(m: re.Match, today: date) -> date:
    weekday = WEEKDAYS.index(m["weekday"])
    first = coming(weekday, today)
    if today.weekday() == weekday:
        return first
    second = first + timedelta(days=7)
    raise ask(f"“Next {m['weekday'].capitalize()}”: this coming one or the one after?", (label(first), first), (label(second), second))


def _this_weekday(m: re.Match, today: date) -> date:
    weekday = WEEKDAYS.index(m["weekday"])
    if weekday == today.weekday() and "coming" not in m[0]:
        raise ask("Today, or a week from today?", ("Today", today), (label(today + timedelta(days=7)), today + timedelta(days=7)))
    return coming(weekday, today)


def _weekday_next_week(m: re.Match, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    weeks = 2 if "after next" in m[0] else 1
    return monday + timedelta(days=7 * weeks + WEEKDAYS.index(m["weekday"]))


def _weekday_this_week(m: re.Match, today: date) -> date:
    day = today - timedelta(days=today.weekday()) + timedelta(days=WEEKDAYS.index(m["weekday"]))
    if day < today:
        raise past()
    return day


def _weekdays_from_now(m: re.Match, today: date) -> date:
    return coming(WEEKDAYS.index(m["weekday"]), today) + timedelta(days=7 * (_number(m["n"]) - 1))


def _nth(m: re.Match, today: date) -> date | None:
    nth = -2 if m["nth"].startswith("2th to last") or m["nth"].startswith("penult") else -1 if m["nth"] == "last" else int(m["nth"][:-2])
    if nth > 5 or nth == 0:
        raise impossible("No month has that many of them.")
    weekday = WEEKDAYS.index(m["weekday"])
    where = m["where"]
    if where in ("next month", "this month", "the month", "the current month", "the next month"):
        base = shift(today.replace(day=1), 1 if "next" in where else 0, "month")
        return _month_nth(base.year, base.month, weekday, nth, today, named=True)
    found = re.fullmatch(rf"{_MONTH},?(?: (?P<year>\d{{4}}))?", where)
    month = MONTHS.index(found["month"]) + 1
    if found["year"]:
        return _month_nth(int(found["year"]), month, weekday, nth, today, named=True)
    for year in range(today.year, today.year + 3):
        day = nth_weekday(year, month, weekday, nth)
        if day and day >= today:
            return day
    raise impossible("That month has no such day.")


def _month_nth(year: int, month: int, weekday: int, nth: int, today: date, *, named: bool) -> date:
    day = nth_weekday(year, month, weekday, nth)
    if day is None:
        raise impossible("That month has no such day.")
    if day < today:
        raise past()
    return day


def _once_or_monthly(m: re.Match, today: date) -> date:
    nth = -1 if m["nth"] == "last" else int(m["nth"][:-2])
    if nth == -1 and m["weekday"]:
        raise past("“Last” of what? If you mean the one that was, it has passed already.")
    day = next((d for k in range(3) if (b := shift(today.replace(day=1), k, "month"))
                and (d := nth_weekday(b.year, b.month, WEEKDAYS.index(m["weekday"]), nth)) and d > today), None)
    raise ask("Once, or every month?", *([(f"Once: {label(day)}", day)] if day else []))


def _the_nth(m: re.Match, today: date) -> date:
    number = int(m["day"])
    if not 1 <= number <= 31:
        raise impossible("There is no such day in any month.")
    return _monthday(number, today)


def _monthday(number: int, today: date) -> date:
    for k in range(14):
        base = shift(today.replace(day=1), k, "month")
        if number <= last_day(base.year, base.month).day and base.replace(day=number) >= today:
            if k > 1 or (k == 1 and number > 28 and last_day(today.year, today.month).day < number and today.day > 28):
                break
            return base.replace(day=number)
        if k and number > last_day(base.year, base.month).day:
            break
    end = last_day(*_ym(shift(today, 1, "month")))
    raise ask(f"The coming month has no {number}th. Its last day?", (label(end), end))


def _ym(day: date) -> tuple[int, int]:
    return day.year, day.month


def _nth_of_month(m: re.Match, today: date) -> date:
    number = int(m["day"])
    base = shift(today.replace(day=1), 1 if "next" in m["which"] else 0, "month")
    if not 1 <= number <= last_day(*_ym(base)).day:
        raise impossible("That month has no such day.")
    day = base.replace(day=number)
    if day < today:
        raise past()
    return day


def _weekday_the_nth(m: re.Match, today: date) -> date:
    day = _the_nth(m, today)
    weekday = WEEKDAYS.index(m["weekday"])
    if day.weekday() != weekday:
        fits = coming(weekday, today - timedelta(days=1))
        raise ask(f"The coming {m['day']}th is a {day:%A}. Which do you mean?", (label(day), day), (label(fits), fits))
    return day


def _end(m: re.Match, today: date) -> date:
    span = re.sub(r"^(the |this |current )", "", m["span"])
    if "week" in span:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if "next" in span else 0)
        friday, sunday = monday + timedelta(days=4), monday + timedelta(days=6)
        raise ask("Friday, or Sunday?", *[(label(d), d) for d in (friday, sunday) if d >= today])
    base = shift(today, 1, span.split()[1]) if span.startswith("next ") else today
    if "month" in span:
        return last_day(*_ym(base))
    if "year" in span:
        return date(base.year, 12, 31)
    if "quarter" in span:
        return last_day(base.year, (base.month + 2) // 3 * 3)
    name, _, year = span.partition(" ")
    if name.isdigit():
        name, year = "december", name
    month = int(name[1]) * 3 if re.fullmatch(r"q\d", name) else MONTHS.index(name) + 1
    for candidate in ([int(year)] if year else [today.year, today.year + 1]):
        day = last_day(candidate, month)
        if day >= today:
            return _soon(day, today)
    raise past()


def _relative_weekday(m: re.Match, today: date) -> date | None:
    base = find(m["base"], today)
    if base is None:
        return None
    weekday = WEEKDAYS.index(m["weekday"])
    if m["way"] in ("before", "prior to"):
        day = base - timedelta(days=(base.weekday() - weekday - 1) % 7 + 1)
    else:
        day = coming(weekday, base)
    if day < today:
        raise past()
    return day


def _day_beside(m: re.Match, today: date) -> date | None:
    base = find(m["base"], today)
    if base is None:
        return None
    if m["unit"] == "week":
        raise ask("Which day of that week?", *[(label(base + timedelta(days=k)), base + timedelta(days=k)) for k in (7, 9)])
    day = base + timedelta(days=1 if m["way"] == "after" else -1)
    if day < today:
        raise past()
    return day


def _week_after(m: re.Match, today: date) -> date:
    return coming(WEEKDAYS.index(m["weekday"]), today) + timedelta(days=7)


def _is_past(m: re.Match, today: date) -> date:
    raise past()


def _no_day(*choices: Callable[[date], date]) -> Callable[[re.Match, date], date]:
    def read(m: re.Match, today: date) -> date:
        offered = [d for choose in choices if (d := choose(today)) > today]
        raise ask("Which day exactly?", *[(label(d), d) for d in offered])
    return read


def _month_span(m: re.Match, today: date) -> date:
    month = MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m.groupdict().get("year") else today.year if last_day(today.year, month) >= today else today.year + 1
    if last_day(year, month) < today:
        raise past()
    start, end = date(year, month, 1), last_day(year, month)
    raise ask("Which day of the month?", *[(label(d), d) for d in (start, start + timedelta(days=14), end) if d >= today])


def _plus(days: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(days=days)


def _next_week_day(offset: int) -> Callable[[date], date]:
    return lambda today: today - timedelta(days=today.weekday()) + timedelta(days=7 + offset)


def _next_month(day: int) -> Callable[[date], date]:
    return lambda today: shift(today.replace(day=1), 1, "month").replace(day=day)


_VAGUE = r"(?:early|late|later|mid|middle of|sometime|some time|around|about|beginning of|start of|the beginning of|the start of|first half of|second half of)"
_NTH_WORD = r"(?P<nth>\d+th|last|2th to last|penultimate)"
_FORMS: tuple[tuple[re.Pattern, Callable[[re.Match, date], date | None]], ...] = tuple((re.compile(p), f) for p, f in (
    (r"|today|now", lambda m, t: t),
    (r"tomorrow", lambda m, t: t + timedelta(days=1)),
    (r"(?:the )?day after tomorrow", lambda m, t: t + timedelta(days=2)),
    (r"(?:the day before )?yesterday|(?:the )?day before yesterday", _is_past),
    (rf"(?:{_N}|\d+) \w+ (?:ago|back)|\d+ \w+ earlier", _is_past),
    (rf"last (?:{'|'.join(WEEKDAYS)}|week|month|year|night|weekend|{'|'.join(MONTHS)})", _is_past),
    (rf"in {_N} (?:more )?{_UNIT}(?: time)?", _in),
    (rf"{_N} {_UNIT} (?:out|hence)", _in),
    (rf"(?:in )?{_N} {_UNIT} (?P<way>from|after|before|ahead of|prior to) (?P<base>.+)", _from),
    (r"(?:the )?(?P<unit>day|week) (?P<way>after|before) (?P<base>.+)", _day_beside),
    (_W, lambda m, t: coming(WEEKDAYS.index(m["weekday"]), t)),
    (rf"(?:this|this coming|the coming|coming|this upcoming|upcoming) {_W}", _this_weekday),
    (rf"next {_W}", _next_weekday),
    (rf"{_W},?(?: of| in)? next week", _weekday_next_week),
    (rf"next week,?(?: on)? {_W}", _weekday_next_week),
    (rf"{_W},?(?: of| in)? (?:the )?week after next", _weekday_next_week),
    (rf"(?:the )?week after next,?(?: on)? {_W}", _weekday_next_week),
    (rf"{_W},?(?: of)? this week", _weekday_this_week),
    (rf"this week,?(?: on)? {_W}", _weekday_this_week),
    (rf"{_W} after next", _week_after),
    (rf"{_W} week", _week_after),
    (rf"(?:a week|1 week) on {_W}", _week_after),
    (rf"{_N} {_W}s from (?:now|today)", _weekdays_from_now),
    (rf"in {_N} {_W}s", _weekdays_from_now),
    (rf"(?:the )?{_NTH_WORD} {_W},? (?:of|in|from)? ?(?P<where>(?:the )?next month|this month|(?:the )?current month|"
     rf"(?:{'|'.join(MONTHS)})(?:,? \d{{4}})?)", _nth),
    (rf"(?P<where>next month|this month|(?:{'|'.join(MONTHS)}))(?:'s)?,?(?: on)?(?: the)? {_NTH_WORD} {_W}", _nth),
    (rf"(?:the )?(?P<nth>\d+th|last) {_W}", _once_or_monthly),
    (rf"(?:the )?(?P<day>\d{{1,2}})th(?: day)?(?: of)? (?P<which>next month|this month|the month|the next month)", _nth_of_month),
    (r"(?P<which>next month|this month),?(?: on)? the (?P<day>\d{1,2})th", _nth_of_month),
    (r"(?:the )?(?P<day>\d{1,2})th", _the_nth),
    (r"the (?P<day>\d{1,2})", _the_nth),
    (rf"{_W},?(?: the)? (?P<day>\d{{1,2}})th", _weekday_the_nth),
    (rf"(?:the )?end of (?:the )?{_SPAN_END}", _end),
    (rf"(?:the )?(?:last|final) day (?:of|in) (?:the )?{_SPAN_END}", _end),
    (rf"{_SPAN_END}(?:'s)? end", _end),
    (r"(?:year end|year's end|yearend)", lambda m, t: date(t.year, 12, 31)),
    (r"(?:month end|month's end)", lambda m, t: last_day(*_ym(t))),
    (rf"(?:the )?{_W} (?P<way>before|after|following|prior to) (?P<base>.+)", _relative_weekday),
    # what names no single day is asked back
    (r"next week|(?:the )?week after next|(?:in )?the (?:coming|next) week", _no_day(_next_week_day(0), _next_week_day(2), _next_week_day(4))),
    (r"this week|later this week|in the coming days|soon|some ?day|sometime|later|asap", _no_day(_plus(1), _plus(3), _plus(7))),
    (rf"{_VAGUE} next week", _no_day(_next_week_day(0), _next_week_day(2), _next_week_day(4))),
    (r"(?:the |this |next |on the )?weekend|this coming weekend", _no_day(lambda t: coming(5, t), lambda t: coming(6, t))),
    (rf"(?:{_VAGUE} )?(?:in )?(?:next|this|the) (?:month|year|quarter|semester)", _no_day(_next_month(1), _next_month(15))),
    (rf"(?:{_VAGUE} )?(?:in )?{_MONTH}(?:,? (?P<year>\d{{4}}))?", _month_span),
    (rf"(?:{_VAGUE} )?(?:in )?(?:the )?(?:next |this )?(?:spring|summer|fall|autumn|winter)(?: \d{{4}})?", _no_day(_plus(30), _plus(90), _plus(180))),
    (rf"(?:{_VAGUE} )?(?:in )?(?:20\d\d|q[1-4](?: 20\d\d)?|[1-4]th quarter)", _no_day(_plus(30), _plus(90), _plus(180))),
    (rf"(?:around|about|roughly|sometime) (?:the )?(?:holidays|{NAMES})|(?:the )?holidays", _no_day(_plus(7), _plus(30))),
))
