"""The agenda of a meeting: minutes for each item, what to read first, and meetings that are kept open for what is on everybody's mind."""

from __future__ import annotations

from datetime import timedelta

import pytest


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


def test_points_share_the_hour_and_their_minutes_can_be_set_by_any_member(alice, bob, group, planned):
    bob.types("/mentor agenda add The survey", in_=group)
    said = alice.types("/mentor agenda add Protected time", in_=group).text
    assert "Agenda of meeting 1" in said and "Tuesday 1 December" in said
    assert "1. The survey  (Bob Lindqvist) · 30 min" in said and "2. Protected time  (Alice Moreau) · 25 min" in said
    assert "3. What we decided, who does what · 5 min" in said
    bob.types("/mentor agenda times", in_=group)
    bob.fills(**{"point:1": "10"})
    assert "1. The survey  (Bob Lindqvist) · 10 min" in bob.submits().text
    assert "2. Protected time  (Alice Moreau) · 45 min" in alice.types("/mentor agenda", in_=group).text


def test_more_minutes_than_there_are_are_refused_where_they_were_typed(bob, group, planned):
    bob.types("/mentor agenda add The survey", in_=group)
    bob.types("/mentor agenda add Protected time", in_=group)
    bob.types("/mentor agenda times", in_=group)
    bob.fills(**{"point:1": "45", "point:2": "45"})
    assert "These are 90 minutes, and the meeting has 60" in bob.submits().text


def test_something_to_read_comes_with_the_call_and_the_day_before_with_its_minutes(bot, box, alice, bob, group, planned, letters):
    said = bob.types("/mentor reading https://example.org/feedback How to give feedback, 15 min", in_=group).text
    assert "To be read first: How to give feedback (15 min)" in said and "To read first" in said
    later(box, bot, days=1, hours=23)
    assert "How to give feedback" in next(m for m in alice.sees(group) if "See the agenda" in m.text).text
    later(box, bot, days=5)
    assert any("To read first: 📖 How to give feedback · 15 min" in m.text for m in letters(alice))
    assert "How to give feedback" in bob.types("/mentor reading list", in_=group).text


def test_a_reading_is_for_the_meeting_that_is_named_and_taken_off_by_who_named_it(alice, bob, group, planned):
    said = bob.types("/mentor reading https://example.org/a Teaching at the bedside for meeting 2", in_=group).text
    assert "Agenda of meeting 2" in said and "Teaching at the bedside" in said
    assert "Teaching at the bedside" not in alice.types("/mentor agenda", in_=group).text
    assert "on the list of this meeting already" in alice.types("/mentor reading https://example.org/a x for meeting 2", in_=group).text
    alice.types("/mentor reading https://example.org/b Saying no for meeting 2", in_=group)
    listed = bob.types("/mentor reading list", in_=group)
    assert listed.buttons == ["Take it off"], "his own; Alice's stays"
    assert "Teaching" not in bob.clicks("Take it off").text and "Teaching" not in bob.types("/mentor reading list", in_=group).text


def test_what_is_no_link_opens_the_form_with_the_words(bob, group, planned):
    bob.types("/mentor reading How to give feedback, 15 min", in_=group)
    bob.fills(link="ftp://example.org")
    assert "no web address" in bob.submits().text
    bob.fills(link="https://example.org/f")
    assert "How to give feedback (15 min)" in bob.submits().text


def test_a_meeting_that_is_kept_open_begins_with_what_is_on_their_minds(bot, box, alice, bob, group, planned, letters):
    bob.types("/mentor topic propose Award nominations", in_=group)
    assert "An organiser keeps a meeting open" in bob.types("/mentor agenda open", in_=group).text
    assert "Kept open" in alice.types("/mentor agenda open", in_=group).text
    later(box, bot, days=1, hours=23)
    call = next(m for m in bob.sees(group) if "See the agenda" in m.text)
    assert "it begins with what is on your mind" in call.text
    later(box, bot, days=5, hours=22, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert "kept open: what is on your mind?" in begun.text
    asked = next(m for m in alice.sees(group, thread=begun) if "What is on your mind?" in m.text)
    bob.clicks("Put something on the table", within=asked)
    bob.fills(text="How do we say no?")
    bob.submits()
    later(box, bot, seconds=3)
    assert "How do we say no? (Bob Lindqvist)" in next(m for m in alice.sees(group) if m.ts == begun.ts).text


@pytest.mark.parametrize(("line", "asked"), [("agenda open for meeting 2", False), ("agenda planned for meeting 2", True)])
def test_for_a_meeting_that_is_kept_open_no_topic_is_asked_for(bot, box, alice, bob, group, planned, letters, line, asked):
    bob.types("/mentor topic propose Award nominations", in_=group)
    alice.types(f"/mentor {line}", in_=group)
    later(box, bot, days=33, minutes=1)     # eleven days before meeting 2
    assert any("has no topic yet" in m.text for m in letters(alice)) is asked


def test_it_is_planned_again_as_usual(alice, group, planned):
    alice.types("/mentor agenda open for meeting 2", in_=group)
    assert "Kept open" in alice.types("/mentor agenda for meeting 2", in_=group).text
    assert "It is planned as usual" in alice.clicks("Plan it as usual").text
    assert "Which meeting is “9”?" in alice.types("/mentor agenda open for meeting 9", in_=group).text


@pytest.mark.parametrize("again", [False, True])
def test_what_was_reached_and_shared_opens_the_next_meeting_and_no_other(bot, box, alice, bob, group, planned, again):
    for goal in ("Submit the systematic review", "Finish the course in silence"):
        bob.types(f"/mentor goal add {goal}", in_=group)
    bob.types("/mentor goal done 1", in_=group)
    bob.clicks("Tell the group")
    if again:
        bob.clicks("Reopen")
    bob.types("/mentor goal done 2", in_=group)
    later(box, bot, days=7, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert ("1. To celebrate · 5 min" in begun.text and "Bob Lindqvist reached: Submit the systematic review" in begun.text) is not again
    assert "in silence" not in begun.text
    alice.says("topic: Something else", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    later(box, bot, seconds=3)
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    assert "To celebrate" not in alice.types("/mentor agenda", in_=group).text
