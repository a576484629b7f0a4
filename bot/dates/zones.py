"""Zones as people write them, and wall time made an instant without a guess (dates.md 4.6)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.dates.outcomes import ask, impossible

# zone word → zone, and the season its letters claim (True summer, False winter, None no claim)
_US = (("e", "eastern", "America/New_York"), ("c", "central", "America/Chicago"), ("m", "mountain", "America/Denver"),
       ("p", "pacific", "America/Los_Angeles"))
ZONES: dict[str, tuple[str | None, bool | None]] = {
    "utc": ("UTC", None), "gmt": ("UTC", None), "z": ("UTC", None), "bst": ("Europe/London", True), "cet": ("Europe/Berlin", False),
    "cest": ("Europe/Berlin", True), "eet": ("Europe/Helsinki", False), "eest": ("Europe/Helsinki", True), "jst": ("Asia/Tokyo", None),
    "aest": ("Australia/Sydney", False), "aedt": ("Australia/Sydney", True), "hst": ("Pacific/Honolulu", None),
    "akst": ("America/Anchorage", False), "akdt": ("America/Anchorage", True), "own-winter": (None, False), "own-summer": (None, True),
}
for _letter, _name, _zone in _US:
    ZONES |= {f"{_letter}t": (_zone, None), _name: (_zone, None), f"{_letter}st": (_zone, False), f"{_letter}dt": (_zone, True)}
_TIME = r"(?: (?:us |standard |daylight )?time)?(?: us(?: and canada)?\b)?"
_AREAS = r"(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc)/[a-z0-9_+/-]+"
_OFFSET = r"(?:(?:gmt|utc) ?|(?<=\d\d:\d\d:\d\d ))[+-]\d{1,2}(?::?\d\d)?"
ZONE_WORD = rf"(?:us )?(?P<zone>{_AREAS}|{_OFFSET}|{'|'.join(sorted(ZONES, key=len, reverse=True))}){_TIME}"
ZONE = rf"(?:\s*{ZONE_WORD})?(?![a-z])"


@lru_cache(maxsize=64)
def _letters(tz: str, year: int) -> tuple[tuple[str, bool], ...]:
    """What the zone itself is called in winter and in summer: Phoenix has MST all year, whatever Denver does."""
    zone = ZoneInfo(tz)
    days = [datetime(year, month, 1, 12, tzinfo=zone) for month in (1, 7)]
    return tuple((name.lower(), bool(day.dst())) for day in days if (name := day.tzname()) and name != "UTC")


def own_letters(text: str, tz: str, year: int) -> str:
    """The text with the zone's own name and letters marked, so that they mean this zone and no other's."""
    text = re.sub(rf"\s*\(?{re.escape(tz.lower())}\)?\s*$", "", text)
    for letters, summer in _letters(tz, year):
        text = re.sub(rf"(?<=[\dm] ){re.escape(letters)}\b(?![+-])", "own-summer" if summer else "own-winter", text)
    return text


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def zone_word(tz: str) -> str:
    """How a zone is written so that it is read back: its IANA name, or UTC."""
    return tz if "/" in tz else "UTC"


def zone_of(word: str) -> tuple[str | None, bool | None]:
    """The zone of a zone word (None: the person's own), and the season that its letters claim. ``utc+1`` and ``-0500`` are zones too.

    Raises Unclear for an offset that no known zone has.
    """
    if word in ZONES:
        return ZONES[word]
    if "/" in word:
        if word not in _named():
            raise impossible("I know no zone of that name.")
        return _named()[word], None
    sign, hours, minutes = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", word).groups()
    ahead = int(hours) * (1 if sign == "+" else -1)
    if (ahead, minutes) == (5, "30"):
        return "Asia/Kolkata", None
    if minutes not in (None, "00") or not -12 <= ahead <= 14:
        raise impossible("No zone that I know has that offset.")
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC", None


def local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time in a zone, the earlier one where it comes twice."""
    return datetime.combine(day, at, tzinfo=zone)


def twelve(at: datetime | time) -> str:
    """``7:30 AM``."""
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def exact(day: date, at: time, zone: ZoneInfo, summer: bool | None = None) -> datetime:
    """The instant of a wall time. Raises Unclear when the clocks skip or repeat it, or when zone letters do not fit the season."""
    found = local(day, at, zone)
    if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise impossible(f"{twelve(found)} does not exist on that day: the clocks are put forward over it.")
    second = found.replace(fold=1)
    if found.utcoffset() != second.utcoffset():
        raise ask("The clocks are put back that night, so that time comes twice. Which one?",
                  (f"the first {twelve(found)}", found), (f"the second {twelve(found)}", second))
    if summer is not None and bool(found.dst()) != summer:
        other = found + (-timedelta(hours=1) if summer else timedelta(hours=1))
        raise ask(f"Those letters do not fit the season: daylight saving is {'on' if found.dst() else 'off'} that day. Which do you mean?",
                  (f"{twelve(found)} by the clock there", found), (f"{twelve(other)} by the clock there", other))
    return found
