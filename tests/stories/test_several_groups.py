"""One person in several groups: each command asks or remembers which one, and nothing crosses."""

from __future__ import annotations

import pytest


@pytest.fixture
def writers(alice, erin, group, found):
    """Alice is in two groups: her own and Erin's."""
    return found("writers", erin, alice)


def test_in_a_groups_channel_the_command_means_that_group(bot, alice, bob, erin, group, writers):
    alice.types("/mentor goal propose Publish together", in_=group)
    alice.types("/mentor goal propose Write every week", in_=writers)
    assert "Publish together" in bob.sees(group).text and "Write every week" not in bob.sees(group).text
    assert "Write every week" in erin.sees(writers).text and "Publish together" not in erin.sees(writers).text


def test_elsewhere_it_is_asked_once_with_a_select_and_the_command_is_then_served(bot, alice, erin, writers):
    asked = alice.types("/mentor goal propose Write every week")
    assert "Which group do you mean?" in asked.text
    answer = alice.chooses("which-group", "Writers")
    assert "✓ Proposed to Writers as goal #g1" in answer.text and "Write every week" in erin.sees(writers).text


def test_the_choice_is_remembered(bot, alice, erin, writers):
    alice.types("/mentor goal list group")
    alice.chooses("which-group", "Writers")
    answer = alice.types("/mentor goal propose Write every week")
    assert "✓ Proposed to Writers" in answer.text


def test_a_remembered_group_does_not_matter_in_another_ones_channel(bot, alice, bob, group, writers):
    alice.types("/mentor goal list group")
    alice.chooses("which-group", "Writers")
    alice.types("/mentor goal propose Publish together", in_=group)
    assert "Publish together" in bob.sees(group).text


@pytest.mark.parametrize("line", ["goal share 1", "goal list @erin", "goal show g1", "goal list group"])
def test_every_command_that_needs_a_group_asks_and_is_served(bot, alice, erin, writers, line):
    alice.types("/mentor goal add Submit the systematic review")
    erin.types("/mentor goal propose Write every week", in_=writers)
    assert "Which group do you mean?" in alice.types(f"/mentor {line}").text
    answer = alice.chooses("which-group", "Writers")
    assert "Writers" in answer.text and "Which group" not in answer.text


def test_a_button_that_needs_a_group_asks_and_is_served(bot, alice, writers):
    alice.types("/mentor goal add Submit the systematic review")
    assert "Which group do you mean?" in alice.clicks("Share with the group").text
    assert "✓ The members of Writers can see goal #1 now." in alice.chooses("which-group", "Writers").text


def test_a_button_in_a_window_asks_in_the_window_and_is_served_there(bot, alice, writers):
    alice.types("/mentor goal add Submit the systematic review")
    alice.opens_home()
    alice.clicks("Details")
    alice.clicks("Share with the group")
    assert "Which group do you mean?" in alice.modal.text
    alice.chooses("which-group", "Writers")
    assert "✓ The members of Writers can see goal #1 now." in alice.modal.text and "shared with Writers" in alice.home.text


def test_answering_twice_serves_once(bot, alice, erin, writers, forge):
    alice.types("/mentor goal propose Write every week")
    alice.chooses("which-group", "Writers")

    def a_second_click(payload: dict) -> None:
        payload["trigger_id"] += "2"
        payload["actions"][0]["action_ts"] += "2"

    forge("block_actions", a_second_click)
    assert sum("proposes a goal" in m.text for m in erin.sees(writers)) == 1


def test_it_is_asked_in_a_direct_message_and_after_a_mention_too(bot, box, alice, erin, writers):
    alice.says("goal propose Write every week")
    alice.chooses("which-group", "Writers")
    assert "Write every week" in erin.sees(writers).text
    corridor = box.channel("corridor", [alice], bot=True)
    erin_sees = len(erin.sees(writers))
    alice.says("@Mentor goal propose Read aloud", in_=corridor)
    assert "✓ Proposed to Writers" in alice.sees(corridor).text and len(erin.sees(writers)) == erin_sees + 1


def test_the_choice_can_be_switched_in_home(bot, alice, bob, erin, group, writers):
    alice.opens_home()
    alice.chooses("home-group", "Writers")
    assert "✓ Proposed to Writers" in alice.types("/mentor goal propose Write every week").text
    alice.opens_home()
    alice.chooses("home-group", "Peer mentors")
    assert "✓ Proposed to Peer mentors" in alice.types("/mentor goal propose Publish together").text


def test_the_form_asks_which_group(bot, alice, bob, erin, group, writers):
    alice.types("/mentor goal add")
    alice.fills(what="For the writers", whose="own shared", group="Writers")
    alice.submits()
    assert "For the writers" in erin.types("/mentor goal list @alice", in_=writers).text
    assert "For the writers" not in bob.types("/mentor goal list @alice", in_=group).text


def test_a_group_left_while_the_form_was_open_is_not_replaced_by_another(bot, alice, bob, erin, group, writers, goals_of):
    alice.types("/mentor goal add")
    alice.fills(what="For the writers", whose="own shared", group="Writers")
    erin.types("/mentor setup", in_=writers)
    erin.clicks("Change name, zone, members")
    erin.fills(users=[erin.id])
    erin.submits()
    assert "You are not in that group any more." in alice.submits().errors["group"]
    assert goals_of(alice) == {} and "For the writers" in alice.modal.text


def test_sharing_with_one_group_shows_nothing_to_the_other(bot, alice, bob, erin, group, writers):
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    alice.types("/mentor goal share 1", in_=writers)
    for where, who, sees in ((writers, erin, True), (group, bob, False)):
        for line in ("goal list group", "goal list @alice"):
            assert ("Submit the systematic review" in who.types(f"/mentor {line}", in_=where).text) is sees
    erin.opens_home()
    bob.opens_home()
    assert "Submit the systematic review" in erin.home.text and "Submit the systematic review" not in bob.home.text


def test_the_same_number_means_another_goal_in_another_group(bot, alice, group, writers):
    alice.types("/mentor goal propose Publish together", in_=group)
    alice.types("/mentor goal propose Write every week", in_=writers)
    assert "Publish together" in alice.types("/mentor goal show g1", in_=group).text
    assert "Write every week" in alice.types("/mentor goal show g1", in_=writers).text


def test_in_the_channel_of_a_group_one_is_not_in_the_way_is_told(bot, box, bob, erin, found):
    writers = found("writers", erin)
    box.workspace.join(writers.id, bob.id)
    answer = bob.types("/mentor goal list group", in_=writers)
    assert "This channel is the home of Writers, and you are not in that group." in answer.text
    assert "✓ Written down" in bob.types("/mentor goal add My own works anywhere", in_=writers).text


def test_somebody_in_no_group_is_told_what_to_do(bot, carol):
    answer = carol.types("/mentor goal propose Publish together")
    assert "You are in no peer-mentorship group yet." in answer.text and "`/mentor setup`" in answer.text
    assert "goal propose Publish together" in answer.text


def test_a_group_one_has_left_is_no_longer_meant(bot, alice, erin, writers):
    alice.types("/mentor goal list group")
    alice.chooses("which-group", "Writers")
    erin.types("/mentor setup", in_=writers)
    erin.clicks("Change name, zone, members")
    erin.fills(users=[erin.id])
    erin.submits()
    assert "Peer mentors" in alice.types("/mentor goal list group").text
