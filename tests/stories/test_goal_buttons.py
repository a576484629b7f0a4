"""Every button of a goal: on its card, in a list, in its details, and in Home."""

from __future__ import annotations

import pytest

from bot.services import goal_lists, people


@pytest.fixture
def card(bot, alice, group):
    """Alice looks at the card of the goal that she has just written down."""
    return alice.types("/mentor goal add Become a better teacher", in_=group)


def test_the_smart_line_names_two_missing_things_and_opens_just_those_fields(bot, alice, card, goals_of):
    assert "It could still use a way to tell it is done and a date." in card.text
    alice.clicks("Make it SMART")
    assert list(alice.modal.values) == ["measure", "due"]
    alice.fills(measure="Two observed lectures", due="2027-03-01")
    answer = alice.submits()
    assert "✓ Goal #1 is saved." in answer.text and "by Monday 1 March 2027" in answer.text
    assert "It could still use a first step." in answer.text, "what is still missing is asked next"
    assert (goals_of(alice)[1].what, goals_of(alice)[1].measure) == ("Become a better teacher", "Two observed lectures")


def test_the_smart_check_never_blocks(bot, alice, card, goals_of):
    alice.clicks("Make it SMART")
    assert alice.submits().error is None
    assert goals_of(alice)[1].what == "Become a better teacher"


def test_nothing_is_said_when_nothing_is_missing(bot, alice, group):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Give 3 lectures", due="2027-02-01", first_step="Book the room")
    answer = alice.submits()
    assert "SMART check" not in answer.text and "Make it SMART" not in answer.buttons


def test_edit_from_the_card_takes_the_place_of_the_card(bot, alice, group, card):
    before = len(alice.sees(group))
    alice.clicks("Edit")
    alice.fills(what="Become a much better teacher", horizon="long")
    alice.submits()
    assert len(alice.sees(group)) == before
    assert "Become a much better teacher" in alice.sees(group)[-1].text and "long-term" in alice.sees(group)[-1].text


def test_share_and_private_follow_each_other_on_the_card(bot, alice, group, card):
    assert "Make private" in alice.clicks("Share with the group").buttons
    assert "Share with the group" in alice.clicks("Make private").buttons


def test_undo_takes_the_goal_back_and_gives_its_words(bot, alice, card, goals_of):
    answer = alice.clicks("Undo")
    assert "Removed." in answer.text and "Become a better teacher" in answer.text
    assert goals_of(alice) == {}


def test_undo_is_refused_once_the_goal_has_a_history(bot, alice, group, card, goals_of):
    alice.types("/mentor goal update 1 began 10%", in_=group)
    answer = alice.clicks("Undo", within=alice.sees(group)[-2])
    assert "has a history already" in answer.text and 1 in goals_of(alice)


def test_undo_of_a_larger_goal_leaves_those_that_counted_toward_it(bot, alice, group, goals_of):
    alice.types("/mentor goal add long Become program director", in_=group)
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Take the course", toward=str(goals_of(alice)[1].id))
    alice.submits()
    assert goals_of(alice)[2].toward_id == goals_of(alice)[1].id
    alice.clicks("Undo", within=next(m for m in alice.sees(group) if "program director" in m.text))
    assert list(goals_of(alice)) == [2] and goals_of(alice)[2].toward_id is None


def test_done_from_a_list_closes_it_at_once(bot, alice, group, card, goals_of):
    alice.types("/mentor goal list", in_=group)
    assert "Well done" in alice.clicks("Done").text
    assert goals_of(alice)[1].state == "done"


def test_update_from_a_list_opens_two_fields(bot, alice, group, card, goals_of):
    alice.types("/mentor goal list", in_=group)
    alice.clicks("Update")
    alice.fills(note="Observed a colleague", percent="20")
    alice.submits()
    assert goals_of(alice)[1].percent == 20


def test_leaving_the_percentage_as_it_was_does_not_round_it(bot, alice, group, card, goals_of):
    alice.types("/mentor goal update 1 37%", in_=group)
    alice.clicks("Update progress")
    alice.fills(note="A little")
    alice.submits()
    assert goals_of(alice)[1].percent == 37


def test_an_empty_progress_form_asks_what_moved(bot, alice, group, card):
    alice.types("/mentor goal update 1", in_=group)
    assert "What moved?" in alice.submits().errors["note"]


@pytest.mark.parametrize(("ending", "said"), [
    ("partly", "Partly counts too."), ("changed", "Goals may do that."), ("dropped", "a decision too"), ("done", "Well done")])
def test_a_goal_ends_in_one_of_four_ways_with_one_line(bot, alice, group, card, goals_of, ending, said):
    alice.types("/mentor goal show 1", in_=group)
    alice.clicks("Close goal")
    alice.fills(ending=ending, note="It was time")
    assert said in alice.submits().text
    assert (goals_of(alice)[1].state, goals_of(alice)[1].closing_note) == (ending, "It was time")
    assert "How it ended: It was time" in alice.types("/mentor goal show 1", in_=group).text


