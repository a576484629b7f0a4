"""Phrases that repeat. The whole phrase must be understood; what looks like a rhythm and is none is refused, never read as one day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.dates import bounds as limits
from bot.dates import rules
from bot.dates.bounds import Bounds, bounds_words
from bot.dates.clocktime import Clock, Taken
from bot.dates.listed import listed, occurrences, time_notes
from bot.dates.normal import MONTH, WEEKDAY
from bot.dates.outcomes import Ask, No, Outcome, Recurrence, Unclear, ask, impossible
from bot.dates.reckoning import label
from bot.dates.rules import Doubt, Rule
from bot.dates.saying import rule_words, taken_words
from bot.dates.series import Series, first_day, series
from bot.dates.zones import twelve
from mentoring.patterns import regex

_SIGNAL = regex(rf"\b(?:every|each|daily|weekly|biweekly|fortnightly|monthly|bimonthly|semimonthly|quarterly|yearly|annually|annual|"
                     rf"semi ?annually|biannually|weekdays|weekends|weeknights?|alternate|alternating|mwf|tth|tuth|m-f|"
                     rf"(?:once|twice|times) (?:an?|per|weekly|monthly)|recurring|recurs|repeat(?:s|ing)?|meets|(?:{WEEKDAY})s)\b|"
                     rf"(?<!end )\b(?:of|in) (?:the|each|every) month\b|\b(?:{WEEKDAY}) of month\b|"
                     rf"\b(?:{WEEKDAY}) ?(?:-|to|through) ?(?:{WEEKDAY})\b|"
                     r"\b(?:mornings|evenings|afternoons|nights)\b")
_COUNTED_DAYS = regex(rf"(?:in )?(?:an?|\d+)(?:th)? (?:{WEEKDAY})s (?:from|before|after|time|ago|back)\b.*|in \d+ (?:{WEEKDAY})s")
_ONE_OF_MONTH = regex(r".*\bof (?:the|this) month")
_LIST = regex(rf"(?:on )?(?:the )?(?:\d+th|last)(?:(?: ,)?(?: and)? (?:\d+th|last))+ (?:{WEEKDAY})")
_MONTHS = regex(rf"(?:on )?(?:the )?(?:(?:\d+th|last)(?:(?: ,)?(?: and)? (?:\d+th|last))*(?: (?:{WEEKDAY}|weekday|"
                     rf"(?:business|working) day))?|last day) (?:of|in) "
                     rf"(?:{MONTH})(?:(?: ,)?(?: and)? (?:{MONTH}))+(?= (?:starting|through|until|except|for)\b|$).*")
_NUMBERS = regex(r"(?:on )?(?:the )?\d{1,2}th(?:(?: ,)?(?: and)? (?:the )?\d{1,2}th)+")
_DAYS = regex(rf"(?:on )?(?:{WEEKDAY})(?:(?: ,)?(?: and)? (?:{WEEKDAY}))+")
_HELD = regex(r"^(?:(?:we|it|they|this|(?:the |our )?group|(?:the |our )?meetings?)\b ?)?(?:will |are |is |be )*(?:meets?|meeting|"
                   r"held|recurring|recurs|repeat(?:s|ing)?|occurs?|occurring|happens|takes place|runs|scheduled(?: for)?)\b ?|"
                   r"^(?:meetings?|we) (?:are )?")
_UNKNOWN = No(reason="That looks like a rhythm, and I can't tell which. Try “every other Thursday at noon” or “first Tuesday of the month "
                     "at 7:30am”.", code="nonsense")
_USUAL = {"morning": (time(7, 30), time(9)), "afternoon": (time(13), time(16)), "evening": (time(18), time(19)),
          "night": (time(19), time(20)), "lunch": (time(12), time(12, 30))}


def read(text: str, taken: Taken, here: datetime, zone: ZoneInfo, *, deadline: bool = False, planned: bool = False,
         notes: tuple[str, ...] = ()) -> Outcome | None:
    """What a repeating phrase means; None when nothing in it repeats and it is no list of days.

    ``deadline``: "by the 15th of the month" is one day; without "by" it repeats. ``planned``: holidays may be left out by that word.
    """
    days = listed(taken, here, zone, notes)
    if days is not None:
        return days
    if not _repeats(text, taken) or deadline and _ONE_OF_MONTH.fullmatch(taken.rest) and not re.search(r"\b(?:every|each)\b|days\b", text):
        return None
    found = _bounds(taken, here)
    if found is None:
        return _UNKNOWN
    body, bounds = found
    if re.search(r"\b(?:before|after|by) (?:noon|midday|midnight|\d{1,2}(?::\d\d)? ?[ap]m)", text):
        raise ask("At what time exactly?")
    if bounds.holidays and not planned:
        raise ask("Which holidays? Please name the days to leave out.")
    rule = rules.rule(body, starts_on=bounds.start.weekday() if bounds.start else None)
    if isinstance(rule, Rule) and rule.bymonthday and _ONE_OF_MONTH.fullmatch(body) and not re.search(r"\b(?:every|each|monthly)\b", body):
        rule = Doubt(question="Once, or every month?", rules=(("Once or every month", rule),))
    if isinstance(rule, Doubt):
        raise _doubtful(rule, bounds, taken, here)
    if rule is None:
        return _UNKNOWN
    clock = taken.clock
    if clock is None and taken.part or clock and (clock.open or taken.loose or clock.midnight and rule.freq != "daily"):
        raise _which_time(body, rule, bounds, taken, here)
    return _series(text, rule, bounds, taken, here, zone, notes)


def _bounds(taken: Taken, here: datetime) -> tuple[str, Bounds] | None:
    try:
        return limits.bounds(_rhythm(taken), here.date())
    except Unclear as unclear:
        if not isinstance(unclear.outcome, Ask):
            raise
        timed = [replace(choice, phrase=f"{choice.phrase} {taken_words(taken)}".strip()) if choice.phrase else choice
                 for choice in unclear.outcome.choices]
        raise Unclear(replace(unclear.outcome, choices=tuple(timed))) from None


def _repeats(text: str, taken: Taken) -> bool:
    if _COUNTED_DAYS.fullmatch(taken.rest):
        return False
    return bool(_SIGNAL.search(text) or taken.parts or any(form.fullmatch(taken.rest) for form in (_LIST, _NUMBERS, _MONTHS, _DAYS)))


def _rhythm(taken: Taken) -> str:
    """The words of the rhythm: "mornings" alone means every day, "Tuesday mornings" every Tuesday."""
    rest = re.sub(r"\bannual\b", "yearly", _HELD.sub("", taken.rest, count=1))
    if taken.part and rest in ("every", "each", "on the", ""):
        return "daily"
    if taken.part:
        rest = re.sub(r"^(?:every|each) (?=at\b|,|starting\b|from\b|until\b|for\b|except\b)", "daily ", rest)
    return f"every {rest}" if taken.parts and re.match(WEEKDAY, rest) else rest


def _series(text: str, rule: Rule, bounds: Bounds, taken: Taken, here: datetime, zone: ZoneInfo, notes: tuple[str, ...]) -> Recurrence:
    clock = taken.clock
    away = ZoneInfo(clock.zone) if clock and clock.zone else zone
    at = clock.at() if clock else None
    found = series(rule, bounds, at, here.astimezone(away).replace(tzinfo=None))
    if found is None:
        raise impossible("There is no such meeting ahead.")
    months = bounds.span[0] * {"month": 1, "year": 12}[bounds.span[1]] if bounds.span and bounds.span[1] in ("month", "year") else None
    return Recurrence(
        phrase=text, occurrences=occurrences(found.days, at, away, zone), rrule=found.rrule, first=found.first, tz=away.key, time=at,
        minutes=taken.minutes, until=found.until, count=bounds.count or rule.count, months=months,
        except_days=tuple(sorted(bounds.without)), except_holidays=bounds.holidays,
        notes=(*notes, *_start_note(bounds, found), *_season_note(clock, away), *time_notes(found.days, at, away)))


def _start_note(bounds: Bounds, found: Series) -> tuple[str, ...]:
    """A start that is none of the days is said: "starting Jan 8" may be a Friday, and the meetings on Thursdays."""
    if bounds.start is None or bounds.start == found.first or bounds.start.day == 1:
        return ()
    return (f"{label(bounds.start)} is not one of these days, so the first is {label(found.first)}",)


def _season_note(clock: Clock | None, away: ZoneInfo) -> tuple[str, ...]:
    if clock is None or clock.summer is None:
        return ()
    return (f"the hour is that of the clocks in {away.key} all year round",)


def _doubtful(doubt: Doubt, bounds: Bounds, taken: Taken, here: datetime) -> Unclear:
    """Each meaning with its first meeting, so that a choice can be made; and the phrase that says it."""
    choices: list[tuple[str, date | datetime, str]] = []
    at, now = taken.clock.at() if taken.clock else None, here.replace(tzinfo=None)
    for words, rule in doubt.rules:
        if day := first_day(rule, bounds, at, now):
            phrase = " ".join(filter(None, (rule_words(rule), taken_words(taken), bounds_words(bounds))))
            choices.append((f"{words}, from {label(day)}", _moment(day, at), phrase))
    if not choices and bounds.start:
        choices.append((f"From {label(bounds.start)}", bounds.start, ""))
    return ask(doubt.question, *choices)


def _which_time(body: str, rule: Rule, bounds: Bounds, taken: Taken, here: datetime) -> Unclear:
    clock, now = taken.clock, here.replace(tzinfo=None)
    if clock is None:
        times, question = _USUAL[taken.part], "At what time?"
    elif clock.midnight:
        times, question = (time(0),), "Midnight at the start of that day, or at its end?"
    elif taken.loose:
        times, question = (clock.at(),), "At what time exactly?"
    else:
        times, question = (clock.at(), replace(clock, open=True).at(pm=True)), "Morning or evening?"
    choices = []
    for at in times:
        if day := first_day(rule, bounds, at, now):
            phrase = " ".join(filter(None, (body, taken_words(taken, at), bounds_words(bounds))))
            choices.append((f"{twelve(at)}, from {label(day)}", _moment(day, at), phrase))
    return ask(question, *choices)


def _moment(day: date, at: time | None) -> date | datetime:
    return day if at is None else datetime.combine(day, at)
