"""What repeats, and how often: a phrase without its clock time and bounds, read as the parts of an RFC 5545 rule.

The words of the rhythm ("every other week", "of the month") are taken out first; what is left must wholly be a list of days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.dates.normal import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from bot.dates.ordinals import place
from bot.dates.outcomes import impossible
from bot.dates.reckoning import last_day
from bot.dates.rhythms import Period, rhythm
from mentoring.patterns import regex, regexes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The parts of an RFC 5545 rule. ``byday``: (nth or 0, weekday); ``setpos`` picks among ``byday``; ``count`` ends it."""

    freq: str
    interval: int = 1
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    setpos: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A rhythm that has several meanings, or lacks a part: the question, and the rules that it may mean."""

    question: str
    rules: tuple[tuple[str, Rule], ...] = ()


_BESIDE = regex(rf",|:| -(?= |$)(?! (?:{WEEKDAY}))|\bon an?\b|\b(?:on|the|at|from)\b")
_DAYS = rf"(?P<days>(?:{WEEKDAY})s?(?: (?:and )?(?:{WEEKDAY})s?)*)"
_ORD = r"(?:\d+th to last|\d+th|last)"
_ORDS = rf"(?P<ords>{_ORD}(?: (?:and )?{_ORD})*)"
_MONTHS = rf"(?:of |in )?(?P<months>(?:{MONTH})(?: (?:and )?(?:{MONTH}))*)"
_IN_WHICH_MONTHS = regex(r"(?<!of )(?<!in )\b(?:quarterly|(?:every|each|(?:once|1 times?) (?:a|per|every|each)) quarter|"
                         r"4 times (?:a|per|each) year|biannually|semi ?annually|(?:twice|2 times) (?:a|per|each) year)\b")
_EACH = r"(?P<each>(?:every|each|all|alternate|alternating) )?(?P<other>other |alternate |single )?"


def rule(text: str, *, starts_on: int | None = None) -> Rule | Doubt | None:
    """The rule in ``text``; None when it is none. ``starts_on``: the weekday that the series is to start on, if that was said.

    Raises Unclear for what no calendar has: a sixth Tuesday, every zero weeks.
    """
    words = " ".join(_BESIDE.sub(" ", text).split())
    if re.search(r"\bbimonthly\b", words):
        return _bimonthly(words)
    if asked := _IN_WHICH_MONTHS.search(words):
        return _quarterly(words.replace(asked[0], " "), 4 if "quarter" in asked[0] or "4" in asked[0] else 2)
    period, words = rhythm(words)
    if words is None:
        return None
    for pattern, build in _WHATS:
        found = pattern.fullmatch(words)
        if found and (result := build(found, period)) is not None:
            return result
    return _bare(period, starts_on) if not words else None


def _weekdays(names: str) -> tuple[int, ...]:
    return tuple(sorted({WEEKDAYS.index(name) for name in re.findall(WEEKDAY, names)}))


def _places(ords: str) -> list[int]:
    return sorted({place(word) for word in re.findall(r"\d+th to last|last|\d+th", ords)})


def _listed_days(m: re.Match, period: Period | None) -> Rule | Doubt | None:
    """``every Tuesday and Thursday``, ``Tuesdays``, ``Friday`` beside a rhythm."""
    days, interval = _weekdays(m["days"]), 2 if m["other"] or (m["each"] or "").startswith("alter") else 1
    if m["each"] == "alternating " and len(days) > 1:
        return Doubt(question="Which day in which week?")
    weekly = Rule(freq="weekly", interval=interval, byday=tuple((0, day) for day in days))
    if period is None and not m["each"] and not m["other"] and not re.search(rf"(?:{WEEKDAY})s", m["days"]):
        return Doubt(question="Once, or every week?", rules=(("Every week", weekly),))
    if period is None or period.freq == "daily" and period.interval == 1:
        return weekly
    if period.freq == "weekly" and period.times in (None, len(days)):
        return replace(weekly, interval=max(interval, period.interval))
    return Doubt(question="Which one of the month?") if period.freq == "monthly" else None


def _day_span(m: re.Match, period: Period | None) -> Rule | None:
    first, last = WEEKDAYS.index(m["first"]), WEEKDAYS.index(m["last"])
    return _these(tuple(day % 7 for day in range(first, last + (7 if last < first else 0) + 1)), period)


def _known_days(*days: int):
    def read(m: re.Match, period: Period | None) -> Rule | Doubt | None:
        if not m["other"] and not (m["each"] or "").startswith("alter"):
            return _these(days, period)
        if period:
            return None
        weeks = Rule(freq="weekly", interval=2, byday=tuple((0, day) for day in days))
        if days == (5, 6):
            return weeks
        mwf, tuth = (replace(weeks, interval=1, byday=tuple((0, day) for day in some)) for some in ((0, 2, 4), (1, 3)))
        return Doubt(question="Which days are meant?", rules=(
            ("Every other week, on all of them", weeks), ("Monday, Wednesday and Friday", mwf), ("Tuesday and Thursday", tuth)))
    return read


def _week_nights(m: re.Match, period: Period | None) -> Doubt:
    days = (("Monday to Thursday", 4), ("Monday to Friday", 5))
    return Doubt(question="Is Friday one of them?", rules=tuple(
        (words, Rule(freq="weekly", byday=tuple((0, day) for day in range(count)))) for words, count in days))


def _these(days: tuple[int, ...], period: Period | None) -> Rule | None:
    if period and period.freq not in ("daily", "weekly") or period and period.freq == "daily" and period.interval > 1:
        return None
    return Rule(freq="weekly", interval=period.interval if period else 1, byday=tuple((0, day) for day in days))


def _nth_days(m: re.Match, period: Period | None) -> Rule | Doubt | None:
    """``first Tuesday of the month``, ``1st and 3rd Wednesday``, ``every last Friday``; ``every third Thursday`` is asked back."""
    if period and period.freq in ("daily", "weekly"):
        return None
    places, days = _places(m["ords"]), _weekdays(m["days"])
    byday = tuple((nth, day) for nth in places for day in days)
    months = tuple(MONTHS.index(name) + 1 for name in re.findall(MONTH, m["months"] or ""))
    if months:
        once = len(months) == 1 and not m["each"] and period is None and not re.search(rf"(?:{WEEKDAY})s", m["days"])
        return None if once else Rule(freq="yearly", byday=byday, bymonth=months) if len(months) == 1 else \
            Rule(freq="monthly", byday=byday, bymonth=months)
    if period is None and len(places) == 1 and not m["days"].endswith("days"):
        return _every_nth(places[0], days, byday) if m["each"] else None
    if period and period.freq == "yearly" or period and period.times not in (None, len(places)):
        return None
    if period is None:
        return Rule(freq="monthly", byday=byday)
    months = period.months(places)
    return None if months is None else Rule(freq="monthly", interval=period.interval, byday=byday, bymonth=months)


def _pairs(m: re.Match, period: Period | None) -> Rule | None:
    """``first Monday and third Wednesday of the month``."""
    if not period or period.freq != "monthly":
        return None
    byday = tuple((place(nth), WEEKDAYS.index(day)) for nth, day in re.findall(rf"({_ORD}) ({WEEKDAY})", m[0]))
    months = period.months([nth for nth, _ in byday]) or ()
    return Rule(freq="monthly", interval=period.interval, byday=tuple(sorted(set(byday))), bymonth=months)


def _every_nth(nth: int, days: tuple[int, ...], byday: tuple[tuple[int, int], ...]) -> Rule | Doubt:
    monthly = Rule(freq="monthly", byday=byday)
    if nth == 1 or nth < 0:
        return monthly
    weeks = Rule(freq="weekly", interval=nth, byday=tuple((0, day) for day in days))
    return Doubt(question=f"Every {nth} weeks, or once a month?", rules=((f"Every {nth} weeks", weeks), ("Once a month", monthly)))


def _working_days(m: re.Match, period: Period | None) -> Rule | None:
    places = _places(m["ords"])
    months = tuple(sorted(MONTHS.index(name) + 1 for name in re.findall(MONTH, m["months"] or "")))
    if len(places) > 1 or not months and (not period or period.freq != "monthly") or months and (period or len(months) < 2):
        return None
    return Rule(freq="monthly", interval=period.interval if period else 1, byday=tuple((0, day) for day in range(5)), setpos=places[0],
                bymonth=months or period.months(places) or ())


def _month_days(m: re.Match, period: Period | None) -> Rule | Doubt | None:
    """``the 1st and 15th of every month``, ``monthly on the 15th``."""
    if period is None and re.fullmatch(r"\d+th(?: (?:and )?\d+th)+", m["numbers"]):
        monthly = _month_days(m, Period(freq="monthly", only_where=True))
        return Doubt(question="Once, or every month?", rules=(("Every month", monthly),))
    if not period or period.freq != "monthly":
        return None
    numbers = tuple(sorted({int(number) for number in re.findall(r"\d+", m["numbers"])}))
    if any(not 1 <= number <= 31 for number in numbers):
        raise impossible("No month has such a day.")
    if period.times not in (None, len(numbers)):
        return None
    exact = Rule(freq="monthly", interval=period.interval, bymonthday=numbers, bymonth=period.months() or ())
    if numbers[-1] > 28 and not period.only_where:
        last = replace(exact, bymonthday=tuple(sorted({*(n for n in numbers if n < 29), -1}, key=lambda n: (n < 0, n))))
        ending = "st" if numbers[-1] == 31 else "th"
        return Doubt(question=f"Not every month has a {numbers[-1]}{ending}. The last day of the month instead?",
                     rules=(("The last day of the month", last), ("Only months that have it", exact)))
    return exact


def _last_days(m: re.Match, period: Period | None) -> Rule | None:
    return Rule(freq="monthly", interval=period.interval, bymonthday=(-1,), bymonth=period.months((-1,)) or ()) \
        if period and period.freq == "monthly" else None


def _last_of_a_month(m: re.Match, period: Period | None) -> Rule | None:
    """``every year on the last day of February``."""
    if not period or period.freq != "yearly":
        return None
    return Rule(freq="yearly", interval=period.interval, bymonth=(MONTHS.index(m["month"]) + 1,), bymonthday=(-1,))


def _days_of_months(m: re.Match, period: Period | None) -> Rule | None:
    """``the 15th of January, April, July and October``."""
    months = tuple(sorted(MONTHS.index(name) + 1 for name in re.findall(MONTH, m["months"])))
    numbers = tuple(int(number) for number in re.findall(r"\d+", m["numbers"])) or (-1,)
    if period or len(months) < 2 or any(not 1 <= number <= 31 and number != -1 for number in numbers):
        return None
    if numbers[-1] > min(last_day(2027, month).day for month in months):
        raise impossible("One of those months has no such day.")
    return Rule(freq="monthly", bymonthday=tuple(sorted(set(numbers))), bymonth=months)


def _yearly(m: re.Match, period: Period | None) -> Rule | Doubt | None:
    """``every year on Dec 15``, ``every January 15``."""
    if not m["each"] and not (period and period.freq == "yearly"):
        return None
    month = MONTHS.index(m["month"] or m["month2"]) + 1
    day = int(m["day"] or m["day2"])
    if not 1 <= day <= last_day(2028, month).day:
        raise impossible("There is no such day in the calendar.")
    yearly = Rule(freq="yearly", interval=period.interval if period else 1, bymonth=(month,), bymonthday=(day,))
    if (month, day) == (2, 29) and not (period and period.only_where):
        return Doubt(question="Only in leap years, or on the last day of February?",
                     rules=(("Only leap years", yearly), ("The last day of February", replace(yearly, bymonthday=(-1,)))))
    return yearly


def _counted(m: re.Match, period: Period | None) -> Rule | None:
    """``6 Tuesdays``, ``the next four Mondays``."""
    weekday = WEEKDAYS.index(m["weekday"])
    return Rule(freq="weekly", byday=((0, weekday),), count=int(m["n"])) if period is None and int(m["n"]) else None


def _bare(period: Period | None, starts_on: int | None) -> Rule | Doubt | None:
    """A rhythm without a day: daily is whole; weekly takes its day from the start; the rest is asked."""
    if period is None:
        return None
    if period.freq == "daily":
        return Rule(freq="daily", interval=period.interval)
    weekly = tuple((name.capitalize(), Rule(freq="weekly", interval=period.interval, byday=((0, day),)))
                   for day, name in enumerate(WEEKDAYS[:5]))
    if period.freq == "weekly":
        if starts_on is None or period.times:
            return Doubt(question="On which weekdays?") if period.times else Doubt(question="On which weekday?", rules=weekly)
        return Rule(freq="weekly", interval=period.interval, byday=((0, starts_on),))
    if period.freq == "yearly":
        return Doubt(question="On which day of the year?")
    months = () if period.times else period.months() or ()
    first = tuple((f"First {name.capitalize()}", Rule(freq="monthly", interval=period.interval, byday=((1, day),), bymonth=months))
                  for day, name in enumerate(WEEKDAYS[:5]))
    return Doubt(question="On which day of the month?", rules=() if period.times else first)


def _bimonthly(words: str) -> Doubt:
    rest = rule(words.replace("bimonthly", "every 2 months"))
    return Doubt(question="Twice a month, or every two months?", rules=(("Every two months", rest),) if isinstance(rest, Rule) else ())


def _quarterly(words: str, times: int) -> Rule | Doubt | None:
    """Which months a quarter or half a year means is asked, unless they were named."""
    named = rule(f"{words} every year") if re.search(MONTH, words) else None
    if isinstance(named, Rule) and len(named.bymonth) == times:
        return named
    likely = rule(f"{words} of every quarter") if times == 4 else None
    if not isinstance(likely, Rule):
        return Doubt(question="In which months, and on which day?")
    names = [MONTHS[month - 1].capitalize() for month in likely.bymonth]
    months = f"{', '.join(names[:-1])} and {names[-1]}"
    return Doubt(question=f"In which months? {months}?", rules=((months, likely),))


def _one_of(m: re.Match, period: Period | None) -> Doubt:
    return Doubt(question="Which of the two?", rules=tuple(
        (f"Every {name.capitalize()}", Rule(freq="weekly", byday=((0, WEEKDAYS.index(name)),))) for name in re.findall(WEEKDAY, m[0])))


_WHATS = regexes((
    (rf"{_EACH}{_DAYS}", _listed_days),
    (rf"{_EACH}(?P<first>{WEEKDAY})s? ?(?:-|to|through) ?(?P<last>{WEEKDAY})s?", _day_span),
    (rf"{_EACH}(?:weekday|business day|working day|workday|m-f)s?", _known_days(0, 1, 2, 3, 4)),
    (rf"{_EACH}(?:weeknight|week night|school night)s?", _week_nights),
    (rf"{_EACH}weekends?(?: days?)?", _known_days(5, 6)), (rf"{_EACH}mwf", _known_days(0, 2, 4)),
    (rf"{_EACH}(?:tth|t/th|tuth|tr)", _known_days(1, 3)),
    (rf"(?P<each>(?:every|each) )?(?:next )?{_ORDS} {_DAYS}(?: {_MONTHS})?", _nth_days),
    (rf"(?:(?:every|each) )?{_ORD} (?:{WEEKDAY})s?(?: (?:and )?{_ORD} (?:{WEEKDAY})s?)+", _pairs),
    (rf"(?P<each>(?:every|each) )?{_ORDS} (?:weekday|business day|working day|workday)s?(?: {_MONTHS})?", _working_days),
    (r"(?:(?:every|each) )?(?:day )?(?P<numbers>\d{1,2}(?:th)?(?: (?:and )?\d{1,2}(?:th)?)*)(?: days?)?", _month_days),
    (r"(?:(?:every|each) )?(?:last day|end)", _last_days),
    (rf"(?P<each>(?:every|each) )?(?:(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:th)?|"
     rf"(?P<day2>\d{{1,2}})(?:th)?(?: of)? (?P<month2>{MONTH}))", _yearly),
    (rf"(?:(?:every|each) )?last day (?:of )?(?P<month>{MONTH})", _last_of_a_month),
    (rf"(?P<numbers>\d{{1,2}}th(?: (?:and )?\d{{1,2}}th)*|last day) {_MONTHS}", _days_of_months),
    (rf"(?:next )?(?P<n>\d{{1,2}}) (?P<weekday>{WEEKDAY})s", _counted),
    (rf"(?:(?:every|each) )?(?:\d+th |last )?(?:{WEEKDAY})s? or (?:\d+th |last )?(?:{WEEKDAY})s?", _one_of),
))
