"""Home: useful to everybody, refreshed after every change, never larger than Slack allows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.services import goals, home, people
from mentoring.goals import Scope, Wording


def test_a_stranger_in_no_group_is_told_how_to_begin(bot, carol):
    carol.opens_home()
    text = carol.home.text
    assert "You have not written a goal down yet." in text and "`/mentor setup`" in text and "Add a goal" in carol.home.buttons


def test_a_guest_in_no_group_is_told_who_can_add_them(bot, guest):
    guest.opens_home()
    assert "You are a guest here and in no group yet." in guest.home.text and "/mentor setup" not in guest.home.text


def test_my_goals_come_first_then_the_groups_then_help(bot, alice, group):
    alice.types("/mentor goal add Submit the systematic review by 30 June", in_=group)
    alice.types("/mentor goal update 1 begun 40%", in_=group)
    alice.types("/mentor goal propose Publish together", in_=group)
    alice.opens_home()
    text = alice.home.text
    order = ("My goals", "Submit the systematic review", "Peer mentors", "Publish together", "Help and settings")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "████░░░░░░ 40%" in text and "next review 21\N{NO-BREAK SPACE}Dec" in text
    assert "could read the database" in text, "what whoever runs the machine can see is said here"


def test_home_follows_ones_own_change(bot, alice, group):
    alice.opens_home()
    alice.types("/mentor goal add Submit the systematic review", in_=group)
    assert "Submit the systematic review" in alice.home.text
    alice.types("/mentor goal done 1", in_=group)
    assert "0 open, 1 closed" in alice.home.text
    alice.types("/mentor goal add Another", in_=group)
    alice.clicks("Undo")
    assert "Another" not in alice.home.text


def test_home_follows_what_a_colleague_shares_and_takes_back(bot, alice, bob, group):
    alice.opens_home()
    bob.types("/mentor goal add Bob's own paper", in_=group)
    assert "Bob's own paper" not in alice.home.text
    bob.clicks("Share with the group")
    assert "Bob's own paper" in alice.home.text and "@Bob Lindqvist" in alice.home.text
    bob.types("/mentor goal update 1 half 50%", in_=group)
    assert "50%" in alice.home.text
    bob.types("/mentor goal private 1", in_=group)
    assert "Bob's own paper" not in alice.home.text


def test_home_follows_a_proposal_and_its_adoption(bot, alice, bob, group):
    bob.opens_home()
    bob.types("/mentor goal propose Publish together", in_=group)
    assert "proposed" in bob.home.text
    alice.types("/mentor goal adopt g1", in_=group)
    assert "proposed" not in bob.home.text and "Publish together" in bob.home.text


def test_home_follows_a_new_group_and_leaving_it(bot, alice, bob, erin, group, found):
    bob.opens_home()
    found("writers", erin, bob)
    assert "Writers" in bob.home.text
    erin.types("/mentor setup", in_=bot.box.channel("writers"))
    erin.clicks("Change name, zone, members")
    erin.fills(users=[erin.id])
    erin.submits()
    assert "Writers" not in bob.home.text


def test_home_is_not_published_for_people_who_never_open_it(bot, box, alice, bob, group):
    alice.types("/mentor goal propose Publish together", in_=group)
    assert not [c for c in box.truth.calls if c["name"] == "views.publish"]


def test_a_shared_goal_of_mine_is_on_my_home_once(bot, alice, group):
    alice.opens_home()
    alice.types("/mentor goal add Only once here", in_=group)
    alice.clicks("Share with the group")
    assert alice.home.text.count("Only once here") == 1


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_every_group_of_a_person_is_on_their_home(bot, alice, erin, found, count):
    for n in range(count):
        found(f"group-{n}", erin, alice)
    alice.opens_home()
    for n in range(count):
        assert f"Group {n}" in alice.home.text
    assert ("Outside a group's channel my commands mean" in alice.home.text) == (count > 1)


def test_two_hundred_goals_and_four_full_groups_fit_and_every_goal_can_be_reached(bot, alice, erin, found):
    for n in range(6):
        found(f"group-{n}", erin, alice)
    actor = people.actor(bot.deps, alice.id)
    for n in range(200):
        goals.add(bot.deps, actor, Wording(what=f"alice goal {n:03}"))
    for group in actor.groups:
        for n in range(9):
            goals.add(bot.deps, actor, Wording(what=f"goal {n}"), group=group, scope=Scope.GROUP)
    alice.opens_home()
    seen: list[str] = []
    while True:
        assert len(alice.home.blocks) <= 100 and "Help and settings" in alice.home.text
        seen += [f"alice goal {n:03}" for n in range(200) if f"alice goal {n:03}" in alice.home.text]
        if "More ▶" not in alice.home.buttons:
            break
        alice.clicks("More ▶")
    assert seen == [f"alice goal {n:03}" for n in range(200)]
    assert "Page 20 of 20" in alice.home.text
    alice.clicks("◀ Back")
    assert "Page 19 of 20" in alice.home.text


def test_all_goals_of_a_group_open_in_a_window_with_pages(bot, alice, bob, group):
    actor = people.actor(bot.deps, bob.id)
    for n in range(20):
        goals.add(bot.deps, actor, Wording(what=f"bob goal {n:02}"), shared=True, group=actor.groups[0])
    alice.opens_home()
    alice.clicks("All goals of the group")
    assert "bob goal 00" in alice.modal.text
    alice.clicks("More ▶")
    assert "Page 2 of 3" in alice.modal.text and "bob goal 08" in alice.modal.text
    alice.clicks("Details")
    assert "History" in alice.modal.text and alice.forms == 1


def test_a_goal_is_proposed_from_home_for_the_group_it_stands_under(bot, alice, erin, group, found):
    writers = found("writers", erin, alice)
    alice.opens_home()
    alice.clicks("Propose a goal for the group Writers")
    alice.fills(what="Write every week")
    alice.submits()
    assert "Write every week" in erin.sees(writers).text and "Write every week" not in alice.sees(group).text


def test_help_opens_from_home_and_its_buttons_work_in_the_window(bot, alice, group):
    alice.types("/mentor goal add Rest more", in_=group)
    alice.opens_home()
    alice.clicks("What can Mentor do?")
    alice.clicks("Goals")
    assert "/mentor goal add" in alice.modal.text
    alice.clicks("All help")
    alice.clicks("My goals")
    assert "Rest more" in alice.modal.text


def test_a_home_reads_at_most_eight_times(bot, alice, erin, found):
    for n in range(6):
        found(f"group-{n}", erin, alice)
    actor, count = people.actor(bot.deps, alice.id), []
    engine = _engine(bot)
    event.listen(engine, "before_cursor_execute", lambda *a: count.append(a[2]))
    home.home(bot.deps, actor)
    assert 0 < len([s for s in count if s.lstrip().upper().startswith("SELECT")]) <= 8


def _engine(bot):
    with bot.store.read() as tx:
        return tx.engine


def test_home_says_what_the_others_changed_this_week_and_not_what_one_did_oneself(bot, box, alice, bob, group):
    bob.types("/mentor goal propose Two workshops given together by 30 September", in_=group)
    bob.types("/mentor goal add Learn to say no", in_=group)
    bob.types("/mentor goal share 1", in_=group)
    alice.types("/mentor goal adopt g1", in_=group)
    alice.opens_home()
    assert "What changed this week" in alice.home.text
    assert "@Bob Lindqvist shared #1 Learn to say no · " in alice.home.text
    assert "@Bob Lindqvist proposed #g1 Two workshops given together" in alice.home.text
    bob.opens_home()
    assert "@Alice Moreau adopted #g1 Two workshops given together" in bob.home.text
    assert "shared #1" not in bob.home.text


def test_one_line_for_each_goal_that_changed_and_none_after_a_week(bot, box, alice, bob, group):
    bob.types("/mentor goal add Learn to say no", in_=group)
    bob.types("/mentor goal share 1", in_=group)
    for percent in (10, 20, 30):
        bob.types(f"/mentor goal update 1 said it {percent}%", in_=group)
    alice.opens_home()
    assert alice.home.text.count("@Bob Lindqvist noted progress on #1 Learn to say no") == 1
    box.clock.advance(timedelta(days=8))
    alice.opens_home()
    assert "What changed" not in alice.home.text and "Learn to say no" in alice.home.text


def test_what_is_private_again_is_no_news(bot, box, alice, bob, group):
    bob.types("/mentor goal add Leave the department quietly", in_=group)
    bob.types("/mentor goal share 1", in_=group)
    bob.types("/mentor goal private 1", in_=group)
    alice.opens_home()
    assert "Leave the department" not in alice.home.text and "What changed" not in alice.home.text


@pytest.mark.parametrize(("name", "says"), [
    ("Agenda", "meeting"), ("Plan of topics", "no plan"), ("Meetings", "meeting"), ("Minutes", "held"), ("Experts", "Experts of"),
    ("Needs", "has not asked yet"), ("Manuscripts", "Manuscripts of"), ("Awards", "Awards for"), ("Expectations", "agreed"),
    ("My hours", "hours")])
def test_everything_else_of_a_group_is_in_one_menu(bot, bob, group, name, says):
    bob.opens_home()
    bot.ticks()
    said = bob.chooses("More …", name)
    assert says.lower() in (bob.modal.text if bob.modal else said.text).lower()
