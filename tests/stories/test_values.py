"""The yearly exercise of values: offered once a year to who has chosen a rhythm, and a goal may point to one; words stay in the window."""

from __future__ import annotations

from datetime import timedelta

import pytest


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


@pytest.fixture
def goal(alice, group):
    alice.types("/mentor goal add Publish on bedside teaching by 30 June", in_=group)


def details(person, group):
    return person.types("/mentor goal show 1", in_=group)


def chooses(person, group, *words):
    person.types("/mentor values", in_=group)
    for label, word in zip(("First", "Second", "Third"), words, strict=False):
        person.chooses(label, word)
    return person.submits()


def offered(person):
    return person.modal.view["blocks"][1]["element"]


def test_a_goal_points_to_one_of_the_values_and_only_the_window_says_which(bot, alice, bob, group, goal):
    alice.types("/mentor values", in_=group)
    words = [o["value"] for o in alice.modal.view["blocks"][1]["element"]["options"][:2]]
    alice.fills(first=words[0], second=words[1])
    alice.submits()
    details(alice, group)
    alice.clicks("Which of my values is goal #1 for?")
    assert [o["text"]["text"] for o in offered(alice)["options"]] == [*words, "None of them"] and "initial_option" not in offered(alice)
    alice.fills(value="2")
    said = alice.submits().text
    assert "Kept what goal #1 is for" in said and words[1] not in said
    assert words[1] not in details(alice, group).text
    alice.clicks("Which of my values is goal #1 for?")
    assert offered(alice)["initial_option"]["value"] == "2"


def test_who_has_never_done_the_exercise_does_it_first(alice, group, goal):
    details(alice, group)
    alice.clicks("Which of my values is goal #1 for?")
    assert "Which three matter most" in str(alice.modal.view["blocks"])


def test_values_chosen_anew_keep_the_goal_where_the_word_is_still_among_them(alice, group, goal):
    alice.types("/mentor values", in_=group)
    words = [o["value"] for o in alice.modal.view["blocks"][1]["element"]["options"][:4]]
    alice.fills(first=words[0], second=words[1])
    alice.submits()
    details(alice, group)
    alice.clicks("Which of my values is goal #1 for?")
    alice.fills(value="2")
    alice.submits()
    alice.types("/mentor values", in_=group)
    alice.fills(first=words[1], second=words[3])
    alice.submits()
    details(alice, group)
    alice.clicks("Which of my values is goal #1 for?")
    assert offered(alice)["initial_option"]["text"]["text"] == words[1] and offered(alice)["initial_option"]["value"] == "1"


def test_nobody_else_can_point_a_goal_anywhere(alice, bob, group, goal):
    alice.clicks("Share with the group")
    assert "What is it for?" not in bob.types(f"/mentor goal list <@{alice.id}>", in_=group).buttons


def test_the_exercise_is_offered_early_in_a_quarter_until_it_is_done(bot, box, alice, group, goal, letters):
    alice.types("/mentor reflect every week", in_=group)
    for _ in range(5):      # up to 28 December
        later(box, bot, days=7)
    assert not [m for m in letters(alice) if "Which three values matter most" in m.text]
    later(box, bot, days=7)
    weekly = [m for m in letters(alice) if "Which three values matter most" in m.text]
    assert len(weekly) == 1 and "My values" in weekly[0].buttons
    alice.clicks("My values", within=weekly[0])
    word = alice.modal.view["blocks"][1]["element"]["options"][0]["value"]
    alice.fills(first=word)
    alice.submits()
    seen = len(letters(alice))
    for _ in range(2):
        later(box, bot, days=7)
    after = [m.text for m in letters(alice)[seen:]]
    assert any("A minute for yourself" in text for text in after) and not any("Which three values" in text for text in after)
