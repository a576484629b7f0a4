"""What a handler is given and what it gives back, whichever door it came through.

A handler is a function from a `Call` to an `Answer`. The door that made the call (slash command, direct message, mention,
click, form, Home) knows how to deliver the answer; the handler does not. So nothing can be sent before Slack has its
acknowledgement, and one word works everywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.deps import Deps
from bot.slack import Slack
from bot.views.blocks import Message
from mentoring.people import Actor, Group
from mentoring.refused import Refused


class Door(StrEnum):
    """Where a call came in."""

    SLASH = "slash"
    DM = "dm"
    MENTION = "mention"
    CLICK = "click"
    FORM = "form"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The surface that was clicked or submitted. ``kind``: ephemeral, message, home, modal, or none."""

    kind: str = "none"
    channel: str | None = None
    ts: str | None = None
    thread: str | None = None
    view_id: str | None = None
    view_hash: str | None = None
    response_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One command: its words, who runs it, and how it explains itself. One table of these makes routing, help and docs.

    ``stranger``: also for guests who are in no group. ``hint``: named in the hint that Slack shows while one types. ``form``: opens
    the form that does the same, with the text of the line in it; it is offered when the line is refused. ``private``: what follows the
    words is nobody else's, so that a refusal in a message, which Slack keeps, does not repeat it.
    """

    words: str
    run: Callable[[Call], Answer]
    usage: str
    about: str
    stranger: bool = False
    hint: bool = False
    form: Callable[[Call], Answer] | None = None
    private: bool = False

    @property
    def topic(self) -> str:
        """The first word, under which help gathers commands."""
        return self.words.split()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Something a person did, with everything a handler needs to serve it. ``once`` makes a repeat harmless."""

    deps: Deps
    actor: Actor
    door: Door
    once: str
    raw: str = ""      # as Slack sent it, tokens and all
    typed: str = ""    # as the person typed it
    text: str = ""     # what follows the route's words
    route: Route | None = None     # the one that the words picked
    mentions: tuple[str, ...] = ()
    channel: str | None = None
    here: Group | None = None      # the group whose home this channel is
    chosen: Group | None = None    # the group the person picked for this very call
    trigger: str | None = None
    action: str = ""
    value: str = ""
    block: str = ""    # the block that was clicked
    values: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    origin: Origin = Origin()
    routes: Sequence[Route] = ()

    @property
    def group(self) -> Group | None:
        """The group this call means, when that is clear without asking.

        In a group's channel it is that group, for its members; elsewhere the one chosen, the only one, or the one remembered.
        """
        if self.chosen:
            return self.chosen
        if self.here:
            return self.here if self.actor.is_in(self.here.id) else None
        groups = self.actor.groups
        if len(groups) == 1:
            return groups[0]
        return next((g for g in groups if g.id == self.actor.person.group_id), None)

    def need_group(self) -> Group:
        """The group this call means; raises WhichGroup when the person has to choose, Refused when there is none."""
        if self.here and not self.chosen and not self.actor.is_in(self.here.id):
            raise Refused(f"This channel is the home of {self.here.name}, and you are not in that group. "
                          "Its organiser can add you with `/mentor setup` typed here.")
        if self.group:
            return self.group
        if self.actor.groups:
            raise WhichGroup
        raise Refused("You are in no peer-mentorship group yet. Ask the organiser of yours to add you, or type `/mentor setup` "
                      "in the channel that should become a group's home.")


class WhichGroup(Exception):
    """The person is in several groups and has to say which one is meant; the door asks, and remembers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back.

    ``message`` is for the person alone (after a click it takes the place of what was clicked). ``view`` opens a form, or
    replaces the one that is open when ``update``. ``errors`` go to the fields of a submitted form. ``fill`` looks something
    up in Slack after the form has opened and gives the view that takes its place. ``again`` is an earlier line, or an earlier
    click (action, value), to be served now that a question has been answered, in ``group``. A ``refusal``, or what is
    said beside something else, never takes the place of what was clicked.
    """

    message: Message | None = None
    view: dict | None = None
    update: bool = False
    errors: dict[str, str] | None = None
    fill: Callable[[Slack], dict] | None = None
    again: str | tuple[str, str] | None = None
    group: Group | None = None
    refusal: bool = False


NOTHING = Answer()


def nonce() -> str:
    """A form's own key: the second submit of the same form does nothing."""
    return secrets.token_hex(8)
