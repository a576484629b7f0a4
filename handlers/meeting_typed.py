"""Reading what is typed about a single meeting: its number, and where it shall stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import dates
from handlers.typed import corrections
from mentoring.meetings import Meeting
from mentoring.patterns import regex
from mentoring.planning import Spot
from mentoring.refused import Refused

_NUMBER = regex(r"(?:meeting )?#?(\d{1,6})(?![\d:/.-])[:,]?\s*", re.IGNORECASE)
_TO = regex(r"^(?:to|on|at)\b\s*", re.IGNORECASE)
_CLOCK = r"(?:at |@ ?)?(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?|noon|midday)"
_ONLY_TIME = regex(_CLOCK, re.IGNORECASE)
_WEEKDAY = regex(rf"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:[ ,]+{_CLOCK})?", re.IGNORECASE)
_LENGTH = regex(r"(\d{1,3})\s*(?:m|min|mins|minutes)?|(\d{1,2}(?:[.,]\d)?)\s*(?:h|hr|hrs|hour|hours)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a meeting shall stand: one spot, or a question with what may be chosen. ``read``: what was corrected."""

    spot: Spot | None = None
    question: str = ""
    choices: tuple[tuple[str, Spot], ...] = ()
    read: str = ""


def numbered(text: str, command: str) -> tuple[int, str]:
    """The number that a line begins with, and the rest of it. Refused without one."""
    found = _NUMBER.match(text.strip())
    if not found:
        raise Refused(f"Which meeting? Put its number after it, for example `/mentor meeting {command}`. "
                      "`/mentor meeting list` shows the numbers.")
    return int(found[1]), text.strip()[found.end():].strip()


def minutes(text: str) -> int:
    """``90 min``, ``1.5 hours``, ``2h`` as minutes. Refused: it is no length."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise Refused(f"“{text.strip()[:40]}” is no length to me. Write it like this: 90 min, or 2 hours.")
    return int(found[1]) if found[1] else round(float(found[2].replace(",", ".")) * 60)


def spot_of(text: str, *, now: datetime, tz: str, usual: str | None, meeting: Meeting | None = None) -> Where:
    """Where a phrase puts a meeting. Without a time it keeps ``usual``; a time alone keeps the meeting's day.

    A bare weekday may be meant in the meeting's own week or in this one, so it is asked. Refused: it is no day.
    """
    text = _TO.sub("", text.strip())
    if meeting and _ONLY_TIME.fullmatch(text):
        return _where(dates.read_when(f"{meeting.day.isoformat()} {text}", now=now, tz=tz), tz, usual)
    here = _where(dates.read_when(text, now=now, tz=tz), tz, usual)
    if meeting and here.spot and _WEEKDAY.fullmatch(text):
        monday = meeting.day - timedelta(days=meeting.day.weekday())
        sunday = datetime.combine(monday, time(), tzinfo=ZoneInfo(tz)) - timedelta(hours=1)
        there = _where(dates.read_when(text, now=max(sunday, now.astimezone(ZoneInfo(tz))), tz=tz), tz, usual)
        if there.spot and there.spot != here.spot:
            return Where(question=f"Which {here.spot.day:%A}?", choices=(
                (f"{_label(there.spot)}, the same week", there.spot), (f"{_label(here.spot)}, the coming one", here.spot)))
    return here


def _label(spot: Spot) -> str:
    return f"{spot.day:%A} {spot.day.day} {spot.day:%B %Y}"


def _where(read: dates.Outcome, tz: str, usual: str | None) -> Where:
    match read:
        case dates.Reading():
            return Where(spot=_spot(read.at or read.date, tz, usual), read=corrections(read))
        case dates.Ask():
            return Where(question=read.question, choices=tuple((c.label, _spot(c.value, tz, usual)) for c in read.choices))
        case dates.Recurrence():
            raise Refused("That repeats, and one meeting has one date. `/mentor meeting plan …` changes the rhythm.")
    raise Refused(read.reason)


def _spot(value, tz: str, usual: str | None) -> Spot:
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(tz)) if value.tzinfo else value
        return Spot(day=local.date(), time=f"{local:%H:%M}")
    if usual is None:
        raise Refused("At what time? Write the day with its time, such as “Thursday 3 December 7:30am”.")
    return Spot(day=value, time=usual)
