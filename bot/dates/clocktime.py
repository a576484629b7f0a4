"""The clock time in a phrase: found once, taken out, and never guessed (dates.md section 1, convention 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.dates.normal import MONTHS, WEEKDAY
from bot.dates.outcomes import ask, impossible
from mentoring.patterns import regex

# which hours a part of the day can have
HOURS = {"morning": range(1, 12), "afternoon": (12, *range(1, 7)), "evening": range(4, 12), "night": range(5, 12), "lunch": (11, 12, 1, 2)}
_LONE = regex("(?:^|(?<=\\s))" + "".join(f"(?<!{name} )" for name in MONTHS) + r"(\d{1,2})(?=\s|$)"
                   rf"(?!\s*(?:,|/|days?|weeks?|months?|years?|hours?|minutes?|{'|'.join(MONTHS)}|(?:{WEEKDAY})s))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as typed. ``open`` when it could be morning or evening; ``midnight`` when it stands between two days.

    ``lasts``: the minutes of an open range, whose end is as open as its start.
    """

    hour: int
    minute: int = 0
    second: int = 0
    open: bool = False
    midnight: bool = False
    end: time | None = None
    lasts: int | None = None
    zone: str | None = None
    summer: bool | None = None

    def at(self, *, pm: bool = False) -> time:
        """The time of day; for an open one the afternoon's when ``pm``."""
        return time((self.hour % 12) + 12 if pm and self.open else self.hour, self.minute, self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A phrase with its clock time and part of the day taken out; ``parts`` when it was said of many days ("mornings"), ``loose``
    when the time was only near ("around noon", "after 3pm"). ``minutes``: how long it takes, when that was said.
    """

    rest: str
    clock: Clock | None
    part: str | None = None
    parts: bool = False
    loose: bool = False
    minutes: int | None = None


def checked(hour: int, minute: int = 0, *, most: int = 23) -> tuple[int, int]:
    """The hour and minute; raises Unclear when no clock shows them."""
    if hour > most or minute > 59:
        raise impossible("There is no such time of day.")
    return hour, minute


def halved(hour: int, minute: int, half: str) -> tuple[int, int]:
    """An hour of the twelve-hour clock with its am or pm, in twenty-four hours."""
    checked(hour, minute, most=12)
    if hour == 0:
        raise impossible("There is no such time of day.")
    return hour % 12 + (12 if half.startswith("p") else 0), minute


def of_day(hour: int, minute: int, part: str, *, end: tuple[int, int] | None = None) -> Clock:
    """A bare hour beside a part of the day: ``7:30`` in the evening."""
    checked(hour, minute)
    if hour > 12:
        return Clock(hour=hour, minute=minute)
    if hour not in HOURS[part]:
        raise impossible("The part of the day and the time do not fit together.")
    late = part != "morning" and hour != 12 and not (part == "lunch" and hour == 11)
    ends = None
    if end:
        checked(*end)
        ends = time(end[0] + 12 if (late or hour == 12) and end[0] < 12 else end[0], end[1])
    return Clock(hour=hour + 12 if late else hour, minute=minute, end=ends)


def spoken(found: re.Match, part: str | None) -> Clock:
    """``7:30am``, ``3p``."""
    hour, minute = halved(int(found["hour"]), int(found["minute"] or 0), found["half"])
    if part == "morning" and hour >= 12 or part in ("afternoon", "evening") and hour < 12:
        raise impossible("The part of the day and the time do not fit together.")
    return Clock(hour=hour, minute=minute, second=int(found["second"] or 0), midnight=(hour, minute) == (0, 0))


def span(found: re.Match, part: str | None) -> Clock | None:
    """``12-1pm``, ``5:30 to 7pm``, ``1pm-2pm``, ``09:00-10:30``, ``11 to noon``: the start takes the end's half of the day."""
    first, last = _edge(found["a"], found["am_"], found["h1"]), _edge(found["b"], found["bm_"], found["h2"])
    if not first[2] and not last[2]:
        return _bare_span(found, first[:2], last[:2], part)
    if not first[2] and not found["am_"] and first[0] in (5, 10) and first[0] > last[0] % 12 and " to " in found[0]:
        raise ask(f"{first[0]} minutes to the hour, or from {first[0]} on?")
    end = halved(*last) if last[2] else halved(*last[:2], first[2])
    start = halved(*first) if first[2] else halved(*first[:2], last[2])
    if not first[2] and start > end:   # 11-1pm begins in the morning
        start = halved(*first[:2], "am")
    if not last[2] and end <= start and end[0] < 12:
        end = end[0] + 12, end[1]
    if end <= start:
        raise impossible("That range ends before it begins.")
    return Clock(hour=start[0], minute=start[1], end=time(*end))


def _edge(hour: str, minute: str | None, half: str | None) -> tuple[int, int, str | None]:
    return (12, 0, "pm") if hour == "noon" else (int(hour), int(minute or 0), half)


def _bare_span(found: re.Match, first: tuple[int, int], last: tuple[int, int], part: str | None) -> Clock:
    checked(*first), checked(*last)
    full = found["a"].startswith("0") or first[0] > 12 or last[0] > 12
    if part and not full:
        return of_day(*first, part, end=last)
    if not full and first[0] != 12:
        lasts = (last[0] * 60 + last[1] - first[0] * 60 - first[1]) % 720
        return Clock(hour=first[0], minute=first[1], open=True, lasts=lasts or None)
    ends = last if full or last[0] == 12 else (last[0] + 12, last[1])   # 12-1 is noon to one
    return Clock(hour=first[0], minute=first[1], end=time(*ends) if ends > first else None)


def plain(found: re.Match, part: str | None) -> Clock:
    """``7:30``, ``07:30``, ``17:30``, ``15h30``, ``15:30:00``."""
    hour, minute = checked(int(found["hour"]), int(found["minute"] or 0))
    second = int(found.groupdict().get("second") or 0)
    if re.search(r"\dh", found[0]) or found["hour"].startswith("0") or hour > 12 or hour == 0:
        return Clock(hour=hour, minute=minute, second=checked(0, second)[1])
    if part:
        return of_day(hour, minute, part)
    return Clock(hour=hour, minute=minute, open=hour != 12)


def bare(found: re.Match, part: str | None) -> Clock:
    """``at 7``, ``8 oclock``."""
    hour, _ = checked(int(found["hour"]), most=24)
    if part:
        return of_day(hour, 0, part)
    return Clock(hour=hour % 24, open=1 <= hour <= 11 and not found["hour"].startswith("0"), midnight=hour in (0, 24))


def digits(found: re.Match, part: str | None) -> Clock | None:
    """``0730``, ``1730``, ``at 1200``: four digits, unless they look like a year."""
    said = bool(found["said"] or found["unit"])
    if 1900 <= int(found["hhmm"]) <= 2099 and not said:
        return None
    hour, minute = int(found["hhmm"][:2]), int(found["hhmm"][2:])
    if hour > 23 or minute > 59:
        if said or found["hhmm"].startswith("0"):
            raise impossible("There is no such time of day.")
        return None
    return Clock(hour=hour, minute=minute)


def digit_span(found: re.Match, part: str | None) -> Clock | None:
    """``1500 to 1630``; 2027-2028 are years."""
    first, last = found["hhmm"], found["until"]
    if 1900 <= int(first) <= 2099 or last <= first:
        return None
    start, end = checked(int(first[:2]), int(first[2:])), checked(int(last[:2]), int(last[2:]))
    return Clock(hour=start[0], minute=start[1], end=time(*end))


def three(found: re.Match, part: str | None) -> Clock | None:
    """``730pm``, ``at 730 in the evening``."""
    if not (found["half"] or found["said"] or part):
        return None
    hour, minute = checked(int(found["hmm"][0]), int(found["hmm"][1:]))
    if found["half"]:
        return Clock(hour=halved(hour, minute, found["half"])[0], minute=minute)
    return of_day(hour, minute, part) if part else Clock(hour=hour, minute=minute, open=True)


def around(found: re.Match, part: str | None) -> Clock | None:
    """``quarter past 7``, ``20 to 5 pm``, ``half past 8``, ``15 to noon``."""
    minutes = {"quarter": 15, "half": 30}.get(found["off"]) or int(found["off"])
    hour, half = (12, "pm") if found["hour"] == "noon" else (int(found["hour"]), found["half"])
    later = found["way"] in ("past", "after", "")
    if minutes > 59 or not 1 <= hour <= 12 or not later and (found["off"] == "half" or minutes <= 12 and not found["unit"]):
        return None   # "10 to 5pm" is a span
    total = (halved(hour, 0, half)[0] if half else hour) * 60 + (minutes if later else -minutes)
    hour, minute = total // 60 % 24, total % 60
    if half:
        return Clock(hour=hour, minute=minute)
    hour = hour or 12
    return of_day(hour, minute, part) if part else Clock(hour=hour, minute=minute, open=hour != 12)


def lasting(clock: Clock, minutes: int) -> Clock:
    """The clock with its end: ``at 3pm for an hour``. One that would end the next day has none."""
    total = clock.hour * 60 + clock.minute + minutes
    return clock if clock.open or clock.end or total >= 1440 else replace(clock, end=time(*divmod(total, 60)))


def lone(text: str, part: str) -> tuple[str, str, Clock | None]:
    """``9 tomorrow morning``: a lone number is an hour when a part of the day stands beside it."""
    found = _LONE.search(text)
    if not found:
        return text, "", None
    return text[:found.start()], text[found.end():], of_day(int(found[1]), 0, part)


def with_zone(clock: Clock, zone: str | None, summer: bool | None) -> Clock:
    """The clock in a zone that was named."""
    return replace(clock, zone=zone, summer=summer)
