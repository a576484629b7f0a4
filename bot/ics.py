"""Calendar files (RFC 5545): one VEVENT a meeting, the same bytes for the same meetings. No clock, no store, no Slack.

Every meeting is an event of its own, never one of a series: EXDATE, RECURRENCE-ID and UNTIL are what calendars disagree on
(dates.md 5). A UID is made of what never changes: the meeting's id and when it was written down (so that a database begun anew
gives others), the workspace, and a domain that can be nobody's (``.invalid``, RFC 2606).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress

from bot.ics_zones import vtimezone
from mentoring.meetings import Meeting, MeetingState
from mentoring.text import one_line, tidy

PRODID = "-//Mentor//Peer mentorship//EN"
DOMAIN = "mentor.invalid"
REFRESH = timedelta(hours=4)
ALARM = timedelta(hours=-1)
MIME = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting as a calendar shows it. ``place`` and ``link`` may be left out where others could read them; ``about``: lines of ours."""

    meeting: Meeting
    title: str
    place: str = ""
    link: str = ""
    about: tuple[str, ...] = ()


def entry(meeting: Meeting, group: str, *, titles_only: bool = False) -> Entry:
    """A meeting of the group with this name. ``titles_only``: where and how to dial in stays out. Its note is never in a calendar."""
    hidden = {} if titles_only else {"place": meeting.place, "link": meeting.link}
    return Entry(meeting=meeting, title=f"{group}, meeting {meeting.number}", **hidden)


def calendar(entries: Sequence[Entry], *, name: str, team: str, tz: str, published: bool = False) -> bytes:
    """The calendar with these entries, in the order of their ids; those that were skipped when planned are left out.

    ``published`` is for a file (METHOD:PUBLISH, which needs an ORGANIZER: RFC 5546, 3.2.1); a feed has no method. ``tz`` is
    where readers think of it, ``team`` Slack's id of the workspace.
    """
    shown = sorted((e for e in entries if e.meeting.state is not MeetingState.SKIPPED), key=lambda e: e.meeting.id)
    made = _frame(name, team, tz, published=published)
    zones = _zones(shown)
    for zone in zones.values():
        made.add_component(zone)
    for each in shown:
        made.add_component(_event(each, name, team, zoned=each.meeting.tz in zones, published=published))
    return made.to_ical()


def uid(meeting: Meeting, team: str) -> str:
    """``meeting-12-1795446000@t0123.mentor.invalid``: the same for the meeting's whole life, wherever it is moved to."""
    return f"meeting-{meeting.id}-{int(meeting.created.timestamp())}@{team.lower()}.{DOMAIN}"


def file_name(meetings: Sequence[Meeting]) -> str:
    """``peer-mentorship-2026-12-01.ics``, of our own making: from the first day and, for several, how many there are."""
    first, count = min(meetings, key=lambda m: m.starts), len(meetings)
    return f"peer-mentorship-{first.day}{f'-{count}-meetings' if count > 1 else ''}.ics"


def _frame(name: str, team: str, tz: str, *, published: bool) -> Calendar:
    made, name = Calendar(), clean(name)
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if published:
        made.add("method", "PUBLISH")
    made.add("uid", f"calendar@{team.lower()}.{DOMAIN}")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", tz)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    return made


def _zones(entries: Sequence[Entry]) -> dict:
    """A definition for every zone that has simple rules; meetings in the others are written in UTC."""
    found = {}
    for tz in sorted({e.meeting.tz for e in entries}):
        years = [e.meeting.starts.year for e in entries if e.meeting.tz == tz]
        zone = vtimezone(tz, min(years), max(years) + 1)
        if zone is not None and any(_fits(e.meeting) for e in entries if e.meeting.tz == tz):
            found[tz] = zone
    return found


def _fits(meeting: Meeting) -> bool:
    """Whether wall time names both ends; it cannot in an hour that comes twice, of which RFC 5545 means the first."""
    zone = ZoneInfo(meeting.tz)
    return not any(at.astimezone(zone).fold for at in (meeting.starts, meeting.ends))


def _event(each: Entry, name: str, team: str, *, zoned: bool, published: bool) -> Event:
    meeting, made = each.meeting, Event()
    off = meeting.state is MeetingState.CANCELLED
    title = clean(each.title)
    made.add("uid", uid(meeting, team))
    made.add("dtstamp", _second(meeting.revised))
    made.add("created", _second(meeting.created))
    made.add("last-modified", _second(meeting.revised))
    made.add("sequence", meeting.sequence)
    made.add("summary", f"Cancelled: {title}" if off else title)
    zone = ZoneInfo(meeting.tz) if zoned and _fits(meeting) else UTC
    made.add("dtstart", meeting.starts.astimezone(zone))
    made.add("dtend", meeting.ends.astimezone(zone))
    made.add("status", "CANCELLED" if off else "CONFIRMED")
    if where := clean(each.place) or clean(each.link):
        made.add("location", where)
    about = [clean(line) for line in each.about] + ([f"Join: {clean(each.link)}"] if each.link else [])
    if about:
        made.add("description", "\n".join(about))
    if published:
        made.add("organizer", _organizer(name, team))
    if not off:
        made.add_component(_alarm(title))
    return made


def _organizer(name: str, team: str) -> vCalAddress:
    """A calendar address is asked for and nobody's mail address is given away; this one can reach nobody."""
    address = vCalAddress(f"mailto:calendar@{team.lower()}.{DOMAIN}")
    address.params["CN"] = clean(name).replace('"', "'")
    return address


def _alarm(title: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", title)
    made.add("trigger", ALARM)
    return made


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def clean(text: str) -> str:
    """Typed text on one line, without control characters: icalendar lets a NUL through (reliability 5.6)."""
    return tidy(one_line(text), longest=100_000)
