"""What is typed after ``/mentor goal``: with and without words, with and without ``#``, right and wrong numbers."""

from __future__ import annotations

import pytest

LINE = "/mentor goal add Submit the systematic review by 30 June"


@pytest.fixture
def written(bot, alice, group):
    """Alice has written one goal down."""
    alice.types(LINE, in_=group)


def test_one_line_makes_a_goal_with_its_date_in_words(bot, alice, group, goals_of):
    answer = alice.types(LINE, in_=group)
    assert "✓ Written down as goal #1." in answer.text
    assert "Submit the systematic review" in answer.text
    assert "by Wednesday 30 June 2027 (in 7 months) · short-term · only you can see it" in answer.text
    assert answer.buttons == ["Make it SMART", "Edit", "Share with the group", "Undo"]
    assert goals_of(alice)[1].due.isoformat() == "2027-06-30"


def test_the_answer_is_seen_by_nobody_else(bot, alice, bob, group):
    before = bob.sees(group).texts
    alice.types(LINE, in_=group)
    assert bob.sees(group).texts == before


def test_add_without_words_opens_the_form(bot, alice, group):
    alice.types("/mentor goal add", in_=group)
    assert alice.modal.title == "A new goal"


@pytest.mark.parametrize("line", ["long Become program director", "long-term: Become program director", "LONG Become program director"])
def test_long_said_first_makes_a_long_term_goal(bot, alice, group, line):
    assert "long-term" in alice.types(f"/mentor goal add {line}", in_=group).text


@pytest.mark.parametrize("said", ["1", "#1", "# 1", "1.", "#1:"])
def test_a_number_is_read_with_or_without_its_sign(bot, alice, group, written, said):
    assert "Submit the systematic review" in alice.types(f"/mentor goal show {said}", in_=group).text


@pytest.mark.parametrize("words", ["show", "update", "done", "drop", "edit", "share", "private", "adopt", "decline"])
def test_a_command_without_a_number_says_how_to_give_one(bot, alice, group, written, words):
    answer = alice.types(f"/mentor goal {words}", in_=group)
    assert f"Which goal? Put its number after it, for example `/mentor goal {words} " in answer.text


@pytest.mark.parametrize("words", ["show", "update", "done", "drop", "edit", "share", "private"])
@pytest.mark.parametrize("number", ["9", "#0", "999999"])
def test_a_number_that_is_nobodys_is_told_kindly_and_what_was_typed_is_kept(bot, alice, group, written, words, number):
    answer = alice.types(f"/mentor goal {words} {number} and some words", in_=group)
    assert f"I can't find goal #{number.lstrip('#')} among what you can see." in answer.text
    assert f"goal {words} {number} and some words" in answer.text


@pytest.mark.parametrize("words", ["show", "update", "done", "drop", "edit", "adopt", "decline"])
def test_a_number_of_the_group_that_is_nobodys_is_told_in_the_same_words(bot, alice, group, words):
    assert "I can't find goal #g7 among what you can see." in alice.types(f"/mentor goal {words} g7 x", in_=group).text


def test_progress_is_noted_in_one_line(bot, alice, group, written, goals_of):
    answer = alice.types("/mentor goal update 1 drafted the methods section 60%", in_=group)
    assert "✓ Noted for goal #1." in answer.text and "██████░░░░ 60%" in answer.text
    assert "60%: drafted the methods section" in alice.types("/mentor goal show 1", in_=group).text
    assert goals_of(alice)[1].percent == 60


def test_progress_without_words_opens_two_fields(bot, alice, group, written):
    alice.types("/mentor goal update #1", in_=group)
    alice.fills(note="Two reviewers found", percent="30")
    assert "30%" in alice.submits().text
    assert "30%: Two reviewers found" in alice.types("/mentor goal show 1", in_=group).text


def test_a_percentage_that_is_part_of_the_words_is_no_progress(bot, alice, group, written, goals_of):
    alice.types("/mentor goal update 1 recalculated the 95% CI of the main table", in_=group)
    assert goals_of(alice)[1].percent == 0


def test_more_than_everything_is_refused_and_kept(bot, alice, group, written, goals_of):
    answer = alice.types("/mentor goal update 1 nearly there 160%", in_=group)
    assert "Progress goes from 0% to 100%." in answer.text and "nearly there 160%" in answer.text
    assert goals_of(alice)[1].percent == 0


def test_done_with_a_line_closes_the_goal_and_keeps_the_line(bot, alice, group, written, goals_of):
    answer = alice.types("/mentor goal done 1 accepted without revisions", in_=group)
    assert "Well done" in answer.text and answer.buttons == ["Tell the group", "Add a goal", "Reopen"]
    assert (goals_of(alice)[1].state, goals_of(alice)[1].percent, goals_of(alice)[1].closing_note) == \
        ("done", 100, "accepted without revisions")


def test_drop_with_a_reason_closes_it_without_a_reproach(bot, alice, group, written, goals_of):
    answer = alice.types("/mentor goal drop #1 the journal closed", in_=group)
    assert "Letting go of a goal is a decision too." in answer.text and "Tell the group" not in answer.buttons
    assert (goals_of(alice)[1].state, goals_of(alice)[1].closing_note) == ("dropped", "the journal closed")


def test_a_closed_goal_says_so_when_it_is_closed_again_or_reported_on(bot, alice, group, written):
    alice.types("/mentor goal done 1", in_=group)
    assert "already closed as “done”" in alice.types("/mentor goal drop 1", in_=group).text
    assert "reopen it to go on with it" in alice.types("/mentor goal update 1 more", in_=group).text


def test_edit_opens_the_form_with_what_is_there(bot, alice, group, written):
    alice.types("/mentor goal edit 1", in_=group)
    assert "Submit the systematic review" in alice.modal.text and alice.modal.title == "Edit goal #1"


def test_share_and_private_change_who_sees_it(bot, alice, bob, group, written):
    assert "✓ The members of Peer mentors can see goal #1 now." in alice.types("/mentor goal share 1", in_=group).text
    assert "Submit the systematic review" in bob.types("/mentor goal list @alice", in_=group).text
    assert "✓ Only you can see goal #1 now." in alice.types("/mentor goal private 1", in_=group).text
    assert "Submit the systematic review" not in bob.types("/mentor goal list @alice", in_=group).text
    assert "Submit the systematic review" not in bob.types("/mentor goal list group", in_=group).text


def test_a_goal_of_somebody_in_no_group_cannot_be_shared_and_the_way_is_told(bot, carol):
    carol.types("/mentor goal add Learn to write grants")
    answer = carol.types("/mentor goal share 1")
    assert "You are in no peer-mentorship group yet." in answer.text and "goal share 1" in answer.text


def test_numbers_are_never_used_again(bot, alice, group, written, goals_of):
    alice.clicks("Undo")
    alice.types("/mentor goal add Another", in_=group)
    assert list(goals_of(alice)) == [2]


def test_a_command_that_slack_sends_twice_makes_one_goal(bot, box, alice, group, goals_of):
    box.trouble(duplicate_next=1)
    alice.types(LINE, in_=group)
    assert list(goals_of(alice)) == [1]
