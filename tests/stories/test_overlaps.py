"""Two shared goals that are alike: their owners are asked, each alone; an answer is told only when both want something."""

from __future__ import annotations

from datetime import timedelta

import pytest


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


def of(letters, person, words):
    return [m for m in letters(person) if words in m.text]


def shares(person, group, goal):
    person.types(f"/mentor goal add {goal}", in_=group)
    return person.clicks("Share with the group")


@pytest.fixture
def asked(bot, box, alice, bob, group, letters):
    """Both share a goal about the same thing; the question each has."""
    shares(alice, group, "Publish a paper on bedside teaching by 30 June")
    shares(bob, group, "Write two articles about bedside teaching by 1 September")
    later(box, bot, hours=20)
    return {p: of(letters, p, "near to yours") for p in (alice, bob)}


def test_both_are_asked_alone_and_nobody_else(alice, bob, carol, group, asked, letters):
    assert [len(asked[p]) for p in (alice, bob)] == [1, 1]
    assert "Bob Lindqvist shares a goal" in asked[alice][0].text and "two articles about bedside teaching" in asked[alice][0].text
    assert "Alice Moreau shares a goal" in asked[bob][0].text and "a pass is told to nobody" in asked[bob][0].text
    assert not any("near to yours" in m.text for m in alice.sees(group)), "never public"


def test_the_same_wish_brings_them_together(bot, box, alice, bob, group, asked, letters):
    said = alice.clicks("Join forces", within=asked[alice][0]).text
    assert "you would rather join forces" in said and "Bob Lindqvist" in said
    assert not of(letters, bob, "would like to"), "told only when both have spoken"
    assert "You both would like to join forces" in bob.clicks("Join forces", within=asked[bob][0]).text
    later(box, bot, hours=20)
    assert of(letters, alice, "You both would like to join forces")


def test_different_wishes_are_told_to_both(bot, box, alice, bob, group, asked, letters):
    alice.clicks("Join forces", within=asked[alice][0])
    assert "Alice Moreau would like to join forces, you to divide the field" in bob.clicks("Divide the field", within=asked[bob][0]).text
    later(box, bot, hours=20)
    assert of(letters, alice, "Bob Lindqvist would like to divide the field, you to join forces")


def test_a_pass_looks_like_no_answer_whoever_speaks_first(bot, box, alice, bob, group, asked, letters):
    assert "told to nobody" in bob.clicks("Pass", within=asked[bob][0]).text
    said = alice.clicks("Join forces", within=asked[alice][0]).text
    assert "when Bob Lindqvist would like something, too" in said
    later(box, bot, days=1)
    assert not of(letters, alice, "would like to") and not of(letters, bob, "would like to")


def test_who_changes_their_mind_is_heard(bot, box, alice, bob, group, asked, letters):
    alice.clicks("Join forces", within=asked[alice][0])
    bob.clicks("Pass", within=asked[bob][0])
    assert "You both would like to join forces" in bob.clicks("Join forces").text


def test_what_is_private_again_is_taken_out_of_the_question(bot, box, alice, bob, group, asked, letters):
    alice.types("/mentor goal private 1", in_=group)
    later(box, bot, seconds=3)
    assert not of(letters, bob, "near to yours") and not of(letters, bob, "a paper on bedside")
    assert len(of(letters, bob, "nothing to decide here")) == 1


def test_a_question_that_still_waits_is_not_asked_when_it_is_private_again(bot, box, alice, bob, group, letters):
    shares(alice, group, "Publish a paper on bedside teaching by 30 June")
    box.clock.advance(timedelta(hours=9))       # the night in Berlin
    shares(bob, group, "Write two articles about bedside teaching by 1 September")
    bob.types("/mentor goal private 1", in_=group)
    later(box, bot, hours=20)
    assert not of(letters, alice, "articles about bedside")
    assert not of(letters, bob, "a paper on bedside teaching")


def test_private_goals_and_other_subjects_bring_up_nothing(bot, box, alice, bob, group, letters):
    shares(alice, group, "Publish a paper on bedside teaching by 30 June")
    bob.types("/mentor goal add Write two articles about bedside teaching by 1 September", in_=group)
    shares(bob, group, "Negotiate a protected half day by 1 March")
    shares(bob, group, "Publish a case report of sepsis by 1 March")
    later(box, bot, hours=20)
    assert not of(letters, alice, "near to yours") and not of(letters, bob, "near to yours")


def test_who_leaves_hears_nothing_and_is_asked_nothing(bot, box, alice, bob, group, asked, letters):
    alice.clicks("Join forces", within=asked[alice][0])
    bob.types("/mentor leave", in_=group)
    bob.submits()
    later(box, bot, seconds=3)
    assert not of(letters, alice, "near to yours")
    assert of(letters, alice, "nothing to decide here")
