"""What a group's reminders must be, reckoned a second time and in another way: nothing of the bot is used in here.

Written from the tables of reliability.md 2.8 to 2.10 and section 8 of dates.md. Where the bot plans rows and follows each change,
this looks at the world as it is whenever the bot is awake, and asks of every reminder whether it is its time now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

CHANNEL = "channel"
WEEK, DAY, HOUR, START = "week_before", "day_before", "hour_before", "start"
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Member:
    """Somebody of the group; ``quiet`` are the hours in which no message may reach them."""

    tz: str
    joined: datetime | None
    quiet: tuple[str, str] = ("20:00", "07:00")
    mutes: bool = False
    paused_until: date | None = None
    away: tuple[date, date] | None = None


@dataclass(slots=True)
class Date:
    """A meeting: its day and wall time in the group's zone, and since when it stands there."""

    day: date
    wall: str
    since: datetime
    on: bool = True
    declined: set[str] = field(default_factory=set)
    minutes: int = 60


Key = tuple[str, int, date, str]   # kind, meeting, its day, recipient


@lru_cache(maxsize=100_000)
def utc(day: date, wall: str, tz: str) -> datetime:
    """The first moment at which a clock on the wall shows this time, or, where it leaves it out, the first after the gap."""
    naive, zone = datetime.combine(day, time.fromisoformat(wall)), ZoneInfo(tz)
    noon = naive.replace(tzinfo=UTC)
    offsets = {(noon + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-30, 31)}
    shown = [noon - each for each in offsets if (noon - each).astimezone(zone).replace(tzinfo=None) == naive]
    if shown:
        return min(shown)
    moment = noon - max(offsets)
    while moment.astimezone(zone).replace(tzinfo=None) < naive:
        moment += MINUTE
    return moment


class Reference:
    """The group, what it has been sent, and what it will not be sent."""

    def __init__(self, tz: str):
        self.tz = tz
        self.members: dict[str, Member] = {}
        self.dates: dict[int, Date] = {}
        self.sent: dict[Key, datetime] = {}
        self.left_out: dict[Key, str] = {}

    # ---- when ---------------------------------------------------------------------------------------------------

    def starts(self, number: int) -> datetime:
        """When a meeting begins."""
        return utc(self.dates[number].day, self.dates[number].wall, self.tz)

    def due(self, key: Key) -> datetime:
        """When a reminder is due: nine o'clock rules are rules of the wall, "an hour before" is an hour that passes."""
        kind, number, day, whom = key
        starts = self.starts(number)
        if kind == WEEK:
            return utc(day - timedelta(days=7), "09:00", self.tz)
        if kind == DAY:   # where its reader lives; on Friday for a Monday
            tz = self.members[whom].tz
            there = starts.astimezone(ZoneInfo(tz)).date()
            return utc(there - timedelta(days=3 if there.isoweekday() == 1 else 1), "09:00", tz)
        return starts - timedelta(hours=1) if kind == HOUR else starts

    def last(self, key: Key) -> datetime:
        """Until when it is worth sending."""
        kind, number = key[:2]
        starts = self.starts(number)
        return {WEEK: min(self.due(key) + timedelta(days=5), starts - 5 * MINUTE), DAY: starts - 90 * MINUTE, HOUR: starts - 5 * MINUTE,
                START: starts + timedelta(minutes=self.dates[number].minutes)}[kind]

    def quiet_ends(self, whom: str, now: datetime) -> datetime | None:
        """When the quiet hours end in which ``now`` lies for somebody; None outside them."""
        member = self.members[whom]
        here = now.astimezone(ZoneInfo(member.tz))
        begin, end = member.quiet
        for begun in (here.date() - timedelta(days=1), here.date()):
            ends = begun + timedelta(days=end <= begin)
            if f"{begun} {begin}" <= f"{here:%Y-%m-%d %H:%M}" < f"{ends} {end}":
                return utc(ends, end, member.tz)
        return None

    # ---- what -----------------------------------------------------------------------------------------------------

    def pending(self) -> list[Key]:
        """Every reminder of the meetings as they stand now that is neither sent nor left out."""
        found = []
        for number, meeting in self.dates.items():
            for kind in (WEEK, HOUR, START):
                found.append((kind, number, meeting.day, CHANNEL))
            found += [(DAY, number, meeting.day, name) for name in self.members]
        return [key for key in found if key not in self.sent and key not in self.left_out]

    def since(self, key: Key, now: datetime) -> None:
        """A date was set, or somebody joined, ``now``: what was due before is not made up for; the news of it says it."""
        if self.due(key) < now:
            self.left_out[key] = "its time was before"

    def looks(self, now: datetime) -> None:
        """The bot is awake."""
        for key in self.pending():
            if not self._near(key, now) or self.due(key) > now:
                continue
            if why := self._not(key, now):
                self.left_out[key] = why
            elif key[3] == CHANNEL or self.quiet_ends(key[3], now) is None:
                self.sent[key] = now
            elif self.quiet_ends(key[3], now) > self.last(key):
                self.left_out[key] = "quiet hours"

    def _near(self, key: Key, now: datetime) -> bool:
        return abs(self.starts(key[1]) - now) < timedelta(days=40)

    def _not(self, key: Key, now: datetime) -> str | None:
        kind, number, _, whom = key
        meeting = self.dates[number]
        if now > self.last(key):
            return "too late"
        if not meeting.on:
            return "cancelled"
        if whom == CHANNEL:
            return None
        member, today = self.members[whom], now.astimezone(ZoneInfo(self.members[whom].tz)).date()
        if member.joined is None:
            return "not a member"
        if member.away and member.away[0] <= today <= member.away[1]:
            return "away"
        if member.paused_until and today < member.paused_until:
            return "paused"
        return "muted" if member.mutes else "declined" if whom in meeting.declined else None

    def next(self, now: datetime) -> datetime | None:
        """The next moment after ``now`` at which anything of this changes by itself."""
        moments = []
        for key in self.pending():
            if not self._near(key, now):
                continue
            moments += [self.due(key), self.last(key) + timedelta(seconds=1)]
            if key[3] != CHANNEL and self.due(key) <= now and (ends := self.quiet_ends(key[3], now)):
                moments.append(ends)
        return min((m for m in moments if m > now), default=None)
