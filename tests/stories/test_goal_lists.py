"""Lists: mine, somebody's, the group's; and their pages."""

from __future__ import annotations

import re

import pytest

from bot.services import goals, people
from mentoring.goals import Wording


@pytest.fixture
def has_goals(bot):
    """Give somebody goals: ``has_goals(alice, 30)``, shared with their only group when asked."""
    def make(person, count: int, *, shared: bool = False) -> None:
        actor = people.actor(bot.deps, person.id)
        for number in range(1, count + 1):
            goals.add(bot.deps, actor, Wording(what=f"{person.user.name} goal {number:03}"), shared=shared,
                      group=actor.groups[0] if shared else None)
    return make


def leaf(person, answer, *, most: int = 60) -> list[str]:
    """Turn pages until the last and give every goal that was seen, in order."""
    seen = []
    for _ in range(most):
        seen += re.findall(r"\w+ goal \d{3}", answer.text)
        if "More ▶" not in answer.buttons:
            return seen
        answer = person.clicks("More ▶")
    raise AssertionError("the list never ends")


@pytest.mark.parametrize("count", [0, 1, 8, 9, 30, 200])
def test_every_goal_is_on_exactly_one_page(bot, alice, group, has_goals, count):
    has_goals(alice, count)
    seen = leaf(alice, alice.types("/mentor goal list", in_=group))
    assert seen == [f"alice goal {n:03}" for n in range(1, count + 1)]


def test_pages_go_back_too_and_take_each_others_place(bot, alice, group, has_goals):
    has_goals(alice, 20)
    alice.types("/mentor goal list", in_=group)
    before = len(alice.sees(group))
    assert "Page 2 of 3 · 20 goals" in alice.clicks("More ▶").text
    assert "alice goal 001" in alice.clicks("◀ Back").text
    assert len(alice.sees(group)) == before


def test_an_empty_list_says_how_to_begin(bot, alice, group):
    answer = alice.types("/mentor goal list", in_=group)
    assert "No goals yet. One line is enough" in answer.text and answer.buttons == ["Add a goal"]


def test_closed_goals_come_after_open_ones(bot, alice, group, has_goals):
    has_goals(alice, 3)
    alice.types("/mentor goal done 1", in_=group)
    assert leaf(alice, alice.types("/mentor goal list", in_=group)) == ["alice goal 002", "alice goal 003", "alice goal 001"]
    assert "Your goals · 2 open" in alice.sees(group)[-1].text


@pytest.mark.parametrize("count", [3, 30])
def test_the_groups_list_holds_everything_that_is_shared_with_it(bot, alice, bob, group, has_goals, count):
    has_goals(bob, count, shared=True)
    alice.types("/mentor goal propose alice goal 777", in_=group)
    seen = leaf(alice, alice.types("/mentor goal list group", in_=group))
    assert seen == ["alice goal 777", *[f"bob goal {n:03}" for n in range(1, count + 1)]], "the group's own come first"


def test_a_persons_list_holds_only_what_they_share(bot, alice, bob, group, has_goals):
    has_goals(bob, 10, shared=True)
    bob.types("/mentor goal private 4", in_=group)
    seen = leaf(alice, alice.types("/mentor goal list @bob", in_=group))
    assert len(seen) == 9 and "bob goal 004" not in seen


def test_a_colleagues_goal_names_them_and_offers_only_to_look(bot, alice, bob, group, has_goals):
    has_goals(bob, 1, shared=True)
    answer = alice.types("/mentor goal list group", in_=group)
    assert "@Bob Lindqvist" in answer.text and answer.buttons == ["Details"]
    assert alice.clicks("Details").buttons == ["Back to the goals"]


@pytest.mark.parametrize("button", ["Details", "Done"])
def test_from_a_goal_of_a_list_a_button_leads_back_to_the_same_page(bot, alice, group, has_goals, button):
    has_goals(alice, 12)
    alice.types("/mentor goal list", in_=group)
    before = alice.clicks("More ▶").text
    assert "Page 2 of 2" in before
    alice.clicks(button)
    assert "Page 2 of 2" in alice.clicks("Back to the goals").text


def test_a_window_in_home_has_no_list_to_go_back_to(bot, alice, group, has_goals):
    has_goals(alice, 1)
    alice.opens_home()
    alice.clicks("Details")
    assert "Back to the goals" not in alice.modal.text


def test_one_open_goal_of_the_group_is_not_goals(bot, alice, group):
    alice.types("/mentor goal propose Publish a paper together", in_=group)
    alice.types("/mentor goal adopt g1", in_=group)
    assert "1 open goal of the group" in alice.types("/mentor goal list group", in_=group).text


def test_my_own_name_means_my_own_list(bot, alice, group, has_goals):
    has_goals(alice, 1)
    assert "Your goals" in alice.types("/mentor goal list @alice", in_=group).text


def test_somebody_who_shares_nothing_and_somebody_unknown(bot, alice, bob, carol, group):
    assert "shares no goals with Peer mentors at the moment" in alice.types("/mentor goal list @bob", in_=group).text
    assert "Nobody by that name is in the group." in alice.types("/mentor goal list @carol", in_=group).text


def test_what_somebody_shared_is_theirs_alone_once_they_are_no_longer_in_the_group(bot, alice, bob, group, has_goals, goals_of):
    has_goals(bob, 1, shared=True)
    alice.types("/mentor goal list group", in_=group)
    old = alice.sees(group)[-1]
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id])
    alice.submits()
    assert "bob goal" not in alice.types("/mentor goal list group", in_=group).text
    assert "I can't find that goal" in alice.clicks("Details", within=old).text
    assert goals_of(bob)[1].visibility == "private"


def test_a_list_of_the_longest_goals_is_one_that_slack_takes(bot, alice, bob, group):
    actor = people.actor(bot.deps, bob.id)
    for _ in range(9):
        goals.add(bot.deps, actor, Wording(what="W" * 3000, measure="M" * 3000), shared=True, group=actor.groups[0])
    assert "Page 1 of 2" in alice.types("/mentor goal list group", in_=group).text
    assert "Page 1 of 2" in bob.says("goal list").text
