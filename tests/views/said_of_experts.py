"""What is said of experts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import experts as views
from bot.views import experts_forms as forms
from bot.views import experts_words as words
from mentoring.experts import Expert, Need, Question, State, Visit, Wording
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.topics import Field, Topic

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY_GROUP = replace(GROUP, name="<!here>")
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, created=NOW,
                  revised=NOW)
EXPERT = Expert(id=2, group_id=1, number=2, name="Dr Vera Lang", mail="vera@example.org", field=Field.CAREER, note="Sat on the committee.",
                shared=True, again=True, created=NOW)
BARE = replace(EXPERT, id=3, number=3, mail="", user="U9", field=None, note="", shared=False, again=None)
NASTY = replace(EXPERT, name="<!channel> *b* <https://evil.example|x>", mail="", note="<!here>")
LONGEST = replace(EXPERT, name="W" * 80, mail=f"{'m' * 100}@example.org", note="N" * 1000)
VISIT = Visit(id=7, expert_id=2, meeting_id=4, first=10, minutes=20, brief="How the committee reads a CV", created=NOW)
NASTY_VISIT = replace(VISIT, brief="<!here> " * 100)
QUESTION = Question(id=5, expert_id=2, by="Bob Lindqvist", text="How many papers?", asked=NOW)
NASTY_QUESTION = replace(QUESTION, by="<!everyone>", text="<!channel> " * 90, answer="<!here> " * 300, answered=NOW)
NEED = Need(id=8, group_id=1, text="<!channel> somebody who knows reviews", created=NOW)
TOPIC = Topic(id=3, group_id=1, number=3, title="Promotion", created=NOW)
TEXT = words.invitation(EXPERT, GROUP, [(VISIT, MEETING, [QUESTION]), (VISIT, MEETING, [])], "Alice Moreau")
THANKS = words.thanks(EXPERT, GROUP, VISIT, MEETING, ["#4 Send the CVs"], "Alice Moreau")


def card(expert=EXPERT, visits=(), questions=(), **more):
    return views.card(expert, visits, questions, **({"organiser": True, "may_edit": True} | more))


MESSAGES = {
    "experts": views.listing(GROUP, [(EXPERT, 2), (BARE, 0)], [NEED], [replace(EXPERT, id=9)]),
    "experts.empty": views.listing(GROUP, [], [], []),
    "experts.hostile": views.listing(NASTY_GROUP, [(NASTY, 1)], [NEED], [NASTY]),
    "experts.longest": views.listing(GROUP, [(replace(LONGEST, id=n, number=n), 9) for n in range(60)],
                                     [replace(NEED, id=n, text="x" * 1000) for n in range(20)],
                                     [replace(LONGEST, id=n + 100) for n in range(10)]),
    "expert": card(said="✓ In the directory."), "expert.bare": card(BARE, may_edit=False, organiser=False), "expert.hostile": card(NASTY),
    "expert.visits": card(visits=[(replace(VISIT, id=n, state=s), MEETING) for n, s in enumerate(State)], questions=[QUESTION]),
    "expert.visits.member": card(visits=[(VISIT, MEETING)], organiser=False, may_edit=False),
    "expert.longest": card(LONGEST, [(replace(NASTY_VISIT, id=n), MEETING) for n in range(30)],
                           [replace(NASTY_QUESTION, id=n, answered=None) for n in range(9)]),
    "expert.invitation": views.text_ready(EXPERT, "Invitation of Dr Vera Lang", TEXT, link=words.mail_link(EXPERT, "An invitation", TEXT),
                                          buttons=[views.file_button(VISIT, "ics"),
                                                   views.said_button(VISIT, State.ACCEPTED, "They accepted")]),
    "expert.thanks": views.text_ready(BARE, "Thanks", THANKS, link=words.mail_link(BARE, "Thanks", THANKS),
                                      buttons=[views.said_button(VISIT, State.THANKED, "I have sent it"),
                                               views.file_button(VISIT, "html")]),
    "expert.text.longest": views.text_ready(LONGEST, "x" * 80, "é" * 3000, link=words.mail_link(LONGEST, "é" * 80, "é" * 3000)),
    "expert.question": views.text_ready(EXPERT, "Your question", words.question(EXPERT, GROUP, QUESTION), link="mailto:x@example.org",
                                        buttons=[views.answer_button(QUESTION)]),
    "expert.asked": views.asked_in_channel(EXPERT, QUESTION, GROUP),
    "expert.asked.hostile": views.asked_in_channel(NASTY, NASTY_QUESTION, GROUP),
    "expert.answered": views.answered(EXPERT, replace(QUESTION, answer="Five good ones.", answered=NOW), GROUP, by="Bob Lindqvist"),
    "expert.answered.hostile": views.answered(NASTY, NASTY_QUESTION, GROUP, by="<!here>"), "expert.suggested": views.suggested(TOPIC),
    "expert.slot.begins": views.slot_begins(EXPERT, VISIT), "expert.slot.begins.slack": views.slot_begins(BARE, VISIT),
    "expert.slot.soon": views.slot_soon(EXPERT, VISIT, MEETING),
    "expert.slot.soon.slack": views.slot_soon(BARE, VISIT, MEETING),
    "expert.again": views.meeting_moved(EXPERT, VISIT, MEETING, again=True),
    "expert.slot.hostile": views.slot_begins(NASTY, VISIT), "expert.slot.ends": views.slot_ends(EXPERT),
    "expert.slot.ends.slack": views.slot_ends(BARE), "expert.off": views.called_off(NASTY, MEETING),
    "expert.moved": views.meeting_moved(NASTY, VISIT, MEETING), "expert.how": views.how_was_it(NASTY, VISIT, MEETING),
    "expert.late": views.no_answer(NASTY, NASTY_QUESTION),
}
VIEWS = {
    "form.expert": forms.form(GROUP, nonce="n", said=Wording(name="Vera")),
    "form.expert.edit": forms.form(GROUP, nonce="n", expert=LONGEST),
    "form.expert.slack": forms.form(GROUP, nonce="n", expert=BARE),
    "form.expert.invite": forms.invite_form(NASTY, [MEETING], nonce="n", chosen=[4]),
    "form.expert.ask": forms.ask_form(EXPERT, nonce="n"), "form.expert.collect": forms.ask_form(NASTY, nonce="n", visit=VISIT),
    "form.expert.answer": forms.answer_form(NASTY, NASTY_QUESTION, nonce="n"),
    "form.expert.text": forms.text_form("The invitation", TEXT, kind="invite", visit=VISIT, nonce="n"),
}
