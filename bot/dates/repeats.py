"""Phrases that repeat. The whole phrase must be understood; what looks like a rhythm and is none is refused, never read as one day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.dates import bounds as limits
from bot.dates import rules
from bot.dates.bounds import Bounds
from bot.dates.clocktime import Taken
from bot.dates.listed import listed
from bot.dates.normal import MONTH, WEEKDAY
from bot.dates.outcomes import No, Outcome, Recurrence, Unclear, ask, impossible
from bot.dates.reckoning import label
from bot.dates.rules import Doubt, Rule
from bot.dates.series import moments
from bot.dates.zones import twelve

_SIGNAL = re.compile(rf"\b(?:every|each|daily|weekly|biweekly|fortnightly|monthly|bimonthly|semimonthly|quarterly|yearly|annually|annual|"
                     rf"weekdays|weekends|weeknights|alternate|alternating|mwf|tth|tuth|m-f|"
                     rf"(?:once|twice|times) (?:an?|per|weekly|monthly)|recurring|recurs|repeat(?:s|ing)?|meets|(?:{WEEKDAY})s)\b|"
                     rf"(?<!end )\bof (?:the|each|every) month\b|\b(?:{WEEKDAY}) of month\b|"
                     rf"\b(?:{WEEKDAY}) ?(?:-|to|through) ?(?:{WEEKDAY})\b|"
                     r"\b(?:mornings|evenings|afternoons|nights)\b")
_COUNTED_DAYS = re.compile(rf"(?:in )?(?:an?|\d+)(?:th)? (?:{WEEKDAY})s (?:from|before|after|time|ago|back)\b.*|in \d+ (?:{WEEKDAY})s")
_ONE_OF_MONTH = re.compile(r".*\bof (?:the|this) month")
_LIST = rf"(?:on )?(?:the )?(?:\d+th|last)(?:(?: ,)?(?: and)? (?:\d+th|last))+ (?:{WEEKDAY})"
_MONTHS = re.compile(rf"(?:the )?(?:\d+th|last) (?:{WEEKDAY}) (?:of|in) (?:{MONTH})(?:(?: ,)?(?: and)? (?:{MONTH}))+")
_DAYS = re.compile(rf"(?:on )?(?:{WEEKDAY})(?:(?: ,)?(?: and)? (?:{WEEKDAY}))+")
_UNKNOWN = No(reason="That looks like a rhythm, and I can't tell which. Try “every other Thursday at noon” or “first Tuesday of the month "
                     "at 7:30am”.", code="nonsense")
_USUAL = {"morning": (time(7, 30), time(9)), "afternoon": (time(13), time(16)), "evening": (time(18), time(19)),
          "night": (time(19), time(20)), "lunch": (time(12), time(12, 30))}


def read(text: str, taken: Taken, here: datetime, zone: ZoneInfo, *, deadline: bool = False) -> Outcome | None:
    """What a repeating phrase means; None when nothing in it repeats and it is no list of days.

    ``deadline``: "by the 15th of the month" is one day; without "by" it repeats.
    """
    days = listed(taken, here, zone)
    if days is not None:
        return days
    if not _repeats(text, taken) or deadline and _ONE_OF_MONTH.fullmatch(taken.rest) and not re.search(r"\b(?:every|each)\b|days\b", text):
        return None
    found = limits.bounds(_rhythm(taken), here.date())
    if found is None:
        return _UNKNOWN
    body, bounds = found
    rule = rules.rule(body, starts_on=bounds.start.weekday() if bounds.start else None)
    if isinstance(rule, Rule) and rule.bymonthday and _ONE_OF_MONTH.fullmatch(body) and not re.search(r"\b(?:every|each|monthly)\b", body):
        rule = Doubt(question="Once, or every month?", rules=(("Once or every month", rule),))
    if isinstance(rule, Doubt):
        raise _doubtful(rule, bounds, taken, here)
    if rule is None:
        return _UNKNOWN
    clock = taken.clock
    if clock is None and taken.part or clock and (clock.open or taken.loose or clock.midnight and rule.freq != "daily"):
        raise _which_time(rule, bounds, taken, here)
    return _series(text, rule, bounds, taken, here, zone)


def _repeats(text: str, taken: Taken) -> bool:
    if _COUNTED_DAYS.fullmatch(taken.rest):
        return False
    return bool(_SIGNAL.search(text) or taken.parts or re.fullmatch(_LIST, taken.rest) or _MONTHS.fullmatch(taken.rest)
                or _DAYS.fullmatch(taken.rest))


def _rhythm(taken: Taken) -> str:
    """The words of the rhythm: "mornings" alone means every day, "Tuesday mornings" every Tuesday."""
    rest = re.sub(r"\bannual\b", "yearly", re.sub(r"^(?:recurring|recurs|repeat(?:s|ing)?|meets)\b ?", "", taken.rest))
    if taken.part and rest in ("every", "each", "on the", ""):
        return "daily"
    if taken.part:
        rest = re.sub(r"^(?:every|each) (?=at\b|,|starting\b|from\b|until\b|for\b|except\b)", "daily ", rest)
    return f"every {rest}" if taken.parts and re.match(WEEKDAY, rest) else rest


def _series(text: str, rule: Rule, bounds: Bounds, taken: Taken, here: datetime, zone: ZoneInfo) -> Recurrence:
    clock = taken.clock
    away = ZoneInfo(clock.zone) if clock and clock.zone else zone
    found = moments(rule, bounds, clock.at() if clock else None, here.astimezone(away).replace(tzinfo=None))
    if not found:
        raise impossible("There is no such meeting ahead.")
    if clock is None:
        return Recurrence(phrase=text, occurrences=tuple(moment.date() for moment in found))
    return Recurrence(phrase=text, occurrences=tuple(moment.replace(tzinfo=away).astimezone(zone).replace(tzinfo=None) for moment in found))


def _doubtful(doubt: Doubt, bounds: Bounds, taken: Taken, here: datetime) -> Unclear:
    """Each meaning with its first meeting, so that a choice can be made."""
    choices: list[tuple[str, date | datetime]] = []
    for words, rule in doubt.rules:
        for when in moments(rule, bounds, taken.clock.at() if taken.clock else None, here.replace(tzinfo=None))[:1]:
            choices.append((f"{words}, from {label(when.date())}", when if taken.clock else when.date()))
    if not choices and bounds.start:
        choices.append((f"From {label(bounds.start)}", bounds.start))
    return ask(doubt.question, *choices)


def _which_time(rule: Rule, bounds: Bounds, taken: Taken, here: datetime) -> Unclear:
    clock, now = taken.clock, here.replace(tzinfo=None)
    if clock is None:
        times, question = _USUAL[taken.part], "At what time?"
    elif clock.midnight:
        times, question = (time(0),), "Midnight at the start of that day, or at its end?"
    elif taken.loose:
        times, question = (clock.at(),), "At what time exactly?"
    else:
        times, question = (clock.at(), replace(clock, open=True).at(pm=True)), "Morning or evening?"
    firsts = [when for at in times for when in moments(rule, bounds, at, now)[:1]]
    return ask(question, *[(f"{twelve(when)}, from {label(when.date())}", when) for when in firsts])
