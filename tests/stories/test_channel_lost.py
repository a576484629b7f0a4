"""The bot is taken out of a group's home, and invited back."""

from __future__ import annotations

import pytest

PAUSED = "Paused. I am not in #peer-mentors, so I post nothing there."


@pytest.fixture(params=[True, False], ids=["private", "public"])
def home_channel(request, bot, box, alice, bob):
    """A group's channel of either kind."""
    channel = box.channel("peer-mentors", [alice, bob], bot=True, private=request.param)
    alice.types("/mentor setup", in_=channel)
    alice.submits()
    bot.ticks()
    return channel


def test_every_members_home_says_that_the_group_pauses_and_how_to_go_on(bot, box, alice, bob, home_channel):
    bob.opens_home()
    assert "Paused" not in bob.home.text
    alice.removes(box.app, from_=home_channel)
    assert PAUSED in bob.home.text.replace("*", "") and "/invite @Mentor" in bob.home.text


def test_invited_back_it_goes_on_and_says_so_to_whoever_invited(bot, box, alice, bob, home_channel):
    bob.opens_home()
    alice.removes(box.app, from_=home_channel)
    alice.invites(box.app, to=home_channel)
    assert "Paused" not in bob.home.text
    assert "I am back in the home of Peer mentors" in alice.sees(home_channel).text
    assert "I am back" not in bob.sees(home_channel).text


def test_being_taken_out_of_a_channel_that_is_no_home_changes_nothing(bot, box, alice, bob, home_channel):
    other = box.channel("other", [alice], bot=True)
    alice.opens_home()
    alice.removes(box.app, from_=other)
    assert "Paused" not in alice.home.text
