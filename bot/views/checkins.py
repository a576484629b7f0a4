"""A goal that is stuck: the three ways on, and what the group is told when its owner wants to talk about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from bot.views.blocks import (
    PRIVACY_LINE,
    Message,
    asked,
    context,
    day_field,
    escape,
    modal,
    one_of_field,
    option,
    rich,
    run,
    who,
    words_field,
)
from bot.views.digest import Ids
from bot.views.reminders import when_words
from mentoring.goals import Goal
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.text import clip, one_line

MOST_GROUPS = 8   # Slack shows ten radio buttons at most


def stuck_form(goal: Goal, groups: Sequence[Group], *, state: str, nonce: str, first: date) -> dict:
    """Stuck: talk about it, give it another date, or let it go. ``state`` is the message that the button stood in."""
    ways = [option(f"Bring it to {clip(g.name, 55)}", f"group:{g.id}") for g in groups[:MOST_GROUPS]]
    ways += [option("Give it another date", "date"), option("Drop it", "drop")]
    blocks = [
        rich([run(f"{goal.ref} "), run(clip(one_line(goal.what), 300), bold=True)]),
        asked("how", "What would help?", one_of_field("radio_buttons", ways, ways[0]["value"])),
    ]
    if groups:
        blocks.append(asked("words", "For the group: what would you like to talk about?", words_field(lines=True, longest=500,
                            placeholder="I can't find a second reviewer"), optional=True,
                            hint=f"Posted in the channel under your name. The goal itself stays as private as it is. {PRIVACY_LINE}"))
    blocks.append(asked("day", "The other date", day_field(goal.due if goal.due and goal.due >= first else None), optional=True))
    return modal("Stuck?", Ids.STUCK_FORM, blocks, submit="Go on", meta=json.dumps({"nonce": nonce, "goal": goal.id, "state": state}))


def brought(user: str, words: str, meeting: Meeting | None) -> Message:
    """In the channel: somebody would like to talk about something that is stuck."""
    when = f" on {when_words(meeting)}" if meeting else ""
    asks = [who(user), run(" is stuck with something and would like to talk about it"),
            run(f" when you meet{when}." if meeting else " with you.")]
    said = [run(words, italic=True)] if words else []
    twin = f"<@{user}> is stuck with something and would like to talk about it. {escape(words)}".strip()
    return Message(text=twin, blocks=[rich(asks, said), context("Have you been there? A line in the thread may be all it takes.")])
