"""Hours in meetings (roadmap step 9): counted quietly, for oneself and for the group as a sum. No clock, no league table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting whose minutes are approved: when it was planned, when it really began and ended, and who was there.

    ``by_hand``: somebody began or ended it by a click; otherwise the planned times are truer than the clock's. ``heard``: the last line.
    """

    group_id: int
    starts: datetime
    ends: datetime
    opened: datetime
    ended: datetime | None
    opened_by_hand: bool = False
    ended_by_hand: bool = False
    heard: datetime | None = None
    present: frozenset[int] = frozenset()

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        begin = self.opened if self.opened_by_hand else self.starts
        end = self.ended if self.ended_by_hand and self.ended else max(self.ends, self.heard or self.ends)
        return min(max(end - begin, timedelta(0)), LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter of a year: somebody's own time in ``meetings``, and the group's: everybody's hours added up."""

    year: int
    quarter: int
    mine: timedelta
    meetings: int
    group: timedelta
    held: int

    @property
    def name(self) -> str:
        """``October to December 2026``."""
        return f"{('January to March', 'April to June', 'July to September', 'October to December')[self.quarter - 1]} {self.year}"


def quarters(held: Iterable[Held], person_id: int, tz: str) -> list[Quarter]:
    """The hours by quarter, newest first, reckoned in the zone ``tz``."""
    by: dict[tuple[int, int], list[Held]] = {}
    for one in held:
        day = one.starts.astimezone(ZoneInfo(tz)).date()
        by.setdefault((day.year, (day.month + 2) // 3), []).append(one)
    return [Quarter(year=year, quarter=quarter, mine=total(o for o in ones if person_id in o.present),
                    meetings=sum(person_id in o.present for o in ones), held=len(ones),
                    group=sum((o.length * len(o.present) for o in ones), timedelta(0)))
            for (year, quarter), ones in sorted(by.items(), reverse=True)]


def total(held: Iterable[Held]) -> timedelta:
    """How long these lasted together."""
    return sum((one.length for one in held), timedelta(0))


def words(time: timedelta) -> str:
    """``3 h 30 min``, ``45 min``, ``none``."""
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = (f"{hours}\N{NO-BREAK SPACE}h" if hours else "", f"{rest}\N{NO-BREAK SPACE}min" if rest else "")
    return " ".join(p for p in parts if p) or "none"
