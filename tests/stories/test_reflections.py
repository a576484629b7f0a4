"""Reflections: written in a window, kept sealed, never lost, shared one at a time and taken back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from storage import people as people_rows
from storage import reflections as rows

CANARY = "wombat-7781"


def field(person, at=0):
    """The block of a text field of the form that is open."""
    return [b["block_id"] for b in person.modal.blocks if b.get("block_id", "").startswith("part")][at]


def writes(person, *texts, in_=None):
    """Open the form with the command, write, and keep it."""
    person.types("/mentor reflect", in_=in_)
    for at, text in enumerate(texts):
        person.fills({field(person, at): text})
    return person.submits()


def prompt(person) -> str:
    return person.modal.blocks[0]["elements"][0]["elements"][0]["text"]


@pytest.fixture
def posts(group):
    def read(person):
        return [m for m in person.sees(group) if "shares a reflection" in m.text and not m.ephemeral]
    return read


def test_a_reflection_is_written_and_found_again_by_its_author(alice, group):
    said = writes(alice, f"The clinic ran late and I snapped. {CANARY}", in_=group)
    assert "Kept, for you alone: reflection #1" in said.text and CANARY not in said.text
    alice.types("/mentor reflect list", in_=group)
    assert CANARY in alice.modal.text and "#1" in alice.modal.text
    alice.clicks("Open")
    assert CANARY in alice.modal.text and "Only you can read this" in alice.modal.text


def test_thirty_seconds_are_enough(alice, group):
    said = alice.types(f"/mentor reflect I said no to a committee today. {CANARY}", in_=group)
    assert "reflection #1" in said.text and CANARY not in said.text
    alice.types("/mentor reflect show 1", in_=group)
    assert CANARY in alice.modal.text


def test_what_was_typed_is_offered_again_when_the_window_was_closed(alice, box, group):
    alice.types("/mentor reflect", in_=group)
    asked = prompt(alice)
    alice.fills({field(alice): f"Half a thought {CANARY}"})
    alice.closes()
    box.clock.advance(timedelta(days=2))
    alice.types("/mentor reflect", in_=group)
    assert f"Half a thought {CANARY}" in alice.modal.text and prompt(alice) == asked and "where you stopped" in alice.modal.text
    alice.submits()
    alice.types("/mentor reflect", in_=group)
    assert CANARY not in alice.modal.text and "where you stopped" not in alice.modal.text


def test_a_letter_that_comes_after_the_form_was_kept_leaves_no_draft(alice, forge, group):
    writes(alice, "done", in_=group)
    forge("block_actions", lambda payload: payload.update(trigger_id="late"))
    alice.types("/mentor reflect", in_=group)
    assert "where you stopped" not in alice.modal.text


def test_more_room_keeps_what_is_written_and_all_of_it_is_kept(alice, group):
    alice.types("/mentor reflect", in_=group)
    alice.fills({field(alice): "First."})
    alice.fills({"reflections.size": "long"})
    texts = ["a" * 3000, "b" * 3000, "c" * 3000, "d" * 3000]
    assert "First." in alice.modal.text
    for at, text in enumerate(texts):
        alice.fills({field(alice, at): text})
    assert "reflection #1" in alice.submits().text
    alice.types("/mentor reflect show 1", in_=group)
    assert all(text in alice.modal.text for text in texts)


def test_the_frames_name_their_steps_and_less_room_loses_nothing(alice, group):
    alice.types("/mentor reflect", in_=group)
    alice.fills({"reflections.size": "what"})
    for at, text in enumerate(("it", "matters", "because")):
        alice.fills({field(alice, at): text})
    alice.fills({"reflections.size": "page"})
    assert all(text in alice.modal.text for text in ("it", "matters", "because"))
    alice.submits()
    alice.types("/mentor reflect show 1", in_=group)
    assert "it\n\nmatters\n\nbecause" in alice.modal.text


def test_another_prompt_comes_and_none_comes_twice(alice, group):
    alice.types("/mentor reflect", in_=group)
    seen = {prompt(alice)}
    alice.fills({field(alice): "kept while I choose"})
    for _ in range(20):
        alice.clicks("Another prompt")
        assert prompt(alice) not in seen
        seen.add(prompt(alice))
    alice.submits()
    alice.types("/mentor reflect list", in_=group)
    assert "kept while I choose" in alice.modal.text


def test_nothing_written_is_asked_for_at_its_field(alice, group):
    alice.types("/mentor reflect", in_=group)
    alice.fills({field(alice): "   "})
    answer = alice.submits()
    assert "Nothing is written yet" in str(answer.errors)


def test_an_entry_is_changed_and_deleted(alice, group, bot):
    writes(alice, "before", in_=group)
    alice.types("/mentor reflect edit #1", in_=group)
    alice.fills({field(alice): "after"})
    alice.submits()
    alice.types("/mentor reflect show 1", in_=group)
    assert "after" in alice.modal.text and "before" not in alice.modal.text
    alice.clicks("Delete")
    assert "Nothing here yet" in alice.modal.text
    assert "can't find reflection #1" in alice.types("/mentor reflect show 1", in_=group).text


def test_nobody_else_has_it_by_number_by_id_or_by_forged_window(alice, bob, bot, forge, group):
    writes(alice, CANARY, in_=group)
    with bot.store.read() as tx:
        alices = rows.own(tx, people_rows.by_user(tx, bot.deps.workspace.team, alice.id).id, limit=1)[0].id
    assert "can't find reflection #1" in bob.types("/mentor reflect show 1", in_=group).text
    writes(bob, "mine", in_=group)
    bob.types("/mentor reflect list", in_=group)

    def to_alices(payload):
        payload["actions"][0]["value"] = str(alices)
        payload["trigger_id"] = "another"
    bob.clicks("Open")
    forge("block_actions", to_alices)
    assert CANARY not in bob.modal.text
    bob.types("/mentor reflect edit 1", in_=group)

    def steals(payload):
        meta = json.loads(payload["view"]["private_metadata"])
        payload["view"]["private_metadata"] = json.dumps(meta | {"target": alices, "nonce": "another"})
    bob.submits()
    forge("view_submission", steals)
    alice.types("/mentor reflect show 1", in_=group)
    assert CANARY in alice.modal.text


def test_what_the_group_sees_is_looked_at_first_and_then_stands_in_a_thread_of_its_own(alice, bob, bot, group, posts):
    writes(alice, f"The resident cried. {CANARY} <!channel> *bold*", in_=group)
    alice.types("/mentor reflect share 1", in_=group)
    assert "This is what Peer mentors" in alice.modal.text and CANARY in alice.modal.text
    assert not posts(bob), "looking shares nothing"
    said = alice.submits()
    bot.ticks()
    assert "is shared with Peer mentors" in said.text
    post = posts(bob)[0]
    assert "@Alice Moreau" in post.text and f"{CANARY} <!channel> *bold*" in post.text
    assert any("what you heard" in m.text for m in bob.sees(group, thread=post))


def test_others_answer_with_what_they_heard_and_it_is_taken_back(alice, bob, box, bot, group, posts):
    writes(alice, "I nearly left.", in_=group)
    alice.types("/mentor reflect share 1", in_=group)
    alice.submits()
    bot.ticks()
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    bob.clicks("What I heard", within=bob.sees(group, thread=posts(bob)[0])[-1])
    bob.fills(text="How heavy that week was.")
    bob.submits()
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    thread = bob.sees(group, thread=posts(bob)[0])
    assert any("How heavy that week was." in m.text and "@Bob Lindqvist" in m.text for m in thread)
    assert "Taken back" in alice.types("/mentor reflect unshare 1", in_=group).text
    for _ in range(3):
        box.clock.advance(timedelta(minutes=1))
        bot.ticks()
    assert not posts(bob)


def test_a_long_one_goes_on_in_its_thread(alice, bob, box, bot, group, posts):
    alice.types("/mentor reflect", in_=group)
    alice.fills({"reflections.size": "long"})
    for at, letter in enumerate("abcd"):
        alice.fills({field(alice, at): letter * 2900})
    alice.submits()
    alice.types("/mentor reflect share 1", in_=group)
    alice.submits()
    for _ in range(6):
        bot.ticks()
        box.clock.advance(timedelta(minutes=1))
    post = posts(bob)[0]
    thread = "".join(m.text for m in bob.sees(group, thread=post))
    assert all(letter * 2900 in thread for letter in "abcd")


def test_plain_identifiers_are_pointed_out_before_sharing(alice, group):
    writes(alice, "Saw the patient John Smith, MRN 00123456, today.", in_=group)
    alice.types("/mentor reflect share 1", in_=group)
    assert "This may identify someone" in alice.modal.text and "a record number" in alice.modal.text


def test_a_changed_entry_takes_its_copy_back(alice, bob, box, bot, group, posts):
    writes(alice, "one", in_=group)
    alice.types("/mentor reflect share 1", in_=group)
    alice.submits()
    bot.ticks()
    alice.types("/mentor reflect edit 1", in_=group)
    alice.fills({field(alice): "two"})
    assert "taken back" in alice.submits().text
    for _ in range(4):
        box.clock.advance(timedelta(minutes=1))
        bot.ticks()
    assert not posts(bob)


def test_who_leaves_the_group_takes_what_they_shared_along(alice, bob, box, bot, group, posts):
    writes(bob, "shared with you all", in_=group)
    bob.types("/mentor reflect share 1", in_=group)
    bob.submits()
    bot.ticks()
    assert posts(alice)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id])
    alice.submits()
    for _ in range(4):
        box.clock.advance(timedelta(minutes=1))
        bot.ticks()
    assert not posts(alice)


def test_in_a_direct_message_nothing_is_kept_and_the_window_is_one_tap_away(alice, bot, box, group):
    alice.says(f"reflect {CANARY}")
    bot.ticks()
    answer = alice.sees(box.app)[-1]
    assert "Slack keeps messages" in answer.text and CANARY not in answer.text
    alice.clicks("Write")
    assert alice.modal.title == "Reflect"


def test_the_journal_comes_as_a_file_after_a_warning(alice, bot, box, group):
    writes(alice, f"# not a heading {CANARY}", in_=group)
    alice.types("/mentor reflect journal", in_=group)
    assert "lies in Slack" in alice.modal.text
    alice.submits()
    bot.ticks()
    files = [f for m in alice.sees(box.app) for f in m.message.get("files", ())]
    assert [f["name"] for f in files] == ["my-journal.md"]


def test_a_round_of_writing_in_the_meeting(bot, box, alice, bob, group, planned):
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))
    bot.ticks()
    assert "Five quiet minutes" in alice.types("/mentor reflect round What did you let go of?", in_=group).text
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    top = next(m for m in bob.sees(group) if "Peer mentors: meeting 1" in m.text)
    quiet = next(m for m in bob.sees(group, thread=top) if "What did you let go of?" in m.text)
    bob.clicks("Write", within=quiet)
    assert prompt(bob) == "What did you let go of?"
    assert not any("Time. Whoever wishes" in m.text for m in bob.sees(group, thread=top))
    box.clock.advance(timedelta(minutes=5))
    bot.ticks()
    assert any("Time. Whoever wishes" in m.text for m in bob.sees(group, thread=top))


def test_a_groups_own_prompts_come_first(alice, bob, group):
    alice.types("/mentor reflect prompt add What did you let go of this month?", in_=group)
    bob.types("/mentor reflect", in_=group)
    assert prompt(bob) == "What did you let go of this month?"
    bob.closes()
    listed = alice.types("/mentor reflect prompt list", in_=group)
    assert "What did you let go" in listed.text
    alice.clicks("Take away")
    alice.types("/mentor reflect", in_=group)
    assert prompt(alice) != "What did you let go of this month?"


def test_no_word_of_it_lies_in_the_database_or_beside_it(alice, bob, bot, box, group):
    writes(alice, f"A page {CANARY}", in_=group)
    alice.types(f"/mentor reflect A line {CANARY}", in_=group)
    alice.types("/mentor reflect", in_=group)
    alice.fills({field(alice): f"A draft {CANARY}"})
    alice.closes()
    alice.says(f"reflect In a message {CANARY}")
    bot.ticks()
    if bot.database.startswith("sqlite"):
        from pathlib import Path
        folder = Path(bot.database.removeprefix("sqlite:///")).parent
        for each in folder.iterdir():
            if each.is_file() and each.name != "sandbox.json":
                assert CANARY.encode() not in each.read_bytes(), each.name


@pytest.mark.parametrize(("words", "weeks"), [("every week", [1, 2, 3, 4]), ("every two weeks", [1, 3]), ("every month", [2]),
                                             ("never", [])])
def test_a_prompt_comes_with_the_message_of_the_week_as_often_as_one_likes(bot, box, alice, group, words, weeks):
    alice.types(f"/mentor reflect {words}", in_=group)
    came = {}
    for week in range(1, 5):
        box.clock.advance(timedelta(days=7) if week > 1 else timedelta(days=6, hours=23))   # Monday, nine in New York
        bot.ticks()
        came |= {m.ts: week for m in alice.sees(box.app) if "A minute for yourself" in m.text and m.ts not in came}
    assert list(came.values()) == weeks
    if weeks:
        alice.clicks("Write")
        assert prompt(alice) in alice.sees(box.app)[-1].text


def test_once_a_month_a_member_opens_a_question_in_turn(bot, box, alice, bob, group):
    assert "An organiser" in bob.types("/mentor reflect monthly", in_=group).text
    assert "first Monday" in alice.types("/mentor reflect monthly", in_=group).text

    def asked():
        return [m for m in bob.sees(group) if "The reflection of the month" in m.text]
    box.clock.advance(timedelta(days=13, hours=22))   # Monday 7 December, eight in New York
    bot.ticks()
    assert not asked()
    box.clock.advance(timedelta(hours=2))
    bot.ticks()
    bot.ticks()
    assert len(asked()) == 1 and "@Alice Moreau opens the thread" in asked()[0].text
    box.clock.advance(timedelta(days=28))             # Monday 4 January
    bot.ticks()
    assert len(asked()) == 2 and "@Bob Lindqvist opens the thread" in asked()[1].text
    alice.types("/mentor reflect monthly off", in_=group)
    box.clock.advance(timedelta(days=28))
    bot.ticks()
    assert len(asked()) == 2


def test_the_values_exercise_once_a_year_shows_what_one_chose_last_time(alice, box, group):
    alice.types("/mentor values", in_=group)
    alice.fills(first="Candour", second="Time", line="To say it in the meeting, not after it.")
    assert "Kept, for you alone" in alice.submits().text
    alice.types("/mentor reflect show 1", in_=group)
    assert "My values, 2026" in alice.modal.text and "Candour" in alice.modal.text and "To say it in the meeting" in alice.modal.text
    alice.closes()
    box.clock.advance(timedelta(days=365))
    alice.types("/mentor values", in_=group)
    assert "Last time, in 2026: Candour, Time." in alice.modal.text
    alice.fills(own="Craft", second="Craft")
    assert "twice" in str(alice.submits().errors)
