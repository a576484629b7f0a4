"""Going out of a group: what is handed over, who organises then, and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import membership as rows
from storage import people as people_rows
from storage import topics as topic_rows


@pytest.fixture
def members(bot, group):
    """First names and roles of who is in the group now."""
    def read():
        with bot.store.read() as tx:
            from storage import groups
            here = groups.at(tx, bot.deps.workspace.team, group.id)
            return [(p.name.split()[0], r.value) for p, r in people_rows.members_of(tx, here.id)]
    return read


def gone(person, group):
    """The message in the channel that says who has left."""
    return next(m for m in reversed(person.sees(group)) if "has left Peer mentors" in m.text)


def leaves(bot, person, group, **fields):
    person.types("/mentor leave", in_=group)
    if fields:
        person.fills(**fields)
    said = person.submits()
    bot.ticks()
    bot.ticks()
    return said


def test_what_is_handed_over_is_shown_before_and_offered_in_one_list_after(bot, alice, bob, group, members):
    bob.types("/mentor action add Ask the dean about space", in_=group)
    bob.types("/mentor topic propose Negotiating protected time", in_=group)
    bob.types("/mentor leave", in_=group)
    assert "Ask the dean about space" in bob.modal.text and "topic #1 Negotiating" in bob.modal.text
    assert "minutes keep your name" in bob.modal.text and "heir" not in bob.modal.values
    bob.submits()
    bot.ticks()
    assert members() == [("Alice", "organiser")]
    seen = gone(alice, group)
    assert "Bob Lindqvist has left Peer mentors" in seen.text and seen.buttons == ["I'll take it", "I'd lead it"]
    assert "1 of at most 12 places are taken. To join: an organiser invites" in seen.text
    assert "Yours now: Ask the dean about space" in alice.clicks("I'll take it", within=seen).text
    assert "Ask the dean" in alice.types("/mentor action list", in_=group).text
    assert "You lead topic #1" in alice.clicks("I'd lead it", within=gone(alice, group)).text
    with bot.store.read() as tx:
        assert topic_rows.by_id(tx, 1).lead == "Alice Moreau"


def test_the_last_organiser_names_who_organises_and_they_are_told(bot, box, alice, bob, carol, group, members, letters):
    alice.types("/mentor setup", in_=group)
    bot.ticks()
    alice.types("/mentor leave", in_=group)
    assert "Who organises the group from now on?" in alice.modal.text
    assert alice.modal.values["heir"]["value"]["selected_option"]["text"]["text"] == "Bob Lindqvist"
    assert "You have left Peer mentors" in alice.submits().text
    bot.ticks()
    bot.ticks()
    assert members() == [("Bob", "organiser")]
    assert "You organise Peer mentors from now on: Alice Moreau has left" in letters(bob)[-1].text
    assert "no organiser" not in bob.sees(group).text


def test_whoever_leaves_first_of_two_organisers_names_nobody(bot, alice, bob, group, members, letters):
    with bot.store.write() as tx:
        here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
        people_rows.make_organiser(tx, here.id, people_rows.by_user(tx, bot.deps.workspace.team, bob.id).id)
    alice.types("/mentor leave", in_=group)
    assert "Who organises" not in alice.modal.text
    alice.submits()
    assert members() == [("Bob", "organiser")]


def test_the_last_one_of_all_can_leave_too(bot, alice, bob, group, members):
    leaves(bot, bob, group)
    leaves(bot, alice, group)
    assert members() == []


def test_a_forged_heir_is_no_heir(bot, alice, bob, carol, group, members, forge):
    alice.types("/mentor leave", in_=group)
    alice.submits()
    assert members() == [("Bob", "organiser")]
    carol.types("/mentor help")
    forge("view_submission", lambda p: (p.update(user={"id": carol.id}), p["view"].update(private_metadata='{"nonce": "zz", "group": 1}')))
    assert members() == [("Bob", "organiser")]


def test_whoever_has_left_sees_nothing_of_the_group_and_can_ask_again(bot, alice, bob, group, members):
    leaves(bot, bob, group)
    assert "not in that group" in bob.types("/mentor members", in_=group).text
    bob.types("/mentor join", in_=group)
    assert bob.modal.title == "Ask to join"


def test_an_account_that_is_deactivated_is_handed_over_too(bot, box, alice, bob, group, members):
    bob.types("/mentor action add Ask the dean about space", in_=group)
    box.workspace.change_user(bob.id, deleted=True)
    bot.ticks()
    bot.ticks()
    assert members() == [("Alice", "organiser")]
    assert "I'll take it" in gone(alice, group).buttons


def test_an_invitation_to_an_account_that_is_gone_holds_no_place(bot, box, alice, bob, carol, group):
    alice.types(f"/mentor invite {carol.mention}", in_=group)
    bot.ticks()
    box.workspace.change_user(carol.id, deleted=True)
    bot.ticks()
    with bot.store.read() as tx:
        assert rows.open_of_group(tx, 1) == []


@pytest.mark.parametrize("action", ["leaving.open", "leaving.take", "leaving.lead"])
def test_an_outsider_takes_nothing(bot, alice, bob, erin, group, found, forge, members, action):
    found("writers", erin)
    bob.types("/mentor action add Ask the dean about space", in_=group)
    leaves(bot, bob, group)
    alice.clicks("I'll take it", within=gone(alice, group))
    for value in ("1", "999", "x"):
        forge("block_actions", lambda p, v=value: (
            p["actions"][0].update(action_id=action, value=v), p.update(user={"id": erin.id}, trigger_id=f"q.{v}", response_url=None)))
    assert members() == [("Alice", "organiser")]


def test_the_minutes_keep_the_name_of_somebody_who_has_left(bot, box, alice, bob, group, planned):
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))
    bot.ticks()
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    bob.says("decision: we ask the dean", in_=group, thread=begun)
    bob.says("action: Bob to write to her by 11 December", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    leaves(bot, bob, group)
    said = alice.types("/mentor minutes 1", in_=group).text
    assert "we ask the dean" in said and "Bob Lindqvist" in said


def test_coming_roles_are_named_and_given_to_others(bot, box, alice, bob, carol, group, planned, members):
    for who in (alice, bob):
        who.types("/mentor role plan", in_=group)
    bot.ticks()
    bob.types("/mentor leave", in_=group)
    assert "planned anew" in bob.modal.text
    bob.submits()
    bot.ticks()
    assert "Their coming roles are planned anew" in gone(alice, group).text
    assert "Bob" not in alice.types("/mentor role plan", in_=group).text
