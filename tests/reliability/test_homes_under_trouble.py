"""Homes are published from present data as long as somebody's differs from what they see."""

from __future__ import annotations

import pytest


def home_of(person) -> str:
    return person.home.text if person.home else ""


@pytest.fixture
def both_home(bot, alice, bob, group):
    """Alice and Bob look at their Homes."""
    alice.opens_home()
    bob.opens_home()
    bot.ticks()


@pytest.mark.parametrize("trouble", [
    {"status": 429, "retry_after": 20}, {"status": 429}, {"status": 500}, {"status": 503, "html": True}, {"drop": True}, {"cut": True},
    {"error": "internal_error"}, {"drop": True, "after_store": True}], ids=str)
def test_a_home_that_could_not_be_published_is_published_later(bot, alice, both_home, box, trouble):
    box.trouble(method="views.publish", **trouble)
    alice.types("/mentor goal add Read one paper a week")
    before = len([c for c in box.truth.calls if c["name"] == "views.publish"])
    if trouble.get("status") == 429:
        box.travel(seconds=trouble.get("retry_after", 30) - 2)
        bot.ticks()
        assert len([c for c in box.truth.calls if c["name"] == "views.publish"]) == before, "nothing is called inside the pause"
    box.travel(seconds=5)
    bot.ticks()
    assert "Read one paper a week" in home_of(alice)


def test_a_revoked_token_loses_no_home(bot, alice, bob, both_home, box):
    box.trouble(token="token_revoked")
    alice.types("/mentor goal add Read one paper a week")
    bob.types("/mentor goal add Teach the skills lab")
    bot.ticks()
    box.trouble(token="live")
    box.travel(seconds=400)
    bot.ticks()
    assert "Read one paper a week" in home_of(alice)
    assert "Teach the skills lab" in home_of(bob)


def test_one_home_that_cannot_be_made_does_not_keep_back_the_others(bot, alice, bob, both_home, box):
    # A zone from another machine's newer zone data; Alice's row comes before Bob's.
    with bot.deps.store.write() as tx:
        tx.exec_driver_sql("UPDATE people SET tz = 'Mars/Olympus', home_stale = 1 WHERE user = ?", (alice.id,))
    bob.types("/mentor goal add Teach the skills lab")
    bot.ticks()
    assert "Teach the skills lab" in home_of(bob)


def test_ten_changes_make_one_publication(bot, alice, both_home, box):
    with bot.deps.store.write() as tx:
        for _ in range(10):
            tx.exec_driver_sql("UPDATE people SET home_stale = home_stale + 1 WHERE user = ?", (alice.id,))
    before = len([c for c in box.truth.calls if c["name"] == "views.publish"])
    bot.ticks()
    assert len([c for c in box.truth.calls if c["name"] == "views.publish"]) == before + 1
