"""The group's goals: anyone proposes, an organiser confirms, the channel sees it."""

from __future__ import annotations

import pytest


@pytest.fixture
def proposal(bot, bob, group):
    """Bob has proposed a goal; gives its message in the channel."""
    bob.types("/mentor goal propose Publish one paper together by 30 June", in_=group)
    return bob.sees(group)[1]


def test_anybody_proposes_and_everybody_sees_it(proposal, alice, bob, group):
    assert "@Bob Lindqvist proposes a goal for the group" in proposal.text
    assert "#g1 Publish one paper together" in alice.sees(group).text and "by Wednesday 30 June 2027" in proposal.text
    assert proposal.buttons == ["Adopt", "Not now"]


def test_the_proposer_is_told_what_the_goal_still_lacks_and_may_mend_it(bot, bob, group):
    answer = bob.types("/mentor goal propose Be kinder", in_=group)
    assert "✓ Proposed to Peer mentors as goal #g1, in its channel." in answer.text
    assert answer.messages[-1].buttons == ["Make it SMART", "Edit"]
    bob.clicks("Make it SMART")
    bob.fills(due="2027-06-30", measure="Exit survey")
    bob.submits()
    assert "by Wednesday 30 June 2027" in bob.sees(group)[1].text, "the proposal in the channel follows"


def test_a_proposal_needs_words_so_the_form_opens_for_the_group(bot, bob, group):
    bob.types("/mentor goal propose", in_=group)
    assert bob.modal.values["whose"]["value"]["selected_option"]["value"] == "group shared"
    bob.fills(what="Publish one paper")
    answer = bob.submits()
    assert "✓ Proposed to Peer mentors as goal #g1" in answer.text and "Publish one paper" in bob.sees(group)[1].text


@pytest.mark.parametrize(("label", "said"), [
    ("Adopt", "✓ Adopted by @Alice Moreau."), ("Not now", "Not adopted this time by @Alice Moreau.")])
def test_the_organiser_decides_and_the_message_in_the_channel_says_so(proposal, alice, bob, group, label, said):
    count = len(bob.sees(group))
    alice.clicks(label, within=proposal)
    message = next(m for m in bob.sees(group) if m.ts == proposal.ts)
    assert said in message.text and message.buttons == []
    assert len(bob.sees(group)) == count, "edited, not repeated"


def test_only_an_organiser_decides(proposal, alice, bob, group):
    answer = bob.clicks("Adopt", within=proposal)
    assert "An organiser of the group decides on its goals" in answer.text and "decides" not in alice.sees(group).text
    assert "An organiser of the group decides" in bob.types("/mentor goal decline g1", in_=group).text
    assert next(m for m in bob.sees(group) if m.ts == proposal.ts).buttons == ["Adopt", "Not now"]


@pytest.mark.parametrize("said", ["g1", "#g1", "G1", "1", "#1"])
def test_the_organiser_adopts_by_a_typed_word_too(proposal, alice, bob, group, said):
    assert "✓ Goal #g1 is adopted." in alice.types(f"/mentor goal adopt {said}", in_=group).text
    assert "✓ Adopted by" in bob.sees(group)[1].text


def test_what_is_decided_stays_decided(proposal, alice, group):
    alice.types("/mentor goal adopt g1", in_=group)
    assert "has been decided already" in alice.types("/mentor goal decline g1", in_=group).text


def test_a_proposal_is_neither_done_nor_reported_on(proposal, alice, group):
    assert "still a proposal" in alice.types("/mentor goal done g1", in_=group).text
    assert "Goal #g1 is proposed" in alice.types("/mentor goal update g1 a bit", in_=group).text


def test_the_proposer_may_edit_until_it_is_adopted(proposal, alice, bob, group):
    bob.types("/mentor goal edit g1", in_=group)
    bob.fills(what="Publish two papers together")
    bob.submits()
    assert "Publish two papers together" in bob.sees(group)[1].text
    alice.types("/mentor goal adopt g1", in_=group)
    assert "Only an organiser of the group can change its goals." in bob.types("/mentor goal edit g1", in_=group).text


def test_every_member_reports_on_an_adopted_goal_and_only_organisers_close_it(proposal, alice, bob, group):
    alice.types("/mentor goal adopt g1", in_=group)
    assert "40%" in bob.types("/mentor goal update g1 outline agreed 40%", in_=group).text
    assert "Only an organiser" in bob.types("/mentor goal done g1", in_=group).text
    assert "Well done" in alice.types("/mentor goal done g1", in_=group).text


def test_a_groups_goal_is_shared_by_nature(proposal, alice, group):
    assert "seen by the whole group anyway" in alice.types("/mentor goal share g1", in_=group).text
    assert "belongs to all of you" in alice.types("/mentor goal private g1", in_=group).text


def test_the_organiser_adopts_from_home_and_from_a_list(proposal, alice, bob, group):
    alice.opens_home()
    assert "Adopt" in alice.home.buttons
    alice.clicks("Adopt")
    assert "✓ Goal #g1 is adopted." in alice.modal.text and "proposed ·" not in alice.home.text
    alice.closes()
    bob.types("/mentor goal propose Second", in_=group)
    alice.types("/mentor goal list group", in_=group)
    assert "✓ Goal #g2 is adopted." in alice.clicks("Adopt", within=alice.sees(group)[-1]).text


def test_the_organiser_adopts_in_a_direct_message_and_is_answered(proposal, alice, group):
    alice.says("goal list group")
    assert "✓ Goal #g1 is adopted." in alice.clicks("Adopt", within=alice.sees(alice.box.app)[-1]).text


def test_a_form_clicked_twice_proposes_once(bot, box, bob, group):
    bob.types("/mentor goal propose", in_=group)
    bob.fills(what="Publish one paper")
    box.trouble(duplicate_next=1)
    bob.submits()
    assert sum("proposes a goal" in m.text for m in bob.sees(group)) == 1


def test_an_organiser_adopts_their_own_proposal_where_the_others_see_it(bot, alice, group):
    alice.types("/mentor goal propose Two workshops given together by 30 September", in_=group)
    told = {message.ephemeral: message.buttons for message in alice.sees(group)[-2:]}
    assert told == {True: ["Make it SMART", "Edit"], False: ["Adopt", "Not now"]}
