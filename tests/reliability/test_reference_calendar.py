"""Six months of a group, with moves, cancellations, wishes, absences and outages: the bot sends what the reference says, and no more.

MENTOR_CALENDARS sets how many groups live their six months; MENTOR_CALENDAR is the first one's number.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from reference import CHANNEL, Date, Member, Reference, utc

from bot.services import people as people_service
from bot.services import reminders
from mentoring.meetings import Meeting, MeetingState, Rsvp
from mentoring.people import Role
from mentoring.reminders import CHOICES, Kind, Preferences
from storage import absences, attendance, deliveries, groups, meetings, outbox, people, preferences
from storage.deliveries import POST

FIRST, COUNT = int(os.environ.get("MENTOR_CALENDAR", "1")), int(os.environ.get("MENTOR_CALENDARS", "2"))
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "Australia/Lord_Howe", "America/Sao_Paulo",
         "America/St_Johns", "Africa/Casablanca"]
WALLS = ["07:30", "12:00", "18:15", "02:30", "00:10"]
QUIET = [("20:00", "07:00"), ("18:00", "10:00"), ("22:30", "09:30"), ("08:00", "10:00")]
DEEDS = ["moves", "moves", "moves", "cancels", "cancels", "resumes", "declines", "accepts", "mutes", "hears again", "quiet", "pauses",
         "goes away", "travels", "leaves", "joins", "joins"]
KINDS = [Kind.WEEK_BEFORE, Kind.DAY_BEFORE, Kind.HOUR_BEFORE, Kind.START]
LATE = timedelta(minutes=15)     # two late messages to one person come ten minutes apart
WEEKS = int(os.environ.get("MENTOR_WEEKS", "26"))


class Calendar:
    """One group in the bot and in the reference; whatever is done is done to both."""

    def __init__(self, bot, seed: int):
        self.bot, self.box, self.chance = bot, bot.box, random.Random(seed)
        self.tz = self.chance.choice(ZONES)
        self.ref = Reference(self.tz)
        self.began, self.meetings, self.ids, self.users = self.now, {}, {}, {}
        self._group()
        for day in self._rhythm():
            self._adds(day, self.wall)
        self.outages = self._outages()

    @property
    def now(self) -> datetime:
        return self.box.clock.now()

    def _group(self) -> None:
        users = {name: self.box.person(name, tz=self.chance.choice(ZONES)) for name in ("ann", "ben", "cat")}
        room = self.box.channel("peers", list(users.values()), bot=True, private=True)
        team = self.bot.deps.workspace.team
        for name, user in users.items():
            tz = self.box.workspace.users[user.id].tz
            self.ids[name] = people_service.met(self.bot.deps, user.id, {"id": user.id, "real_name": name, "tz": tz}).person.id
            self.ref.members[name] = Member(tz=tz, joined=self.now if name != "cat" else None)
        with self.bot.store.write() as tx:
            self.group = groups.add(tx, workspace=team, channel=room.id, name="Peers", tz=self.tz, created_by=self.ids["ann"], now=self.now)
            people.join(tx, self.group.id, [self.ids["ann"]], Role.ORGANISER, self.now)
            people.join(tx, self.group.id, [self.ids["ben"]], Role.MEMBER, self.now)
        self.users = {name: user.id for name, user in users.items()}
        for name in self.ids:
            self._wishes(name)

    def _rhythm(self) -> list[date]:
        self.wall = self.chance.choice(WALLS)
        first = self.now.astimezone(ZoneInfo(self.tz)).date() + timedelta(days=self.chance.randint(1, 14))
        every = self.chance.choice([7, 14, 14, 21, 28, 30, 42])
        return [first + timedelta(days=n) for n in range(0, WEEKS * 7, every)]

    def _outages(self) -> list[tuple[datetime, datetime]]:
        found, at = [], self.now
        while True:
            at += timedelta(hours=self.chance.uniform(24, 24 * 40))
            if at > self.began + timedelta(weeks=WEEKS):
                return found
            back = at + timedelta(minutes=self.chance.choice([1, 45, 400, 1500, 4000, 20_160]) * self.chance.uniform(0.5, 1))
            found.append((at, back))
            at = back

    # ---- what people do, done to the bot and to the reference ---------------------------------------------------------

    def _adds(self, day: date, wall: str) -> None:
        now, starts = self.now, utc(day, wall, self.tz)
        if starts <= now:
            return
        with self.bot.store.write() as tx:
            number = meetings.next_number(tx, self.group.id)
            meeting = Meeting(group_id=self.group.id, series_id=None, number=number, nominal=day, day=day, time=wall, tz=self.tz, tzdata="",
                              starts=starts, minutes=60, created=now, revised=now, changed_by=self.ids["ann"])
            self.meetings[number] = replace(meeting, id=meetings.add(tx, meeting))
        self.ref.dates[number] = Date(day=day, wall=wall, since=now)
        self._set(number)

    def _set(self, number: int) -> None:
        for key in self.ref.pending():
            if key[1] == number:
                self.ref.since(key, self.now)

    def _changes(self, number: int, **to) -> None:
        with self.bot.store.write() as tx:
            before = meetings.by_id(tx, self.meetings[number].id)
            after = replace(before, **to, revised=self.now, sequence=before.sequence + 1)
            after = replace(after, starts=utc(after.day, after.time, self.tz))
            assert meetings.change(tx, after, was=before.version)
            reminders.meeting_changed(tx, before, after, by=None, now=self.now)

    def _ahead(self) -> int | None:
        soon = [n for n in self.ref.dates if timedelta(0) < self.ref.starts(n) - self.now < timedelta(days=30)]
        return self.chance.choice(soon) if soon else None

    def _wishes(self, name: str) -> None:
        member = self.ref.members[name]
        off = frozenset(CHOICES) - (frozenset() if member.mutes else {Kind.DAY_BEFORE})
        wishes = Preferences(off=off, quiet_from=member.quiet[0], quiet_to=member.quiet[1], paused_until=member.paused_until)
        with self.bot.store.write() as tx:
            preferences.put(tx, self.ids[name], wishes, now=self.now)
            reminders.preferences_changed(tx, self.ids[name], now=self.now)

    def does(self, deed: str) -> None:
        """One thing that somebody does."""
        number, name = self._ahead(), self.chance.choice(list(self.ids))
        member, today = self.ref.members[name], self.now.astimezone(ZoneInfo(self.ref.members[name].tz)).date()
        if deed in ("moves", "cancels", "resumes", "declines", "accepts"):
            if number:
                self._about_a_meeting(deed, number, name)
            return
        if deed == "leaves" and name != "ann" and member.joined:
            with self.bot.store.write() as tx:
                people_service.leave(tx, self.group.id, [self.ids[name]], self.now)
            member.joined = None
        elif deed == "joins" and not member.joined:
            with self.bot.store.write() as tx:
                people.join(tx, self.group.id, [self.ids[name]], Role.MEMBER, self.now)
            member.joined = self.now
            for key in self.ref.pending():
                if key[3] == name:
                    self.ref.since(key, self.now)
        elif deed == "goes away":
            days = self.chance.randint(0, 12)
            with self.bot.store.write() as tx:
                absences.add(tx, self.ids[name], today, today + timedelta(days=days), now=self.now)
            member.away = (today, today + timedelta(days=days))
        elif deed == "travels":
            member.tz = self.chance.choice(ZONES)
            people_service.met(self.bot.deps, self.users[name], {"id": self.users[name], "real_name": name, "tz": member.tz})
        else:
            changes = {"mutes": {"mutes": True}, "hears again": {"mutes": False}, "quiet": {"quiet": self.chance.choice(QUIET)},
                       "pauses": {"paused_until": today + timedelta(days=self.chance.randint(1, 20))}}
            for field, value in changes.get(deed, {}).items():
                setattr(member, field, value)
            self._wishes(name)

    def _about_a_meeting(self, deed: str, number: int, name: str) -> None:
        meeting = self.ref.dates[number]
        if deed == "moves":
            day = meeting.day + timedelta(days=self.chance.choice([0, 0, 1, -1, 2, 3, 7, -7]))
            wall = self.chance.choice(WALLS)
            if utc(day, wall, self.tz) <= self.now or (day, wall) == (meeting.day, meeting.wall):
                return
            meeting.day, meeting.wall = day, wall
            self._changes(number, day=day, time=wall)
            self._set(number)
        elif deed in ("cancels", "resumes"):
            if meeting.on == (deed == "resumes"):
                return
            meeting.on = not meeting.on
            self._changes(number, state=MeetingState.PLANNED if meeting.on else MeetingState.CANCELLED)
            self._set(number)
        elif self.ref.members[name].joined:
            said = Rsvp.NO if deed == "declines" else Rsvp.YES
            with self.bot.store.write() as tx:
                attendance.answer(tx, self.meetings[number].id, self.ids[name], said, now=self.now)
            (meeting.declined.add if deed == "declines" else meeting.declined.discard)(name)

    # ---- six months --------------------------------------------------------------------------------------------------

    def lives(self) -> None:
        """From change to change, asleep in the outages."""
        end, deed = self.began + timedelta(weeks=WEEKS), self.now
        self.looks()
        while self.now < end:
            while self.outages and self.outages[0][1] <= self.now:
                self.outages.pop(0)
            if deed <= self.now:
                self.does(self.chance.choice(DEEDS))
                self.looks()
                deed = self.now + timedelta(hours=self.chance.uniform(1, 160))
            goal = min(g for g in (self.ref.next(self.now), deed, self.now + timedelta(days=3)) if g)
            if self.outages and goal >= self.outages[0][0]:
                goal = self.outages[0][1]
            self.box.travel(to=goal)
            self.looks()

    def looks(self) -> None:
        """Both look; the bot as often as its own limits (a message a second to a channel, late ones ten minutes apart) make it."""
        self.ref.looks(self.now)
        for _ in range(6):
            self.bot.ticks()
            with self.bot.store.read() as tx:
                due = outbox.next_due(tx)
            if due is None or due > self.now + LATE:
                return
            if (upcoming := self.ref.next(self.now)) and upcoming <= max(due, self.now + timedelta(seconds=1)):
                return
            self.box.travel(to=max(due, self.now + timedelta(seconds=1)))

    def told(self) -> tuple[dict, dict]:
        """What the bot has sent of the four kinds, and when; and what it has left out, and why."""
        names, numbers = {i: n for n, i in self.ids.items()}, {m.id: n for n, m in self.meetings.items()}
        with self.bot.store.read() as tx:
            rows = [w for w in deliveries.listed(tx, limit=100_000) if w.kind in KINDS and w.method == POST]
        by = {(w.kind, numbers[w.subject_id], date.fromisoformat(w.key.split("|")[2]), names.get(w.person_id, CHANNEL)): w for w in rows}
        copies = Counter(m["metadata"]["event_payload"]["nonce"] for m in self.box.truth.from_app if m.get("metadata"))
        assert all(copies[w.nonce] == (w.state == "sent") for w in rows), "what the ledger says is what stands in the workspace"
        assert all(w.reason for w in rows if w.state == "skipped")
        return ({k: w.settled for k, w in by.items() if w.state == "sent"}, {k: w.reason for k, w in by.items() if w.state == "skipped"})


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_six_months_are_as_the_reference_says(bot, seed):
    calendar = Calendar(bot, seed)
    calendar.lives()
    sent, left_out = calendar.told()
    due = calendar.ref.sent
    assert due, "a calendar in which nothing is sent shows nothing"
    missing = {key: left_out.get(key, "no row") for key in due.keys() - sent.keys()}
    unasked = {key: calendar.ref.left_out.get(key, "not due") for key in sent.keys() - due.keys()}
    assert (missing, unasked) == ({}, {}), calendar.tz
    assert {k: (due[k], sent[k]) for k in due if not due[k] <= sent[k] <= due[k] + LATE} == {}