def test_a_closed_goal_can_be_opened_again(bot, alice, group, card, goals_of):
    alice.types("/mentor goal done 1", in_=group)
    answer = alice.clicks("Reopen")
    assert "Goal #1 is open again." in answer.text and "90%" in answer.text
    assert goals_of(alice)[1].state == "open"


def test_a_card_that_is_out_of_date_says_why_it_does_nothing(bot, alice, group, card, goals_of):
    alice.types("/mentor goal done 1", in_=group)
    alice.clicks("Reopen")
    old = alice.types("/mentor goal list", in_=group).messages[0]
    alice.types("/mentor goal drop 1", in_=group)
    assert "already closed as “dropped”" in alice.clicks("Done", within=old).text
    assert goals_of(alice)[1].state == "dropped"


def test_history_is_shown_in_the_readers_own_zone(bot, box, alice, bob, group):
    box.travel(seconds=8.5 * 3600)   # 18:30 on Monday in New York, half past midnight on Tuesday in Berlin
    alice.types("/mentor goal add Read in two zones", in_=group)
    alice.clicks("Share with the group")
    assert "Nov 23, 2026  written down" in alice.types("/mentor goal show 1", in_=group).text
    bob.types("/mentor goal list @alice", in_=group)
    assert "Nov 24, 2026  written down" in bob.clicks("Details").text


def test_todays_day_is_the_readers(bot, box, alice, bob, group):
    box.travel(seconds=8.5 * 3600)
    days = {p.user.name: people.today(bot.deps, people.actor(bot.deps, p.id)).day for p in (alice, bob)}
    assert days == {"alice": 23, "bob": 24}


def test_details_count_the_goals_toward_a_group_goal_but_never_name_them(bot, alice, bob, group, goals_of):
    alice.types("/mentor goal propose Publish together", in_=group)
    alice.clicks("Adopt")
    with bot.store.read():
        larger = goal_lists.larger(bot.deps, people.actor(bot.deps, bob.id))
    bob.types("/mentor goal add", in_=group)
    bob.fills(what="Bob's secret first draft", toward=str(larger[0][0]))
    bob.submits()
    text = alice.types("/mentor goal show g1", in_=group).text
    assert "1 goal of members count" in text and "secret" not in text


def test_a_long_goal_carries_short_steps(bot, alice, group, goals_of):
    alice.types("/mentor goal add long Become program director", in_=group)
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Take the course", toward=str(goals_of(alice)[1].id))
    alice.submits()
    assert "Counts toward: #1 Become program director" in alice.types("/mentor goal show 2", in_=group).text


# ---- in Home, and in the windows that Home opens ----------------------------------------------------------------

@pytest.fixture
def at_home(bot, alice, card):
    """Alice opens Home."""
    alice.opens_home()
    return alice


def test_details_from_home_open_a_window_with_every_button(at_home):
    at_home.clicks("Details")
    assert at_home.modal.buttons == ["Update progress", "Done", "Edit", "Share with the group", "Close goal", "What is it for?"]


def test_what_is_done_in_the_window_shows_in_the_window_and_in_home(at_home, goals_of):
    at_home.clicks("Details")
    at_home.clicks("Share with the group")
    assert "✓ The members of Peer mentors can see goal #1 now." in at_home.modal.text
    assert "shared with Peer mentors" in at_home.home.text
    at_home.clicks("Update progress")
    at_home.fills(percent="50")
    at_home.submits()
    assert "50%" in at_home.modal.text and "50%" in at_home.home.text
    at_home.clicks("Edit")
    at_home.fills(what="Become an excellent teacher")
    at_home.submits()
    assert "Become an excellent teacher" in at_home.modal.text and "Become an excellent teacher" in at_home.home.text
    at_home.clicks("Done")
    assert "Well done" in at_home.modal.text and "1 closed" in at_home.home.text


def test_a_refusal_in_a_window_is_shown_and_the_window_stays(bot, at_home, group):
    at_home.clicks("Details")
    at_home.types("/mentor goal drop 1", in_=group)
    at_home.clicks("Done")
    assert "already closed as “dropped”" in at_home.modal.text and at_home.forms == 2


def test_done_from_home_asks_how_it_ended(at_home, goals_of):
    at_home.clicks("Done")
    assert at_home.modal.title == "How did it end?"
    at_home.submits()
    assert goals_of(at_home)[1].state == "done" and "1 closed" in at_home.home.text


def test_a_goal_is_added_from_home(at_home, goals_of):
    at_home.clicks("Add a goal")
    at_home.fills(what="Rest more", due="2026-12-20")
    at_home.submits()
    assert "Rest more" in at_home.home.text and goals_of(at_home)[2].due.isoformat() == "2026-12-20"


def test_nobody_is_offered_to_share_with_a_group_they_do_not_have(bot, carol):
    assert carol.types("/mentor goal add Rest more", in_=bot.box.app).buttons == ["Make it SMART", "Edit", "Undo"]
