"""Peers read each other's manuscripts: whose turn it is, taken by two, reminded, back with its author; nothing is left hanging."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def dave(box):
    return box.person("dave", real_name="Dave Okafor", tz="America/Chicago")


@pytest.fixture
def group(alice, bob, carol, dave, found):
    """Four who read for each other."""
    return found("readers", alice, bob, carol, dave)


@pytest.fixture
def asked(bot, box, alice, group):
    """Alice has asked for readers."""
    said = alice.types("/mentor manuscript https://example.org/review Draft of our review by 12 December", in_=group)
    later(box, bot, seconds=2)
    return said


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


def request(person, group):
    return next(m for m in person.sees(group) if "would be glad of comments" in m.text)


def of(letters, person, words):
    return [m for m in letters(person) if words in m.text]


def test_one_sentence_asks_the_channel_and_says_whose_turn_it_is(alice, bob, group, asked):
    assert "✓ Asked in the channel: “Draft of our review”" in asked.text
    said = request(bob, group).text
    assert "Alice Moreau would be glad of comments by Saturday 12 December" in said
    assert "2 readers wanted" in said and "Bob Lindqvist and Carol Adeyemi" in said.split("Whose turn")[1]
    assert "https://example.org/review" in str(request(bob, group).message["blocks"])


def test_two_take_it_the_author_hears_and_the_third_is_thanked(bot, box, alice, bob, carol, dave, group, asked, letters):
    said = bob.clicks("I'll read it", within=request(bob, group)).text
    assert "Thank you" in said and "two days before" in said
    later(box, bot, seconds=2)
    assert "1 reader wanted" in request(carol, group).text
    carol.clicks("I'll read it", within=request(carol, group))
    later(box, bot, seconds=2)
    assert [m.text.split(" ")[0] for m in of(letters, alice, "Draft of our review")] == ["Bob", "Carol"]
    full = request(bob, group)
    assert "Bob Lindqvist and Carol Adeyemi read it" in full.text and "wanted" not in full.text and "I'll read it" not in full.buttons


def test_its_author_cannot_take_it_and_nobody_takes_it_twice(alice, bob, group, asked):
    assert "others read it" in alice.clicks("I'll read it", within=request(alice, group)).text
    open_button = request(bob, group)
    bob.clicks("I'll read it", within=open_button)
    assert "You have it already" in bob.clicks("I'll read it", within=open_button).text


def test_those_whose_turn_it_is_are_asked_when_nobody_takes_it(bot, box, bob, carol, group, asked, letters):
    later(box, bot, days=2, hours=23)
    assert of(letters, bob, "it would be your turn") and of(letters, carol, "it would be your turn")


def test_nobody_is_asked_who_need_not_be(bot, box, alice, bob, carol, group, asked, letters):
    for reader in (bob, carol):
        reader.clicks("I'll read it", within=request(reader, group))
        later(box, bot, seconds=2)
    later(box, bot, days=3)
    assert not of(letters, bob, "it would be your turn")


def test_a_reader_is_reminded_two_days_before_and_gives_it_back(bot, box, alice, bob, group, asked, letters):
    bob.clicks("I'll read it", within=request(bob, group))
    later(box, bot, days=17)    # 10 December
    reminded = of(letters, bob, "hopes for your comments")
    assert len(reminded) == 1
    assert "Alice Moreau will see it" in bob.clicks("It is back with them", within=reminded[0]).text
    later(box, bot, hours=20)
    assert of(letters, alice, "has sent you comments on “Draft of our review”")
    assert "✓ Bob Lindqvist sent comments" in request(bob, group).text


def test_who_cannot_after_all_frees_the_place_and_is_not_reminded(bot, box, alice, bob, group, asked, letters):
    bob.clicks("I'll read it", within=request(bob, group))
    bob.types("/mentor manuscript list", in_=group)
    assert "The place is free again" in bob.clicks("I can't read Draft of our review after all").text
    later(box, bot, days=18)
    assert not of(letters, bob, "hopes for your comments") and of(letters, alice, "can't read “Draft of our review” after all")
    assert "2 readers wanted" in request(alice, group).text


def test_the_author_ends_it_and_nobody_is_reminded(bot, box, alice, bob, group, asked, letters):
    bob.clicks("I'll read it", within=request(bob, group))
    alice.types("/mentor manuscript list", in_=group)
    assert "No more readers are asked" in alice.clicks("No more readers for Draft of our review").text
    later(box, bot, days=18)
    assert not of(letters, bob, "hopes for your comments")
    assert "no reader is needed" in request(alice, group).text
    assert "I'll read it" not in request(bob, group).buttons


def test_the_load_is_shared(bot, box, alice, bob, carol, dave, group, asked):
    bob.clicks("I'll read it", within=request(bob, group))
    later(box, bot, seconds=2)
    carol.types("/mentor manuscript https://example.org/two A second one by 15 December", in_=group)
    later(box, bot, seconds=2)
    second = next(m for m in bob.sees(group) if "A second one" in m.text)
    assert "Bob" not in second.text.split("Whose turn")[1], "who has read most waits"


def test_what_is_missing_is_asked_for_in_a_form_that_holds_what_was_typed(bob, group):
    bob.types("/mentor manuscript https://example.org/x Draft of a poster", in_=group)
    bob.fills(due="2026-12-12")
    assert "✓ Asked in the channel: “Draft of a poster”" in bob.submits().text


def test_a_day_that_is_over_is_refused_and_nothing_is_lost(bob, group):
    bob.types("/mentor manuscript", in_=group)
    bob.fills(link="https://example.org/x", title="Draft", due="2026-11-20")
    assert "That day is not ahead" in bob.submits().text
    bob.fills(due="2026-12-12")
    assert "✓ Asked in the channel" in bob.submits().text


def test_who_leaves_the_group_hears_no_more_and_what_they_had_is_free(bot, box, alice, bob, carol, dave, group, asked, letters):
    for reader in (bob, carol):
        reader.clicks("I'll read it", within=request(reader, group))
    bob.types("/mentor leave", in_=group)
    bob.submits()
    later(box, bot, seconds=3)
    said = request(dave, group)
    assert "1 reader wanted" in said.text and "Bob" not in said.text and "I'll read it" in said.buttons
    alice.types("/mentor leave", in_=group)
    alice.submits()
    later(box, bot, days=18)
    assert "no reader is needed" in request(dave, group).text
    for reader in (bob, carol):
        assert not of(letters, reader, "hopes for your comments")
