"""From a phrase to what it means: normalise, take the clock time, see whether it repeats, find the day, check the wall clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates import days, repeats
from bot.dates.clocktime import Clock, Taken
from bot.dates.elapsed import elapsed
from bot.dates.normal import LONGEST, normalise
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Unclear, ask, impossible, past
from bot.dates.reckoning import FURTHEST, label
from bot.dates.taking import take
from bot.dates.zones import exact, local, own_letters, twelve
from mentoring.patterns import regex

_DEADLINE = regex(r"\b(?:due|by|before|no later than|not later than|until|deadline)\b")
_LEADING = regex(r"^(?:(?:let's|lets|let us) (?:do|say|meet|make it)|how about|what about|make it|say|please|due by|due on|"
                      r"due before|due|by|on or before|on or by|on|before|no later than|not later than|until|"
                      r"for(?! \d+ (?:day|week|month|year))|at(?!\s*\d)|ok|yes|it's|its|meet|"
                      r"(?:needed|done|finished|completed?|ready|target) by|deadline(?: is)?|meeting|is)(?:\s+|\s*:\s*)")
_END_OF_DAY = regex(r"(?:\b(?:by|at) )?\b(?:eod|eob|cob|close of (?:business|play)|(?:the )?end of (?:the )?(?:business |working |"
                         r"work )?day|end of business)\b(?: on)?")
_EVENT = regex(r"(?P<day>.*?)\s*\b(?:before|after|during|between|around|over) (?P<event>[a-z' ]{3,30})")
_ISO = regex(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:z|[+-]\d\d:?\d\d))?")
_NOTHING = No(reason="I can't find a date in that. Try “first Tuesday of January”, “30 June” or “in two weeks”.", code="nonsense")
_COMMON = {"morning": ((7, 30), (9, 0), (10, 0)), "afternoon": ((13, 0), (15, 0), (16, 0)), "evening": ((17, 30), (18, 0), (19, 0)),
           "night": ((19, 0), (20, 0), (21, 0)), "lunch": ((12, 0), (12, 30), (13, 0)), "": ((7, 30), (12, 0), (17, 0))}


def read_when(phrase: str, *, now: datetime, tz: str) -> Outcome:
    """What ``phrase`` means at the instant ``now`` (aware) for somebody in the zone ``tz``. Never raises for a phrase.

    The whole phrase must be understood: what is left over makes it nonsense, never a date found somewhere inside.
    """
    return guarded(phrase, now, tz, parsed)


def guarded(phrase: str, now: datetime, tz: str, read: Callable[[str, datetime, ZoneInfo, tuple[str, ...]], Outcome]) -> Outcome:
    """What ``read`` makes of the normalised phrase; too much, nothing at all and whatever it raises become an Ask or a No."""
    if not phrase.strip():
        return No(reason="There is nothing to read.", code="empty")
    if len(phrase) > LONGEST:
        return No(reason=f"That is longer than the {LONGEST} characters a date can need.", code="too_long")
    zone = ZoneInfo(tz)
    here = now.astimezone(zone)
    text, notes = normalise(phrase)
    try:
        return read(own_letters(text, tz, here.year), here, zone, notes)
    except Unclear as unclear:
        return unclear.outcome
    except (ValueError, OverflowError):
        return No(reason="There is no such day in the calendar.", code="impossible")


def parsed(text: str, here: datetime, zone: ZoneInfo, notes: tuple[str, ...], *, planned: bool = False) -> Outcome:
    """What a normalised phrase means. ``planned``: it is the plan of a series. Raises Unclear."""
    bare = stripped(text)
    deadline = bool(_DEADLINE.search(text[:text.rfind(bare)]))
    if at := elapsed(bare, here) or _iso(bare, here, zone):
        return _instant(at, notes)
    taken = take(bare)
    repeated = repeats.read(bare, taken, here, zone, deadline=deadline, planned=planned, notes=notes)
    if repeated is not None:
        return repeated
    rest, end_of_day = _END_OF_DAY.subn(" ", taken.rest)
    rest = stripped(" ".join(rest.split()).strip(" ,"))
    if not rest and taken.clock is None and taken.part is None and not end_of_day:
        return _NOTHING
    try:
        day = days.find(rest, here.date()) if rest else here.date()
    except Unclear as unclear:
        raise _timed_choices(unclear, taken, zone) from None
    if day is None:
        return _beside_an_event(rest, taken, here, zone)
    if taken.clock is None and (end_of_day or not taken.part):
        return Reading(kind="date", date=day, notes=notes)
    if taken.clock is None:
        raise _at_what_time(day, taken.part, here, zone, alone=not rest)
    return _timed(taken, rest, day, here, zone, notes)


def stripped(text: str) -> str:
    """Without the few words that may stand in front of a date."""
    while (shorter := _LEADING.sub("", text, count=1)) != text:
        text = shorter
    return text.strip(" ,")


def _iso(text: str, here: datetime, zone: ZoneInfo) -> datetime | None:
    """``2026-12-01T07:30``, also with an offset or Z: a machine's way of writing, so it must be exact."""
    if not _ISO.fullmatch(text):
        return None
    at = datetime.fromisoformat(re.sub(r" (?=[z+-])", "", text).upper())
    at = exact(at.date(), at.time(), zone) if at.tzinfo is None else at.astimezone(zone)
    if at <= here:
        raise past()
    if at.year - here.year > FURTHEST:
        raise impossible("That is further away than I can plan.")
    return at


