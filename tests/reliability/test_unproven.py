"""Where our own messages may not be read back (reliability 2.6), and a process that slept between its claim and its call (2.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mentoring.reminders import Kind
from scheduler import sender

LANDED = 90 + 60 + 1
TWICE = "You may see this twice"


@pytest.fixture
def unread(ledger, box):
    """A meeting whose reminders' first calls are unclear, in a channel that may not be read back."""
    ledger.meets(date(2026, 12, 3))
    ledger.bot.ticks()

    def at(day: str, wall: str) -> None:
        box.trouble(method="chat.postMessage", drop=True, after_store=True)
        box.trouble(method="conversations.history", error="missing_scope", times=3)
        ledger.goes_to(day, wall)
        box.travel(seconds=LANDED)
        ledger.bot.ticks()
        box.travel(seconds=LANDED)
        ledger.bot.ticks()

    return at


def test_what_cannot_wait_is_said_once_more_with_a_line_that_says_so(ledger, unread, box):
    unread("2026-12-03", "06:30")
    said = [m["text"] for m in box.truth.from_app if "in one hour" in m["text"] or "minutes" in m["text"]]
    assert ledger.row(Kind.HOUR_BEFORE).state == "sent"
    assert [TWICE in text for text in said] == [False, True]


def test_what_can_wait_is_not_repeated_and_is_shown_as_uncertain(ledger, unread, box):
    unread("2026-11-26", "09:00")
    row = ledger.row(Kind.WEEK_BEFORE)
    assert (row.state, row.reason) == ("uncertain", "unproven: missing_scope")
    assert not any(TWICE in m["text"] for m in box.truth.from_app)


class Dozing:
    """A clock by which more than twenty seconds pass between any two looks at it."""

    def __init__(self, clock):
        self._clock, self._slept = clock, 0.0

    def now(self):
        """Wall time."""
        return self._clock.now()

    def monotonic(self):
        """Time as it passes."""
        self._slept += sender.LAST_LOOK + 1
        return self._clock.monotonic() + self._slept


def test_who_slept_between_claim_and_call_gives_the_letter_back(letters, bot, box):
    letters.write("one")
    awake, bot.deps = bot.deps, replace(bot.deps, clock=Dozing(box.clock))
    with bot.store.write() as tx:
        (letter,) = sender.outbox.claim(tx, owner=sender.OWNER, now=box.clock.now(), lease=sender.LEASE, limit=1)
    assert sender._in_turn(bot.deps, letter, box.clock.monotonic(), lambda: False) == 0
    assert letters.calls() == 0 and letters.state("one") == "waiting"
    bot.deps = awake
    letters.tick(after=1)
    assert letters.posted() == {"one": 1}
