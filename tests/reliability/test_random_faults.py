"""Hundreds of letters over a line that fails in every way at random: none is lost, none stands twice (reliability.md 6.2)."""

from __future__ import annotations

import random

import pytest

HARMLESS = {"status": 200}
FAULTS = [
    {"status": 429, "retry_after": 3}, {"status": 429}, {"error": "ratelimited"}, {"status": 500}, {"status": 500, "after_store": True},
    {"status": 502}, {"status": 503, "html": True}, {"status": 503, "html": True, "after_store": True}, {"status": 504},
    {"drop": True}, {"drop": True, "after_store": True}, {"cut": True, "after_store": True}, {"drip": True},
    {"error": "internal_error", "after_store": True}, {"error": "fatal_error"}, {"error": "service_unavailable"},
    {"land_after": 0.001},   # what lands much later is for the second look, which has tests of its own
]
READING = [{"status": 429, "retry_after": 3}, {"status": 500}, {"drop": True}, {"cut": True}, {"error": "internal_error"}]


@pytest.mark.parametrize("seed", [1, 2])
def test_of_hundreds_of_letters_over_a_bad_line_none_is_lost_and_none_stands_twice(letters, box, seed):
    chance = random.Random(seed)
    rooms = [box.channel(f"room-{n}", [], bot=True).id for n in range(30)]
    keys = [f"letter {n}" for n in range(100)]
    for key in keys:
        letters.write(key, channel=chance.choice(rooms))
    for _ in range(350):
        box.trouble(method="chat.postMessage", **(chance.choice(FAULTS) if chance.random() < 0.3 else HARMLESS))
        box.trouble(method="conversations.history", **(chance.choice(READING) if chance.random() < 0.2 else HARMLESS))

    letters.until_settled(*keys, step=61, most=300)
    box.trouble(clear=True)
    for _ in range(15):   # second looks
        letters.tick(after=61)

    posted = letters.posted()
    assert {key: posted[key] for key in keys if posted[key] > 1} == {}, "doubled"
    left = {key: letters.state(key) for key in keys if letters.state(key) != "sent"}
    assert set(left.values()) <= {"uncertain"} and len(left) <= 3, "only three failures in a row are left to a person"
    assert {key for key in keys if not posted[key]} <= set(left), "lost"
