"""A date poll: times are offered to the group, everybody marks what they can, the best come first, an organiser takes one."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def poll(bot, alice, group):
    """Alice asks the group for Tuesdays and Thursdays at 7:30 in two weeks; gives the message in the channel."""
    alice.types("/mentor meeting poll", in_=group)
    alice.fills(question="Our spring retreat", first="2026-11-30", weeks="2", weekdays=["1", "3"], times=["07:30"],
                closes="2026-11-27", minutes="120")
    alice.submits()
    return alice.sees(group)[-1]


def now(poll, person, group):
    return next(m for m in person.sees(group) if m.ts == poll.ts)


def test_the_group_is_asked_in_one_message_with_every_time(poll):
    assert "Our spring retreat (2 hours)" in poll.text and "@Alice Moreau asks: when can you?" in poll.text
    for words in ("Tuesday 1 December 2026, 7:30 AM", "Thursday 3 December", "Tuesday 8 December", "Thursday 10 December"):
        assert words in poll.text
    assert "Still to answer: @Alice Moreau, @Bob Lindqvist" in poll.text
    assert "Times are America/New_York time." in poll.text


def test_the_times_that_most_can_do_come_first(poll, alice, bob, group):
    for who, times in ((alice, ["1", "2"]), (bob, ["2", "3"])):
        who.clicks("Mark my times", within=now(poll, who, group))
        who.fills(can=times)
        assert "✓ You can do 2 of 4." in who.submits().text
    text = now(poll, bob, group).text
    assert text.index("★ Tuesday 8 December 2026, 7:30 AM") < text.index("Thursday 3 December") < text.index("Tuesday 1 December")
    assert "██ everyone can" in text and "█░ 1 of 2 can" in text and "Everybody has answered." in text
    assert len([m for m in bob.sees(group) if "spring retreat" in m.text]) == 1, "edited, never posted again"


def test_a_change_of_mind_takes_the_place_of_what_was_said(poll, bob, group):
    bob.clicks("Mark my times", within=now(poll, bob, group))
    bob.fills(can=["0", "1"])
    bob.submits()
    bob.clicks("Mark my times", within=now(poll, bob, group))
    assert {o["value"] for o in bob.modal.values["can"]["value"]["selected_options"]} == {"0", "1"}, "ticked as before"
    bob.fills(can=[])
    assert "none of these times works for you" in bob.submits().text
    assert "1 of 2 can" not in now(poll, bob, group).text


def test_who_can_when_is_told_to_the_one_who_asks(poll, alice, bob, group):
    bob.clicks("Mark my times", within=now(poll, bob, group))
    bob.fills(can=["0"])
    bob.submits()
    told = alice.clicks("Who can when?", within=now(poll, alice, group))
    assert "Tuesday 1 December 2026, 7:30 AM: @Bob Lindqvist" in told.text and "Still to answer: @Alice Moreau" in told.text
    assert "Tuesday 1 December 2026, 7:30 AM: @Bob Lindqvist" not in bob.sees(group).text, "only who asks is told"


def test_it_closes_by_itself_and_then_takes_no_answer(poll, bot, box, bob, group):
    bob.clicks("Mark my times", within=now(poll, bob, group))
    bob.fills(can=["0"])
    box.clock.advance(timedelta(days=5))
    bot.ticks()
    assert "Closed. An organiser chooses now" in now(poll, bob, group).text or "Nobody could do any" in now(poll, bob, group).text
    answer = bob.submits()
    assert "closed already" in str(answer.errors), "what was ticked stays on the screen"


def test_only_who_asked_and_organisers_close_it(poll, alice, bob, group):
    assert "Whoever opened the poll can close it" in bob.clicks("Close the poll", within=poll).text
    assert "✓ The poll is closed." in alice.clicks("Close the poll", within=poll).text
    assert "Mark my times" not in now(poll, alice, group).buttons


@pytest.mark.parametrize(("slots", "said"), [
    ("someday", "“someday” is not one day and time to me"),
    ("Tuesday 1 December\nThursday 3 December 8am", "“Tuesday 1 December” has no time of day"),
    ("Tuesday 1 December 7:30am, main campus", "at least two times"),
])
def test_a_line_that_is_no_time_is_named_and_nothing_typed_is_lost(bot, alice, group, slots, said):
    alice.types("/mentor meeting poll", in_=group)
    alice.fills(slots=slots, closes="2026-11-27")
    assert said in str(alice.submits().errors)
    assert alice.modal.values["slots"]["value"]["value"] == slots


def test_times_typed_with_their_site_are_kept(bot, alice, group):
    alice.types("/mentor meeting poll Tuesday 1 December 7:30am, main campus; Thursday 3 December noon, online", in_=group)
    alice.fills(closes="2026-11-27")
    alice.submits()
    text = alice.sees(group)[-1].text
    assert "Tuesday 1 December 2026, 7:30 AM, main campus" in text and "Thursday 3 December 2026, 12:00 PM, online" in text


def test_too_many_times_are_refused_kindly(bot, alice, group):
    alice.types("/mentor meeting poll", in_=group)
    alice.fills(weeks="6", weekdays=["0", "1", "2"], times=["07:00", "12:00"], closes="2026-11-27")
    assert "36 times; 10 are the most" in str(alice.submits().errors)


@pytest.fixture
def decided(poll, alice, bob, group):
    """Everybody can on the second Tuesday, and the poll is closed."""
    for who in (alice, bob):
        who.clicks("Mark my times", within=now(poll, who, group))
        who.fills(can=["2"])
        who.submits()
    alice.clicks("Close the poll", within=now(poll, alice, group))
    return poll


def test_an_organiser_takes_the_best_time_with_one_tap_and_it_becomes_a_meeting(decided, bot, alice, bob, group):
    label = "Use Tue 8 Dec, 7:30 AM"
    assert now(decided, bob, group).buttons[0] == label
    assert "An organiser" in bob.clicks(label, within=now(decided, bob, group)).text or "organis" in bob.sees(group)[-1].text
    assert "✓ Meeting 1 is on Tuesday 8 December 2026, 7:30 AM." in alice.clicks(label, within=now(decided, alice, group)).text
    message = now(decided, bob, group)
    assert "✓ Tuesday 8 December 2026, 7:30 AM" in message.text and "Decided." in message.text and message.buttons == []
    assert "8 Dec" in bob.types("/mentor meeting list", in_=group).text


def test_two_quick_taps_make_one_meeting(decided, bot, alice, group, forge):
    alice.clicks("Use Tue 8 Dec, 7:30 AM", within=now(decided, alice, group))
    forge("block_actions", lambda p: p.update(trigger_id="x.41"))
    assert alice.types("/mentor meeting list", in_=group).text.count("8 Dec") == 1


def test_an_outsiders_form_changes_nothing(poll, carol, forge, bob, group):
    bob.clicks("Mark my times", within=poll)
    bob.fills(can=["0"])
    bob.submits()
    before = now(poll, bob, group).text
    forge("view_submission", lambda p: p.update(user={"id": carol.id}, view=p["view"] | {
        "private_metadata": p["view"]["private_metadata"].replace('"nonce": "', '"nonce": "x')}))
    assert now(poll, bob, group).text == before