def _instant(at: datetime, notes: tuple[str, ...], ends: datetime | None = None) -> Reading:
    return Reading(kind="instant", date=at.date(), at=at, ends=ends, notes=notes)


def _at_what_time(day: date, part: str, here: datetime, zone: ZoneInfo, *, alone: bool = False) -> Unclear:
    days = (day, day + timedelta(days=1)) if alone else (day,)
    times = [[at for clock in _COMMON[part] if (at := local(each, time(*clock), zone)) > here] for each in days]
    ahead = [(f"{twelve(at)}, {label(at.date())}", at) for at in next(filter(None, times), [])]
    return ask("At what time?", *ahead) if ahead else past()


def _beside_an_event(rest: str, taken: Taken, here: datetime, zone: ZoneInfo) -> Outcome:
    """``tomorrow before rounds``: a day, and a time that only the person knows."""
    found = _EVENT.fullmatch(rest)
    if not found or not found["day"] or taken.clock:
        return _NOTHING
    day = days.find(found["day"].strip(), here.date())
    if day is None:
        return _NOTHING
    raise _at_what_time(day, taken.part or "", here, zone)


def _timed_choices(unclear: Unclear, taken: Taken, zone: ZoneInfo) -> Unclear:
    """``next Friday at noon``: both Fridays, each at noon."""
    if not isinstance(unclear.outcome, Ask) or taken.clock is None:
        return unclear
    clock = taken.clock
    typed_in = ZoneInfo(clock.zone) if clock.zone else zone
    moments = [local(choice.value, clock.at(pm=pm), typed_in).astimezone(zone)
               for choice in unclear.outcome.choices for pm in ((False, True) if clock.open else (False,))]
    return ask(unclear.outcome.question, *[(f"{twelve(at)}, {label(at.date())}", at) for at in moments])


def _timed(taken: Taken, rest: str, day: date, here: datetime, zone: ZoneInfo, notes: tuple[str, ...]) -> Outcome:
    clock, alone = taken.clock, not rest
    typed_in = ZoneInfo(clock.zone) if clock.zone else zone
    if clock.midnight and not alone:
        raise _which_midnight(day, zone)
    if clock.open:
        raise _am_or_pm(clock, day, alone, here, typed_in, zone)
    day = here.astimezone(typed_in).date() if alone else day
    at = exact(day, clock.at(), typed_in, clock.summer)
    if alone and at <= here:
        at = exact(day + timedelta(days=1), clock.at(), typed_in, clock.summer)
    if at <= here:
        raise past(f"{twelve(at)} {'today' if at.date() == here.date() else 'on that day'} has passed already.")
    at = at.astimezone(zone)
    if taken.loose:
        raise ask("At what time exactly?", (f"{twelve(at)}, {label(at.date())}", at))
    ends = exact(at.astimezone(typed_in).date(), clock.end, typed_in).astimezone(zone) if clock.end else None
    return _instant(at, notes, ends)


def _which_midnight(day: date, zone: ZoneInfo) -> Unclear:
    after = day + timedelta(days=1)
    return ask("Midnight at the start of that day, or at its end?", (f"12:00 AM, {label(day)}", local(day, time(0), zone)),
               (f"12:00 AM, {label(after)}", local(after, time(0), zone)))


def _am_or_pm(clock: Clock, day: date, alone: bool, here: datetime, typed_in: ZoneInfo, zone: ZoneInfo) -> Unclear:
    choices = []
    for pm in (False, True):
        at = local(day, clock.at(pm=pm), typed_in).astimezone(zone)
        if alone and at <= here:
            at = local(day + timedelta(days=1), clock.at(pm=pm), typed_in).astimezone(zone)
        if at > here:
            choices.append(Choice(label=f"{twelve(at)}, {label(at.date())}", value=at))
    return Unclear(Ask(question="Morning or evening?", choices=tuple(choices))) if choices else past()
