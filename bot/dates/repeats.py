"""Phrases that repeat. The whole phrase must fit a pattern; what looks like a rhythm and fits none is refused, never read as one day.

Rules are RFC 5545's, expanded by dateutil over naive local time, so that 7:30 stays 7:30 across a clock change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.dates import days
from bot.dates.clocktime import Taken, take
from bot.dates.days import last_day, shift
from bot.dates.normal import MONTHS, WEEKDAYS
from bot.dates.outcomes import No, Outcome, Recurrence, Unclear, ask, impossible

_SIGNAL = re.compile(r"\b(?:every|each|daily|weekly|biweekly|fortnightly|monthly|bimonthly|quarterly|yearly|annually|annual|weekdays|weekends|"
                     r"alternate|alternating|mwf|tth|m-f|once an?|twice an?|times an?|recurring|repeat(?:s|ing)?|"
                     + "|".join(w + "s" for w in WEEKDAYS) + r")\b|\bof (?:the|each|every) month\b|\b(?:monday - friday|monday to friday|monday through friday)\b|\b\d+ weeks on\b|\bmornings|evenings|afternoons\b")
_DAYNAMES = "|".join(WEEKDAYS)
_LIST = rf"(?P<days>(?:{_DAYNAMES})s?(?:(?: and | ?/ ?| )(?:{_DAYNAMES})s?)*)"
_RANGE = rf"(?P<first>{_DAYNAMES})s? ?(?:-|to|through|thru) ?(?P<last>{_DAYNAMES})s?"
_ORDS = r"(?P<ords>(?:\d+th|last|2th to last)(?:(?: and | ?, ?| )(?:\d+th|last))*)"
_EVERY = r"(?:every|each)"
_MONTHLY = r"(?:of |in )?(?:month|every month|each month|months|a month)"
_ANCHOR = "monthly, on which day?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The parts of an RFC 5545 rule. ``byday``: (nth or 0, weekday); ``setpos`` picks among ``byday``."""

    freq: str
    interval: int = 1
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: int | None = None
    bymonth: tuple[int, ...] = ()
    setpos: int | None = None
    on: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Where a series begins and ends, and what it leaves out."""

    start: date | None = None
    until: date | None = None
    count: int | None = None
    span: tuple[int, str] | None = None
    without: frozenset[date] = frozenset()
    no_weekends: bool = False


def read(text: str, taken: Taken, here: datetime, zone: ZoneInfo) -> Outcome | None:
    """What a repeating phrase means; None when nothing in it repeats and it is no list of days."""
    listed = _listed(taken, here, zone)
    if listed is not None:
        return listed
    if not _repeats(text, taken):
        return None
    body, bounds = _bounds(text, here.date())
    inner = take(body)
    rest = " ".join(re.sub(r"(?<=\s)on(?=\s)|^on\b|\bthe\b|,", " ", f" {inner.rest} ").split())
    if inner.part and not inner.clock:
        raise ask("At what time?")
    rule = _rule(rest, bounds, here.date())
    if rule is None:
        return No(reason="That looks like a rhythm, and I can't tell which. Try “every other Thursday at noon” or “first Tuesday of the month at "
                         "7:30am”.", code="nonsense")
    if inner.clock and inner.clock.open:
        raise ask("Morning or evening?")
    at = inner.clock.at() if inner.clock else None
    away = ZoneInfo(inner.clock.zone) if inner.clock and inner.clock.zone else None
    found = tuple(islice(_expand(rule, bounds, at, here, zone, away), 6))
    if not found:
        raise impossible("There is no such meeting ahead.")
    return Recurrence(phrase=text, occurrences=found)


def _repeats(text: str, taken: Taken) -> bool:
    if _SIGNAL.search(text):
        return True
    rest = taken.rest
    return bool(re.fullmatch(rf"(?:on )?(?:the )?{_ORDS} (?:{_DAYNAMES})s?", rest) and (" and " in rest or rest.endswith("days"))
                or re.fullmatch(rf"(?:the )?{_ORDS} (?:{_DAYNAMES})s? of (?:{'|'.join(MONTHS)})(?:(?: ?,? and | ?, ?)(?:{'|'.join(MONTHS)}))+", rest)
                or re.fullmatch(rf"(?:from )?{_RANGE}", rest))


def _listed(taken: Taken, here: datetime, zone: ZoneInfo) -> Recurrence | None:
    """``Jan 5, Feb 2 and Mar 2 at 7:30am``: days, not a rule."""
    if taken.clock and taken.clock.open:
        return None
    parts = [p.strip() for p in re.split(r" ?, ?and | and | , ", taken.rest) if p.strip()]
    if len(parts) < 2 or not all(re.match(r"\d|" + "|".join(MONTHS), p) for p in parts):
        return None
    month, found = "", []
    for part in parts:
        name = re.match("|".join(MONTHS), part)
        month = name[0] if name else month
        try:
            day = days.find(part, here.date()) if "/" in part or name or not month else days.find(f"{month} {part}", here.date())
        except Unclear:
            return None
        if day is None or re.fullmatch(r"\d{4}", part):
            return None
        found.append(day)
    if found != sorted(found) or len(set(found)) != len(found):
        return None
    at = taken.clock.at() if taken.clock else None
    return Recurrence(phrase=taken.rest, occurrences=tuple(datetime.combine(d, at) if at else d for d in found)[:6])


# ---- bounds ---------------------------------------------------------------------------------------------------

_STARTING = r"(?:starting|beginning|start|from|as of|effective|commencing|begins?)(?: on| in)?"
_UNTIL = r"(?:until|till|til|through|thru|ending(?: on)?|to|up to)"
_MON = "|".join(MONTHS)


def _bounds(text: str, today: date) -> tuple[str, Bounds]:
    bounds = Bounds()
    text = f" {text} "
    found = re.search(r" ,? ?(?:except|but not|skipping|excluding)(?: for| on)?(?: on)? (weekends|(?:(?!\bat\b|\bstarting\b|\bfor\b|\buntil\b).)+?)(?= at | starting | for | until | from |\s*$)", text)
    if found:
        if found[1].strip() == "weekends":
            bounds = replace(bounds, no_weekends=True)
        else:
            left = [days.find(p.strip(), today) for p in re.split(r" , | and ", found[1].strip())]
            if None in left:
                return text.strip(), replace(bounds, start=None, until=date.min)
            bounds = replace(bounds, without=frozenset(left))
        text = text[:found.start()] + " " + text[found.end():]
    found = re.search(r" for (?:the next )?(\d+) (weeks|months|times|occurrences|meetings|sessions|years|days)(?= )", text) or \
        re.search(r" ()(\d+) (times|occurrences|sessions)(?= )", text)
    if found:
        number, unit = (int(found[1]), found[2]) if found[1] else (int(found[2]), found[3])
        bounds = replace(bounds, count=number) if unit in ("times", "occurrences", "meetings", "sessions") else \
            replace(bounds, span=(number, unit[:-1]))
        text = text[:found.start()] + " " + text[found.end():]
    found = re.search(rf" ,? ?{_STARTING} (.+?)(?: {_UNTIL} (.+?))?(?= at \d| at noon| at midnight| ,? ?every | for |\s*$)", text)
    ranged = re.search(rf" ({_DAYNAMES})s? ?(?:-|to|through|thru) ?({_DAYNAMES})s? ", text)
    if found and not (ranged and found.start() <= ranged.start() <= found.end() and text[found.start():].lstrip().startswith("from " + ranged[1])):
        inner = take(found[1].strip())
        start = _starts(inner.rest, today)
        if start is not None:
            bounds = replace(bounds, start=start)
            if found[2]:
                ender = take(found[2].strip())
                bounds = replace(bounds, until=_ends(ender.rest, today, start))
                keep = found[2] if ender.clock else ""
            else:
                keep = ""
            kept = _time_words(found[1], inner)
            text = text[:found.start()] + f" {kept} {_time_words(keep, take(keep)) if keep else ''} " + text[found.end():]
            return " ".join(text.split()).strip(" ,"), bounds
    found = re.search(rf" ,? ?(?:until|till|til|through|thru|ending(?: on)?|up to) (.+?)(?= at \d| at noon|\s*$)", text)
    if found and not ranged:
        inner = take(found[1].strip())
        if re.fullmatch(rf"(?:{_MON})", inner.rest) and " through " not in found[0] and " thru " not in found[0]:
            raise ask("Is that month still included?")
        bounds = replace(bounds, until=_ends(inner.rest, today, bounds.start))
        text = text[:found.start()] + f" {_time_words(found[1], inner)} " + text[found.end():]
    return " ".join(text.split()).strip(" ,"), bounds


def _time_words(typed: str, inner: Taken) -> str:
    """The words of a clock time that stood inside a bound: they belong to the series."""
    if inner.clock is None:
        return ""
    clock = inner.clock
    zone = next((k for k, (name, _) in _zones().items() if name == clock.zone), "") if clock.zone else ""
    half = "" if clock.open else " pm" if clock.hour >= 12 else " am"
    hour = clock.hour if clock.open else clock.hour % 12 or 12
    return f"at {hour}:{clock.minute:02d}{half} {zone}".strip()


def _zones():
    from bot.dates.clocktime import ZONES
    return ZONES


def _starts(text: str, today: date) -> date | None:
    if text in ("today", "now"):
        return today
    if text == "next month":
        return shift(today.replace(day=1), 1, "month")
    if text == "next week":
        return today - timedelta(days=today.weekday()) + timedelta(days=7)
    month = re.fullmatch(rf"(?:in )?({_MON})(?: (\d{{4}}))?", text)
    if month:
        number = MONTHS.index(month[1]) + 1
        year = int(month[2]) if month[2] else today.year + (number < today.month)
        return max(date(year, number, 1), today)
    return days.find(text, today)


def _ends(text: str, today: date, start: date | None) -> date:
    month = re.fullmatch(rf"(?:the end of |end of )?({_MON})(?: (\d{{4}}))?", text)
    base = start or today
    if month:
        number = MONTHS.index(month[1]) + 1
        year = int(month[2]) if month[2] else base.year + (number < base.month)
        return last_day(year, number)
    found = days.find(text, base)
    if found is None:
        raise impossible("I can't tell when that ends.")
    return found


# ---- rules ----------------------------------------------------------------------------------------------------

def _rule(text: str, bounds: Bounds, today: date) -> Rule | None:
    if bounds.until == date.min:
        return None
    for pattern, build in _RULES:
        found = pattern.fullmatch(text)
        if found:
            return build(found, bounds)
    return None


def _weekdays(names: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(0, WEEKDAYS.index(n)) for n in re.findall(_DAYNAMES, names)}))


def _step(word: str) -> int:
    word = word.strip()
    if word in ("", "single"):
        return 1
    if word in ("other", "2th", "alternate", "alternating"):
        return 2
    return int(re.sub(r"th$", "", word))


def _weekly(m: re.Match, bounds: Bounds) -> Rule:
    g = m.groupdict()
    step = _step(g.get("step") or "")
    if g.get("two"):
        step = 2
    if step == 0:
        raise impossible("Every zero weeks is never.")
    return Rule(freq="weekly", interval=step, byday=_weekdays(g["days"]))


def _span_of_days(m: re.Match, bounds: Bounds) -> Rule:
    first, last = WEEKDAYS.index(m["first"]), WEEKDAYS.index(m["last"])
    return Rule(freq="weekly", byday=tuple((0, d % 7) for d in range(first, last + (7 if last < first else 0) + 1)))


def _nths(text: str) -> list[int]:
    found = []
    for word in re.findall(r"2th to last|last|\d+th", text):
        nth = -2 if word == "2th to last" else -1 if word == "last" else int(word[:-2])
        if nth > 5 or nth == 0:
            raise impossible("No month has that many of them.")
        found.append(nth)
    return found


def _monthly_nth(m: re.Match, bounds: Bounds) -> Rule:
    g = m.groupdict()
    step = _step(g.get("step") or "")
    if step == 0:
        raise impossible("Every zero months is never.")
    if g.get("mstep"):
        step = _step(g["mstep"])
    weekday = WEEKDAYS.index(re.match(_DAYNAMES, g["day"])[0])
    months = tuple(MONTHS.index(n) + 1 for n in re.findall(_MON, g.get("months") or ""))
    return Rule(freq="monthly", interval=step, byday=tuple((n, weekday) for n in sorted(_nths(g["ords"]))), bymonth=months)


def _monthly_day(m: re.Match, bounds: Bounds) -> Rule:
    g = m.groupdict()
    number = int(g["n"])
    if number > 31 or number == 0:
        raise impossible("No month has such a day.")
    if number > 28:
        raise ask("Not every month has that day. The last day of the month instead?")
    return Rule(freq="monthly", interval=_step(g.get("step") or ""), bymonthday=number)


def _working(m: re.Match, bounds: Bounds) -> Rule:
    nth, = _nths(m["ords"])
    return Rule(freq="monthly", byday=tuple((0, d) for d in range(5)), setpos=nth)


def _no_anchor(question: str):
    def build(m: re.Match, bounds: Bounds) -> Rule:
        step = _step((m.groupdict().get("step") or "")) if "step" in m.groupdict() else 1
        if bounds.start and m.re is not _BARE_MONTH and "week" in m[0] or bounds.start and m[0] in ("biweekly", "fortnightly", "weekly"):
            if m[0] in ("biweekly", "fortnightly") or "2 week" in m[0]:
                step = 2
            return Rule(freq="weekly", interval=max(step, 1), byday=((0, bounds.start.weekday()),))
        raise ask(question)
    return build


def _yearly(m: re.Match, bounds: Bounds) -> Rule:
    month = MONTHS.index(m["month"]) + 1
    if not 1 <= int(m["n"]) <= last_day(2028, month).day:
        raise impossible("There is no such day in the calendar.")
    return Rule(freq="yearly", on=(month, int(m["n"])))


def _every_days(m: re.Match, bounds: Bounds) -> Rule:
    step = _step(m.groupdict().get("step") or "")
    if step == 0:
        raise impossible("Every zero days is never.")
    byday = tuple((0, d) for d in range(5)) if bounds.no_weekends else ()
    return Rule(freq="daily", interval=step, byday=byday)


def _question(text: str):
    def build(m: re.Match, bounds: Bounds) -> Rule:
        raise ask(text)
    return build


def _fixed_days(*weekdays: int):
    return lambda m, bounds: Rule(freq="weekly", byday=tuple((0, d) for d in weekdays))


def _quarter(m: re.Match, bounds: Bounds) -> Rule:
    weekday = WEEKDAYS.index(re.match(_DAYNAMES, m["day"])[0])
    return Rule(freq="monthly", byday=((_nths(m["ords"])[0], weekday),), bymonth=(1, 4, 7, 10))


_DAY = rf"(?P<day>(?:{_DAYNAMES})s?)"
_BARE_MONTH = re.compile(r"(?:monthly|every month|each month|once a month|every (?P<step>\d+|other|\d+th) months?)")
_RULES = tuple((p if isinstance(p, re.Pattern) else re.compile(p), b) for p, b in (
    (rf"{_EVERY} (?P<step>other |\d+th |\d+ )?days?|daily", _every_days),
    (rf"(?:{_EVERY} )?(?:weekday|weekdays|business day|working day|workday|m-f)s?|daily (?:monday - friday|m-f)", _fixed_days(0, 1, 2, 3, 4)),
    (rf"(?:{_EVERY} )?weekends?", _fixed_days(5, 6)),
    (rf"(?:{_EVERY} )?mwf", _fixed_days(0, 2, 4)), (rf"(?:{_EVERY} )?(?:tth|t/th|tuth|tr)", _fixed_days(1, 3)),
    (rf"(?:{_EVERY} |from )?{_RANGE}", _span_of_days),
    # months, before weeks: "every first Tuesday" is monthly
    (rf"(?:{_EVERY} |monthly |once a month |twice a month |2 times a month )?{_ORDS} {_DAY} {_MONTHLY}", _monthly_nth),
    (rf"(?:monthly|once a month|twice a month|every month|each month) {_ORDS} {_DAY}(?: (?:{_MONTHLY}))?", _monthly_nth),
    (rf"{_ORDS} {_DAY} (?:monthly|every month|each month)", _monthly_nth),
    (rf"{_EVERY} (?P<ords>1th|last) {_DAY}", _monthly_nth),
    (rf"(?:{_EVERY} )?(?P<ords>\d+th(?:(?: and | )(?:\d+th|last))+) {_DAY}", _monthly_nth),
    (rf"(?P<ords>(?:\d+th|last)) (?P<day>(?:{_DAYNAMES})s)", _monthly_nth),
    (rf"every (?P<step>other|\d+|\d+th) months? {_ORDS} {_DAY}|{_ORDS.replace('<ords>', '<ords2>')} {_DAY.replace('<day>', '<day2>')} "
     rf"(?:of )?every (?P<mstep>other|\d+|\d+th) months?", lambda m, b: _monthly_nth2(m, b)),
    (rf"{_ORDS} {_DAY} of (?P<months>(?:{_MON})(?:(?: and | )(?:{_MON}))+)", _monthly_nth),
    (rf"{_ORDS} {_DAY} of (?:every |each )?quarter", _quarter),
    (rf"quarterly {_ORDS} {_DAY}|{_ORDS.replace('<ords>', '<o2>')} {_DAY.replace('<day>', '<d2>')} quarterly",
     _question("Which months: January, April, July and October?")),
    (rf"(?:{_EVERY} )?(?P<ords>\d+th|last) (?:weekday|business day|working day|workday) {_MONTHLY}", _working),
    (rf"(?:end of|last day of) (?:every |each )?month|(?:every )?month end|monthly last day", lambda m, b: Rule(freq="monthly", bymonthday=-1)),
    (rf"(?:monthly|every month|each month|once a month) (?P<n>\d{{1,2}})(?:th)?", _monthly_day),
    (rf"(?:{_EVERY} )?(?P<n>\d{{1,2}})th(?: day)? {_MONTHLY}|(?P<n2>\d{{1,2}})th monthly", lambda m, b: _monthly_day2(m, b)),
    (rf"every (?P<step>other|\d+|\d+th) months? (?P<n>\d{{1,2}})th", _monthly_day),
    (rf"(?:every year|yearly|annually|each year|once a year) (?P<month>{_MON}) (?P<n>\d{{1,2}})(?:th)?", _yearly),
    (rf"every (?P<month>{_MON}) (?P<n>\d{{1,2}})(?:th)?", _yearly),
    # weeks
    (rf"{_EVERY} {_LIST}|{_LIST.replace('<days>', '<days2>')} (?:weekly|every week|each week)|(?:weekly|every week|each week|once a week|twice a week) "
     rf"{_LIST.replace('<days>', '<days3>')}", lambda m, b: Rule(freq="weekly", byday=_weekdays(m["days"] or m["days2"] or m["days3"]))),
    (rf"(?P<days>(?:{_DAYNAMES})s(?:(?: and | )(?:{_DAYNAMES})s?)*)", _weekly),
    (rf"(?P<days>(?:{_DAYNAMES})s?(?:(?: and | )(?:{_DAYNAMES})s?)*(?: and | )(?:{_DAYNAMES})s)", _weekly),
    (rf"{_EVERY} (?P<step>other|alternate) {_LIST}|(?:alternate|alternating) {_LIST.replace('<days>', '<days2>')}",
     lambda m, b: Rule(freq="weekly", interval=2, byday=_weekdays(m["days"] or m["days2"]))),
    (rf"(?P<two>biweekly|fortnightly|every other week) {_LIST}", _weekly),
    (rf"{_LIST} (?P<two>biweekly|fortnightly|every other week)", _weekly),
    (rf"{_EVERY} (?P<step>\d+|other|\d+th) weeks? {_LIST}", _weekly),
    (rf"{_LIST} {_EVERY} (?P<step>\d+|other|\d+th) weeks?", _weekly),
    (rf"{_EVERY} (?P<nth>\d+th) {_DAY}", _question("Every so many weeks, or once a month?")),
    # what has no anchor
    (r"(?:weekly|biweekly|fortnightly|every week|each week|once a week|every (?P<step>\d+|other|\d+th) weeks?)", _no_anchor("On which weekday?")),
    (_BARE_MONTH, _no_anchor("On which day of the month?")),
    (r"(?:bimonthly|semimonthly|twice a month)(?: .*)?", _question("Twice a month, or every two months?")),
    (r"(?:quarterly|every quarter|each quarter|yearly|annually|every year|each year)", _question("On which day?")),
    (r"(?:every |each )?(?:mornings?|afternoons?|evenings?|nights?)", _question("On which days, and at what time?")),
    (rf"(?:{_EVERY} )?{_ORDS} (?:{_DAYNAMES})s? or (?:\d+th )?(?:{_DAYNAMES})s?.*|{_EVERY} (?:{_DAYNAMES}) or (?:{_DAYNAMES})", _question("Which of the two?")),
))


def _monthly_nth2(m: re.Match, bounds: Bounds) -> Rule:
    ords, day = m["ords"] or m["ords2"], m["day"] or m["day2"]
    weekday = WEEKDAYS.index(re.match(_DAYNAMES, day)[0])
    step = _step(m["step"] or m["mstep"])
    if step == 0:
        raise impossible("Every zero months is never.")
    return Rule(freq="monthly", interval=step, byday=tuple((n, weekday) for n in sorted(_nths(ords))))


def _monthly_day2(m: re.Match, bounds: Bounds) -> Rule:
    number = int(m["n"] or m["n2"])
    if not 1 <= number <= 31:
        raise impossible("No month has such a day.")
    if number > 28:
        raise ask("Not every month has that day. The last day of the month instead?")
    return Rule(freq="monthly", bymonthday=number)


# ---- expansion ------------------------------------------------------------------------------------------------

def _expand(rule: Rule, bounds: Bounds, at: time | None, here: datetime, zone: ZoneInfo, away: ZoneInfo | None):
    """Naive local occurrences, strictly after now, or from the day that was named."""
    first, until, given = None, bounds.until, 0
    for moment in _dates(rule, bounds, at, here):
        day = moment.date()
        if day in bounds.without or (until and day > until):
            if until and day > until:
                return
            continue
        if first is None:
            first = day
            if bounds.span:
                until = _span_ends(rule, first, *bounds.span)
        given += 1
        if bounds.count and given > bounds.count:
            return
        if at is None:
            yield day
        elif away:
            yield moment.replace(tzinfo=away).astimezone(zone).replace(tzinfo=None)
        else:
            yield moment


def _span_ends(rule: Rule, first: date, number: int, unit: str) -> date:
    """``for 3 months``: three calendar months of a monthly rule, else that long from the first meeting on."""
    if rule.freq == "monthly" and unit == "month":
        last = shift(first.replace(day=1), number - 1, "month")
        return last_day(last.year, last.month)
    return shift(first, number, unit) - timedelta(days=1)


def _dates(rule: Rule, bounds: Bounds, at: time | None, here: datetime):
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
    from dateutil.rrule import weekdays as names
    now = here.replace(tzinfo=None)
    start = bounds.start or now.date()
    begin = datetime.combine(start, at or time())
    byday = [names[d](n) if n else names[d] for n, d in rule.byday] or None
    kinds = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY, "yearly": YEARLY}
    about = {"byweekday": byday, "bymonthday": rule.bymonthday, "bymonth": list(rule.bymonth) or None, "bysetpos": rule.setpos}
    if rule.on:
        about = {"bymonth": rule.on[0], "bymonthday": rule.on[1]}

    def late_enough(moment: datetime) -> bool:
        if at is None:
            return moment.date() >= start if bounds.start else moment.date() > now.date()
        return moment > now and moment.date() >= start

    every = rrule(kinds[rule.freq], dtstart=begin, **about)
    anchor = next((m for m in islice(every, 400) if late_enough(m)), None)
    if anchor is None:
        return
    # The first meeting fixes the alternation: weeks are counted from DTSTART's week (dates.md 3, the anchor trap).
    yield from (m for m in rrule(kinds[rule.freq], interval=rule.interval, dtstart=anchor, **about) if late_enough(m))


