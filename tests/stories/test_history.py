"""The running list of meetings: dates, topics, who led, what came of it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from test_minutes_files import files, settle  # noqa: F401 - files is a fixture


@pytest.fixture
def held(bot, box, alice, bob, group):
    """Twelve meetings, the first approved."""
    for number in range(1, 13):
        alice.types("/mentor meeting start", in_=group)
        settle(bot, box)
        top = [m for m in alice.sees(group) if "I'm here" in m.buttons][-1]
        alice.says(f"topic: Topic {number} <b>", in_=group, thread=top)
        bob.says("decision: yes", in_=group, thread=top)
        bob.says("action: Bob to draft the letter by 11 December", in_=group, thread=top)
        alice.clicks("End", within=top)
        settle(bot, box)
        if number == 1:
            alice.clicks("Looks right", within=next(m for m in alice.sees(group, thread=top) if "Draft minutes" in m.text))
            settle(bot, box)
        box.clock.advance(timedelta(days=1))


def test_it_lists_every_meeting_newest_first_page_by_page_with_counts(bot, bob, group, held):
    bob.types("/mentor action done 1", in_=group)
    answer = bob.types("/mentor history", in_=group)
    assert "12 meetings · 12 decisions · 12 action items, 1 done, 1 of them in time" in answer.text
    assert "12. Friday 4 December 2026  Topic 12 <b>" in answer.text.replace("*", "") and "Topic 2 " not in answer.text
    assert "led by Alice Moreau · 2 present · 1 decision · 1 action item, 0 done · draft" in answer.text
    answer = answer.clicks("Earlier")
    assert "Topic 2 " in answer.text and "Topic 1 " in answer.text and "Topic 12 " not in answer.text
    assert "1 action item, 1 done" in answer.text.split("Topic 1 ")[1] and "draft" not in answer.text.split("Topic 1 ")[1]
    assert "Topic 12 " in answer.clicks("Later").text


def test_minutes_list_is_the_same(bot, bob, group, held):
    assert bob.types("/mentor minutes list", in_=group).text == bob.types("/mentor history", in_=group).text


def test_it_comes_as_a_table_and_as_markdown(bot, bob, group, held, files):   # noqa: F811
    answer = bob.types("/mentor history", in_=group)
    answer.clicks("As CSV")
    bob.types("/mentor history", in_=group).clicks("As Markdown")
    (first, table), (second, words) = files(bob)
    assert (first, second) == ("peer-mentors-history.csv", "peer-mentors-history.md")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert [r["meeting"] for r in rows] == [str(n) for n in range(12, 0, -1)] and rows[-1]["topics"] == "Topic 1 <b>"
    assert rows[-1]["state"] == "approved" and rows[-1]["people present"] == "Alice Moreau; Bob Lindqvist"
    assert "meeting 12: Topic 12 \\<b\\>" in words.decode() and words.decode().count("\n- **") == 12


def test_a_group_that_never_met_is_told_how_it_begins_and_others_see_nothing(bot, carol, erin, group, held, found):
    writers = found("writers", erin, carol)
    assert "None was held yet" in carol.types("/mentor history", in_=writers).text


def test_the_field_of_a_topic_stands_beside_its_meeting_and_in_the_balance(bot, box, alice, bob, group, planned):
    alice.types("/mentor topic propose", in_=group)
    alice.fills(title="Negotiating protected time", field="career")
    alice.submits()
    alice.types("/mentor topic schedule 1 for meeting 1", in_=group)
    for step in (timedelta(days=7, hours=21, minutes=30), timedelta(seconds=3), timedelta(seconds=3)):    # one post a second in a channel
        box.clock.advance(step)
        bot.ticks()
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    alice.says("topic: Negotiating protected time", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    box.clock.advance(timedelta(seconds=3))
    bot.ticks()
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    said = alice.types("/mentor history", in_=group).text
    assert "Talked about: General career 1" in said and "General career · led by Alice Moreau" in said
