"""Reminders: which there are, when each is due, how late it may still be sent, and when a person must not be disturbed.

Wall time comes in with an IANA zone and goes out as an instant; no clock in here. (reliability.md 2.8 and 2.9)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from mentoring.meetings import Meeting
from mentoring.refused import Refused

HORIZON = timedelta(days=14)        # so far ahead deliveries are planned (reliability 2.3)
NINE = "09:00"
SOON = timedelta(hours=48)          # a change inside it is told to each member, a later one stands in the calendar
SPACING = timedelta(minutes=10)     # between two late messages to one person (reliability 2.8)
LATE = timedelta(hours=1)           # from here on a message is called late


class Kind(StrEnum):
    """What a planned delivery is."""

    WEEK_BEFORE = "week_before"
    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"
    START = "start"                 # the meeting's own message, whose thread is the log
    DIGEST = "digest"
    CHANGED = "changed"
    COMMIT = "commit"
    QUORUM = "quorum"
    TOPIC = "topic"                 # to organisers: a meeting without a topic, and what most want
    ROLE = "role"                   # to whoever has one or more roles at a meeting, a week before: what to do
    ROLE_OPEN = "role_open"         # to the channel, two days before: a role that nobody has
    ROLE_TOLD = "role_told"         # a turn that has changed, and questions between two people
    COMEBACK = "comeback"
    LATER = "later"                 # what somebody has put off by themselves
    ASKED = "asked"                 # action items that somebody was given: do they take them?
    TOLD = "told"                   # an owner hears what somebody else did to their action item
    ACTION_SOON = "action_soon"     # two days before action items are due, one message a day and person
    ACTION_DUE = "action_due"       # on the day


# What a person may turn off; Slack shows ten boxes at most, so some kinds share one.
CHOICES = (Kind.DIGEST, Kind.DAY_BEFORE, Kind.CHANGED, Kind.COMMIT, Kind.ASKED, Kind.ACTION_SOON, Kind.QUORUM, Kind.TOPIC,
           Kind.COMEBACK)
SHARED = {Kind.ROLE: Kind.ASKED, Kind.ROLE_TOLD: Kind.ASKED, Kind.TOLD: Kind.ASKED, Kind.ACTION_DUE: Kind.ACTION_SOON}
OF_AN_ACTION = {Kind.ACTION_SOON: timedelta(days=2), Kind.ACTION_DUE: timedelta(0)}   # so long before the day they are due
FOLDED = frozenset({Kind.DAY_BEFORE, *OF_AN_ACTION})   # what the message of the week says, if it comes on that day
OF_A_MEETING = (Kind.WEEK_BEFORE, Kind.DAY_BEFORE, Kind.HOUR_BEFORE, Kind.START, Kind.QUORUM, Kind.TOPIC, Kind.ROLE,
                Kind.ROLE_OPEN)     # planned from its time
PRESSING = (Kind.HOUR_BEFORE, Kind.START, Kind.CHANGED)   # worth little later: they go before a Monday's thousand digests

# How long after its nominal time a message is still worth sending. Those of a meeting end with it (``window``).
LASTS = {
    Kind.WEEK_BEFORE: timedelta(days=5),
    Kind.DIGEST: timedelta(hours=24),
    Kind.COMMIT: timedelta(days=7),
    Kind.QUORUM: timedelta(days=7),
    Kind.TOPIC: timedelta(days=5),
    Kind.ROLE: timedelta(days=5),
    Kind.ROLE_TOLD: timedelta(days=7),
    Kind.COMEBACK: timedelta(days=3),
    Kind.LATER: timedelta(days=3),
    Kind.ASKED: timedelta(days=7),
    Kind.ACTION_SOON: timedelta(hours=24),
    Kind.ACTION_DUE: timedelta(days=3),
}
BEFORE_START = {Kind.DAY_BEFORE: timedelta(minutes=90), Kind.HOUR_BEFORE: timedelta(minutes=5), Kind.CHANGED: timedelta(minutes=5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person wishes to hear, and when; wall times are in their own zone. ``digest_weekday``: Monday is 0."""

    digest_weekday: int = 0
    digest_time: str = "08:00"
    quiet_from: str = "20:00"
    quiet_to: str = "07:00"
    off: frozenset[Kind] = frozenset()
    paused_until: date | None = None
    assistant: str | None = None
    assistant_mail: str | None = None

    def wants(self, kind: Kind) -> bool:
        """Whether messages of this kind are on."""
        return SHARED.get(kind, kind) not in self.off

    def paused_on(self, day: date) -> bool:
        """Whether everything rests on this day; on ``paused_until`` itself it goes on again."""
        return self.paused_until is not None and day < self.paused_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When a delivery is due: the nominal wall time in ``tz``, the same as an instant, and until when it is worth sending."""

    nominal: str
    tz: str
    due: datetime
    not_after: datetime


@lru_cache(maxsize=4096)
def instant(day: date, wall: str, tz: str) -> datetime:
    """The instant of a wall time ("07:30") in a zone, UTC.

    A time that the clocks leave out is the first moment after the gap; one that comes twice is the first. (reliability 2.9)
    """
    local, zone = datetime.combine(day, time.fromisoformat(wall)), ZoneInfo(tz)
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == local:
        return early
    return _end_of_gap(local.replace(tzinfo=zone, fold=1).astimezone(UTC), early, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between these two at which the zone's offset changes, to the second."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after


def time_of(kind: Kind, meeting: Meeting, tz: str) -> Time:
    """When a reminder of a meeting is due. ``tz`` is the zone it is reckoned in: the meeting's for a channel, else the reader's.

    Thirty days, ten days and a week before at nine; the day before at nine, on Friday for a Monday; sixty minutes before, as time
    passes; its own message when it begins, late rather than not at all until it ends.
    """
    match kind:
        case Kind.QUORUM:
            due = instant(meeting.day - timedelta(days=30), NINE, tz)
        case Kind.TOPIC:
            due = instant(meeting.day - timedelta(days=10), NINE, tz)
        case Kind.ROLE_OPEN:
            due = instant(meeting.day - timedelta(days=2), NINE, tz)
        case Kind.WEEK_BEFORE | Kind.ROLE:
            due = instant(meeting.day - timedelta(days=7), NINE, tz)
        case Kind.DAY_BEFORE:
            day = meeting.starts.astimezone(ZoneInfo(tz)).date()
            due = instant(day - timedelta(days=3 if day.weekday() == 0 else 1), NINE, tz)
        case Kind.HOUR_BEFORE:
            due = meeting.starts - timedelta(minutes=60)
        case Kind.START:
            return Time(nominal=wall(meeting.starts, tz), tz=tz, due=meeting.starts, not_after=meeting.ends)
        case _:
            raise ValueError(f"{kind} is not reckoned from a meeting's time")
    return Time(nominal=wall(due, tz), tz=tz, due=due, not_after=window(kind, due, meeting.starts))


def action_time(kind: Kind, day: date, tz: str) -> Time:
    """When a reminder of action items that are due on ``day`` is due: at nine, two days before or on the day."""
    due = instant(day - OF_AN_ACTION[kind], NINE, tz)
    return Time(nominal=wall(due, tz), tz=tz, due=due, not_after=window(kind, due))


def digest_time(wishes: Preferences, tz: str, monday: date) -> Time:
    """When somebody's weekly message of the week that begins on ``monday`` is due; its nominal is the week ("2026-W49")."""
    due = instant(monday + timedelta(days=wishes.digest_weekday), wishes.digest_time, tz)
    return Time(nominal=week_of(monday), tz=tz, due=due, not_after=window(Kind.DIGEST, due))


