"""A refusal gives everything back and offers the next step; whoever types too fast is asked for a pause."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.pace import Pace
from bot.settings import BadSettings, Settings


@pytest.mark.parametrize("typed", ["/mentor goal done 99", "/mentor GOAL share 99"])
def test_the_whole_line_is_given_back(bot, alice, group, typed):
    assert f"You typed:\n{typed}" in alice.types(typed, in_=group).text


def test_in_a_direct_message_the_line_is_given_back_as_it_was_written(bot, alice, group):
    said = alice.says("goal done 99").text
    assert "You typed:\ngoal done 99" in said and "/mentor goal done" not in said


def test_a_number_that_is_none_comes_with_the_list_and_help(bot, alice, group):
    alice.types("/mentor goal add Rest more", in_=group)
    assert alice.types("/mentor goal done 99", in_=group).buttons == ["My goals", "Help: goals"]
    assert "#1 Rest more" in alice.clicks("My goals").text
    alice.types("/mentor goal done", in_=group)
    assert "/mentor goal done 3 [one line]" in alice.clicks("Help: goals").text


def test_the_words_of_a_refused_goal_are_one_tap_from_the_form(bot, alice, group, goals_of):
    for line in ("/mentor goal add long \n" + "x" * 3001, "/mentor goal propose " + "y" * 3001):
        answer = alice.types(line, in_=group)
        assert "too long" in answer.text and answer.buttons[0] == "Open the form with it"
        alice.clicks("Open the form with it")
        assert alice.modal.values["what"]["value"]["value"] == line[-1] * 3000
        alice.submits()
    assert goals_of(alice)[1].horizon == "long"


def test_a_command_that_a_refusal_names_is_one_tap_away_and_what_was_typed_stays(bot, alice, group):
    alice.types("/mentor topic propose Giving feedback", in_=group)
    refused = alice.types("/mentor topic show 99", in_=group)
    assert refused.buttons[0] == "/mentor topic list"
    alice.clicks("/mentor topic list")
    assert any("Giving feedback" in m.text for m in alice.sees(group)[-2:])
    assert any("You typed:\n/mentor topic show 99" in m.text for m in alice.sees(group))


def test_help_below_a_refusal_leaves_what_was_typed(bot, alice, group):
    alice.types("/mentor goal done 99", in_=group)
    alice.clicks("Help: goals")
    assert any("You typed:\n/mentor goal done 99" in m.text for m in alice.sees(group))


def test_a_refusal_that_is_about_no_topic_offers_help(bot, bob, group):
    assert bob.types("/mentor setup", in_=group).buttons == ["What can I do?"]
    assert "Hello, I am Mentor." in bob.clicks("What can I do?").text


def test_thirty_lines_a_minute_are_served_and_one_more_is_kindly_refused(bot, box, alice, bob, group):
    box.clock.advance(61)
    for _ in range(30):
        assert "open" in alice.types("/mentor goal list group", in_=group).text
    refused = alice.types("/mentor goal add Rest more", in_=group)
    assert "quicker than I can follow" in refused.text and "/mentor goal add Rest more" in refused.text
    assert "quicker" in alice.says("goal list").text, "every door counts"
    assert "quicker" not in bob.types("/mentor goal list", in_=group).text, "the others are not held up"
    box.clock.advance(60)
    assert "✓ Written down as goal #1." in alice.types("/mentor goal add Rest more", in_=group).text


def test_clicks_are_not_counted(bot, box, alice, group):
    alice.types("/mentor goal list", in_=group)
    for _ in range(40):
        alice.types("/mentor", in_=group)
        box.clock.advance(3)
    assert "No goals yet" in alice.clicks("My goals").text


def test_the_pace_can_be_set_and_a_word_that_is_no_number_is_told():
    assert Settings.load({"MENTOR_COMMANDS_PER_MINUTE": "5"}, dotenv=None).commands_per_minute == 5
    with pytest.raises(BadSettings, match="MENTOR_COMMANDS_PER_MINUTE is not a number"):
        Settings.load({"MENTOR_COMMANDS_PER_MINUTE": "many"}, dotenv=None)


def test_without_a_bound_nobody_is_held_up_and_whoever_was_quiet_is_forgotten():
    start = datetime(2026, 11, 23, tzinfo=UTC)
    free, strict = Pace(0), Pace(2)
    assert all(free.keeps("U1", start) for _ in range(1000))
    assert [strict.keeps("U1", start + timedelta(seconds=s)) for s in (0, 30, 59, 60, 61, 90)] == [True, True, False, True, False, True]
