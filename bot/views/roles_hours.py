"""Hours in meetings, as one sees one's own."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, escape, rich, run, section
from mentoring.hours import Quarter, words
from mentoring.people import Group

MOST = 8


class Ids(StrEnum):
    """What can be clicked."""

    SHOW = "hours.show"     # value: the group


def mine(group: Group, quarters: Sequence[Quarter]) -> Message:
    """By quarter: my hours, and the group's as a sum."""
    if not quarters:
        said = f"{group.name} has no approved minutes yet. Hours are counted from them."
        return Message(text=escape(said), blocks=[rich([run(said)])])
    lines = [[run(f"{q.name}: "), run(words(q.mine), bold=True),
              run(f" in {q.meetings} of {q.held} meeting{'s' * (q.held != 1)} · the whole group {words(q.group)}")]
             for q in quarters[:MOST]]
    first = quarters[0]
    return Message(text=f"{escape(group.name)}, {first.name}: {words(first.mine)} in {first.meetings} of {first.held} meetings.",
                   blocks=[section(f"*Your hours in {escape(group.name)}*"), rich(*lines),
                           context("Only you see yours. Counted from approved minutes; the group's is everybody's added up."),
                           actions(button("Roles", "roles.overview", str(group.id)))])
