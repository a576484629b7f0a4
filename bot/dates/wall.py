"""Wall times of a series over the clock changes: which are skipped or come twice, and after which the world's hour is another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates.reckoning import label
from bot.dates.zones import twelve


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A day on which the wall time is ``skipped`` or comes twice (``repeated``), and the sentence that says so."""

    day: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The first of the days after a clock change. ``on``: the day of the change; ``forward``: an hour was lost."""

    day: date
    on: date
    forward: bool


def troubles(days: Iterable[date], *, at: time, tz: str) -> tuple[Trouble, ...]:
    """The days on which ``at`` is no time, or two, in the zone."""
    zone, found = ZoneInfo(tz), []
    for day in days:
        moment = datetime.combine(day, at, tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
            text = f"{label(day)}: {twelve(at)} does not exist, the clocks are put forward over it"
            found.append(Trouble(day=day, kind="skipped", text=text))
        elif moment.utcoffset() != moment.replace(fold=1).utcoffset():
            text = f"{label(day)}: {twelve(at)} comes twice, the clocks are put back; the first one is meant"
            found.append(Trouble(day=day, kind="repeated", text=text))
    return tuple(found)


def changes(days: Iterable[date], *, at: time, tz: str) -> tuple[Change, ...]:
    """The first of the days after each clock change; ``days`` in order."""
    zone, found, before = ZoneInfo(tz), [], None
    for day in days:
        moment = datetime.combine(day, at, tzinfo=zone)
        if before and before.utcoffset() != moment.utcoffset():
            found.append(Change(day=day, on=_changed(before, moment), forward=moment.utcoffset() > before.utcoffset()))
        before = moment
    return tuple(found)


def _changed(before: datetime, after: datetime) -> date:
    """The day on which the offset became what it is at ``after``."""
    day = after.date()
    while day > before.date() and datetime.combine(day - timedelta(days=1), time.max, tzinfo=after.tzinfo).utcoffset() == after.utcoffset():
        day -= timedelta(days=1)
    return day
