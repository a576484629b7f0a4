"""Back from leave: one message says what was decided, what became mine, and when we meet next."""

from __future__ import annotations

from datetime import timedelta

import pytest


def settle(bot, box):
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()


def hold(bot, box, leader, place, lines):
    leader.types("/mentor meeting start", in_=place)
    settle(bot, box)
    top = [m for m in leader.sees(place) if "I'm here" in m.buttons][-1]
    for words in lines:
        leader.says(words, in_=place, thread=top)
    leader.clicks("End", within=top)
    settle(bot, box)


@pytest.fixture
def came_back(bot, box, bob, letters):
    """Let Bob be away for two weeks while ``meanwhile`` happens; gives the letters of his first day back."""
    def run(meanwhile):
        bob.types("/mentor away until 7 December")
        box.clock.advance(timedelta(days=2))
        meanwhile()
        before = len(letters(bob))
        box.clock.advance(timedelta(days=12))
        for _ in range(30):
            box.clock.advance(timedelta(hours=1))
            bot.ticks()
        return [m for m in letters(bob)[before:] if "Welcome back" in m.text or "Your week" in m.text]
    return run


def test_decisions_own_action_items_and_the_next_date_in_one_message(bot, box, alice, bob, group, planned, came_back):
    said = came_back(lambda: hold(bot, box, alice, group, [
        "decision: We meet on Zoom <b>", "note: talk about the weather", "action: Bob to draft the letter by 18 December",
        "action: Alice to book the room by 18 December", *[f"decision: Number {n}" for n in range(6)]]))
    assert "Welcome back! This is what you missed" in said[0].text
    words = said[0].text
    assert "Peer mentors met on Wednesday 25 November" in words and "We meet on Zoom <b>" in words and "Number 3" in words
    assert "and 2 more decisions in the minutes" in words and "Number 4" not in words
    assert "draft the letter" in words and "by Friday 18 December" in words and "book the room" not in words and "weather" not in words
    assert "📅 Next: Tuesday 5 January 2027, 1:30 PM" in words
    assert len(words.split()) < 200, "what is read in a minute"


def test_the_minutes_and_the_week_are_one_tap_away_and_it_can_be_put_off(bot, box, alice, bob, group, planned, came_back):
    [said, *_] = came_back(lambda: hold(bot, box, alice, group, ["decision: We meet on Zoom"]))
    assert said.buttons[:2] == ["Meeting 4", "My week"]
    assert "Minutes" in bob.clicks("Meeting 4", within=said).text


def test_who_was_there_all_the_same_has_missed_nothing(bot, box, alice, bob, group, planned, came_back):
    def meanwhile():
        alice.types("/mentor meeting start", in_=group)
        settle(bot, box)
        top = [m for m in alice.sees(group) if "I'm here" in m.buttons][-1]
        bob.clicks("I'm here", within=top)
        alice.says("decision: We meet on Zoom", in_=group, thread=top)
        alice.clicks("End", within=top)
        settle(bot, box)
    assert not any("Welcome back" in m.text for m in came_back(meanwhile))


def test_without_a_meeting_meanwhile_the_message_is_the_one_of_the_week(bot, box, alice, bob, group, planned, came_back):
    assert not any("Welcome back" in m.text for m in came_back(lambda: None))
