"""For whoever keeps a member's schedule: the form, and the text that is ready to be sent."""

from __future__ import annotations

import json
from enum import StrEnum

from bot.views import calendar_links
from bot.views.blocks import Message, actions, asked, button, context, escape, modal, rich, run, section, words_field
from bot.views.calendar_links import mail_link, scheduling_text
from mentoring.people import Person
from mentoring.text import clip


class Ids(StrEnum):
    """Everything about assistants that can be clicked or submitted."""

    SHOW = "assistant.show"
    EDIT = "assistant.edit"
    FORM = "assistant.form"


def form(*, nonce: str, name: str = "", mail: str = "") -> dict:
    """Who keeps the schedule."""
    mail_field = {"type": "email_text_input", **({"initial_value": mail} if mail else {})}
    return modal("Who keeps my schedule", Ids.FORM, [
        section("I write the dates for them, and every change; you send it with one tap. They see nothing of the group."),
        asked("name", "Name", words_field(name, longest=200, placeholder="Clinic scheduling, 4th floor"), optional=True),
        asked("mail", "Mail address", mail_field, optional=True, hint="It stays with you: I send nothing there myself."),
    ], submit="Save", meta=json.dumps({"nonce": nonce}))


def ready(meetings, person: Person, *, name: str, mail: str) -> Message:
    """The text, and the ways to send it."""
    whom = name or "whoever keeps your schedule"
    if not meetings:
        said = "No meetings lie ahead, so there is nothing to keep free yet."
        return Message(text=said, blocks=[section(said), _change(name, mail)])
    text = scheduling_text(meetings, person)
    write = {"type": "button", "text": {"type": "plain_text", "text": "Write the mail"}, "action_id": "assistant.mail",
             "url": mail_link(meetings, person, mail), "style": "primary"}
    group = meetings[0].group_id
    return Message(text=f"The times to keep free, ready for {escape(clip(whom, 200))}.", blocks=[
        rich([run("Ready for "), run(clip(whom, 200), bold=True), run(". Copy it, or let your mail program take it:")]),
        {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [run(clip(text, 2900))]}]},
        actions(write, button("As a calendar file", calendar_links.Ids.ALL, str(group)),
                button("Change who it is" if name or mail else "Say who it is", Ids.EDIT)),
        context("When a meeting moves, I tell you, and the new text is here.")])


def _change(name: str, mail: str) -> dict:
    return actions(button("Change who it is" if name or mail else "Say who it is", Ids.EDIT))
