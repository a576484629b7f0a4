"""Action items: taken on, asked about, accepted, passed on, done; reminded of; two who act at once; what nobody else may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import action_items as rows
from storage import people as people_rows


@pytest.fixture
def item(bot, alice, group):
    """An action item of the group as it is stored, by its number."""
    def read(number: int):
        with bot.store.read() as tx:
            return rows.by_number(tx, people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0].id, number)
    return read


@pytest.fixture
def given(bot, alice, bob, group):
    """Alice has given Bob the survey, due on Friday."""
    alice.types(f"/mentor action add <@{bob.id}> Draft the survey by Friday", in_=group)
    bot.ticks()
    return 1


def on(box, bot, **ahead):
    """Time passes, and the clock of the bot with it."""
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


def held(person, field: str):
    """What a field of the open form holds."""
    element = next(iter(person.modal.values[field].values()))
    return element.get("value") or element.get("selected_date") or element.get("selected_users")


def card(person, group, line: str):
    """What a command shows, to click in."""
    person.types(f"/mentor {line}", in_=group)
    return person.sees(group)[-1]


# ---- taking on -----------------------------------------------------------------------------------------------------------

def test_a_line_makes_an_action_item_and_whoever_is_named_is_asked_in_a_direct_message(alice, bob, group, bot, item, letters):
    said = alice.types(f"/mentor action add <@{bob.id}> Draft the survey by Friday", in_=group)
    assert "Action item #1 is written down. I ask Bob Lindqvist." in said.text and "Friday 27 November (in 4 days)" in said.text
    bot.ticks()
    asked = letters(bob)[-1]
    assert "Alice Moreau asked you to take this on." in asked.text and asked.buttons[:3] == ["Accept", "Change date", "Pass on"]
    bob.clicks("Accept", within=asked)
    assert item(1).owners[0].state == "accepted" and letters(bob)[-1].buttons[:3] == ["Done", "Change date", "Pass on"]


def test_ones_own_needs_no_asking(alice, group, bot, item, letters):
    said = alice.types("/mentor action add Book the room", in_=group)
    bot.ticks()
    assert "is written down." in said.text and "no date" in said.text and letters(alice) == []
    assert [(o.user, o.state) for o in item(1).owners] == [(alice.id, "accepted")]


def test_names_work_as_they_do_in_minutes(alice, bob, group, item):
    alice.types("/mentor action add Bob and I to draft the letter by 11 December", in_=group)
    assert {o.user for o in item(1).owners} == {alice.id, bob.id} and item(1).text == "draft the letter"
    assert item(1).due.isoformat() == "2026-12-11"


def test_an_unknown_name_is_asked_about_and_nothing_typed_is_lost(alice, bob, group, item):
    said = alice.types("/mentor action add @jenny: draft the letter by 11 December", in_=group)
    assert "I know nobody called “jenny”" in said.text and "draft the letter" in said.text
    alice.clicks("Somebody else")
    assert held(alice, "what") == "draft the letter" and held(alice, "due") == "2026-12-11"
    alice.fills(owners=[bob.id])
    alice.submits()
    assert item(1).owners[0].user == bob.id


def test_a_day_that_is_not_clear_is_asked_back(alice, group, item):
    said = alice.types("/mentor action add Book the room by 3/4", in_=group)
    assert "Which day do you mean" in said.text and item(1) is None
    alice.clicks("No date")
    assert item(1).text == "Book the room" and item(1).due is None


def test_one_for_everybody_becomes_one_for_each(alice, bob, group, bot, item):
    alice.types("/mentor action add everyone: fill in the poll by 11 December", in_=group)
    alice.clicks("One for each member")
    assert {item(1).owners[0].user, item(2).owners[0].user} == {alice.id, bob.id} and item(3) is None


def test_who_is_not_in_the_group_cannot_be_given_anything(alice, carol, group, item):
    carol.opens_home()
    alice.types("/mentor action add", in_=group)
    alice.fills(what="Draft the survey", owners=[carol.id])
    assert "is not in Peer mentors" in str(alice.submits().errors) and item(1) is None


def test_the_shortcut_on_a_message_makes_one_with_a_way_back(alice, bob, group, item):
    bob.says(f"<@{alice.id}> could you send the slides round?", in_=group)
    message = alice.sees(group)[-1]
    alice.uses_shortcut("actions.from_message", message)
    assert "could you send the slides round?" in held(alice, "what") and held(alice, "owners") == [alice.id]
    alice.submits()
    assert item(1).ts == message.ts
    assert f"/p{message.ts.replace('.', '')}" in str(card(alice, group, "action show 1").message)


# ---- passing on, dates, notes ------------------------------------------------------------------------------------------------

def test_passing_on_asks_the_next_one_and_with_nobody_it_waits_for_the_meeting(alice, bob, group, bot, given, item, letters):
    bob.clicks("Pass on", within=letters(bob)[-1])
    bob.fills(note="No time before June")
    bob.submits()
    assert item(1).owners == ()
    bot.ticks()
    assert "Bob Lindqvist can't take on action item #1." in letters(alice)[-1].text and "No time before June" in letters(alice)[-1].text
    alice.clicks("I'll take it", within=letters(alice)[-1])
    assert item(1).owners[0].user == alice.id and item(1).owners[0].state == "accepted"


def test_another_date_is_a_yes_and_is_told(alice, bob, group, bot, given, item, letters):
    bob.clicks("Change date", within=letters(bob)[-1])
    bob.fills(due="2026-12-04")
    bob.submits()
    bot.ticks()
    assert item(1).due.isoformat() == "2026-12-04" and item(1).owners[0].state == "accepted"
    assert "Bob Lindqvist changed the date of action item #1." in letters(alice)[-1].text


@pytest.mark.parametrize(("line", "due"), [("due 1 next Friday", "2026-12-04"), ("due #1 11 December", "2026-12-11"), ("due 1 none", None)])
def test_a_date_is_typed(alice, group, given, item, line, due):
    said = alice.types(f"/mentor action {line}", in_=group)
    if "Another day" in said.buttons:
        alice.clicks(next(b for b in said.buttons if " 4" in b))
    assert (item(1).due.isoformat() if item(1).due else None) == due


def test_a_note_reaches_its_owners_and_stays_in_the_history(bot, box, alice, bob, group, given, letters):
    alice.types("/mentor action note 1 waiting for the ethics form", in_=group)
    on(box, bot, seconds=2)
    assert "waiting for the ethics form" in letters(bob)[-1].text
    assert "waiting for the ethics form" in bob.types("/mentor action show 1", in_=group).text


def test_dropping_wants_a_reason_from_who_did_not_write_it_down_and_can_be_undone(alice, bob, group, given, item):
    assert "Why is it not needed" in bob.types("/mentor action drop 1", in_=group).text and item(1).state == "open"
    bob.types("/mentor action drop 1 the chair does it", in_=group)
    assert item(1).state == "dropped" and item(1).reason == "the chair does it"
    alice.clicks("Reopen", within=card(alice, group, "action show 1"))
    assert item(1).state == "open"


# ---- two at once ---------------------------------------------------------------------------------------------------------------

def test_the_second_who_says_done_sees_what_the_first_did_and_their_words_are_kept(alice, bob, group, given, item):
    bob.types("/mentor action done 1 sent it this morning", in_=group)
    said = alice.types("/mentor action drop 1 not needed any more", in_=group)
    assert "Bob Lindqvist marked it done before you. Your words are kept as a note." in said.text and item(1).state == "done"
    assert "not needed any more" in alice.types("/mentor action show 1", in_=group).text


def test_two_forms_at_once_lose_no_words(alice, bob, group, given, item):
    alice.chooses("overflow", "Edit", within=card(alice, group, "action show 1"))
    bob.types("/mentor action due 1 11 December", in_=group)
    alice.fills(what="Draft the survey of the residents")
    alice.submits()
    assert item(1).text == "Draft the survey of the residents" and item(1).due.isoformat() == "2026-12-11"


def test_two_who_word_the_same_see_both(alice, bob, group, given, item):
    for person in (alice, bob):
        person.chooses("overflow", "Edit", within=card(person, group, "action accept 1" if person is bob else "action show 1"))
    bob.fills(what="Bob's words")
    bob.submits()
    alice.fills(what="Alice's words")
    alice.submits()
    assert "The words now read: Bob's words" in alice.modal.text and held(alice, "what") == "Alice's words"
    alice.submits()
    assert item(1).text == "Alice's words"


def test_a_date_that_moved_meanwhile_is_not_overwritten_unseen(alice, bob, group, given, item, letters):
    bob.clicks("Change date", within=letters(bob)[-1])
    alice.types("/mentor action due 1 11 December", in_=group)
    bob.fills(due="2026-12-04")
    assert "changed the date meanwhile" in str(bob.submits().errors) and item(1).due.isoformat() == "2026-12-11"


# ---- coming back until it is done ------------------------------------------------------------------------------------------------

def test_two_days_before_on_the_day_and_then_only_in_the_message_of_the_week(bot, box, alice, bob, group, given, letters):
    bob.types("/mentor action accept 1", in_=group)
    before = len(letters(bob))
    on(box, bot, days=1, hours=16, minutes=59)    # Wednesday 8:59 in Berlin
    assert len(letters(bob)) == before
    on(box, bot, minutes=2)
    assert "Due Friday 27 November." in letters(bob)[-1].text and "Draft the survey" in letters(bob)[-1].text
    on(box, bot, days=2)
    assert "Due today." in letters(bob)[-1].text and len(letters(bob)) == before + 2
    on(box, bot, days=2)
    assert len(letters(bob)) == before + 2
    on(box, bot, hours=22, minutes=59)            # Monday, 8:00 in Berlin
    week = letters(bob)[-1]
    assert "Your week" in week.text and "#1 Draft the survey" in week.text and "was due Friday 27 November" in week.text
    bob.clicks("Done", within=week)
    assert "🎉 done" in letters(bob)[-1].text and letters(bob)[-1].buttons[0] == "Undo"
    on(box, bot, days=7)
    assert len(letters(bob)) == before + 3


def test_what_is_done_or_moved_is_not_reminded_of(bot, box, bob, group, given, letters):
    bob.types("/mentor action due 1 11 December", in_=group)
    before = len(letters(bob))
    on(box, bot, days=4, hours=1)
    assert len(letters(bob)) == before
    bob.types("/mentor action done 1", in_=group)
    for _ in range(16):
        on(box, bot, days=1)
    assert len(letters(bob)) == before


def test_several_of_one_day_are_one_message_and_each_is_answered_in_place(bot, box, bob, group, letters):
    for what in ("Book the room", "Send the slides"):
        bob.types(f"/mentor action add {what} by 4 December", in_=group)
    on(box, bot, days=8, hours=18)   # Wednesday 2 December
    said = letters(bob)[-1]
    assert "Book the room" in said.text and "Send the slides" in said.text
    bob.clicks("Done", within=said)
    after = letters(bob)[-1]
    assert after.ts == said.ts and "done" in after.text and "Send the slides" in after.text and after.buttons.count("Done") == 1


def test_it_can_be_turned_off(bot, box, bob, group, letters):
    bob.types("/mentor action add Book the room by 4 December", in_=group)
    bob.types("/mentor reminders off", in_=group)
    on(box, bot, days=12)
    assert letters(bob) == []


def test_nobody_is_asked_in_quiet_hours(bot, box, alice, bob, group, letters):
    on(box, bot, hours=5)     # 21:00 in Berlin
    alice.types(f"/mentor action add <@{bob.id}> Draft the survey by Friday", in_=group)
    alice.types(f"/mentor action add <@{bob.id}> Book the room by Friday", in_=group)
    bot.ticks()
    assert letters(bob) == []
    on(box, bot, hours=10, minutes=1)
    assert len(letters(bob)) == 1 and "Draft the survey" in letters(bob)[0].text and "Book the room" in letters(bob)[0].text


# ---- lists, Home, lateness -----------------------------------------------------------------------------------------------------------

def test_lateness_is_private_until_the_next_meeting(bot, box, alice, bob, group, planned, given):
    bob.types("/mentor action accept 1", in_=group)
    on(box, bot, days=5)                     # Saturday: late since Friday
    assert "was due" in bob.types("/mentor action list", in_=group).text
    assert "was due" not in alice.types("/mentor action list group", in_=group).text
    assert "Draft the survey" not in alice.types("/mentor action list late", in_=group).text
    on(box, bot, days=2, hours=21, minutes=30)   # the meeting of Tuesday 1 December
    assert "#1 Draft the survey — Bob Lindqvist, was due Friday 27 November" in "".join(m.text for m in bob.sees(group))
    assert "was due" in alice.types("/mentor action list late", in_=group).text


def test_home_shows_mine_and_done_is_one_tap(bot, alice, group, item):
    alice.types("/mentor action add Book the room by 4 December", in_=group)
    alice.opens_home()
    assert "My action items" in alice.home.text and "#1 Book the room" in alice.home.text
    alice.clicks("Done", within=alice.home)
    bot.ticks()
    assert item(1).state == "done" and "Book the room" not in alice.home.text


def test_lists_of_others_and_of_the_group(alice, bob, group, given):
    alice.types("/mentor action add Book the room", in_=group)
    assert "Draft the survey" in alice.types(f"/mentor action list <@{bob.id}>", in_=group).text
    everybodys = alice.types("/mentor action list group", in_=group).text
    assert "Draft the survey" in everybodys and "Book the room" in everybodys
    assert "Draft the survey" not in alice.types("/mentor action list", in_=group).text


# ---- who may what ---------------------------------------------------------------------------------------------------------------------

def test_for_somebody_outside_the_group_it_does_not_exist(bot, alice, carol, erin, group, found, given, forge, item):
    found("writers", erin, carol)
    for line in ("show 1", "done 1", "drop 1 x", "due 1 none", "note 1 hello", "give 1", "take 1", "edit 1"):
        assert "can't find action item #1" in carol.types(f"/mentor action {line}").text, line
    alice.clicks("Done", within=card(alice, group, "action show 1"))
    alice.types("/mentor action reopen 1", in_=group)

    def as_carol(payload):
        payload["user"]["id"], payload["trigger_id"] = carol.id, "forged.1"
    forge("block_actions", as_carol)
    assert item(1).state == "open"


def test_a_member_without_a_part_in_it_may_note_and_nothing_else(bot, box, alice, bob, group, item):
    dave = box.person("dave", real_name="Dave Okafor", tz="Europe/Berlin")
    alice.invites(dave, to=group)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id, bob.id, dave.id])
    alice.submits()
    alice.types(f"/mentor action add <@{bob.id}> Draft the survey", in_=group)
    for line in ("done 1", "drop 1 x", "due 1 none", "edit 1", f"give 1 <@{alice.id}>"):
        assert "is with Bob Lindqvist" in dave.types(f"/mentor action {line}", in_=group).text, line
    assert "has your note" in dave.types("/mentor action note 1 I can help", in_=group).text and item(1).is_open


def test_who_leaves_the_group_leaves_what_was_theirs_to_the_meeting(bot, alice, bob, group, given, item):
    bob.leaves(group)
    bot.ticks()
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id])
    alice.submits()
    assert item(1).owners == () and "nobody yet" in alice.types("/mentor action list group", in_=group).text


def test_hostile_words_stay_words(bot, alice, bob, group, letters):
    alice.types(f"/mentor action add <@{bob.id}> <!channel> *b* `c` <https://evil.example|click> by Friday", in_=group)
    bot.ticks()
    raw = str(letters(bob)[-1].message)
    assert "'type': 'broadcast'" not in raw and "'type': 'link'" not in raw and "&lt;!channel&gt; *b*" in letters(bob)[-1].message["text"]


# ---- out of the minutes ------------------------------------------------------------------------------------------------------------------

@pytest.fixture
def begun(bot, box, alice, group, planned):
    """The first meeting has begun; gives its message."""
    on(box, bot, days=7, hours=21, minutes=30)   # Tuesday 1 December, 7:30 in New York
    return next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)


def approved(bot, alice, group, begun):
    """The meeting is ended and its draft approved."""
    alice.clicks("End", within=begun)
    bot.ticks()
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    bot.ticks()


def test_approved_minutes_ask_each_owner_in_one_message_and_those_who_took_it_themselves_have_it(bot, box, alice, bob, group, begun, item,
                                                                                                 letters):
    alice.says("action: Bob to draft the letter by 11 December\naction: @bob book the room", in_=group, thread=begun)
    alice.says("action: I'll send the slides by 4 December", in_=group, thread=begun)
    before = len(letters(bob))
    approved(bot, alice, group, begun)
    assert [item(n).text for n in (1, 2, 3)] == ["draft the letter", "book the room", "send the slides"]
    assert item(3).owners[0].state == "accepted" and item(1).owners[0].state == "asked"
    assert len(letters(bob)) == before + 1
    asked = letters(bob)[-1]
    assert "Peer mentors: your action items of the meeting." in asked.text
    assert "draft the letter" in asked.text and "book the room" in asked.text
    bob.clicks("Accept", within=asked)
    assert item(1).owners[0].state == "accepted" and letters(bob)[-1].buttons.count("Accept") == 1


def test_a_draft_that_changes_takes_its_action_items_along_and_what_was_taken_on_by_hand_stays(bot, alice, bob, group, begun, item):
    alice.says("action: Bob to draft the letter by 11 December", in_=group, thread=begun)
    alice.says("action: Bob to book the room", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    bot.ticks()
    assert item(1).text == "draft the letter" and item(1).owners[0].user == bob.id
    lines = alice.sees(group, thread=begun)
    alice.edits(next(m for m in lines if "draft the letter" in m.text), "action: Alice to write the letter by 12 December")
    assert item(1).text == "write the letter" and item(1).owners[0].user == alice.id and item(1).due.isoformat() == "2026-12-12"
    alice.deletes(next(m for m in lines if "book the room" in m.text))
    assert item(2).state == "dropped" and item(2).reason == "taken out of the minutes"
    bob.types("/mentor action list group", in_=group)
    alice.types("/mentor action note 1 half of it is there", in_=group)
    alice.types("/mentor action due 1 15 December", in_=group)
    alice.deletes(next(m for m in alice.sees(group, thread=begun) if "write the letter" in m.text))
    assert item(1).is_open and item(1).due.isoformat() == "2026-12-15"


def test_what_is_open_comes_up_at_the_next_meeting_late_first(bot, box, alice, bob, group, begun):
    alice.says("action: Bob to draft the letter by 11 December", in_=group, thread=begun)
    alice.says("action: Bob to book the room by 30 November 2027", in_=group, thread=begun)
    approved(bot, alice, group, begun)
    on(box, bot, days=35)
    following = next(m for m in alice.sees(group) if "Peer mentors: meeting 2" in m.text)
    assert "#1 draft the letter — Bob Lindqvist, was due Friday 11 December" in following.text and "1 due later" in following.text
