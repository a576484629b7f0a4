"""Searching the minutes: one's own group's, by words and filters, each hit with the way to its message."""

from __future__ import annotations

from datetime import timedelta

import pytest


def hold(bot, box, leader, place, lines):
    """A meeting without a plan, held and ended at once; gives its message."""
    leader.types("/mentor meeting start", in_=place)
    settle(bot, box)
    top = [m for m in leader.sees(place) if "I'm here" in m.buttons][-1]
    for person, words in lines:
        person.says(words, in_=place, thread=top)
    leader.clicks("End", within=top)
    settle(bot, box)
    return top


def settle(bot, box):
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()


@pytest.fixture
def held(bot, box, alice, bob, group):
    """Two meetings of Alice and Bob's group, four weeks apart, drafted."""
    first = hold(bot, box, alice, group, [
        (alice, "topic: Protected time"), (bob, "decision: we ask for half a day for résumés & budgets"),
        (bob, "action: Bob to draft the budget letter by 4 December"), (alice, "note: the Chair has a budget")])
    box.clock.advance(timedelta(days=28))
    second = hold(bot, box, alice, group, [(alice, "decision: budgets are closed"),
                                            (alice, "action: Alice to open the *data* by 8 January")])
    return first, second


def test_words_are_found_without_case_accents_and_endings_newest_first_with_links_to_the_messages(bot, bob, group, held):
    answer = bob.types("/mentor minutes search BUDGET", in_=group)
    assert "4 found, newest first." in answer.text
    places = [answer.text.index(words) for words in ("budgets are closed", "half a day for résumés & budgets", "budget letter")]
    assert places == sorted(places)
    assert "draft the budget letter — Bob Lindqvist, by Friday 4 December" in answer.text
    line = next(m for m in bob.sees(group, thread=held[0]) if "half a day" in m.text)
    assert f"p{line.ts.replace('.', '')}?thread_ts={held[0].ts}" in str(answer.messages[0].message)
    assert "1 found." in bob.types("/mentor minutes search resume", in_=group).text
    assert "Nothing in the minutes" in bob.types("/mentor minutes search unicorns", in_=group).text


@pytest.mark.parametrize(("line", "there", "not_there"), [
    ("kind:decision budget", ["closed", "half a day"], ["letter", "Chair"]),
    ("owner:bob", ["budget letter"], ["open the"]), ("by:@bob budget", ["budget letter"], ["closed"]),
    ("owner:me", ["budget letter"], ["data"]),
    ("since:15 December", ["closed", "data"], ["letter", "Chair"]), ("budget to:30 November", ["letter", "Chair"], ["closed"]),
    ("from:november to:november kind:note", ["Chair"], ["closed"]), ("from:2026-12-01 budget", ["closed"], ["letter"]),
    ("open", ["letter", "data"], ["closed"]), ('"open"', ["data"], ["letter"]), ("budget open", ["letter"], ["data", "closed"]),
    ("since:last month kind:action", ["letter", "data"], ["closed"])])
def test_filters_narrow_and_are_said(bot, bob, group, held, line, there, not_there):
    answer = bob.types(f"/mentor minutes search {line.replace('@bob', bob.mention)}", in_=group).text
    assert all(word in answer for word in there) and not any(word in answer for word in not_there)


def test_an_action_item_that_is_done_is_not_open_any_more_and_says_so(bot, box, bob, group, held):
    bob.types("/mentor action done 1", in_=group)
    assert "budget letter" not in bob.types("/mentor minutes search owner:bob open", in_=group).text
    assert "Bob Lindqvist, by Friday 4 December, done" in bob.types("/mentor minutes search letter", in_=group).text


@pytest.mark.parametrize(("line", "says"), [
    ("", "What shall I look for?"), ("kind:poem", "I know the kinds"), ("owner:zoe", "nobody called “zoe”"),
    ("since:someday", "Which day is"),
    ("x" * 301, "too long"), ("is:late", "is:open"), ("...", "What shall I look for?")])
def test_what_cannot_be_read_is_said(bot, bob, group, held, line, says):
    assert says in bob.types(f"/mentor minutes search {line}", in_=group).text


def test_many_hits_come_page_by_page(bot, box, alice, bob, group):
    hold(bot, box, alice, group, [(bob, f"note: budget line {n}") for n in range(11)])
    answer = bob.types("/mentor minutes search budget", in_=group)
    assert "budget line 7" in answer.text and "budget line 8" not in answer.text
    answer = answer.clicks("More")
    assert "budget line 10" in answer.text and "budget line 7" not in answer.text and "More" not in answer.buttons


def test_nothing_of_another_group_is_found_not_even_with_a_button_that_was_tampered_with(bot, box, alice, bob, carol, erin, group, held,
                                                                                           found, forge):
    writers = found("writers", erin, carol)
    hold(bot, box, erin, writers, [(carol, f"decision: budget of the writers {n}") for n in range(9)])
    mine = bob.types("/mentor minutes search budget", in_=group)
    assert "writers" not in mine.text
    theirs = carol.types("/mentor minutes search budget", in_=writers)
    assert "closed" not in theirs.text and "budget of the writers 0" in theirs.text
    theirs.clicks("More")
    for value in ("1|1|budget", "1|2|budget", "x|1|budget", "1", "", "2|-1|budget", "2|999999|x"):
        def change(payload, value=value):
            payload["actions"][0]["value"] = value
        forge("block_actions", change)
        said = str([m.text for m in carol.sees(writers)])
        assert "closed" not in said and "letter" not in said


def test_minutes_are_opened_by_day_and_by_number(bot, bob, group, held):
    for words in ("23 November", "1", "#1"):
        assert "Minutes: meeting 1" in bob.types(f"/mentor minutes {words}", in_=group).text
    assert "no minutes" in bob.types("/mentor minutes 24 November", in_=group).text


def test_hostile_words_stay_words(bot, box, alice, bob, group):
    hold(bot, box, alice, group, [(bob, "note: <b>*budget*</b> <!channel> =1+1")])
    answer = bob.types("/mentor minutes search budget <!channel>", in_=group)
    assert "<b>*budget*</b> @channel =1+1" in answer.text.replace("&lt;!channel&gt;", "@channel").replace("<!channel>", "@channel")
    assert "<!channel>" not in answer.messages[0].message["text"]
