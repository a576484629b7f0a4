"""VTIMEZONE from zoneinfo: two yearly rules, or one offset, or nothing, and then the calendar is written in UTC.

icalendar's own writes lists of RDATEs, which classic Outlook ignores, and names the wall time after the change where RFC 5545,
section 3.6.5, wants the one before it (dates.md 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

YEARS = 6            # a rule must hold that long, or it is none
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)   # wall time, as every DTSTART of a VTIMEZONE
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a zone's offset. ``wall`` is the clock's reading before it, as RFC 5545 counts it."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=256)
def vtimezone(tz: str, first: int, last: int) -> Timezone | None:
    """The zone's definition, right from the year ``first`` to ``last`` and six years on from ``first``.

    None: the zone is UTC or unknown, or it follows no simple rule (Gaza, Jerusalem, Cairo, Santiago).
    """
    if tz == "UTC" or tz.startswith("Etc/"):
        return None
    try:
        zone = ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    years = range(first - 1, max(last, first + YEARS) + 1)
    changes = [list(_changes(zone, year)) for year in years]
    made = Timezone()
    made.add("tzid", tz)
    if not any(changes):
        made.add_component(_always(zone, first))
        return made
    if any(len(each) != 2 for each in changes):
        return None
    for pair in zip(*changes, strict=True):
        rule = _rule(pair)
        if rule is None:
            return None
        made.add_component(_observance(pair[0], rule))
    return made


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """The changes of one year, found by halving each fortnight in which the offset differs."""
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while start < end:
        stop = min(start + timedelta(days=14), end)
        before, after = _offset(zone, start), _offset(zone, stop)
        if before != after:
            low, high = start, stop
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            at = high.replace(microsecond=0)
            yield Change(wall=(at + before).replace(tzinfo=None), before=before, after=after, name=at.astimezone(zone).tzname() or "")
        start = stop


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset()


def _rule(changes: tuple[Change, ...]) -> dict | None:
    """``{"FREQ": "YEARLY", "BYMONTH": 3, "BYDAY": "2SU"}`` when it gives every one of these changes, else None."""
    one = changes[0]
    if any((c.before, c.after, c.wall.month, c.wall.weekday(), c.wall.time())
           != (one.before, one.after, one.wall.month, one.wall.weekday(), one.wall.time()) for c in changes):
        return None
    from_start = {(c.wall.day - 1) // 7 + 1 for c in changes}
    is_last = all((c.wall + timedelta(days=7)).month != c.wall.month for c in changes)
    if not is_last and len(from_start) != 1:
        return None
    nth = -1 if is_last else from_start.pop()
    return {"FREQ": "YEARLY", "BYMONTH": one.wall.month, "BYDAY": f"{nth}{_DAYS[one.wall.weekday()]}"}


def _observance(change: Change, rule: dict) -> TimezoneStandard | TimezoneDaylight:
    """One half of the year; the half with the clock ahead is the daylight one (Ireland's law says it the other way round)."""
    made = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    made.add("dtstart", change.wall)
    made.add("rrule", vRecur(rule))
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    made.add("tzname", change.name)
    return made


def _always(zone: ZoneInfo, year: int) -> TimezoneStandard:
    at, made = datetime(year, 1, 1, tzinfo=UTC), TimezoneStandard()
    made.add("dtstart", ALWAYS)
    made.add("tzoffsetfrom", _offset(zone, at))
    made.add("tzoffsetto", _offset(zone, at))
    made.add("tzname", at.astimezone(zone).tzname() or "")
    return made
