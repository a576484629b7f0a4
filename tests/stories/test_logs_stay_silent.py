"""At DEBUG, Slack's libraries included, and when everything fails: no log holds what people wrote."""

from __future__ import annotations

import io
import logging
import sqlite3

import pytest

from bot import logs
from bot.settings import Settings

CANARY = "Kanarienvogel"


@pytest.fixture
def log():
    """Everything that is logged at DEBUG, tracebacks and all, in the form that `mentor run` gives it."""
    written = io.StringIO()
    root, kept, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    levels = {name: logging.getLogger(name).level for name in logs.NOISY}
    logs.log_to(written, Settings(slack_bot_token="", slack_app_token="", slack_signing_secret="", slack_api_url="", database_url="",
                                  timezone="UTC", log_level="DEBUG"))
    raw = logging.StreamHandler(written)   # its formatter prints exceptions with their own text
    root.addHandler(raw)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    root.handlers[:] = kept
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


@pytest.fixture
def everything(log, bot, box, alice, bob, group):
    """Every way in which words come in and go out."""
    def do():
        alice.types(f"/mentor goal add Private {CANARY}", in_=group)
        alice.types(f"/mentor goal update 1 note {CANARY} 10%", in_=group)
        alice.types(f"/mentor {CANARY}", in_=group)
        alice.types(f"/mentor goal show 9 {CANARY}", in_=group)
        alice.says(f"goal add From a message {CANARY} by next Friday")
        alice.clicks("No date")
        alice.says(f"@Mentor goal add From a mention {CANARY}", in_=group)
        alice.types("/mentor goal add", in_=group)
        alice.fills(what=f"From a form {CANARY}", why=CANARY)
        alice.submits()
        alice.opens_home()
        alice.clicks("Details")
        bob.types(f"/mentor goal propose Together {CANARY}", in_=group)
        alice.types(f"/mentor goal done 1 {CANARY}", in_=group)
        alice.closes()
        alice.clicks("Tell the group")
        bot.ticks()
    return do


def test_no_log_holds_what_people_wrote(log, everything):
    everything()
    assert "letter answer: sent" in log.getvalue(), "something was logged at all"
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("trouble", [
    {"status": 500}, {"error": "invalid_blocks"}, {"error": "channel_not_found"}, {"html": True}, {"drop": True}, {"cut": True},
    {"status": 429, "retry_after": 1}])
def test_no_log_holds_it_when_slack_fails(log, box, bot, alice, bob, group, trouble):
    box.trouble(method="*", times=1000, **trouble)
    alice.says(f"goal add From a message {CANARY}")
    bob.types(f"/mentor goal propose Together {CANARY}", in_=group)
    alice.types("/mentor goal edit 1", in_=group)
    bot.ticks()
    assert CANARY not in log.getvalue() and "WARNING" in log.getvalue()


def test_no_log_and_no_apology_holds_it_when_the_database_fails(log, bot, alice, group):
    alice.types("/mentor goal add Before", in_=group)
    with sqlite3.connect(bot.database.removeprefix("sqlite:///")) as db:
        db.execute("ALTER TABLE goals RENAME COLUMN measure TO measures")
    answer = alice.types(f"/mentor goal add Private {CANARY}", in_=group)
    assert "Something went wrong on my side." in answer.text and f"goal add Private {CANARY}" in answer.text, "given back to her alone"
    assert "OperationalError" in log.getvalue() and CANARY not in log.getvalue()
