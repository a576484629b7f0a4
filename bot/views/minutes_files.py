"""Choosing a file, and the word that it is coming."""

from __future__ import annotations

from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, escape, rich, run
from mentoring.people import Group

FORM_NAMES = {"pdf": "PDF", "html": "HTML", "md": "Markdown"}


class Ids(StrEnum):
    """What can be clicked."""

    CHOOSE = "minutes_files.choose"     # value: the meeting
    SEND = "minutes_files.send"         # value: form|meeting
    LIST = "minutes_files.list"         # value: form|group


def choose(meeting_id: int, number: int, group: Group, *, mail: str) -> Message:
    """Which file? ``mail``: the address that opens the minutes as a letter."""
    files = [button(name, f"{Ids.SEND}.{form}", f"{form}|{meeting_id}", label=f"The minutes of meeting {number} as {name}")
             for form, name in FORM_NAMES.items()]
    actions_file = button("All action items as CSV", f"{Ids.LIST}.actions", f"actions.csv|{group.id}")
    everything = button("All minutes as one page", f"{Ids.LIST}.minutes", f"minutes.html|{group.id}")
    return Message(text=f"The minutes of meeting {number} of {escape(group.name)} as a file: PDF, HTML or Markdown.",
                   blocks=[rich([run(f"Minutes of meeting {number} as a file", bold=True)]),
                           context("PDF to print or keep, HTML to read and mail, Markdown for a wiki. It comes as a direct message."),
                           actions(*files, actions_file, everything, block_id=f"files-{meeting_id}"),
                           rich([{"type": "link", "url": mail, "text": "Write them as a mail"}, run(" with your own mail program.")])])


def coming(what: str) -> Message:
    """It is on its way."""
    words = f"✓ {what} is coming to you as a direct message."
    return Message(text=escape(words), blocks=[rich([run(words)])])
