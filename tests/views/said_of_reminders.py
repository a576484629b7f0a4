"""What is said by reminders, by the message of the week, and about what one is reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.views import agenda_words, checkins, digest, later, preferences, reminders
from bot.views.digest import Digest, GoalLine, MeetingLine
from mentoring.agenda import Item, Part
from mentoring.attendance import Count
from mentoring.digests import Mark, Why
from mentoring.goals import Goal, Horizon, Scope, State
from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp
from mentoring.people import Group
from mentoring.readings import Reading
from mentoring.reminders import CHOICES, Kind, Preferences

NOW = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)
TODAY = NOW.date()
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
MEETING = Meeting(id=12, group_id=1, series_id=2, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60,
                  place="Room 5B, main campus", link="https://meet.example.org/peers", note="Bring the draft.", created=NOW, revised=NOW)
LONG = replace(MEETING, place="P" * 300, link="https://meet.example.org/" + "x" * 450, note="N" * 3000, reason="R" * 200)
EVIL = "<!channel> *bold* <https://evil.example|click> & <@U1>"
HOSTILE = replace(MEETING, place=EVIL, note=EVIL, reason=EVIL, link="")
COUNT = Count(yes=("U1", "U2", "U3"), late=("U4",), no=("U5",), away=(), silent=("U6", "U7"))
WORD = Reply(person_id=5, user="U5", answer=Rsvp.NO, word="My draft is in the folder; comments until Friday, please.")
MOVED = replace(MEETING, day=date(2026, 12, 3), time="08:00", starts=datetime(2026, 12, 3, 13, 0, tzinfo=UTC))
OFF = replace(MEETING, state=MeetingState.CANCELLED, reason="Joint Commission visit")
ITEMS = [Item(part=Part.SESSION, id=1, text="Giving feedback", who="Carol Adeyemi", under="practise two phrasings", minutes=55),
         Item(part=Part.CLOSE, text="What we decided, who does what", minutes=5)]
READING = Reading(id=1, group_id=1, meeting_id=12, title="How to give feedback", link="https://example.org/feedback", minutes=15,
                  created=NOW)
GOAL = Goal(id=7, owner_id=2, owner="U2", group_id=None, scope=Scope.OWN, number=3, what="Submit the systematic review",
            due=date(2026, 12, 3), created=NOW - timedelta(days=90), touched=NOW - timedelta(days=30))
STILL = replace(GOAL, id=8, number=5, what="Revise the teaching portfolio", due=None)
OVER = replace(GOAL, id=9, number=6, what="Draft the survey", due=date(2026, 11, 20))
REVIEW = replace(STILL, id=10, number=7, what="Become a program director", horizon=Horizon.LONG, touched=NOW - timedelta(days=370))
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def week(*lines, more: int = 0, tz: str = NEW_YORK, late: bool = False) -> Digest:
    return Digest(lines=lines, more=more, today=TODAY, tz=tz, state="m12.g7", late=late)


FULL = (MeetingLine(meeting=MEETING, group=GROUP), GoalLine(goal=OVER, why=Why.PASSED), GoalLine(goal=GOAL, why=Why.DUE),
        GoalLine(goal=STILL, why=Why.STALE), GoalLine(goal=REVIEW, why=Why.REVIEW))
TOUCHED = (MeetingLine(meeting=MEETING, group=GROUP, mine=Reply(person_id=1, user="U1", answer=Rsvp.LATE)),
           GoalLine(goal=OVER, mark=Mark.ON_TRACK), GoalLine(goal=GOAL, mark=Mark.DATE),
           GoalLine(goal=replace(STILL, state=State.DONE), mark=Mark.DONE), GoalLine(goal=REVIEW, mark=Mark.BROUGHT))

MESSAGES = {
    "reminder.week_before": reminders.week_before(MEETING, GROUP, COUNT, today=date(2026, 11, 24)),
    "reminder.week_before.agenda": reminders.week_before(MEETING, GROUP, COUNT, today=date(2026, 11, 24),
                                                         agenda=agenda_words.agenda(ITEMS, [READING], most=15)),
    "reminder.week_before.open": reminders.week_before(MEETING, GROUP, COUNT, today=date(2026, 11, 24), kept_open=True),
    "reminder.day_before.about": reminders.day_before(MEETING, GROUP, None, now=NOW, tz="America/New_York", about=["Giving feedback"],
                                                      readings=[READING]),
    "reminder.day_before.role": reminders.day_before(MEETING, GROUP, None, now=NOW, tz="America/New_York", roles=["Discussion lead"]),
    "digest.roles": digest.weekly(week(MeetingLine(meeting=MEETING, group=GROUP, roles=["Discussion lead", "<!here> snacks"]))),
    "reminder.week_before.at_home": reminders.week_before(MEETING, GROUP, COUNT, today=date(2026, 11, 24), abroad=False),
    "reminder.hour_before.at_home": reminders.hour_before(MEETING, GROUP, COUNT, now=MEETING.starts - timedelta(minutes=60), abroad=False),
    "reminder.week_before.late": reminders.week_before(MEETING, GROUP, COUNT, today=date(2026, 11, 26)),
    "reminder.week_before.longest": reminders.week_before(LONG, replace(GROUP, name="G" * 80), COUNT, today=TODAY),
    "reminder.week_before.hostile": reminders.week_before(HOSTILE, replace(GROUP, name="<!here>"), COUNT, today=TODAY),
    "reminder.hour_before": reminders.hour_before(MEETING, GROUP, COUNT, [WORD], now=MEETING.starts - timedelta(minutes=60)),
    "reminder.hour_before.late": reminders.hour_before(MEETING, GROUP, COUNT, now=MEETING.starts - timedelta(minutes=34)),
    "reminder.hour_before.longest": reminders.hour_before(LONG, GROUP, COUNT, [replace(WORD, word="W" * 1000)] * 30, now=NOW),
    "reminder.hour_before.hostile": reminders.hour_before(HOSTILE, GROUP, COUNT, [replace(WORD, word=EVIL)], now=NOW),
    "reminder.day_before": reminders.day_before(MEETING, GROUP, None, now=NOW, tz=NEW_YORK),
    "reminder.day_before.answered": reminders.day_before(MEETING, GROUP, replace(WORD, answer=Rsvp.YES), now=NOW, tz=NEW_YORK),
    "reminder.day_before.elsewhere": reminders.day_before(MEETING, GROUP, None, now=NOW, tz=BERLIN),
    "reminder.day_before.late": reminders.day_before(MEETING, GROUP, None, now=MEETING.starts - timedelta(hours=3), tz=NEW_YORK),
    "reminder.day_before.hostile": reminders.day_before(HOSTILE, replace(GROUP, name="<!here>"), None, now=NOW, tz=BERLIN),
    "reminder.moved": reminders.changed(MOVED, GROUP, was=MEETING),
    "reminder.moved.dm": reminders.changed(MOVED, GROUP, was=MEETING, tz=BERLIN),
    "reminder.off": reminders.changed(OFF, GROUP), "reminder.off.dm": reminders.changed(OFF, GROUP, tz=BERLIN),
    "reminder.on_again": reminders.changed(MEETING, GROUP, tz=NEW_YORK),
    "reminder.off.hostile": reminders.changed(replace(HOSTILE, state=MeetingState.CANCELLED), replace(GROUP, name="<!here>"), tz=BERLIN),
    "reminder.commit": reminders.commit(GROUP, 2, [MEETING, replace(MOVED, number=5)], tz=NEW_YORK),
    "reminder.commit.longest": reminders.commit(replace(GROUP, name="G" * 80), 2, [MEETING] * 60, tz=BERLIN),
    "reminder.quorum": reminders.quorum(MEETING, GROUP, replace(COUNT, no=("U4", "U5", "U6", "U7"), yes=("U1",)), tz=NEW_YORK),
    "digest.full": digest.weekly(week(*FULL)), "digest.more": digest.weekly(week(*FULL[:4], more=3)),
    "digest.meeting_only": digest.weekly(week(FULL[0], tz=BERLIN)), "digest.late": digest.weekly(week(FULL[2], late=True)),
    "digest.touched": digest.weekly(week(*TOUCHED)),
    "digest.longest": digest.weekly(week(MeetingLine(meeting=LONG, group=GROUP), *[GoalLine(goal=replace(GOAL, id=n, what="W" * 3000),
                                                                                          why=Why.DUE) for n in range(4)])),
    "digest.hostile": digest.weekly(week(MeetingLine(meeting=HOSTILE, group=replace(GROUP, name="<!here>")),
                                         GoalLine(goal=replace(GOAL, what=EVIL), why=Why.DUE))),
    "stuck.brought": checkins.brought("U2", "I can't find a second reviewer", MEETING),
    "stuck.brought.bare": checkins.brought("U2", "", None),
    "stuck.brought.hostile": checkins.brought("U2", EVIL, MEETING),
    "later.put_off": later.put_off("digest", datetime(2026, 12, 1, 8, 0)), "later.over": later.over(),
    "reminders.saved": preferences.saved(Preferences(), a_week=1.6, today=TODAY),
    "reminders.saved.some_off": preferences.saved(Preferences(off=frozenset({Kind.DAY_BEFORE, Kind.COMMIT})), a_week=0.5, today=TODAY),
    "reminders.saved.off": preferences.saved(Preferences(off=frozenset(CHOICES)), a_week=0, today=TODAY),
    "reminders.saved.paused": preferences.saved(Preferences(paused_until=date(2027, 4, 1)), a_week=0, today=TODAY),
}
VIEWS = {
    "form.reminders": preferences.form(Preferences(), kinds=CHOICES, a_week=1.6, nonce="n", today=TODAY),
    "form.reminders.off": preferences.form(Preferences(off=frozenset(CHOICES), digest_time="07:10", paused_until=date(2027, 4, 1)),
                                           kinds=CHOICES[:3], a_week=0, nonce="n", today=TODAY),
    "form.later": later.form("day_before:12", tomorrow=date(2026, 12, 1), nonce="n"),
    "form.stuck": checkins.stuck_form(GOAL, [GROUP], state="m12.g7", nonce="n", first=TODAY),
    "form.stuck.longest": checkins.stuck_form(replace(GOAL, what="W" * 3000), [replace(GROUP, id=n, name="G" * 80) for n in range(20)],
                                              state="m12.g7", nonce="n", first=TODAY),
    "form.stuck.no_group": checkins.stuck_form(GOAL, [], state="g7", nonce="n", first=TODAY),
    "home.reminders": {"type": "home", "callback_id": "home", "blocks": preferences.line(Preferences(), a_week=1.6, today=TODAY)},
    "home.reminders.paused": {"type": "home", "callback_id": "home", "blocks": preferences.line(
        Preferences(paused_until=date(2027, 4, 1)), a_week=0, today=TODAY)},
}
