"""What is said of how long: the yearly question, ends, who is not in the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from said_of_membership import EVIL, GROUP, MEMBERS, NASTY_GROUP

from bot.views import membership_rounds as views
from mentoring.charter import Silence
from mentoring.membership_terms import Answer

DAY = date(2027, 6, 30)
BOB = MEMBERS[1].person
NASTY = replace(BOB, name=EVIL)

MESSAGES = {
    **{f"staying.{s.value}": views.question(3, GROUP, s, DAY) for s in Silence},
    "staying.again": views.question(3, GROUP, Silence.STAY, DAY, again=1),
    "staying.hostile": views.question(3, NASTY_GROUP, Silence.STAY, DAY),
    "staying.noted.stay": views.noted(3, GROUP, Answer.STAY), "staying.noted.pause": views.noted(3, GROUP, Answer.PAUSE, DAY),
    "staying.noted.leave.hostile": views.noted(3, NASTY_GROUP, Answer.LEAVE),
    **{f"staying.silent.{s.value}": views.silent(GROUP, s, DAY if s is Silence.PAUSE else None) for s in Silence},
    "staying.silent.hostile": views.silent(NASTY_GROUP, Silence.LEAVE, None),
    "term": views.ends(GROUP, BOB, DAY), "term.over": views.ends(GROUP, BOB, DAY, over=True),
    "term.hostile": views.ends(NASTY_GROUP, NASTY, DAY),
    "group_ends": views.group_ends(GROUP, DAY), "group_ends.over": views.group_ends(GROUP, DAY, over=True),
    "group_ends.hostile": views.group_ends(NASTY_GROUP, DAY), "group_ends.decided": views.group_end_decided(GROUP, "✓ It goes on."),
    "outside": views.outside(GROUP, BOB), "outside.hostile": views.outside(NASTY_GROUP, NASTY), "outside.self": views.outside_self(GROUP),
    "outside.self.hostile": views.outside_self(NASTY_GROUP),
}
VIEWS = {
    "form.break": views.pause_form(3, GROUP, back=DAY, nonce="n"),
    "form.break.hostile": views.pause_form(3, NASTY_GROUP, back=DAY, nonce="n"),
    "form.term": views.end_form(GROUP, 2, BOB.name, DAY, nonce="n"),
    "form.term.hostile": views.end_form(NASTY_GROUP, 2, EVIL, None, nonce="n"),
}
