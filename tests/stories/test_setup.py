"""``/mentor setup``: a channel becomes a group's home."""

from __future__ import annotations

import pytest


@pytest.fixture
def direct_messages(box):
    """Every direct message that the bot has sent."""
    return lambda: [m for m in box.truth.from_app if m["channel"].startswith("D")]


def test_the_form_comes_filled_with_the_channels_people_its_name_and_a_zone(bot, alice, bob, room):
    alice.types("/mentor setup", in_=room)
    form = alice.modal
    assert form.title == "Set up a group"
    assert form.values["users"]["value"]["selected_users"] == [alice.id, bob.id]
    assert form.values["name"]["value"]["value"] == "Peer mentors"
    assert form.values["tz"]["value"]["selected_option"]["value"] == "America/New_York"


def test_bots_are_left_out_of_the_form(bot, box, alice, bob):
    zoom = box.person("zoom", real_name="Zoom", is_bot=True)
    channel = box.channel("with-a-bot", [alice, bob, zoom], bot=True)
    alice.types("/mentor setup", in_=channel)
    assert alice.modal.values["users"]["value"]["selected_users"] == [alice.id, bob.id]


def test_a_bot_that_is_picked_by_hand_is_no_member(bot, box, alice, bob, room):
    zoom = box.person("zoom", real_name="Zoom", is_bot=True)
    alice.types("/mentor setup", in_=room)
    alice.fills(users=[alice.id, bob.id, zoom.id])
    alice.submits()
    bot.ticks()
    alice.types("/mentor setup", in_=room)
    alice.clicks("Change name, zone, members")
    assert zoom.id not in alice.modal.values["users"]["value"]["selected_users"]


def test_a_large_channel_is_not_guessed_from(bot, box, alice):
    crowd = [box.person(f"p{n}", real_name=f"Person {n}") for n in range(60)]
    channel = box.channel("everybody", [alice, *crowd], bot=True)
    alice.types("/mentor setup", in_=channel)
    assert alice.modal.values["users"]["value"]["selected_users"] == [alice.id]
    assert not [c for c in box.truth.calls if c["name"] == "users.info" and c["body"].get("user") in {p.id for p in crowd}]


def test_the_welcome_says_what_the_bot_does_and_when_and_offers_buttons(bot, alice, bob, group):
    welcome = bob.sees(group)[0]
    for words in ("@Alice Moreau has made this channel the home", "@Bob Lindqvist", "What I do", "When I write",
                  "one message on Mondays, and only when something is due", "America/New_York"):
        assert words in welcome.text
    assert welcome.buttons == ["Add my first goal", "Propose a goal for the group", "What else?"]
    assert len([m for m in bob.sees(group) if not m.ephemeral]) == 1


def test_the_buttons_of_the_welcome_work_for_every_member(bot, alice, bob, group):
    welcome = bob.sees(group)[0]
    bob.clicks("Add my first goal", within=welcome)
    assert bob.modal.title == "A new goal"
    bob.closes()
    bob.clicks("Propose a goal for the group", within=welcome)
    assert bob.modal.values["whose"]["value"]["selected_option"]["value"] == "group shared"
    bob.closes()
    assert "Hello, I am Mentor." in bob.clicks("What else?", within=welcome).text
    assert bob.sees(group)[0].text == welcome.text, "what everybody sees stays as it is"


def test_nobody_gets_a_direct_message(bot, alice, group, direct_messages):
    bot.ticks()
    assert direct_messages() == []


def test_submitting_twice_makes_one_group_and_one_welcome(bot, box, alice, bob, room):
    alice.types("/mentor setup", in_=room)
    box.trouble(duplicate_next=1)
    alice.submits()
    assert sum("has made this channel the home" in m.text for m in bob.sees(room)) == 1


def test_the_organiser_changes_the_group_with_the_same_form(bot, box, alice, bob, carol, group):
    box.workspace.join(group.id, carol.id)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    assert alice.modal.title == "The group"
    alice.fills(name="Hospitalists", users=[alice.id, carol.id], tz="Europe/Berlin")
    answer = alice.submits()
    assert "Hospitalists is changed." in answer.text.replace("*", "")
    assert "Hospitalists" in carol.types("/mentor goal list group", in_=group).text
    assert "you are not in that group" in bob.types("/mentor goal list group", in_=group).text
    assert sum("has made this channel the home" in m.text for m in bob.sees(group)) == 1, "one welcome is enough"


def test_somebody_who_is_not_the_organiser_cannot_change_it(bot, bob, group):
    answer = bob.types("/mentor setup", in_=group)
    assert "This channel is already the home of Peer mentors. Its organiser can change it." in answer.text and bob.modal is None


def test_two_people_set_up_the_same_channel_and_the_second_is_told(bot, alice, bob, room):
    alice.types("/mentor setup", in_=room)
    bob.types("/mentor setup", in_=room)
    alice.submits()
    assert "has become the home of Peer mentors meanwhile" in bob.submits().errors["name"]


def test_a_guest_cannot_found_a_group(bot, box, alice, guest):
    channel = box.channel("with-a-guest", [alice, guest], bot=True)
    assert "guest" in guest.types("/mentor setup", in_=channel).text and guest.modal is None