def week_of(day: date) -> str:
    """The ISO week of a day: 2026-W49."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """The Monday of an ISO week (2026-W49)."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def window(kind: Kind, due: datetime, starts: datetime | None = None) -> datetime:
    """Until when a message is worth sending; ``starts`` is when its meeting begins, if it has one."""
    if kind in BEFORE_START and starts is not None:
        return starts - BEFORE_START[kind]
    last = due + LASTS.get(kind, timedelta(days=3))
    return last if starts is None else min(last, starts - timedelta(minutes=5))


def wall(when: datetime, tz: str) -> str:
    """The wall time of an instant in a zone: 2026-12-01T07:30."""
    return when.astimezone(ZoneInfo(tz)).strftime("%Y-%m-%dT%H:%M")


def quiet_until(now: datetime, wishes: Preferences, tz: str) -> datetime | None:
    """When the quiet hours end in which ``now`` lies, or None outside them. The same two times mean: none."""
    local = now.astimezone(ZoneInfo(tz))
    here = f"{local:%H:%M}"
    if not quiet_at(wishes, here):
        return None
    return instant(local.date() + timedelta(days=here >= wishes.quiet_to), wishes.quiet_to, tz)


def check_preferences(wishes: Preferences, *, today: date) -> Preferences:
    """The wishes, or Refused at the field that needs another look."""
    for field in ("digest_time", "quiet_from", "quiet_to"):
        try:
            time.fromisoformat(getattr(wishes, field))
        except ValueError:
            raise Refused("Please write a time such as 08:00.", field=field) from None
    if not 0 <= wishes.digest_weekday <= 6:
        raise Refused("Please choose a day of the week.", field="digest_weekday")
    if wishes.paused_until is not None and wishes.paused_until <= today:
        raise Refused("That day has come already. Until when shall I be quiet?", field="paused_until")
    if quiet_at(wishes, wishes.digest_time):
        raise Refused("The weekly message would come within your quiet hours. Please move one of them.", field="digest_time")
    return wishes


def quiet_at(wishes: Preferences, wall: str) -> bool:
    """Whether a wall time ("08:00") lies in the quiet hours."""
    begin, end = wishes.quiet_from, wishes.quiet_to
    return begin <= wall < end if begin <= end else wall >= begin or wall < end


def kinds(words: Collection[str]) -> frozenset[Kind]:
    """The kinds that these words name; unknown ones, of another version, are left out."""
    known = {k.value for k in Kind}
    return frozenset(Kind(w) for w in words if w in known)
