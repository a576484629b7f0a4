"""Dates in a typed goal: understood and echoed, or asked back with everything that was typed kept."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("typed", "day"), [
    ("by 30 June", "Wednesday 30 June 2027"), ("by Feb 12, 2027", "Friday 12 February 2027"), ("by tomorrow", "Tuesday 24 November 2026")])
def test_a_date_is_echoed_with_weekday_and_year(bot, alice, group, typed, day):
    assert f"by {day}" in alice.types(f"/mentor goal add Draft the survey {typed}", in_=group).text


@pytest.fixture
def asked(bot, alice, group):
    """A Friday that could be two."""
    return alice.types("/mentor goal add long Draft the survey by next Friday", in_=group)


def test_an_unclear_date_is_asked_back_with_the_words_kept(bot, alice, asked, goals_of):
    assert "Draft the survey" in asked.text and goals_of(alice) == {}
    assert asked.buttons[-2:] == ["Another day", "No date"] and len(asked.buttons) == 4


@pytest.mark.parametrize("which", [0, 1])
def test_each_choice_makes_the_goal_with_that_day(bot, alice, asked, goals_of, which):
    answer = alice.clicks(asked.buttons[which])
    assert "✓ Written down as goal #1." in answer.text and "long-term" in answer.text
    goal = goals_of(alice)[1]
    assert (goal.what, goal.due.isoformat()) == ("Draft the survey", ("2026-11-27", "2026-12-04")[which])


def test_no_date_keeps_the_whole_line(bot, alice, asked, goals_of):
    alice.clicks("No date")
    assert (goals_of(alice)[1].what, goals_of(alice)[1].due) == ("Draft the survey by next Friday", None)


def test_another_day_opens_the_form_with_everything_in_it(bot, alice, asked, goals_of):
    alice.clicks("Another day")
    assert "Draft the survey" in alice.modal.text and "Long-term" in alice.modal.text
    alice.fills(due="2026-12-18")
    alice.submits()
    assert (goals_of(alice)[1].due.isoformat(), goals_of(alice)[1].horizon) == ("2026-12-18", "long")


@pytest.mark.parametrize("label", ["No date", 0])
def test_two_quick_clicks_on_a_choice_make_one_goal(bot, alice, asked, goals_of, forge, label):
    alice.clicks(asked.buttons[label] if label == 0 else label)

    def a_second_click(payload: dict) -> None:
        payload["trigger_id"] += "2"
        payload["actions"][0]["action_ts"] += "2"

    forge("block_actions", a_second_click)
    assert list(goals_of(alice)) == [1]


def test_an_old_question_does_not_answer_a_new_one(bot, alice, group, asked, goals_of, forge):
    alice.clicks("No date")
    alice.types("/mentor goal add Another survey by next Friday", in_=group)   # its draft gets the old one's row
    forge("block_actions", lambda p: p.update(trigger_id="x.9"))
    assert [g.what for g in goals_of(alice).values()] == ["Draft the survey by next Friday"]
    assert "answered already, or is too old" in alice.sees(group)[-1].text


def test_a_question_cannot_be_answered_by_somebody_else(bot, alice, bob, group, asked, goals_of, forge):
    alice.clicks("Another day")
    alice.closes()
    forge("block_actions", lambda p: p.update(user={"id": bob.id}, trigger_id="x.1", response_url=None))
    assert bob.modal is None and "survey" not in str([m.text for m in bob.sees(group)][1:])
    assert "answered already, or is too old" in bob.sees(group)[-1].text


@pytest.mark.parametrize(("typed", "said"), [
    ("by 31 February", "“31 February”? There is no such day"), ("by last Monday", "“last Monday”? That has passed"),
    ("by 20 November 2026", "“20 November 2026”? Friday 20 November 2026 has passed")])
def test_a_day_that_is_past_or_impossible_is_never_taken(bot, alice, group, goals_of, typed, said):
    answer = alice.types(f"/mentor goal add Draft the survey {typed}", in_=group)
    assert goals_of(alice) == {} and said in answer.text and "Draft the survey" in answer.text
    assert answer.buttons[-2:] == ["Another day", "No date"]


def test_something_that_repeats_is_never_one_day(bot, alice, group, goals_of):
    answer = alice.types("/mentor goal add Write an hour by every Friday", in_=group)
    assert all(goal.due is None for goal in goals_of(alice).values()) and "Write an hour" in answer.text


@pytest.mark.parametrize("line", ["Reflect on leadership", "Write by hand", "Ask for protected time before my annual review"])
def test_words_that_are_no_date_stay_words(bot, alice, group, goals_of, line):
    alice.types(f"/mentor goal add {line}", in_=group)
    assert (goals_of(alice)[1].what, goals_of(alice)[1].due) == (line, None)


def test_a_date_is_read_where_the_person_is(bot, box, alice, bob, group, goals_of):
    box.travel(seconds=8.5 * 3600)   # Monday in New York, Tuesday in Berlin
    alice.types("/mentor goal add Draft by tomorrow", in_=group)
    bob.types("/mentor goal add Draft by tomorrow", in_=group)
    assert (goals_of(alice)[1].due.day, goals_of(bob)[1].due.day) == (24, 25)


def test_the_same_line_in_a_direct_message_is_asked_back_and_answered_there(bot, alice, group, goals_of):
    asked = alice.says("goal add Draft the survey by next Friday")
    alice.clicks(asked.buttons[0])
    assert goals_of(alice)[1].due.isoformat() == "2026-11-27"
    assert "✓ Written down as goal #1." in alice.sees(alice.box.app).text and "Which" not in alice.sees(alice.box.app)[-1].text


def test_a_proposal_with_an_unclear_date_opens_the_form_with_its_words(bot, alice, group):
    alice.types("/mentor goal propose Publish together by next Friday", in_=group)
    assert "Publish together" in alice.modal.text and alice.modal.values["whose"]["value"]["selected_option"]["value"] == "group shared"


def test_a_proposal_is_read_in_the_groups_zone(bot, box, alice, bob, group):
    box.travel(seconds=8.5 * 3600)   # the group plans in New York, where it is still Monday; Bob's Tuesday has begun
    answer = bob.types("/mentor goal propose Publish together by today", in_=group)
    assert "Monday 23 November 2026" in answer.text


def test_a_misspelt_day_is_read_and_the_reading_is_told(bot, alice, group):
    answer = alice.types("/mentor goal add Draft the survey by tommorow", in_=group)
    assert "I read “tommorow” as tomorrow." in answer.text and "by Tuesday 24 November 2026" in answer.text


def test_an_hour_that_is_not_kept_is_told(bot, alice, group):
    assert "A goal has a day and no hour" in alice.types("/mentor goal add Send the abstract by Friday 5pm", in_=group).text


def test_the_days_on_the_buttons_read_as_the_card_will(bot, alice, group):
    question = alice.types("/mentor goal add Draft the survey by next Friday", in_=group)
    assert question.buttons[:2] == ["Friday 27 November 2026", "Friday 4 December 2026"]
    assert "by Friday 4 December 2026" in alice.clicks("Friday 4 December 2026").text


def test_the_question_about_a_wrong_weekday_names_days_in_the_same_way(bot, alice, group):
    question = alice.types("/mentor goal add Send the cards by Friday 24 December", in_=group)
    assert "24 December 2026 is a Thursday, not a Friday." in question.text and "Thursday 24 December 2026" in question.buttons


@pytest.mark.parametrize("line", ["/mentor goal add Send the cards by 3 Decmber", "/mentor goal propose Send the cards by 3 Decmber",
                                  "/mentor away until 3 Decmber"])
def test_a_month_that_was_misspelt_is_read_and_what_was_read_is_said(bot, alice, group, line):
    answer = alice.types(line, in_=group)
    assert "3 December 2026" in answer.text and "I read “decmber” as december." in answer.text


def test_a_misspelt_day_of_a_poll_is_said_to_whoever_asks(bot, alice, group):
    alice.types("/mentor meeting poll wendesday 7:30am; thursday 8am", in_=group)
    assert "I read “wendesday” as wednesday." in alice.submits().text
