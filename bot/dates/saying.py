"""A rhythm in plain English, made from the rule and not from what was typed; and written so that it can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from bot.dates.bounds import Bounds, bounds_words
from bot.dates.clocktime import Taken
from bot.dates.expanding import ORDINALS, Rhythm, nth
from bot.dates.normal import WEEKDAYS
from bot.dates.outcomes import Recurrence
from bot.dates.reckoning import day_words, month_names
from bot.dates.recur import rule_of
from bot.dates.rules import Rule
from bot.dates.zones import twelve, zone_word

_UNITS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_SPOKEN = {1: "every", 2: "every other"}


def rhythm_words(rhythm: Rhythm) -> str:
    """``First Tuesday of each month``, ``Every other Thursday``, ``5 January, 2 February and 2 March 2027``."""
    text = _dates(rhythm.dates) if rhythm.rrule is None else rule_words(rule_of(rhythm.rrule))
    return text[0].upper() + text[1:]


def plan_words(plan: Recurrence) -> str:
    """The whole plan as a phrase that `read_plan` reads as the same plan: rhythm, time, length, first and last day, days left out."""
    bounds = Bounds(start=plan.first if plan.rrule else None, until=plan.until if plan.rrule else None,
                    without=frozenset(plan.except_days), holidays=plan.except_holidays)
    rhythm = rhythm_words(plan)
    return " ".join(filter(None, (rhythm, _at(plan), _for(plan.minutes), bounds_words(bounds))))


def rule_words(rule: Rule) -> str:
    """The rule alone, in lower case: ``first and third Wednesday of each month``."""
    left_out = f" except in {_and(month_names(_others(rule.bymonth)))}" if len(rule.bymonth) > 6 else ""
    months = rule.bymonth if not left_out else ()
    match rule.freq:
        case "daily":
            return _every("day", rule.interval) + _but(rule) + _in(months) + left_out
        case "weekly":
            return _weekly(rule) + _in(months) + left_out
        case "monthly":
            return f"{_places(rule)} {_of(rule, months)}{_but(rule) if rule.bymonthday else ''}{left_out}"
        case _:
            return _yearly(rule)


def taken_words(taken: Taken, at: time | None = None) -> str:
    """The clock time and length that were taken out of a phrase; ``at`` instead of an unclear time."""
    clock = taken.clock
    if at is not None:
        said = "at 00:00" if at == time() else f"at {twelve(at)}"   # "12 AM" is asked back
    elif clock is None:
        said = f"in the {taken.part}" if taken.part else ""
    else:
        said = f"at {clock.hour}:{clock.minute:02d}" if clock.open else f"at {twelve(clock.at())}"
    zone = f" {zone_word(clock.zone)}" if clock and clock.zone and said else ""
    return " ".join(filter(None, (said + zone, _for(taken.minutes))))


def _at(plan: Recurrence) -> str:
    if plan.time is None:
        return ""
    return f"at {'00:00' if plan.time == time() else twelve(plan.time)} {zone_word(plan.tz)}"


def _for(minutes: int | None) -> str:
    return f"for {minutes} minutes" if minutes else ""


def _dates(days: Sequence[date]) -> str:
    return _and([day_words(day) for day in days])


def _every(unit: str, interval: int) -> str:
    return f"{_SPOKEN[interval]} {unit}" if interval in _SPOKEN else f"every {interval} {unit}s"


def _weekdays(rule: Rule) -> str:
    days = tuple(day for _, day in rule.byday)
    return {(0, 1, 2, 3, 4): "weekday", (5, 6): "weekend"}.get(days) or _and([WEEKDAYS[day].capitalize() for day in days])


def _but(rule: Rule) -> str:
    """BYDAY of a rule that counts other things: what it leaves out."""
    left = tuple(day for day in range(7) if day not in {each for _, each in rule.byday}) if rule.byday else ()
    return (" except weekends" if left == (5, 6) else f" except {_and([WEEKDAYS[day].capitalize() + 's' for day in left])}") if left else ""


def _weekly(rule: Rule) -> str:
    days = _weekdays(rule)
    if rule.interval == 1 or rule.interval == 2 and len(rule.byday) == 1:
        return f"{_SPOKEN[rule.interval]} {days}"
    return f"{_every('week', rule.interval)} on {days + 's' if days in ('weekday', 'weekend') else days}"


def _places(rule: Rule) -> str:
    if rule.setpos is not None:
        return f"{ORDINALS[rule.setpos]} weekday"
    if rule.bymonthday:
        numbers = [nth(number) for number in rule.bymonthday if number > 0] + (["last day"] if -1 in rule.bymonthday else [])
        return f"the {_and(numbers)}"
    if len(rule.byday) < len({place for place, _ in rule.byday}) * len({day for _, day in rule.byday}):
        return _and([f"{ORDINALS[place]} {WEEKDAYS[day].capitalize()}" for place, day in rule.byday])
    places = sorted({place for place, _ in rule.byday}, key=lambda place: (place < 0, place))
    days = sorted({day for _, day in rule.byday})
    return f"{_and([ORDINALS[place] for place in places])} {_and([WEEKDAYS[day].capitalize() for day in days])}"


def _of(rule: Rule, months: tuple[int, ...]) -> str:
    if months:
        return f"of {_and(month_names(months))}" + (" every year" if len(months) == 1 else "")
    which = " that has it" if rule.bymonthday and max(rule.bymonthday) > 28 else ""
    return (f"of each month{which}" if rule.interval == 1 else f"of {_every('month', rule.interval)}{which}")


def _yearly(rule: Rule) -> str:
    every = _every("year", rule.interval)
    name, = month_names(rule.bymonth)
    if rule.byday:
        return f"{_places(rule)} of {name} {every}"
    if rule.bymonthday == (-1,):
        return f"{every} on the last day of {name}"
    return f"{every} on {rule.bymonthday[0]} {name}" + (" in leap years" if (rule.bymonth, rule.bymonthday) == ((2,), (29,)) else "")


def _in(months: tuple[int, ...]) -> str:
    return f" in {_and(month_names(months))}" if months else ""


def _others(months: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(month for month in range(1, 13) if month not in months)


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
