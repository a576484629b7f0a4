"""``/mentor meeting plan …``: a phrase as a plan of meetings, with a time of day; asked back with whole phrases to choose from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.dates.clocktime import Taken
from bot.dates.expanding import ORDINALS
from bot.dates.listed import dated
from bot.dates.normal import WEEKDAY, WEEKDAYS, normalise
from bot.dates.ordinals import place
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Recurrence, Unclear, ask
from bot.dates.reading import guarded, parsed, stripped
from bot.dates.reckoning import coming, label, month_from, nth_weekday
from bot.dates.saying import plan_words, taken_words
from bot.dates.taking import take
from bot.dates.wording import words
from bot.dates.zones import twelve
from mentoring.patterns import regex

USUAL_TIMES = (time(7, 30), time(12), time(17), time(18))
_NTH_ALONE = regex(rf"(?:on )?(?:the )?(?P<nth>\d+th(?: to last)?|last) (?P<weekday>{WEEKDAY})")
_WEEKDAY_ALONE = regex(rf"(?:on )?(?P<weekday>{WEEKDAY})")


def read_plan(text: str, *, now: datetime, tz: str) -> Recurrence | Ask | No:
    """The plan in ``text``, with its time of day; one clear day is a plan of one date. Never raises for a phrase.

    ``now`` is aware, ``tz`` the group's zone. An Ask carries for each choice the phrase to read instead of what was typed.
    """
    outcome = guarded(text, now, tz, _plan)
    return _with_phrases(outcome, text, now, tz) if isinstance(outcome, Ask) else outcome


def _plan(text: str, here: datetime, zone: ZoneInfo, notes: tuple[str, ...]) -> Outcome:
    bare = stripped(text)
    typed = take(bare)
    if nth := _NTH_ALONE.fullmatch(typed.rest):
        raise _once_or_monthly(nth, typed, here.date())
    if (alone := _WEEKDAY_ALONE.fullmatch(typed.rest)) and not typed.parts:
        raise _once_or_weekly(alone["weekday"], typed, here.date())
    outcome = parsed(text, here, zone, notes, planned=True)
    if isinstance(outcome, Reading):
        outcome = _one(outcome, typed, zone)
    if isinstance(outcome, Recurrence) and outcome.time is None:
        raise _at_what_time(outcome)
    return outcome


def _once_or_monthly(found: re.Match, taken: Taken, today: date) -> Unclear:
    """``first Tuesday at 7:30``: the one, or each month's? Whether it is morning or evening is asked after that."""
    nth, weekday = place(found["nth"]), WEEKDAYS.index(found["weekday"])
    months = (month_from(today, n) for n in range(4))
    day = next(day for base in months if (day := nth_weekday(base.year, base.month, weekday, nth)) and day > today)
    said = taken_words(taken)
    monthly = f"{ORDINALS[nth]} {found['weekday'].capitalize()} of each month {said}".strip()
    return ask("Once, or every month?", (f"Every month, from {label(day)}", day, monthly),
               (f"Once: {label(day)}", day, f"{label(day)} {said}".strip()))


def _once_or_weekly(weekday: str, taken: Taken, today: date) -> Unclear:
    """``Tuesday at noon``: the coming one, or every week's?"""
    day, said = coming(WEEKDAYS.index(weekday), today), taken_words(taken)
    weekly = f"every {weekday.capitalize()}"
    return ask("Once, or every week?", (f"E{weekly[1:]}, from {label(day)}", day, f"{weekly} {said}".strip()),
               (f"Once: {label(day)}", day, f"{label(day)} {said}".strip()))


def _one(reading: Reading, taken: Taken, zone: ZoneInfo) -> Recurrence:
    """A plan of one day. Its clock time is the one it has in the group's zone."""
    clock = replace(taken.clock, hour=reading.at.hour, minute=reading.at.minute, zone=None) if reading.at and taken.clock else None
    return dated(taken.rest, (reading.date,), replace(taken, clock=clock), zone, reading.notes)


def _at_what_time(plan: Recurrence) -> Unclear:
    choices = [(f"{twelve(at)}, from {label(plan.first)}", datetime.combine(plan.first, at), plan_words(replace(plan, time=at)))
               for at in USUAL_TIMES]
    return ask("At what time?", *choices)


def _with_phrases(asked: Ask, text: str, now: datetime, tz: str) -> Ask:
    """Days that were asked about one by one are phrases themselves, with the length that was said."""
    length = _length(text)
    return replace(asked, choices=tuple(choice if choice.phrase else replace(choice, phrase=_said(choice, now, tz) + length)
                                        for choice in asked.choices))


def _length(text: str) -> str:
    try:
        minutes = take(stripped(normalise(text)[0])).minutes
    except Unclear:
        return ""
    return f" for {minutes} minutes" if minutes else ""


def _said(choice: Choice, now: datetime, tz: str) -> str:
    value: date | datetime = choice.value
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(tz))
    return words(value, now=now, tz=tz)
