"""The same words at every door: slash command, direct message, mention in a channel and in a thread; and words nobody knows."""

from __future__ import annotations

import pytest

from handlers import table

LINE = "goal add Submit the systematic review by 30 June"


def test_a_direct_message_is_answered_there(bot, alice, group, goals_of):
    answer = alice.says(LINE)
    assert "✓ Written down as goal #1." in answer.text and goals_of(alice)[1].due.isoformat() == "2027-06-30"


def test_a_mention_in_a_channel_is_answered_to_that_person_alone(bot, alice, bob, group):
    alice.says(f"@Mentor {LINE}", in_=group)
    assert "✓ Written down as goal #1." in alice.sees(group)[-1].text
    assert "Written down" not in bob.sees(group).text


def test_a_mention_in_a_thread_is_answered_in_the_thread(bot, alice, bob, group):
    bob.says("How far are we?", in_=group)
    start = bob.sees(group)[-1]
    alice.says(f"@Mentor {LINE}", in_=group, thread=start)
    assert "✓ Written down as goal #1." in alice.sees(group, thread=start).text
    assert "Written down" not in bob.sees(group, thread=start).text


@pytest.mark.parametrize("said", ["@Mentor, goal list", "hey @Mentor goal list", "goal list @Mentor", "@Mentor: goal list",
                                  "Good morning @Mentor, goal list please"])
def test_the_mention_may_stand_anywhere(bot, alice, group, said):
    alice.says(said, in_=group)
    assert "No goals yet" in alice.sees(group)[-1].text


def test_a_mention_alone_is_answered_with_the_menu(bot, alice, group):
    alice.says("@Mentor", in_=group)
    assert "Hello, I am Mentor." in alice.sees(group)[-1].text


def test_in_a_direct_message_a_form_opens_by_a_button(bot, alice, group, goals_of):
    answer = alice.says("goal add")
    assert answer.buttons == ["Open the form"]
    alice.clicks("Open the form")
    alice.fills(what="Rest more")
    alice.submits()
    assert goals_of(alice)[1].what == "Rest more"
    assert "✓ Written down as goal #1." in alice.sees(alice.box.app).text


def test_after_a_mention_a_form_opens_by_a_button_too(bot, alice, group):
    alice.says("goal add Rest more")
    alice.says("@Mentor goal edit 1", in_=group)
    alice.clicks("Open the form", within=alice.sees(group)[-1])
    assert alice.modal.title == "Edit goal #1"


def test_the_buttons_of_an_answer_in_a_direct_message_edit_that_answer(bot, alice, group):
    alice.says("goal add Rest more")
    before = len(alice.sees(alice.box.app))
    alice.clicks("Share with the group")
    assert len(alice.sees(alice.box.app)) == before
    assert "✓ The members of Peer mentors can see goal #1 now." in alice.sees(alice.box.app)[-1].text


def test_an_answer_in_a_thread_is_clicked_and_answered_in_the_thread(bot, alice, bob, group):
    bob.says("How far are we?", in_=group)
    start = bob.sees(group)[-1]
    alice.says("@Mentor goal add Rest more", in_=group, thread=start)
    alice.clicks("Share with the group", within=alice.sees(group, thread=start)[-1])
    assert "can see goal #1 now" in alice.sees(group, thread=start).text
    assert "can see goal #1 now" not in bob.sees(group, thread=start).text


def test_what_people_say_to_each_other_is_none_of_its_business(bot, alice, bob, group):
    before = len(alice.sees(group))
    bob.says("goal add is a funny command", in_=group)
    assert len(alice.sees(group)) == before + 1


@pytest.mark.parametrize("text", ["/mentor", "/mentor help", "/mentor   ", "/mentor HELP"])
def test_no_words_and_help_open_the_menu(bot, alice, group, text):
    answer = alice.types(text, in_=group)
    assert "Hello, I am Mentor." in answer.text and answer.buttons[:3] == ["Add a goal", "My goals", "The group's goals"]
    assert answer.text.count("\n") <= 8, "short enough for a phone"


def test_every_button_of_the_menu_works(bot, alice, group):
    menu = alice.types("/mentor", in_=group)
    menu.clicks("Add a goal")
    assert alice.modal.title == "A new goal"
    alice.closes()
    assert "No goals yet" in alice.clicks("My goals").text
    alice.types("/mentor", in_=group)
    assert "Peer mentors" in alice.clicks("The group's goals").text


def test_help_of_a_topic_is_about_that_topic(bot, alice, group):
    answer = alice.types("/mentor help goal", in_=group)
    assert "/mentor goal add" in answer.text and "/mentor setup" not in answer.text
    assert "Hello, I am Mentor." in alice.clicks("All help").text


