"""What is said of who comes, and for whoever keeps a member's schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import assistants, attendance
from mentoring.attendance import Count
from mentoring.meetings import Meeting, Reply, Rsvp, Series
from mentoring.people import Group, Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
MEETING = Meeting(id=9, group_id=1, series_id=2, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, created=NOW,
                  revised=NOW)
SERIES = Series(id=2, group_id=1, phrase="first Tuesday", rrule="FREQ=MONTHLY;BYDAY=1TU", first=date(2026, 12, 1), time="07:30",
                tz="America/New_York", minutes=60, through=date(2027, 5, 23), created=NOW, created_by=1)
COUNT = Count(yes=("U1", "U2"), late=("U3",), no=("U4",), away=("U5",), silent=("U6", "U7"))
MINE = Reply(person_id=1, user="U1", answer=Rsvp.YES)
WORD = Reply(person_id=4, user="U4", answer=Rsvp.NO, word="My draft is in the folder.", present=False)
HOSTILE = replace(WORD, word="<!channel> *x* <https://evil.example|click>")
MANY = [(replace(MEETING, id=n, number=n), MINE if n % 2 else WORD) for n in range(26)]
PERSON = Person(id=1, workspace="T1", user="U1", name="Daniel Okafor", tz="America/New_York")

MESSAGES = {
    "rsvp.yes": attendance.answered(MEETING, COUNT, MINE), "rsvp.no": attendance.answered(MEETING, COUNT, WORD),
    "rsvp.late": attendance.answered(MEETING, COUNT, replace(MINE, answer=Rsvp.LATE)),
    "rsvp.who": attendance.who_comes(MEETING, COUNT, [MINE, WORD]), "rsvp.who.hostile": attendance.who_comes(MEETING, COUNT, [HOSTILE]),
    "rsvp.word": attendance.word_kept(MEETING, WORD.word), "rsvp.word.none": attendance.word_kept(MEETING, ""),
    "rsvp.kept": attendance.kept(SERIES, GROUP), "rsvp.kept.but": attendance.kept(SERIES, replace(GROUP, name="<!here> & co"), but=2),
    "rsvp.here": attendance.here(MEETING), "rsvp.there": attendance.was_there(MEETING, [WORD, replace(MINE, present=True)], organiser=True),
    "rsvp.there.member": attendance.was_there(MEETING, [WORD], organiser=False),
    "assistant.ready": assistants.ready([MEETING], PERSON, name="Clinic scheduling", mail="clinic@example.org"),
    "assistant.hostile": assistants.ready([MEETING], replace(PERSON, name="<!channel>"), name="<!here>", mail=""),
    "assistant.nothing": assistants.ready([], PERSON, name="", mail=""),
}
VIEWS = {
    "form.word": attendance.word_form(MEETING, nonce="n", word="My draft"),
    "form.conflicts": attendance.conflicts_form(SERIES, MANY[:4], nonce="n"),
    "form.conflicts.longest": attendance.conflicts_form(SERIES, MANY, nonce="n"),
    "form.there": attendance.correct_form(MEETING, ["U1"], nonce="n"), "form.assistant": assistants.form(nonce="n"),
}
