"""What is said of a curriculum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import curricula as views
from mentoring.curricula import Curriculum, Done, Session, State
from mentoring.meetings import Meeting
from mentoring.people import Group, Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, created=NOW,
                  revised=NOW)
NASTY = "<!channel> *b* <https://evil.example|x>"
SESSIONS = (Session(id=1, place=1, title="Giving feedback", aims="practise two phrasings", done=Done.COVERED, meeting_id=3),
            Session(id=2, place=2, title="Saying no", aims="two ways that keep the door open", lead_id=2, lead="Bob Lindqvist",
                    note="Bob is away in January"),
            Session(id=3, place=3, title="Promotion"))
PLAN = Curriculum(id=5, group_id=1, name="From feedback to promotion", state=State.ACTIVE, by_id=9, by="Ruth Senior", created=NOW,
                  sessions=SESSIONS)
WAITING = replace(PLAN, id=6, state=State.PROPOSED)
LONGEST = replace(PLAN, name="N" * 120, sessions=tuple(
    Session(id=n, place=n, title="W" * 150, aims="a" * 500, lead_id=2, lead="L" * 80, note="n" * 200) for n in range(1, 25)))
HOSTILE = replace(PLAN, name=NASTY, by=NASTY,
                  sessions=(Session(id=1, place=1, title=NASTY, aims=NASTY, lead_id=2, lead=NASTY, note=NASTY),))
WHEN = {2: MEETING}

MESSAGES = {
    "curriculum.none": views.plan(GROUP, None, {}, organiser=True), "curriculum.none.member": views.plan(GROUP, None, {}, organiser=False),
    "curriculum.plan": views.plan(GROUP, PLAN, WHEN, organiser=True, said="✓ Swapped; all dates follow."),
    "curriculum.member": views.plan(GROUP, PLAN, WHEN, organiser=False),
    "curriculum.waiting": views.plan(GROUP, PLAN, WHEN, organiser=True, proposed=[WAITING]),
    "curriculum.longest": views.plan(GROUP, LONGEST, {n: MEETING for n in range(25)}, organiser=True, proposed=[LONGEST]),
    "curriculum.hostile": views.plan(GROUP, HOSTILE, {1: MEETING}, organiser=True, proposed=[replace(HOSTILE, state=State.PROPOSED)]),
    "curriculum.proposed": views.proposed(GROUP, WAITING), "curriculum.taken": views.proposed(GROUP, PLAN),
    "curriculum.not_taken": views.proposed(GROUP, replace(PLAN, state=State.ENDED)),
    "curriculum.proposed.longest": views.proposed(GROUP, replace(LONGEST, state=State.PROPOSED)),
    "curriculum.proposed.hostile": views.proposed(replace(GROUP, name=NASTY), replace(HOSTILE, state=State.PROPOSED)),
    "curriculum.lead": views.asked_to_lead(GROUP, SESSIONS[1], "Alice Moreau", MEETING, tz="Europe/Zurich"),
    "curriculum.lead.no_date": views.asked_to_lead(GROUP, SESSIONS[2], NASTY, None, tz="Europe/Zurich"),
    "curriculum.cannot": views.cannot_lead(GROUP, SESSIONS[1], "Bob Lindqvist"),
    "curriculum.ask": views.please_draft(GROUP, "Alice Moreau"),
    "curriculum.drafting": views.drafting(GROUP, [Person(id=9, workspace="T1", user="U9", name="Ruth Senior")]),
    "curriculum.sent": views.draft_sent(GROUP), "curriculum.answered": views.draft_answered(GROUP, PLAN),
    "curriculum.answered.no": views.draft_answered(GROUP, replace(PLAN, state=State.ENDED)),
}
VIEWS = {
    "form.curriculum": views.form(GROUP, nonce="n", text="Saying no: two ways"),
    "form.curriculum.edit": views.form(GROUP, nonce="n", curriculum=PLAN),
    "form.curriculum.draft": views.form(GROUP, nonce="n", draft=True), "form.curriculum.swap": views.swap_form(GROUP, PLAN, nonce="n"),
    "form.curriculum.insert": views.insert_form(GROUP, PLAN, nonce="n"), "form.curriculum.lead": views.lead_form(GROUP, PLAN, nonce="n"),
    "form.curriculum.longest": views.swap_form(GROUP, LONGEST, nonce="n"), "form.curriculum.ask": views.ask_form(GROUP, nonce="n"),
}