def test_every_command_is_one_tap_away_from_the_menu(bot, alice, group):
    told = ""
    for topic in alice.types("/mentor", in_=group).buttons[3:]:
        alice.types("/mentor", in_=group)
        told += alice.clicks(topic).text
    assert [r.usage for r in table.COMMANDS if f"/mentor {r.usage}`" not in told] == []


@pytest.mark.parametrize(("word", "told"), [
    ("goals", "/mentor goal show 3"), ("Goal", "/mentor goal show 3"), ("setup", "/mentor setup"), ("SETUP", "/mentor setup"),
    ("else", "/mentor back"), ("everything", "Hello, I am Mentor.")])
def test_help_takes_the_plural_a_single_command_and_any_other_word(bot, alice, group, word, told):
    assert told in alice.types(f"/mentor help {word}", in_=group).text


@pytest.mark.parametrize("greeting", ["hello", "Hi!", "Good morning", "thank you"])
def test_a_greeting_is_greeted(bot, alice, group, greeting):
    assert "Hello, I am Mentor." in alice.says(greeting).text


@pytest.mark.parametrize("word", ["goal", "goals", "GOAL"])
def test_a_topic_alone_is_answered_with_what_can_follow(bot, alice, group, word):
    answer = alice.types(f"/mentor {word}", in_=group)
    assert "`/mentor goal` needs one more word:" in answer.text and "/mentor goal show 3" in answer.text


@pytest.mark.parametrize(("typed", "first"), [
    ("gaol list", "/mentor goal list"), ("goal ad Rest more", "/mentor goal add Rest more"),
    ("golas list group", "/mentor goal list group"), ("goal complete 3", None),
    ("setpu", "/mentor setup"), ("hepl", "/mentor help"), ("goal finish 3 yes", None)])
def test_unknown_words_get_the_two_nearest_and_help_for_the_topic(bot, alice, group, typed, first):
    answer = alice.types(f"/mentor {typed}", in_=group)
    assert f"I don't know “{typed}”." in answer.text
    assert answer.buttons[-1] == "Everything I can do" and 1 <= len(answer.buttons) <= 3
    assert first is None or answer.buttons[0] == first


def test_the_second_try_takes_the_rest_of_the_words_along(bot, alice, group, goals_of):
    alice.types("/mentor gaol ad Submit the systematic review by 30 June", in_=group)
    alice.clicks("/mentor goal add Submit the systematic review by 30 June")
    assert (goals_of(alice)[1].what, goals_of(alice)[1].due.isoformat()) == ("Submit the systematic review", "2027-06-30")


def test_the_second_try_keeps_people_people_and_signs_signs(bot, alice, bob, group, goals_of):
    bob.types("/mentor goal add Keep <b> & @channel as typed", in_=group)
    bob.clicks("Share with the group")
    alice.types("/mentor gaol list @bob", in_=group)
    assert "Keep <b> & @channel as typed" in alice.clicks(alice.sees(group)[-1].buttons[0]).text
    alice.types("/mentor gaol add Keep <b> & @channel as typed", in_=group)
    alice.clicks(alice.sees(group)[-1].buttons[0])
    assert goals_of(alice)[1].what == "Keep <b> & @channel as typed"


def test_words_that_resemble_nothing_get_everything(bot, alice, group):
    answer = alice.types("/mentor 🫀🫀🫀", in_=group)
    assert "I don't know “🫀🫀🫀”." in answer.text and answer.buttons == ["Everything I can do"]
    assert "Hello, I am Mentor." in alice.clicks("Everything I can do").text


@pytest.mark.parametrize("talk", ["thanks, how are you?", "what is this"])
def test_small_talk_is_not_taken_for_a_command(bot, alice, group, talk):
    answer = alice.says(talk)
    assert answer.buttons == ["Everything I can do"] and f"I don't know “{talk}”." in answer.text


def test_a_guest_in_no_group_gets_help_and_is_told_who_can_add_them(bot, guest):
    assert "Hello, I am Mentor." in guest.types("/mentor help").text
    assert "The organiser of a group can add you" in guest.types("/mentor goal add Learn").text


def test_an_unknown_button_from_an_older_version_is_answered(bot, alice, group, forge):
    alice.types("/mentor goal add Rest more", in_=group)
    alice.clicks("Share with the group")
    forge("block_actions", lambda p: (p.update(trigger_id="x.7"), p["actions"][0].update(action_id="museum.open")))
    assert "older version of me" in alice.sees(group)[-1].text
