"""Help: the menu, a topic, what is offered after a refusal, and words nobody understood. All of it is made from the table of routes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bot.views.blocks import Message, actions, button, context, escape, rich, run, section
from bot.views.goals import Ids as GoalIds
from mentoring.text import clip

MOST_COMMANDS = 2   # that are offered below a refusal
REST = "else"   # the topic of everything that has only one command


class Ids(StrEnum):
    """What can be clicked in help."""

    SHOW = "help.show"
    TRY = "help.try"
    RUN = "help.run"
    OPEN = "help.open"
    FORM = "help.form"


class Command(Protocol):
    """What help needs to know of a route."""

    words: str
    usage: str
    about: str

    @property
    def topic(self) -> str: ...


def topics(commands: Sequence[Command]) -> dict[str, list[Command]]:
    """The commands by topic, in their order; those that are alone in theirs stand together under `REST`."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        found.setdefault(command.topic, []).append(command)
    rest = [some[0] for some in found.values() if len(some) == 1]
    return {topic: some for topic, some in found.items() if len(some) > 1} | ({REST: rest} if rest else {})


_TITLES = {"action": "Action items", "agenda": "Agenda", "charter": "Charter", "mission": "Mission", "reflect": "Reflections"}


def title(topic: str) -> str:
    """``goal`` → ``Goals``."""
    return "Everything else" if topic == REST else _TITLES.get(topic, topic.capitalize() + ("" if topic.endswith("s") else "s"))


def line(command: Command) -> str:
    """One command on one line of help."""
    return f"`/mentor {escape(command.usage)}`  {command.about}"


def menu(commands: Sequence[Command]) -> Message:
    """What one can do, short enough for a phone: the first steps as buttons, and a button for each topic."""
    known = topics(commands)
    hello = "*Hello, I am Mentor.* I keep your peer-mentorship group running. You talk, decide and click."
    words = ", ".join(f"/mentor help {topic}" for topic in known)
    return Message(text=f"I am Mentor. I keep your peer-mentorship group running. More: {words}", blocks=[
        section(hello),
        actions(button("Add a goal", GoalIds.ADD, style="primary"), button("My goals", GoalIds.PAGE, "own|1"),
                button("The group's goals", f"{GoalIds.PAGE}.group", "group|1"), block_id="help-first"),
        section("*What can be typed*"),
        actions(*[button(title(topic), f"{Ids.SHOW}.{n}", topic, label=f"Help: {title(topic)}") for n, topic in enumerate(known)],
                block_id="help-topics"),
        context("It works in a direct message to me too, and after `@Mentor` in a channel or thread. My *Home* tab shows it all with "
                "buttons.")])


def page(commands: Sequence[Command], topic: str, *, said: str = "") -> Message:
    """The commands of one topic, with the way back to the menu."""
    heading = said or f"*{title(topic)}*"
    words = ", ".join(f"/mentor {escape(c.usage)}" for c in commands)
    return Message(text=f"{heading.replace('*', '')} {words}",
                   blocks=[section(heading), section("\n".join(line(c) for c in commands)),
                           actions(button("All help", Ids.SHOW), block_id="help-back")])


def unknown(typed: str, nearest: Sequence[tuple[Command, str]], *, draft: str | None) -> Message:
    """Words nobody understood: the nearest commands as buttons, and what was typed kept."""
    kept = clip(typed, 300)
    blocks, tries = [rich([run(f"I don't know “{kept}”.")])], []
    if nearest and draft is not None:
        blocks.append(section("Did you mean one of these?"))
        tries = [button(clip(f"/mentor {said}", 70), f"{Ids.TRY}.{n}", f"{draft}|{command.words}")
                 for n, (command, said) in enumerate(nearest)]
    blocks.append(actions(*tries, button("Everything I can do", Ids.SHOW)))
    meant = "Did you mean " + " or ".join(f"/mentor {escape(said)}" for _, said in nearest) + "?" if nearest else "Try /mentor help."
    return Message(text=f"I don't know “{escape(kept)}”. {clip(meant, 1000)}", blocks=blocks)


def refused(text: str, typed: str, *, topic: str = "", draft: str | None = None, commands: Sequence[str] = ()) -> Message:
    """A refusal with all that was typed, so that nobody has to write it again, and with the next step as a button.

    ``topic``: what it was about; ``draft``: the key under which the line is kept, when there is a form for it; ``commands``: those
    that the refusal names.
    """
    kept = [context("You typed:"), *_whole(typed)] if typed else []
    steps = [button("Open the form with it", Ids.FORM, draft, style="primary")] if draft else []
    steps += [button("My goals", GoalIds.PAGE, "own")] if topic == "goal" else []
    steps += [button(f"/mentor {words}", f"{Ids.RUN}.{n}", words) for n, words in enumerate(commands[:MOST_COMMANDS])
              if words not in ("help", "goal list")]
    steps.append(button(f"Help: {title(topic).lower()}" if topic else "What can I do?", Ids.SHOW, topic))
    return Message(text=escape(text), blocks=[section(escape(text)), *kept, actions(*steps, block_id="refused")])


def _whole(typed: str) -> list[dict]:
    """Slack takes about 13,000 characters in one message."""
    return [rich([run(typed[start:start + 3000])]) for start in range(0, min(len(typed), 9000), 3000)]


def open_form(draft: str) -> Message:
    """Slack opens forms only from a click, so here is something to click."""
    return Message(text="That opens a form.", blocks=[section("There is a form for that."),
                                                      actions(button("Open the form", Ids.OPEN, draft, style="primary"))])
