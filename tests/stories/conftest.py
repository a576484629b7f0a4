"""People and places that several stories need beside Alice, Bob, Carol and their group."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from storage import goals as goal_rows
from storage import people as people_rows


@pytest.fixture
def erin(box):
    """Erin organises another group."""
    return box.person("erin", real_name="Erin Walsh", tz="Europe/Dublin")


@pytest.fixture
def guest(box):
    """Gina is a guest in the workspace."""
    return box.person("gina", real_name="Gina Petrova", tz="Europe/Paris", is_guest=True)


@pytest.fixture
def found(bot, box):
    """Make a group: ``found("writers", erin, alice)`` is organised by the first; gives its channel."""
    def make(name: str, *people):
        channel = box.channel(name, list(people), bot=True, private=True)
        people[0].types("/mentor setup", in_=channel)
        people[0].submits()
        bot.ticks()
        return channel
    return make


@pytest.fixture
def goals_of(bot) -> Callable:
    """A person's goals as they are stored, by number."""
    def read(person) -> dict:
        with bot.store.read() as tx:
            whose = people_rows.by_user(tx, bot.deps.workspace.team, person.id)
            return {g.number: g for g in goal_rows.own(tx, whose.id, limit=1000)} if whose else {}
    return read


@pytest.fixture
def forge(bot, box) -> Callable:
    """Send the last thing of a kind that reached the app once more, changed: ``forge("view_submission", change)``."""
    def send(kind: str, change: Callable[[dict], None]):
        for entry in reversed(box.truth.envelopes):
            payload = entry["body"]
            if kind in (payload.get("type"), payload.get("command")):
                payload = copy.deepcopy(payload)
                change(payload)
                return bot.hears(payload, "slash_commands" if kind.startswith("/") else "interactive", {})
        raise AssertionError(f"no {kind} has reached the app")
    return send


def option(text: str, value: str) -> dict:
    """A choice of a menu as Slack sends it."""
    return {"text": {"type": "plain_text", "text": text}, "value": value}
