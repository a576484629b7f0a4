"""Meetings: a rhythm, the single meetings it gives, who comes; and the rules of changing them. No clock in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

HORIZON_MONTHS = 6          # roadmap step 4: dates are fixed six months ahead
SHORTEST, LONGEST = 5, 720  # minutes
USUAL_MINUTES = 60


class SeriesState(StrEnum):
    """Where a rhythm stands. A paused one adds nothing until it resumes."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class MeetingState(StrEnum):
    """Planned, called off after it was announced, or left out when it was planned."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Rsvp(StrEnum):
    """What a member says about coming."""

    YES = "yes"
    LATE = "late"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A group's rhythm: an RFC 5545 RRULE anchored at ``first``, or a list of ``dates``; wall time ``time`` ("07:30") in ``tz``.

    Days in ``without`` are left out for good. ``through`` is the day up to which meetings stand; ``until`` the last day there may be
    one; ``resumes`` when a pause ends.
    """

    id: int = 0
    group_id: int
    phrase: str
    rrule: str | None
    dates: tuple[date, ...] = ()
    without: tuple[date, ...] = ()
    first: date
    time: str
    tz: str
    minutes: int
    place: str = ""
    link: str = ""
    until: date | None = None
    state: SeriesState = SeriesState.ACTIVE
    resumes: date | None = None
    through: date
    version: int = 1
    created: datetime
    created_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting. ``nominal`` is the day its rhythm gave it; ``day``, ``time`` and ``tz`` say where it stands now.

    ``starts`` is the same as an instant in UTC. ``sequence`` and ``revised`` are RFC 5545's SEQUENCE and LAST-MODIFIED.
    """

    id: int = 0
    group_id: int
    series_id: int | None
    number: int
    nominal: date
    day: date
    time: str
    tz: str
    tzdata: str
    starts: datetime
    minutes: int
    place: str = ""
    link: str = ""
    note: str = ""
    state: MeetingState = MeetingState.PLANNED
    reason: str = ""
    changed_by: int | None = None
    sequence: int = 0
    version: int = 1
    created: datetime
    revised: datetime

    @property
    def ends(self) -> datetime:
        """When it is over, UTC."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def is_on(self) -> bool:
        """Whether it will be held."""
        return self.state is MeetingState.PLANNED

    @property
    def is_moved(self) -> bool:
        """Whether it stands on another day than its rhythm gave it."""
        return self.day != self.nominal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one member has said about one meeting."""

    person_id: int
    user: str
    answer: Rsvp | None = None
    word: str = ""
    present: bool | None = None
