"""Whatever happens in whatever order: nothing comes twice, nothing is silently missing, nothing comes when or to whom it must not.

MENTOR_EXAMPLES sets how many lives are lived.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from in_process import MANIFEST, MONDAY, Bot

from bot.services import people as people_service
from bot.services import reminders
from mentoring import reminders as rules
from mentoring.meetings import Meeting, MeetingState
from mentoring.people import Kind as Account
from mentoring.people import Role
from mentoring.reminders import Kind, Preferences, instant
from sandbox.clock import Clock
from sandbox.server import Sandbox
from storage import absences, deliveries, groups, meetings, migrate, people, preferences

ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"]
NAMES = ["ann", "ben", "cat", "dan"]
TIMES = ["07:30", "12:00", "18:15"]


@cache
def template() -> Path:
    """A database with the present schema, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="mentor-machine-")) / "fresh.db"
    migrate.upgrade(f"sqlite:///{path}", clock=Clock(MONDAY, running=False))
    return path


class Life(RuleBasedStateMachine):
    """A group whose members, meetings, wishes and clock change at will."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mentor-life-"))
        shutil.copy(template(), self.folder / "mentor.db")
        self.box = Sandbox.start(manifest=MANIFEST, clock=Clock(MONDAY, running=False), strict=True)
        self.bot = Bot(self.box, f"sqlite:///{self.folder / 'mentor.db'}")
        self.seen = 0

    def teardown(self):
        self.bot.stops()
        self.box.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def now(self) -> datetime:
        return self.box.clock.now()

    @initialize()
    def begin(self):
        users = [self.box.person(name, real_name=name.title(), tz=ZONES[0]) for name in NAMES]
        room = self.box.channel("peers", users, bot=True, private=True)
        team = self.bot.deps.workspace.team
        with self.bot.store.write() as tx:
            self.ids = {}
            for name, user in zip(NAMES, users, strict=True):
                self.ids[name] = people.meet(tx, team, user.id).id
                people.learn(tx, team, user.id, name=name.title(), tz=ZONES[0], kind=Account.MEMBER, now=self.now)
            self.group = groups.add(tx, workspace=team, channel=room.id, name="Peers", tz=ZONES[0], created_by=self.ids["ann"],
                                    now=self.now)
            people.join(tx, self.group.id, [self.ids["ann"]], Role.ORGANISER, self.now)
            people.join(tx, self.group.id, [self.ids["ben"], self.ids["cat"]], Role.MEMBER, self.now)
        self.users = dict(zip(NAMES, users, strict=True))

    # ---- what happens -----------------------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 20), time=st.sampled_from(TIMES))
    def a_meeting_is_added(self, days, time):
        day = self.now.date() + timedelta(days=days)
        with self.bot.store.write() as tx:
            number = meetings.next_number(tx, self.group.id)
            meetings.add(tx, Meeting(group_id=self.group.id, series_id=None, number=number, nominal=day, day=day, time=time, tz=ZONES[0],
                                     tzdata="", starts=instant(day, time, ZONES[0]), minutes=60, created=self.now, revised=self.now,
                                     changed_by=self.ids["ann"]))

    def _ahead(self) -> list[Meeting]:
        with self.bot.store.read() as tx:
            return meetings.between(tx, [self.group.id], self.now)

    def _change(self, meeting: Meeting, **to):
        with self.bot.store.write() as tx:
            after = replace(meeting, **to, revised=self.now, sequence=meeting.sequence + 1)
            after = replace(after, starts=instant(after.day, after.time, after.tz))
            assert meetings.change(tx, after, was=meeting.version)
            reminders.meeting_changed(tx, meeting, after, by=None, now=self.now)

    @precondition(lambda self: self._ahead())
    @rule(which=st.integers(0, 9), days=st.integers(1, 12), time=st.sampled_from(TIMES))
    def a_meeting_is_moved(self, which, days, time):
        ahead = self._ahead()
        self._change(ahead[which % len(ahead)], day=self.now.date() + timedelta(days=days), time=time)

    @precondition(lambda self: self._ahead())
    @rule(which=st.integers(0, 9), on=st.booleans())
    def a_meeting_is_called_off_or_on_again(self, which, on):
        ahead = self._ahead()
        self._change(ahead[which % len(ahead)], state=MeetingState.PLANNED if on else MeetingState.CANCELLED)

    @rule(name=st.sampled_from(NAMES[1:]))
    def somebody_joins(self, name):
        with self.bot.store.write() as tx:
            people.join(tx, self.group.id, [self.ids[name]], Role.MEMBER, self.now)

    @rule(name=st.sampled_from(NAMES[1:]))
    def somebody_leaves(self, name):
        with self.bot.store.write() as tx:
            people_service.leave(tx, self.group.id, [self.ids[name]], self.now)

    @rule(name=st.sampled_from(NAMES), zone=st.sampled_from(ZONES))
    def somebody_moves(self, name, zone):
        people_service.met(self.bot.deps, self.users[name].id, {"id": self.users[name].id, "real_name": name.title(), "tz": zone})

    @rule(name=st.sampled_from(NAMES), off=st.sets(st.sampled_from(rules.CHOICES)), weekday=st.integers(0, 6),
          quiet=st.sampled_from(["18:00", "20:00", "22:30"]))
    def somebody_wishes_otherwise(self, name, off, weekday, quiet):
        with self.bot.store.write() as tx:
            wishes = Preferences(off=frozenset(off), digest_weekday=weekday, quiet_from=quiet)
            preferences.put(tx, self.ids[name], wishes, now=self.now)
            reminders.preferences_changed(tx, self.ids[name], now=self.now)

    @rule(name=st.sampled_from(NAMES), days=st.integers(0, 9))
    def somebody_is_away(self, name, days):
        with self.bot.store.write() as tx:
            today = self.now.date()
            absences.add(tx, self.ids[name], today, today + timedelta(days=days), now=self.now)

    @rule(minutes=st.integers(1, 24 * 60))
    def time_passes_and_the_clock_ticks(self, minutes):
        for _ in range(4):
            self.box.clock.advance(timedelta(minutes=minutes) / 4)
            self.tick()

    @rule(hours=st.integers(6, 30))
    def a_day_passes_hour_by_hour(self, hours):
        for _ in range(hours // 2):
            self.box.clock.advance(timedelta(hours=2))
            self.tick()

    @rule(hours=st.integers(1, 24 * 4))
    def an_outage(self, hours):
        self.box.clock.advance(timedelta(hours=hours))

    @rule()
    def the_process_is_killed(self):
        self.bot.stops()
        self.bot.starts()

    # ---- what must hold ------------------------------------------------------------------------------------------------------------

    def tick(self):
        """One round; whatever it has sent is looked at with the eyes of this very moment."""
        with self.bot.store.read() as tx:
            before = {w.key: w.state for w in deliveries.listed(tx, limit=100_000)}
        self.bot.ticks()
        with self.bot.store.read() as tx:
            for letter in deliveries.listed(tx, limit=100_000):
                if letter.state == "sent" and before.get(letter.key) != "sent" and letter.method == deliveries.POST:
                    self._was_right(tx, letter)

    def _was_right(self, tx, letter):
        kind = Kind(letter.kind)
        assert letter.not_after is None or self.now <= letter.not_after, f"{letter.key} came too late"
        if kind in rules.OF_A_MEETING:
            meeting = meetings.by_id(tx, letter.subject_id)
            assert meeting.is_on and meeting.day.isoformat() == letter.key.split("|")[2], f"{letter.key}: not on, or moved"
        if letter.person_id is None:
            return
        members = {p.id for p, _ in people.members_of(tx, self.group.id)}
        assert letter.person_id in members, f"{letter.key} went to somebody who is not in the group"
        person, wishes = people.by_id(tx, letter.person_id), preferences.get(tx, letter.person_id)
        assert wishes.wants(kind), f"{letter.key} was not wanted"
        assert rules.quiet_until(self.now, wishes, person.tz) is None, f"{letter.key} came in quiet hours"
        today = self.now.astimezone(ZoneInfo(person.tz)).date()
        assert not absences.away_on(tx, person.id, today), f"{letter.key} went to somebody who is away"

    @invariant()
    def nothing_twice_and_nothing_silently_missing(self):
        if not hasattr(self, "group"):
            return
        posted = Counter(m["metadata"]["event_payload"]["nonce"] for m in self.box.truth.from_app if m.get("metadata"))
        assert not posted or max(posted.values()) == 1, "the same letter stands twice"
        with self.bot.store.read() as tx:
            for letter in deliveries.listed(tx, limit=100_000):
                if letter.state == "sent" and letter.method == deliveries.POST:
                    assert posted[letter.nonce] == 1, f"{letter.key} is called sent and stands nowhere"
                if letter.state == "skipped":
                    assert letter.reason, f"{letter.key} was left out without a reason"

    @rule()
    def everybody_has_a_row_for_what_is_ahead(self):
        self.tick()
        with self.bot.store.read() as tx:
            keys = {w.key for w in deliveries.listed(tx, limit=100_000)}
            members = [p.id for p, _ in people.members_of(tx, self.group.id)]
            for meeting in meetings.between(tx, [self.group.id], self.now, self.now + timedelta(days=13)):
                for person in members if meeting.is_on and meeting.starts > self.now else ():
                    key = deliveries.key(Kind.DAY_BEFORE, meeting.id, meeting.day.isoformat(), person)
                    assert key in keys, f"nobody planned {key}"


Life.TestCase.settings = settings(max_examples=int(os.environ.get("MENTOR_EXAMPLES", "6")), stateful_step_count=50, deadline=None,
                                  suppress_health_check=list(HealthCheck))
test_a_life = Life.TestCase
