"""Letters, events and clicks under trouble, in one process: the clock stands still until it is sent ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.slack import Slack
from storage import outbox
from storage.outbox import Letter


class Letters:
    """Letters to one channel: written as a use case writes them, and looked for where they should be."""

    def __init__(self, bot, channel: str):
        self.bot, self.box, self.channel = bot, bot.box, channel

    def write(self, *keys: str, channel: str | None = None, blocks: Sequence[dict] | None = None, method: str = "chat.postMessage",
              edits: str | None = None, **more) -> None:
        """One letter for each key; its words are its key."""
        with self.bot.deps.store.write() as tx:
            for key in keys:
                body = {"text": key} | ({"blocks": list(blocks)} if blocks else {}) | more
                outbox.put(tx, key, method, now=self.box.clock.now(), channel=channel or self.channel, body=body, edits=edits)

    def find(self, key: str) -> Letter:
        """The row."""
        with self.bot.deps.store.read() as tx:
            return outbox.find(tx, key)

    def state(self, key: str) -> str:
        """Where the row stands."""
        return self.find(key).state

    def posted(self) -> Counter:
        """The words of all messages of the app in the workspace, with how many copies there are."""
        return Counter(each["text"] for each in self.box.truth.from_app)

    def calls(self, method: str = "chat.postMessage") -> int:
        """How often Slack was asked to do this, as Slack counts."""
        return sum(each["name"] == method for each in self.box.truth.calls)

    def tick(self, *, after: float = 0) -> None:
        """One round of the clock, ``after`` seconds from now."""
        if after:
            self.box.travel(seconds=after)
        self.bot.ticks()

    def until_settled(self, *keys: str, step: float = 60, most: int = 60) -> None:
        """Rounds of the clock until nothing is left to be done about these letters."""
        for _ in range(most):
            if all(self.state(key) in ("sent", "dead", "uncertain") for key in keys):
                return
            self.tick(after=step)
        raise AssertionError({key: self.state(key) for key in keys})


@pytest.fixture
def letters(bot, room) -> Letters:
    """Letters to Alice's and Bob's channel."""
    return Letters(bot, room.id)


@pytest.fixture
def with_slack(bot) -> Callable[..., None]:
    """Let the bot talk to Slack with another patience, or at another address."""

    def changed(**about) -> None:
        settings = {"token": bot.settings.slack_bot_token, "base_url": bot.settings.slack_api_url, "clock": bot.box.clock} | about
        bot.deps = replace(bot.deps, slack=Slack(**settings))

    return changed
