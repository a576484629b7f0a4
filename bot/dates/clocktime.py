"""The clock time in a phrase: found once, taken out, and never guessed (dates.md section 1, convention 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.dates.outcomes import impossible

PARTS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
_PART = re.compile(r"\b(?:(?:in|at|during) (?:the )?)?(early |late )?(morning|afternoon|evening|night)\b")
_TONIGHT = re.compile(r"\btonight\b")

# zone word → zone, and the season its letters claim (True summer, False winter, None no claim)
ZONES = {
    "et": ("America/New_York", None), "eastern": ("America/New_York", None), "est": ("America/New_York", False),
    "edt": ("America/New_York", True), "ct": ("America/Chicago", None), "central": ("America/Chicago", None),
    "cst": ("America/Chicago", False), "cdt": ("America/Chicago", True), "mt": ("America/Denver", None),
    "mountain": ("America/Denver", None), "mst": ("America/Denver", False), "mdt": ("America/Denver", True),
    "pt": ("America/Los_Angeles", None), "pacific": ("America/Los_Angeles", None), "pst": ("America/Los_Angeles", False),
    "pdt": ("America/Los_Angeles", True), "utc": ("UTC", None), "gmt": ("UTC", None), "z": ("UTC", None),
    "bst": ("Europe/London", True), "cet": ("Europe/Berlin", False), "cest": ("Europe/Berlin", True),
}
_ZONE = r"(?:\s*\(?(?P<zone>" + "|".join(sorted(ZONES, key=len, reverse=True)) + r")\)?(?: (?:standard |daylight )?time)?)?\b"

_H = r"\d{1,2}"
_AMPM = r"(?:\s?(am|pm)|([ap])(?![\w]))"
_CLOCK = rf"({_H})(?:[:.h]([0-9]{{2}}))?(?: ?oclock)?{_AMPM}"
_BARE = rf"({_H})(?:[:h]([0-9]{{2}}))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as typed. ``open`` when it could be morning or evening; ``midnight`` when that word was used."""

    hour: int
    minute: int = 0
    open: bool = False
    midnight: bool = False
    end: time | None = None
    zone: str | None = None
    summer: bool | None = None

    def at(self, *, pm: bool = False) -> time:
        """The time of day; for an open one the afternoon's when ``pm``."""
        return time((self.hour % 12) + 12 if pm and self.open else self.hour, self.minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A phrase with its clock time and part of day taken out."""

    rest: str
    clock: Clock | None
    part: str | None = None
    tonight: bool = False


def take(text: str) -> Taken:
    """Find the clock time and the part of day. Raises Unclear for a time that does not exist."""
    tonight = bool(_TONIGHT.search(text))
    text = _TONIGHT.sub("today", text)
    part = "night" if tonight else None
    found = _PART.search(text)
    if found and not part:
        part = found[2]
        text = f"{text[:found.start()]} {text[found.end():]}"
        text = re.sub(r"\bthis\s*(?=$|,|at\b|\d)", "today ", text).strip()
    rest, clock = _clock(" ".join(text.split()), part)
    return Taken(rest=_clean(rest), clock=clock, part=part, tonight=tonight)


def _clean(text: str) -> str:
    text = re.sub(r"\bat(?=\s*(?:$|,|on\b))|\b(?:from|at|by|,)\s*$", " ", text)
    return " ".join(text.split()).strip(" ,")


def _clock(text: str, part: str | None) -> tuple[str, Clock | None]:
    for pattern, build in _FORMS:
        found = pattern.search(text)
        if found:
            clock = build(found, part)
            if clock is None:
                continue
            rest = f"{text[:found.start()]} {text[found.end():]}"
            zone = found.groupdict().get("zone")
            if zone:
                name, summer = ZONES[zone]
                clock = _with(clock, zone=name, summer=summer)
            return rest, clock
    if part:   # "9 tomorrow morning": a lone number is an hour when a part of day stands beside it
        lone = re.search(r"(?:^|(?<=\s))(\d{1,2})(?=\s|$)(?!\s*(?:,|day|week|month|hour|minute|january|february|march|april|may|june|july|"
                         r"august|september|october|november|december))", text)
        if lone and not re.search(r"(january|february|march|april|may|june|july|august|september|october|november|december) $",
                                  text[:lone.start()]):
            return f"{text[:lone.start()]} {text[lone.end():]}", _of_day(int(lone[1]), 0, part)
    return text, None


def _with(clock: Clock, **changes) -> Clock:
    return Clock(**({f: getattr(clock, f) for f in Clock.__slots__} | changes))


def _check(hour: int, minute: int, *, most: int = 23) -> None:
    if hour > most or minute > 59:
        raise impossible("There is no such time of day.")


def _twelve(hour: int, minute: int, half: str) -> tuple[int, int]:
    _check(hour, minute, most=12)
    if hour == 0:
        raise impossible("There is no such time of day.")
    return hour % 12 + (12 if half.startswith("p") else 0), minute


def _spoken(found: re.Match, part: str | None) -> Clock:
    hour, minute = _twelve(int(found[1]), int(found[2] or 0), found[3] or found[4])
    if part == "morning" and hour >= 12 or part in ("afternoon", "evening") and hour < 12:
        raise impossible("The part of the day and the time do not fit together.")
    return Clock(hour=hour, minute=minute)


def _range(found: re.Match, part: str | None) -> Clock:
    """``12-1pm``, ``5:30 to 7pm``, ``1pm-2pm``, ``09:00-10:30``: the start takes the end's half of the day."""
    g = found.groupdict()
    end_half, start_half = g["h2"], g["h1"]
    if not end_half and not start_half:
        first = Clock(hour=int(g["a"]), minute=int(g["am_"] or 0))
        second = (int(g["b"]), int(g["bm_"] or 0))
        _check(first.hour, first.minute)
        _check(*second)
        if not (g["a"].startswith("0") or first.hour > 12 or second[0] > 12):
            return _of_day(first.hour, first.minute, part, end=second) if part else Clock(
                hour=first.hour, minute=first.minute, open=first.hour != 12)
        return Clock(hour=first.hour, minute=first.minute, end=time(*second))
    end = _twelve(int(g["b"]), int(g["bm_"] or 0), end_half or start_half)
    if start_half:
        start = _twelve(int(g["a"]), int(g["am_"] or 0), start_half)
    else:
        start = _twelve(int(g["a"]), int(g["am_"] or 0), end_half)
        if start > end:   # 11-1pm begins in the morning
            start = _twelve(int(g["a"]), int(g["am_"] or 0), "am")
    if not end_half and end < start:
        end = (end[0] + 12, end[1]) if end[0] < 12 else end
    if end <= start:
        raise impossible("That range ends before it begins.")
    return Clock(hour=start[0], minute=start[1], end=time(*end))


def _plain(found: re.Match, part: str | None) -> Clock | None:
    """``7:30``, ``07:30``, ``17:30``, ``15h30``."""
    hour, minute = int(found[1]), int(found[2])
    _check(hour, minute)
    if "h" in found[0] or found[1].startswith("0") or hour > 12 or hour == 0:
        return Clock(hour=hour, minute=minute)
    if part:
        return _of_day(hour, minute, part)
    return Clock(hour=hour, minute=minute, open=hour != 12)


def _hour(found: re.Match, part: str | None) -> Clock:
    """``at 7``, ``8 oclock``."""
    hour = int(found[1])
    _check(hour, 0, most=24)
    if part:
        return _of_day(hour, 0, part)
    return Clock(hour=hour % 24, open=1 <= hour <= 11 and not found[1].startswith("0"))


def _of_day(hour: int, minute: int, part: str, *, end: tuple[int, int] | None = None) -> Clock:
    fits = {"morning": range(1, 12), "afternoon": (12, *range(1, 7)), "evening": range(4, 12), "night": range(5, 12)}[part]
    if hour > 12:
        return Clock(hour=hour, minute=minute)
    if hour not in fits:
        raise impossible("The part of the day and the time do not fit together.")
    late = part != "morning" and hour != 12
    ends = time(end[0] + 12 if late and end[0] < 12 else end[0], end[1]) if end else None
    return Clock(hour=hour + 12 if late else hour, minute=minute, end=ends)


def _military(found: re.Match, part: str | None) -> Clock | None:
    """``0730``, ``1730``, ``at 1200``: four digits, unless they look like a year."""
    hour, minute = int(found[2][:2]), int(found[2][2:])
    said = bool(found[1] or found[3])
    if 1900 <= int(found[2]) <= 2099 and not said:
        return None
    if hour > 23 or minute > 59:
        if said or found[2].startswith("0"):
            raise impossible("There is no such time of day.")
        return None
    return Clock(hour=hour, minute=minute)


def _past(found: re.Match, part: str | None) -> Clock | None:
    """``quarter past 7``, ``20 to 5 pm``, ``half past 8 in the morning``."""
    minutes = {"quarter": 15, "half": 30}.get(found[1]) or int(found[1])
    hour, half = int(found[3]), found[4] or found[5]
    if minutes > 59 or not 1 <= hour <= 12:
        return None
    base = _twelve(hour, 0, half)[0] if half else hour
    total = base * 60 + (minutes if found[2] in ("past", "after") else -minutes)
    hour, minute = total // 60 % 24, total % 60
    if half:
        return Clock(hour=hour, minute=minute)
    hour = 12 if hour == 0 else hour
    return _of_day(hour, minute, part) if part else Clock(hour=hour, minute=minute, open=hour != 12)


_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_FORMS = (
    (re.compile(r"(?:\bat )?\b(?:12 )?(?:noon|midday)\b" + _ZONE), lambda m, part: Clock(hour=12)),
    (re.compile(r"(?:\bat )?\b(?:12 )?midnight\b" + _ZONE), lambda m, part: Clock(hour=0, midnight=True)),
    (re.compile(rf"(?:\b(?:at|from|between) )?\b(?<![/:.-])(?P<a>{_H})(?:[:.](?P<am_>\d\d))?(?:\s?(?P<h1>am|pm|[ap]\b))?\s?(?:-|to|until|till)\s?"
                rf"(?P<b>{_H})(?:[:.](?P<bm_>\d\d))?\s?(?P<h2>am|pm|[ap]\b)" + _ZONE), _range),
    (re.compile(rf"(?:\b(?:at|from) )?\b(?<![/:.-])(?P<a>{_H})(?::(?P<am_>\d\d))?\s?(?P<h1>am|pm)\s?(?:-|to|until|till)\s?"
                rf"(?P<b>{_H})(?::(?P<bm_>\d\d))?(?P<h2>x)?(?![\d/:-])" + _ZONE), _range),
    (re.compile(rf"(?:\b(?:at|from) )?\b(?<![/:.-])(?P<a>{_H}):(?P<am_>\d\d)(?P<h1>x)?\s?(?:-|to|until|till)\s?"
                rf"(?P<b>{_H}):(?P<bm_>\d\d)(?P<h2>x)?(?![\d/:-])" + _ZONE), _range),
    (re.compile(rf"(?:\bat )?\b(quarter|half|\d{{1,2}})(?: minutes?)? (past|to|after|before|till) (\d{{1,2}})(?: ?oclock)?(?:{_AMPM})?\b" + _ZONE), _past),
    (re.compile(rf"(?:\bat )?(?<![\d/:.-])\b{_CLOCK}" + _ZONE), _spoken),
    (re.compile(r"(?:\bat )?(?<![\d/:.-])\b(\d{1,2})[:h](\d\d)(?![\d:])(?: ?oclock)?" + _ZONE), _plain),
    (re.compile(r"(?:\bat )?(?<![\d/:.-])\b(\d{1,2})h\b()" + _ZONE), lambda m, part: _plain24(m)),
    (re.compile(r"(?:\bat )?\b(\d{1,2}) ?oclock\b" + _ZONE), _hour),
    (re.compile(r"(\bat )?(?<![\d/:.-])\b(\d{4})\b(?![/-])( ?(?:hours|hrs|h)\b)?" + _ZONE), _military),
    (re.compile(r"\bat (\d{1,2})(?=\s|$|,)(?!\s*" + _MONTHS + r")" + _ZONE), _hour),
)


def _plain24(found: re.Match) -> Clock:
    _check(int(found[1]), 0)
    return Clock(hour=int(found[1]))
