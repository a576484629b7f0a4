"""Before the acknowledgement and inside a transaction nothing calls Slack: a slow Slack must not use up the three seconds,
and a transaction must not wait for the network."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot import wiring
from bot.slack import Slack
from storage.store import Store


class Where(threading.local):
    """What this thread is in the middle of."""

    writing = listening = False


class WatchedStore(Store):
    """The store, marking the thread that is inside a transaction."""

    def __init__(self, url: str, *, clock, where: Where):
        super().__init__(url, clock=clock, lock=True, synchronous=0)
        self._where = where

    @contextmanager
    def write(self, once=None):
        with super().write(once) as tx:
            self._where.writing = True
            try:
                yield tx
            finally:
                self._where.writing = False

    @contextmanager
    def read(self):
        with super().read() as tx:
            self._where.writing = True
            try:
                yield tx
            finally:
                self._where.writing = False


class WatchedSlack(Slack):
    """Slack, remembering where each call was made from."""

    def __init__(self, *, where: Where, **about):
        super().__init__(**about)
        self._where, self.made = where, []

    def _note(self, method: str) -> None:
        self.made.append((method, self._where.listening, self._where.writing))

    def call(self, method, **args):
        self._note(method)
        return super().call(method, **args)

    def respond(self, url, body):
        self._note("response_url")
        return super().respond(url, body)


@pytest.fixture
def bot(bot):
    """The bot with both, put together as `bot.wiring` does."""
    where = Where()
    bot.store.close()
    bot.store = WatchedStore(bot.database, clock=bot.box.clock, where=where)
    slack = WatchedSlack(where=where, token=bot.settings.slack_bot_token, base_url=bot.settings.slack_api_url, clock=bot.box.clock)
    bot.deps = replace(bot.deps, store=bot.store, slack=slack)
    bot.app = wiring.make_app(bot.deps)
    listen = bot.app.dispatch

    def dispatch(request):
        where.listening = True
        try:
            return listen(request)
        finally:
            where.listening = False

    bot.app.dispatch = dispatch
    return bot


def test_in_a_whole_day_slack_is_never_called_before_an_acknowledgement_nor_inside_a_transaction(bot, a_day, carol, room):
    for act in a_day:
        act()
    carol.types("/mentor goal add Somebody unknown asks")
    made = bot.deps.slack.made
    assert {method for method, *_ in made} >= {"users.info", "views.open", "views.publish", "chat.postMessage", "response_url"}
    assert [method for method, listening, _ in made if listening] == []
    assert [method for method, _, writing in made if writing] == []