def test_a_guest_who_is_added_has_everything(bot, box, alice, guest):
    channel = box.channel("with-a-guest", [alice, guest], bot=True)
    alice.types("/mentor setup", in_=channel)
    alice.submits()
    bot.ticks()
    assert "✓ Written down" in guest.types("/mentor goal add Learn to write grants", in_=channel).text
    assert "Guests can join a group" in guest.types("/mentor setup", in_=box.channel("other", [guest], bot=True)).text


def test_outside_a_channel_the_way_is_told(bot, alice):
    assert "Type `/mentor setup` in the channel that should be the group's home" in alice.types("/mentor setup").text


def test_a_bot_that_is_not_in_the_channel_says_how_to_invite_it(bot, box, alice):
    alice.types("/mentor setup", in_=box.channel("alone", [alice], private=True))
    assert "Type `/invite @Mentor` in it, then `/mentor setup` again." in alice.modal.text


def test_whoever_invites_the_bot_is_asked_and_nobody_else(bot, box, alice, bob):
    channel = box.channel("new-home", [alice, bob])
    alice.invites(box.app, to=channel)
    assert "Shall this channel be the home" in alice.sees(channel).text
    assert "Shall this channel" not in bob.sees(channel).text
    alice.clicks("Set up a group here")
    assert alice.modal.title == "Set up a group"


def test_inviting_the_bot_back_into_a_home_asks_nothing(bot, box, alice, group):
    alice.removes(box.app, from_=group)
    alice.invites(box.app, to=group)
    assert "Shall this channel" not in alice.sees(group).text


def test_slack_that_does_not_answer_leaves_no_window_hanging(bot, box, alice, room):
    box.trouble(method="conversations.members", status=500)
    alice.types("/mentor setup", in_=room)
    assert "Please try `/mentor setup` again in a minute." in alice.modal.text


def test_a_group_needs_a_name(bot, alice, room):
    alice.types("/mentor setup", in_=room)
    alice.fills(name="   ")
    assert "needs a name" in alice.submits().errors["name"]


def test_a_small_group_is_told_what_is_usual_and_not_stopped(bot, bob, group):
    assert "2 people are in so far. Peer groups usually have 4 to 12" in bob.sees(group)[0].text


def test_the_form_cannot_be_made_to_name_another_channel(bot, box, alice, bob, room, forge):
    secret = box.channel("secret", [bob], bot=True, private=True)
    alice.types("/mentor setup", in_=room)
    alice.submits()
    forge("view_submission", lambda p: p["view"].update(private_metadata=p["view"]["private_metadata"].replace(room.id, secret.id)
                                                        .replace('"nonce": "', '"nonce": "9')))
    assert bob.sees(secret).texts == []


def test_a_click_cannot_read_a_channel_one_is_not_in(bot, box, alice, bob, carol):
    secret = box.channel("tumour-board", [bob], bot=True, private=True)
    channel = box.channel("new-home", [alice])
    alice.invites(box.app, to=channel)
    button = alice.sees(channel)[-1]
    box.workspace.whispers(channel.id, alice.id)[-1]["blocks"][-1]["elements"][0]["value"] = secret.id
    alice.clicks("Set up a group here", within=button)
    assert "Tumour" not in alice.modal.text and bob.user.real_name not in alice.modal.text
    assert "You are not in that channel." in alice.modal.text


def test_whoever_is_not_in_the_channel_is_named_to_the_organiser_with_what_to_do(bot, alice, bob, carol, room):
    alice.types("/mentor setup", in_=room)
    alice.fills(users=[alice.id, bob.id, carol.id])
    said = alice.submits().text
    assert "@Carol Adeyemi is in the group but not in #peer-mentors, and will not see what I post there." in said
    assert "Type `/invite` and the name in the channel." in said
    assert "will not see" not in bob.sees(room).text


def test_nobody_is_named_as_missing_when_all_are_there_or_are_no_people(bot, box, alice, bob, room):
    zoom = box.person("zoom", real_name="Zoom", is_bot=True)
    box.workspace.join(room.id, zoom.id)
    alice.types("/mentor setup", in_=room)
    alice.fills(users=[alice.id, bob.id, zoom.id])
    assert "will not see" not in alice.submits().text


def test_the_welcome_names_everybody_once(bot, alice, bob, group):
    welcome = bob.sees(group)[0].text
    assert "peer-mentorship group. With @Bob Lindqvist." in welcome
    assert welcome.count("@Alice Moreau") == 1 and welcome.count("@Bob Lindqvist") == 1


def test_a_founder_alone_is_told_so(bot, box, alice):
    channel = box.channel("one", [alice], bot=True)
    alice.types("/mentor setup", in_=channel)
    alice.submits()
    bot.ticks()
    assert "So far nobody else is in it." in alice.sees(channel).text


def test_a_bot_that_was_picked_by_hand_is_not_welcomed(bot, box, alice, bob, room):
    zoom = box.person("zoom", real_name="Zoom", is_bot=True)
    alice.types("/mentor setup", in_=room)
    alice.fills(users=[alice.id, bob.id, zoom.id])
    alice.submits()
    bot.ticks()
    welcome = bob.sees(room)[0].text
    assert "With @Bob Lindqvist." in welcome and "Zoom" not in welcome
