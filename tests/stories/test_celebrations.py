"""Done is celebrated when its owner wants it: one line in the channel, once."""

from __future__ import annotations

import pytest


def told(person, group) -> list[str]:
    """The lines of joy in the channel that everybody sees."""
    return [m.text for m in person.sees(group) if "reached a goal" in m.text and not m.ephemeral]


@pytest.fixture
def done(bot, alice, group):
    """Alice has closed a private goal as done."""
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    return alice.types("/mentor goal done 1 at last", in_=group)


def test_nothing_is_said_without_the_owners_click(done, bob, group):
    assert told(bob, group) == []


def test_the_owners_click_posts_one_line(done, alice, bob, group):
    answer = alice.clicks("Tell the group")
    assert told(bob, group) == ["🎉 @Alice Moreau reached a goal: Submit the systematic review"]
    assert "✓ Peer mentors has been told." in answer.text and "Tell the group" not in answer.buttons
    assert "at last" not in bob.sees(group).text, "the line about it was not part of the consent"


def test_a_second_click_posts_nothing_more(done, alice, bob, group, forge):
    alice.clicks("Tell the group")
    forge("block_actions", lambda p: p.update(trigger_id="x.2"))
    assert len(told(bob, group)) == 1


def test_a_goal_that_is_not_done_is_not_celebrated(done, alice, bob, group, forge):
    alice.clicks("Reopen")
    forge("block_actions", lambda p: (p.update(trigger_id="x.3"), p["actions"][0].update(action_id="goals.celebrate")))
    assert told(bob, group) == [] and "nothing to celebrate yet" in alice.sees(group)[-1].text


def test_nobody_else_can_celebrate_it(done, alice, bob, group, forge):
    alice.types("/mentor goal list", in_=group)
    alice.clicks("Details")
    forge("block_actions", lambda p: (p.update(trigger_id="x.4", user={"id": bob.id}, response_url=None),
                                      p["actions"][0].update(action_id="goals.celebrate")))
    assert told(bob, group) == [] and "I can't find that goal" in bob.sees(group)[-1].text


def test_the_form_asks_and_no_is_the_default(bot, alice, bob, group):
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    alice.opens_home()
    alice.clicks("Done")
    alice.submits()
    assert told(bob, group) == []


def test_the_form_tells_when_asked(bot, alice, bob, group):
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    alice.opens_home()
    alice.clicks("Done")
    alice.fills(tell="Yes, one line to Peer mentors")
    alice.submits()
    assert len(told(bob, group)) == 1


def test_the_form_tells_nobody_of_a_goal_that_was_dropped(bot, alice, bob, group):
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    alice.opens_home()
    alice.clicks("Done")
    alice.fills(ending="dropped", tell="Yes, one line to Peer mentors")
    alice.submits()
    assert told(bob, group) == []


def test_somebody_in_two_groups_is_asked_which_one_hears_of_it(bot, alice, bob, erin, group, found):
    writers = found("writers", erin, alice)
    alice.types("/mentor goal add Submit the systematic review")
    alice.types("/mentor goal done 1")
    asked = alice.clicks("Tell the group")
    assert "Which group do you mean?" in asked.text
    alice.chooses("which-group", "Writers")
    assert told(erin, writers) and not told(bob, group)


def test_the_form_offers_each_of_two_groups_by_name(bot, alice, bob, erin, group, found):
    writers = found("writers", erin, alice)
    alice.types("/mentor goal add Submit the systematic review")
    alice.opens_home()
    alice.clicks("Done")
    alice.fills(tell="Yes, one line to Peer mentors")
    alice.submits()
    assert told(bob, group) and not told(erin, writers)


def test_a_shared_goal_is_told_where_it_is_shared(bot, alice, bob, erin, group, found):
    writers = found("writers", erin, alice)
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    alice.types("/mentor goal share 1", in_=group)
    alice.types("/mentor goal done 1", in_=writers)
    alice.clicks("Tell the group")
    assert told(bob, group) and not told(erin, writers)


def test_somebody_in_no_group_is_not_asked(bot, carol):
    carol.types("/mentor goal add Learn to write grants")
    assert "Tell the group" not in carol.types("/mentor goal done 1").buttons


def test_a_goal_of_the_group_is_the_groups_success(bot, alice, bob, group):
    bob.types("/mentor goal propose Publish one paper", in_=group)
    alice.types("/mentor goal adopt g1", in_=group)
    alice.types("/mentor goal done g1", in_=group)
    alice.clicks("Tell the group")
    assert told(bob, group) == ["🎉 Peer mentors reached a goal: Publish one paper"]


def test_a_goal_done_a_second_time_may_be_celebrated_a_second_time(bot, box, alice, bob, group, done):
    alice.clicks("Tell the group")
    alice.clicks("Reopen")
    box.travel(seconds=60)
    alice.types("/mentor goal done 1", in_=group)
    alice.clicks("Tell the group")
    assert len(told(bob, group)) == 2
