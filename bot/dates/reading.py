"""From a phrase to what it means: normalise, take the clock time, see whether it repeats, find the day, check the wall clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates import clocktime, days, repeats
from bot.dates.clocktime import Clock, Taken
from bot.dates.normal import LONGEST, normalise
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Unclear, ask, impossible, past

_LEADING = re.compile(r"^(?:(?:let's|lets|let us) (?:do|say|meet|make it)|how about|what about|make it|say|please|due by|due on|due|by|on|before|"
                      r"no later than|not later than|until|till|for|at(?!\s*\d)|ok|yes|it's|its|meet|meeting|is)\s+")
_END_OF_DAY = re.compile(r"\b(?:eod|eob|cob|close of (?:business|play)|end of (?:the )?(?:business |working )?day|end of business)\b")
_HOURS = re.compile(r"in (?:about )?(?P<body>(?:(?:\d+(?:\.\d+)?|an?|half an?) ?(?:d|days?|hours?|hrs?|hr|h|minutes?|mins?|min|m)\b(?:,? and |,? )?)+"
                    r"(?:(?:and )?a half)?(?: hours?)?)(?: from now| time)?|(?P<later>(?:\d+(?:\.\d+)?|an?|half an) ?(?:hours?|hrs?|minutes?|mins?)) from now")
_PIECE = re.compile(r"\b(half an? |\d+(?:\.\d+)? ?|an? )(d|h|m)[a-z]*")
_NOTHING = No(reason="I can't find a date in that. Try “next month's first Tuesday”, “30 June” or “in two weeks”.", code="nonsense")


def read_when(phrase: str, *, now: datetime, tz: str) -> Outcome:
    """What ``phrase`` means at the instant ``now`` (aware) for somebody in the zone ``tz``. Never raises for a phrase.

    The whole phrase must be understood: what is left over makes it nonsense, never a date found somewhere inside.
    """
    if not phrase.strip():
        return No(reason="There is nothing to read.", code="empty")
    if len(phrase) > LONGEST:
        return No(reason=f"That is longer than the {LONGEST} characters a date can need.", code="too_long")
    zone = ZoneInfo(tz)
    here = now.astimezone(zone)
    text, notes = normalise(phrase)
    try:
        return _read(text, here, zone, notes)
    except Unclear as unclear:
        return unclear.outcome
    except (ValueError, OverflowError):
        return No(reason="There is no such day in the calendar.", code="impossible")


def _read(text: str, here: datetime, zone: ZoneInfo, notes: tuple[str, ...]) -> Outcome:
    bare = stripped(text)
    elapsed = _elapsed(bare, here)
    if elapsed:
        return _instant(elapsed, notes)
    taken = clocktime.take(bare)
    repeated = repeats.read(bare, taken, here, zone)
    if repeated is not None:
        return repeated
    rest, end_of_day = _END_OF_DAY.subn(" ", taken.rest)
    rest = stripped(" ".join(rest.split()).strip(" ,"))
    if taken.clock is None and taken.part is None and not rest and not end_of_day:
        return _NOTHING
    day = days.find(rest, here.date())
    if day is None:
        return _NOTHING
    if end_of_day:
        return Reading(kind="date", date=day, notes=notes)
    if taken.clock is None:
        if taken.part:
            raise ask("At what time?", *[(f"{h % 12 or 12}:{m:02d} {'AM' if h < 12 else 'PM'}", _local(day, time(h, m), zone))
                                         for h, m in _COMMON[taken.part]])
        if not rest or rest == "now":
            return _NOTHING
        return Reading(kind="date", date=day, notes=notes)
    return _timed(taken, rest, day, here, zone, notes)


_COMMON = {"morning": ((7, 30), (9, 0), (10, 0)), "afternoon": ((13, 0), (15, 0), (16, 0)), "evening": ((17, 30), (18, 0), (19, 0)),
           "night": ((19, 0), (20, 0), (21, 0))}


def stripped(text: str) -> str:
    """Without the few words that may stand in front of a date."""
    while (shorter := _LEADING.sub("", text, count=1)) != text:
        text = shorter
    return text.strip(" ,")


def _elapsed(text: str, here: datetime) -> datetime | None:
    """``in 2.5 hours``, ``in 1d 2hr 5min``, ``in an hour and a half``: time that really passes, whatever the clocks do."""
    found = _HOURS.fullmatch(text)
    body = found and (found["body"] or found["later"])
    if not body or not re.search(r"\d ?h|hour|hr|min|\d ?m\b", body):
        return None
    total = timedelta()
    for amount, unit in _PIECE.findall(body):
        count = 0.5 if amount.startswith("half") else 1.0 if amount.strip() in ("a", "an") else float(amount)
        total += timedelta(**{{"d": "days", "h": "hours", "m": "minutes"}[unit]: count})
    if re.search(r"(?:hours?|hr|h) and a half|and a half hours?", body):
        total += timedelta(minutes=30)
    if total > timedelta(days=3660):
        raise impossible("That is further away than I can plan.")
    return (here.astimezone(UTC) + total).astimezone(here.tzinfo)


def _instant(at: datetime, notes: tuple[str, ...], ends: datetime | None = None) -> Reading:
    return Reading(kind="instant", date=at.date(), at=at, ends=ends, notes=notes)


def _timed(taken: Taken, rest: str, day: date, here: datetime, zone: ZoneInfo, notes: tuple[str, ...]) -> Outcome:
    clock = taken.clock
    typed_in = ZoneInfo(clock.zone) if clock.zone else zone
    alone = rest in ("", "now")
    if clock.midnight and not alone:
        raise ask("Midnight at the start of that day, or at its end?", (f"{days.label(day)}, 12:00 AM", _local(day, time(0), zone)),
                  (f"{days.label(day + timedelta(days=1))}, 12:00 AM", _local(day + timedelta(days=1), time(0), zone)))
    if clock.open:
        return _am_or_pm(clock, day, alone, here, typed_in, zone)
    at = _in_zone(day, clock.at(), clock, typed_in)
    if alone and at <= here:
        day += timedelta(days=1)
        at = _in_zone(day, clock.at(), clock, typed_in)
    if at <= here:
        raise past(f"{_twelve(at)} {'today' if at.date() == here.date() else 'on that day'} has passed already.")
    ends = _in_zone(day, clock.end, clock, typed_in).astimezone(zone) if clock.end else None
    return _instant(at.astimezone(zone), notes, ends)


def _am_or_pm(clock: Clock, day: date, alone: bool, here: datetime, typed_in: ZoneInfo, zone: ZoneInfo) -> Outcome:
    choices = []
    for pm in (False, True):
        at = _local(day, clock.at(pm=pm), typed_in).astimezone(zone)
        if alone and at <= here:
            at = _local(day + timedelta(days=1), clock.at(pm=pm), typed_in).astimezone(zone)
        if at > here:
            choices.append(Choice(label=f"{_twelve(at)}, {days.label(at.date())}", value=at))
    if not choices:
        raise past()
    return Ask(question="Morning or evening?", choices=tuple(choices))


def _twelve(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone)


def _in_zone(day: date, at: time, clock: Clock, zone: ZoneInfo) -> datetime:
    """The instant of a wall time; a time that the clock change skips or repeats is not guessed (dates.md 4.6)."""
    local = _local(day, at, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise impossible(f"{_twelve(local)} does not exist on that day: the clocks are put forward over it.")
    second = local.replace(fold=1)
    if local.utcoffset() != second.utcoffset():
        raise ask("The clocks are put back that night, so that time comes twice. Which one?",
                  (f"the first {_twelve(local)}", local), (f"the second {_twelve(local)}", second))
    if clock.summer is not None and bool(local.dst()) != clock.summer:
        other = local + (timedelta(hours=1) if clock.summer is False else -timedelta(hours=1))
        raise ask("Those letters do not fit the season: daylight saving is " + ("on" if local.dst() else "off") + " that day. Which do you mean?",
                  (f"{_twelve(local)} by the clock there", local), (f"{_twelve(other)} by the clock there", other))
    return local
