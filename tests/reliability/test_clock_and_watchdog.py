"""The machine's clock may leap, and a thread may hang: sending rests for a round, or the process ends and is started again."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler import rounds, sender, ticker
from scheduler.ticker import Ticker
from storage import outbox


class Leaping:
    """The workspace's clock, with a wall time that somebody has set anew."""

    def __init__(self, clock):
        self._clock, self.leap = clock, timedelta(0)

    def now(self):
        """Wall time."""
        return self._clock.now() + self.leap

    def monotonic(self):
        """Time as it passes."""
        return self._clock.monotonic()


@pytest.mark.parametrize(("leap", "held"), [(-61, True), (-59, False), (599, False), (601, True)])
def test_a_clock_that_leaps_holds_letters_back_for_one_round(bot, letters, box, leap, held):
    clock = Leaping(box.clock)
    clocked = Ticker(replace(bot.deps, clock=clock), redo=lambda body: None)
    box.travel(seconds=700)
    clocked.tick()
    letters.write("one")
    box.travel(seconds=700)
    clock.leap = timedelta(seconds=leap)
    clocked.tick()
    assert letters.calls() == (0 if held else 1)
    box.travel(seconds=700)
    clocked.tick()
    assert letters.posted() == {"one": 1}


def test_a_round_that_hangs_ends_the_process(bot, monkeypatch):
    monkeypatch.setattr(ticker, "STALLED", 0.12)
    over, hangs = threading.Event(), threading.Event()
    monkeypatch.setattr(ticker.rounds, "once", lambda *_: hangs.wait(5))
    clocked = Ticker(bot.deps, redo=lambda body: None, stalled=over.set)
    clocked.start()
    try:
        threading.Thread(target=clocked.tick, daemon=True).start()
        assert over.wait(5)
    finally:
        hangs.set()
        clocked.rest()


def test_a_letter_whose_second_comes_while_the_sender_looks_does_not_wait_for_the_tick(bot, letters, box, monkeypatch):
    with bot.store.write() as tx:
        outbox.put(tx, "one", "chat.postMessage", now=box.clock.now(), channel=letters.channel, body={"text": "one"},
                   due=box.clock.now() + timedelta(seconds=1))
    look, looks, begun, gone = sender.send_waiting, [], threading.Event(), threading.Event()

    def passing(*arguments):
        assert begun.wait(5)
        sent = look(*arguments)
        if len(looks) == 1:     # the first look is the start's own
            box.travel(seconds=2)
        looks.append(sent)
        if sent:
            gone.set()
        return sent

    monkeypatch.setattr(ticker.sender, "send_waiting", passing)
    monkeypatch.setattr(ticker, "FIRST_AFTER", 600.0)
    clocked = Ticker(bot.deps, redo=lambda body: None)
    clocked.start()
    begun.set()
    try:
        assert gone.wait(5), looks
    finally:
        clocked.stop(box.clock.monotonic())
    assert letters.posted() == {"one": 1}


@pytest.mark.parametrize("alone", [True, False])
def test_what_a_dead_process_had_claimed_goes_at_once_where_only_one_process_can_be_and_else_when_its_lease_is_over(
        bot, letters, box, alone):
    letters.write("one")
    with bot.store.write() as tx:
        assert outbox.claim(tx, owner="the dead", now=box.clock.now(), lease=sender.LEASE, limit=1)
    bot.store.alone = alone
    rounds.begin(bot.deps)
    letters.tick(after=15)
    assert letters.posted() == ({"one": 1} if alone else {})
    letters.tick(after=90)
    assert letters.posted() == {"one": 1}


def test_what_a_dead_process_had_begun_to_send_is_never_let_go_before_it_can_be_proved(bot, letters, box):
    letters.write("one")
    with bot.store.write() as tx:
        (letter,) = outbox.claim(tx, owner="the dead", now=box.clock.now(), lease=sender.LEASE, limit=1)
        assert outbox.mark_sending(tx, letter, now=box.clock.now())
    rounds.begin(bot.deps)
    letters.tick(after=100)
    assert (letters.state("one"), letters.calls()) == ("sending", 0)
