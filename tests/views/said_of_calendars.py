"""What is said about getting meetings into one's own calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.views import calendar_links as calendars
from bot.views.blocks import Message, section
from mentoring.meetings import Meeting
from mentoring.people import Group, Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
ONE = Meeting(id=12, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
              tz="America/New_York", tzdata="2026.6", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, place="Room 3",
              link="https://zoom.example/j/1", created=NOW, revised=NOW)
PLAN = [replace(ONE, id=n, number=n, day=ONE.day + timedelta(days=7 * n), starts=ONE.starts + timedelta(days=7 * n)) for n in range(4)]
LONGEST = [replace(m, place="P" * 300, link="https://zoom.example/" + "x" * 470) for m in PLAN * 7]
HOSTILE = replace(GROUP, name="<!channel> *x* & <https://evil.example|y>")
PERSON = Person(id=1, workspace="T1", user="U1", name="Dr. Bob Lindqvist", tz="Europe/Berlin")

MESSAGES = {
    "calendar.none": calendars.nothing_ahead(), "calendar.all": calendars.all_of(PLAN, GROUP, subscribe=True),
    "calendar.all.longest": calendars.all_of(LONGEST, replace(GROUP, name="G" * 80), subscribe=True),
    "calendar.all.hostile": calendars.all_of(PLAN[:1], HOSTILE, subscribe=False), "calendar.one": calendars.one_of(ONE, GROUP),
    "calendar.feed.none": calendars.no_feed(), "calendar.feed.made": calendars.has_feed(NOW, None),
    "calendar.feed.read": calendars.has_feed(NOW, NOW + timedelta(days=1)),
    "calendar.feed.new": calendars.new_feed("https://mentor.example.org/calendar/" + "A" * 43 + ".ics"),
    "calendar.feed.off": calendars.feed_off(True), "calendar.feed.was_off": calendars.feed_off(False),
    "calendar.assistant": Message(text="For the schedule", blocks=[section(calendars.scheduling_text(PLAN, PERSON))]),
}
VIEWS = {}
