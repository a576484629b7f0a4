"""A consult round in a meeting's thread: each step at its time, and the minutes keep what the presenter marks."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def begun(bot, box, alice, group):
    """A meeting that is going on; gives its message."""
    alice.types("/mentor meeting start", in_=group)
    after(bot, box, 5)
    return next(m for m in alice.sees(group) if "I'm here" in m.buttons)


def after(bot, box, seconds):
    box.clock.advance(timedelta(seconds=seconds))
    bot.ticks()


def steps(person, group, begun) -> list[str]:
    """What the thread has said of the round: the number of each step."""
    return [m.text.split("⏳ ")[1][:1] if "⏳" in m.text else "over" for m in person.sees(group, thread=begun)
            if "⏳" in m.text or "round of" in m.text]


def newest(person, group, begun):
    return [m for m in person.sees(group, thread=begun) if "⏳" in m.text][-1]


def test_each_step_is_said_in_the_thread_at_its_time_and_nothing_in_the_channel(bot, box, alice, bob, group, begun):
    before = len(alice.sees(group))
    assert "The round of Bob Lindqvist begins" in alice.types(f"/mentor meeting round {bob.mention} 20 minutes", in_=group).text
    after(bot, box, 5)
    first = newest(alice, group, begun)
    assert "1 of 5: Bob Lindqvist presents" in first.text and "5 minutes" in first.text and first.buttons == ["Next", "Stop"]
    said = []
    for seconds in (290, 10, 230, 15, 40, 15, 410, 15, 160, 15):
        after(bot, box, seconds)
        said.append(steps(alice, group, begun)[-1])
    assert said == ["1", "2", "2", "3", "3", "4", "4", "5", "5", "over"]
    shown = [m for m in alice.sees(group) if not m.ephemeral and m.message.get("thread_ts") in (None, m.ts)]
    assert len(shown) <= before


def test_next_and_stop_and_a_button_of_an_earlier_step_does_nothing(bot, box, alice, bob, group, begun):
    bob.types("/mentor meeting round", in_=group)
    after(bot, box, 5)
    first = newest(bob, group, begun)
    alice.clicks("Next", within=first)
    after(bot, box, 5)
    assert steps(bob, group, begun) == ["1", "2"]
    assert "has moved on already" in bob.clicks("Next", within=first).text
    bob.clicks("Stop", within=newest(bob, group, begun))
    after(bot, box, 5)
    assert steps(bob, group, begun) == ["1", "2", "over"]
    assert "over already" in bob.clicks("Stop", within=first).text
    after(bot, box, 3600)
    assert steps(bob, group, begun) == ["1", "2", "over"]


def test_the_minutes_keep_what_the_presenter_marks_and_who_was_there(bot, box, alice, bob, group, begun):
    alice.says("decision: before the round", in_=group, thread=begun)
    after(bot, box, 1)
    alice.types(f"/mentor meeting round {bob.mention} 20", in_=group)
    after(bot, box, 5)
    alice.says("note: what Alice offered in confidence", in_=group, thread=begun)
    alice.says("Try the ombudsman first", in_=group, thread=begun)
    bob.says("action: Bob to ask the chair by 11 December", in_=group, thread=begun)
    line = next(m for m in bob.sees(group, thread=begun) if "ombudsman" in m.text)
    alice.reacts(line, "pushpin")
    assert "ombudsman" not in alice.clicks("Minutes so far", within=begun).text
    bob.reacts(line, "pushpin")
    offered = next(m for m in bob.sees(group, thread=begun) if "in confidence" in m.text)
    assert "reactions" not in offered.message, "no sign says that it was taken down"
    bob.clicks("Stop", within=newest(bob, group, begun))
    after(bot, box, 5)
    alice.says("decision: after the round", in_=group, thread=begun)
    said = alice.clicks("Minutes so far", within=begun).text
    assert "in confidence" not in said
    assert "before the round" in said and "after the round" in said and "ask the chair" in said and "ombudsman" in said
    assert "Alice Moreau" in said and "Bob Lindqvist" in said


def test_a_restart_in_the_middle_goes_on_where_the_clock_is(bot, box, alice, bob, group, begun):
    alice.types(f"/mentor meeting round {bob.mention} 20", in_=group)
    after(bot, box, 5)
    bot.stops()
    alice.says("note: said while nobody listened", in_=group, thread=begun)
    box.clock.advance(timedelta(minutes=11))
    bot.starts()
    bot.ticks()
    bot.ticks()
    assert steps(bob, group, begun) == ["1", "4"], "what is past is not announced late"
    assert "nobody listened" not in alice.clicks("Minutes so far", within=begun).text


@pytest.mark.parametrize(("line", "says"), [
    ("round 3", "between 5 and 90 minutes"), ("round 200", "between 5 and 90 minutes")])
def test_what_cannot_be_is_said(bot, alice, group, begun, line, says):
    assert says in alice.types(f"/mentor meeting {line}", in_=group).text


def test_one_round_at_a_time_in_a_meeting_with_its_members(bot, box, alice, bob, carol, group, begun):
    assert "nobody of that name" in alice.types(f"/mentor meeting round {carol.mention}", in_=group).text
    bob.types("/mentor meeting round", in_=group)
    assert "going on already" in alice.types("/mentor meeting round", in_=group).text
    after(bot, box, 20 * 60 + 10)
    assert "begins" in alice.types("/mentor meeting round 5", in_=group).text
    alice.clicks("End", within=begun)
    assert "No meeting is going on" in alice.types("/mentor meeting round 5", in_=group).text


def test_nobody_of_another_group_moves_it(bot, box, alice, bob, carol, erin, group, begun, found, forge):
    writers = found("writers", erin, carol)
    erin.types("/mentor meeting start", in_=writers)
    after(bot, box, 5)
    top = next(m for m in carol.sees(writers) if "I'm here" in m.buttons)
    carol.types("/mentor meeting round", in_=writers)
    bob.types("/mentor meeting round", in_=group)
    after(bot, box, 5)
    carol.clicks("Next", within=newest(carol, writers, top))
    for value in ("1|1|0", "1|1", "1", "", "x|y|z"):
        def change(payload, value=value):
            payload["actions"][0]["value"] = value
        forge("block_actions", change)
    after(bot, box, 5)
    assert steps(bob, group, begun) == ["1"]
