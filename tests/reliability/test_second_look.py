"""A request may land long after its call was given up: a copy that appears then does not stay (reliability.md 2.5 step 4)."""

from __future__ import annotations

import pytest

LANDED = 90 + 60 + 1


@pytest.fixture
def doubled(letters, box):
    """A letter that was sent again because it could not be found, and whose first call landed after that."""
    letters.write("once", "other words")
    box.trouble(method="chat.postMessage", land_after=0.5)
    letters.tick()
    box.trouble(history_lag=3600)   # reading back does not show it yet, wherever the slow request is by then
    letters.tick(after=LANDED)
    assert letters.state("once") == "sent"
    box.until(lambda: letters.posted()["once"] == 2)
    box.trouble(history_lag=0)
    return letters


def test_ten_minutes_after_a_second_call_the_later_copy_is_taken_away(doubled):
    doubled.tick(after=500)
    assert doubled.posted()["once"] == 2, "it may still be on its way"
    doubled.tick(after=200)
    assert doubled.posted() == {"once": 1, "other words": 1}
    doubled.tick(after=3600)
    assert doubled.calls("chat.delete") == 1


@pytest.mark.parametrize("trouble", [{"status": 429, "retry_after": 5}, {"status": 500}, {"drop": True, "after_store": True}], ids=str)
@pytest.mark.parametrize("method", ["conversations.history", "chat.delete"])
def test_trouble_in_the_second_look_only_delays_it(doubled, box, method, trouble):
    box.trouble(method=method, **trouble)
    doubled.tick(after=700)
    for _ in range(4):
        doubled.tick(after=300)
    assert doubled.posted() == {"once": 1, "other words": 1}


def test_a_second_look_that_does_not_even_see_the_first_copy_yet_is_made_again(doubled, box):
    box.trouble(history_lag=3600)
    doubled.tick(after=700)
    assert doubled.posted()["once"] == 2
    box.trouble(history_lag=0)
    doubled.tick(after=700)
    assert doubled.posted() == {"once": 1, "other words": 1}


def test_a_letter_that_somebody_has_taken_away_is_not_looked_for_for_ever(doubled, box):
    box.trouble(history_lag=10**9)
    for _ in range(10):
        doubled.tick(after=700)
    asked = doubled.calls("conversations.history")
    doubled.tick(after=700)
    assert doubled.calls("conversations.history") == asked < 8


def test_the_copy_that_our_edits_go_to_is_the_one_that_stays(letters, box):
    letters.write("once")
    box.trouble(method="chat.postMessage", drop=True, after_store=True)
    box.trouble(history_lag=3600)
    letters.tick()
    letters.tick(after=LANDED)
    assert letters.posted() == {"once": 2}
    box.trouble(history_lag=0)
    letters.tick(after=700)
    letters.write("better", method="chat.update", edits="once")
    letters.tick()
    assert letters.posted() == {"better": 1}


def test_a_letter_that_needed_one_call_is_not_looked_for_again(letters, box):
    letters.write("once")
    letters.tick()
    letters.tick(after=3600)
    assert letters.calls("conversations.history") == 0


def test_an_answer_in_a_thread_is_looked_for_in_its_thread(letters, box):
    letters.write("question")
    letters.tick()
    box.trouble(method="chat.postMessage", drop=True, after_store=True)
    letters.write("answer", thread_ts=letters.find("question").ts)
    letters.tick()
    letters.tick(after=LANDED)
    letters.tick(after=3600)
    assert letters.posted() == {"question": 1, "answer": 1}
    assert letters.state("answer") == "sent"
