"""Help: the menu, a topic, and the answer to words nobody understood. All of it is made from the table of routes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bot.views.blocks import Message, actions, button, context, escape, rich, run, section
from bot.views.goals import Ids as GoalIds
from mentoring.text import clip


class Ids(StrEnum):
    """What can be clicked in help."""

    SHOW = "help.show"
    TRY = "help.try"
    OPEN = "help.open"


class Command(Protocol):
    """What help needs to know of a route."""

    words: str
    usage: str
    about: str

    @property
    def topic(self) -> str: ...


def line(command: Command) -> str:
    """One command on one line of help."""
    return f"`/mentor {escape(command.usage)}`  {command.about}"


def menu(commands: Sequence[Command], *, said: str = "") -> Message:
    """What one can do, with the first steps as buttons."""
    by_topic: dict[str, list[Command]] = {}
    for command in commands:
        by_topic.setdefault(command.topic, []).append(command)
    blocks = [section(said or "*Hello, I am Mentor.* I keep your peer-mentorship group running. You talk, decide and click.")]
    blocks.append(actions(button("Add a goal", GoalIds.ADD, style="primary"), button("My goals", GoalIds.PAGE, "own|1"),
                          button("The group's goals", f"{GoalIds.PAGE}.group", "group|1")))
    blocks += [section("\n".join(line(c) for c in some)) for some in by_topic.values()]
    blocks.append(context("The same words work in a direct message to me and after `@Mentor` in a channel or thread. "
                          "My *Home* tab shows it all with buttons."))
    words = ", ".join(f"/mentor {escape(c.words)}" for c in commands)
    return Message(text=f"{said or 'I am Mentor. Commands:'} {words}", blocks=blocks)


def unknown(typed: str, nearest: Sequence[tuple[Command, str]], topic: Sequence[Command], *, draft: str | None) -> Message:
    """Words nobody understood: the nearest commands as buttons, help for the topic, and what was typed kept."""
    kept = clip(typed, 300)
    blocks = [rich([run(f"I don't know “{kept}”.")]), section("\n".join(line(c) for c in topic))]
    tries: list[dict] = []
    if nearest and draft is not None:
        # Last, because a phone shows the end of a long message.
        blocks.append(section("Did you mean one of these?"))
        tries = [button(clip(f"/mentor {said}", 70), f"{Ids.TRY}.{n}", f"{draft}|{command.words}")
                 for n, (command, said) in enumerate(nearest)]
    blocks.append(actions(*tries, button("Everything I can do", Ids.SHOW)))
    return Message(text=f"I don't know “{escape(kept)}”. Try: " + ", ".join(f"/mentor {escape(c.words)}" for c in topic), blocks=blocks)


def open_form(draft: str) -> Message:
    """Slack opens forms only from a click, so here is something to click."""
    return Message(text="That opens a form.", blocks=[actions(button("Open the form", Ids.OPEN, draft, style="primary"))])
