"""The forms about experts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.views.blocks import PRIVACY_LINE, asked, modal, one_of_field, option, rich, run, words_field
from bot.views.days import near_day
from bot.views.experts import Ids
from bot.views.topics import FIELDS
from mentoring.experts import (
    LONGEST_ANSWER,
    LONGEST_BRIEF,
    LONGEST_LETTER,
    LONGEST_MAIL,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    USUAL,
    Expert,
    Question,
    Visit,
    Wording,
)
from mentoring.meetings import Meeting
from mentoring.people import Group


def form(group: Group, *, nonce: str, expert: Expert | None = None, said: Wording | None = None) -> dict:
    """Somebody new, or one who is edited."""
    now = expert or said or Wording(name="")
    again = [option("Yes", "yes"), option("No", "no")]
    shared = [option("They agreed that other groups may know of them", "shared")]
    ticked = {"initial_options": shared} if now.shared else {}
    return modal(f"Expert {expert.ref}" if expert else "An expert", Ids.FORM, [
        asked("name", "Who?", words_field(now.name, longest=LONGEST_NAME, focus=not expert, placeholder="Dr Vera Lang")),
        asked("mail", "Mail address", words_field(now.mail, longest=LONGEST_MAIL, placeholder="vera@example.org"), optional=True),
        asked("user", "Or somebody in Slack", {"type": "multi_users_select", "max_selected_items": 1,
                                               **({"initial_users": [now.user]} if now.user else {})}, optional=True),
        asked("field", "Field", one_of_field("static_select", [option(w, f.value) for f, w in FIELDS.items()],
                                             now.field.value if now.field else None), optional=True),
        asked("note", "Note", words_field(now.note, lines=True, longest=LONGEST_NOTE), optional=True, hint=PRIVACY_LINE),
        asked("again", "Would you ask them again?", one_of_field("static_select", again, {True: "yes", False: "no"}.get(now.again)),
              optional=True),
        asked("shared", "Other groups", {"type": "checkboxes", "options": shared, **ticked}, optional=True),
    ], submit="Save" if expert else "Add", meta=json.dumps({"nonce": nonce, "group": group.id, "expert": expert.id if expert else None}))


def invite_form(expert: Expert, meetings: Sequence[Meeting], *, nonce: str, chosen: Sequence[int] = ()) -> dict:
    """To which meetings, when in them, with which brief."""
    choices = [option(f"{m.number}. {near_day(m.day, m.day)} {m.day.year}", str(m.id)) for m in meetings]
    first = [c for c in choices if int(c["value"]) in chosen] or choices[:1]
    return modal("Invite an expert", Ids.INVITE_FORM, [
        rich([run(expert.name, bold=True)]),
        asked("meetings", "Which meetings?", {"type": "multi_static_select", "options": choices, "initial_options": first},
              hint="One invitation; each date can be declined alone."),
        asked("first", "From which minute of the meeting?", words_field("10", longest=3)),
        asked("minutes", "For how many minutes?", words_field(str(USUAL), longest=3)),
        asked("brief", "What is it about?", words_field("", lines=True, longest=LONGEST_BRIEF), optional=True,
              hint=f"They see this and the questions, nothing else. {PRIVACY_LINE}"),
        *([asked("facilitates", "Facilitator", {"type": "checkboxes", "options": [
            option("They facilitate, and may end the meeting", "yes")]}, optional=True)] if expert.user else []),
    ], submit="Draft it", meta=json.dumps({"nonce": nonce, "expert": expert.id}))


def ask_form(expert: Expert, *, nonce: str, visit: Visit | None = None) -> dict:
    """A question between meetings, or for a slot."""
    return modal("A question", Ids.ASK_FORM, [
        rich([run(expert.name, bold=True), run(" · for their time with you" if visit else " · between meetings")]),
        asked("text", "What would you like to ask?", words_field("", lines=True, longest=LONGEST_QUESTION, focus=True), hint=PRIVACY_LINE)],
        submit="Keep it" if visit else "Draft it",
        meta=json.dumps({"nonce": nonce, "expert": expert.id, "visit": visit.id if visit else None}))


def answer_form(expert: Expert, question: Question, *, nonce: str) -> dict:
    """What the expert said."""
    return modal("The answer came", Ids.ANSWER_FORM, [
        rich([run(f"{expert.name} was asked: "), run(question.text, italic=True)]),
        asked("text", "What did they say?", words_field("", lines=True, longest=LONGEST_ANSWER, focus=True),
              hint=f"It is posted in the group's channel with their name. {PRIVACY_LINE}")],
        submit="Post it", meta=json.dumps({"nonce": nonce, "question": question.id}))


def text_form(title: str, text: str, *, kind: str, visit: Visit, nonce: str) -> dict:
    """A drafted text, to edit. ``kind``: invite or thanks."""
    return modal(title, Ids.TEXT_FORM, [
        asked("text", "Your words", words_field(text, lines=True, longest=LONGEST_LETTER), hint="I send nothing by myself.")],
        submit="Ready to copy", meta=json.dumps({"nonce": nonce, "visit": visit.id, "kind": kind}))
