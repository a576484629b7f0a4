"""Nothing belongs to one person: a group whose organiser has gone runs on, and is asked who leads it (features 11.10)."""

from __future__ import annotations

import pytest


@pytest.fixture
def leaderless(bot, box, alice, bob, group):
    """Alice's account has been deactivated; gives the message in the channel."""
    box.workspace.change_user(alice.id, deleted=True)
    bot.ticks()
    return bob.sees(group)[-1]


def test_the_group_is_asked_at_once_and_told_that_nothing_is_lost(leaderless):
    assert "has no organiser any more" in leaderless.text and "Who leads on?" in leaderless.text
    assert leaderless.buttons == ["I'll do it"]


def test_whoever_says_yes_organises_and_the_message_says_so(leaderless, bob, group):
    assert "You organise *Peer mentors* from now on" in bob.clicks("I'll do it", within=leaderless).text
    message = next(m for m in bob.sees(group) if m.ts == leaderless.ts)
    assert "✓ @Bob Lindqvist organises Peer mentors from now on. Thank you." in message.text and message.buttons == []
    bob.types("/mentor setup", in_=group)
    bob.clicks("Change name, zone, members")
    assert bob.modal is not None and "users" in bob.modal.values, "the settings are theirs now"


def test_the_second_one_to_say_yes_is_thanked(leaderless, bob, group, forge):
    bob.clicks("I'll do it", within=leaderless)
    forge("block_actions", lambda p: p.update(trigger_id="x.21"))
    assert "You organise this group already." in bob.sees(group)[-1].text


def test_a_group_that_still_has_an_organiser_is_not_asked(bot, box, alice, bob, group):
    box.workspace.change_user(bob.id, deleted=True)
    bot.ticks()
    assert "no organiser" not in alice.sees(group).text


def test_an_outsider_cannot_take_it(leaderless, bob, carol, group, forge):
    bob.clicks("I'll do it", within=leaderless)
    forge("block_actions", lambda p: p.update(user={"id": carol.id}, trigger_id="x.22", response_url=None))
    assert "✓ @Bob Lindqvist organises" in next(m for m in bob.sees(group) if m.ts == leaderless.ts).text
