"""A meeting that is held: its message, its thread as the log, receipts, questions, the end, and a restart in the middle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import sittings as rows


@pytest.fixture
def thread(box, group):
    """The thread of the meeting that has begun, as somebody sees it."""
    def read(person):
        top = next(m for m in person.sees(group) if "Peer mentors: meeting" in m.text and not m.ephemeral)
        return [m for m in person.sees(group, thread=top) if m.ts != top.ts and not m.ephemeral]
    return read


@pytest.fixture
def begun(bot, box, alice, group, planned):
    """The first meeting has begun; gives its message."""
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))   # Tuesday 1 December, 7:30 in New York
    bot.ticks()
    return next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)


def signs(message) -> set[str]:
    """The reactions under a message."""
    return {each["name"] for each in message.message.get("reactions", ())}


def line(thread, person, words):
    """The newest line of the thread that says this."""
    return next(m for m in reversed(thread(person)) if words in m.text)


def test_at_its_time_one_message_says_who_is_expected_and_the_thread_says_how(bot, alice, group, begun, thread):
    assert "7:30 AM" in begun.text and "Expected: @Alice Moreau, @Bob Lindqvist" in begun.text and "Leads: @Alice Moreau" in begun.text
    assert begun.buttons == ["I'm here", "Minutes so far", "Add item", "End"]
    assert "this thread is the log" in thread(alice)[0].text
    assert sum("begins now" in m.fallback for m in alice.sees(group)) == 1


@pytest.mark.parametrize(("words", "sign"), [
    ("decision: we meet on Zoom", "white_check_mark"), ("topic: Protected time", "bookmark_tabs"), ("NOTE - the chair agrees", "pushpin"),
    ("#action bob draft the letter by 11 December", "point_right"), ("acton: Bob draft it by 11 December", "pencil2")])
def test_a_marked_line_is_answered_with_the_sign_of_its_kind(bot, bob, group, begun, thread, words, sign):
    bob.says(words, in_=group, thread=begun)
    assert sign in signs(line(thread, bob, words))


def test_talk_is_left_alone_and_outside_the_thread_nothing_is_kept(bot, bob, group, begun, thread, planned):
    bob.says("I think we decided that last time", in_=group, thread=begun)
    bob.says("decision: outside", in_=group)
    assert signs(line(thread, bob, "last time")) == set()
    with bot.store.read() as tx:
        assert [s.text for s in rows.lines(tx, planned[1])] == ["I think we decided that last time"]


def test_an_edit_changes_the_sign_and_the_minutes_and_a_deleted_line_is_gone(bot, alice, bob, group, begun, thread):
    bob.says("note: half a day", in_=group, thread=begun)
    bob.edits(line(thread, bob, "half a day"), "decision: half a day a week")
    assert signs(line(thread, bob, "half a day")) == {"white_check_mark"}
    assert "✅ half a day a week" in so_far(alice, begun)
    bob.deletes(line(thread, bob, "half a day"))
    assert "half a day" not in so_far(alice, begun)


def so_far(person, begun) -> str:
    """What "Minutes so far" shows."""
    return person.clicks("Minutes so far", within=begun).text


def test_a_reaction_by_anyone_marks_a_line_and_taking_it_back_unmarks_it(bot, alice, bob, group, begun, thread):
    bob.says("We meet on Zoom from now on", in_=group, thread=begun)
    alice.reacts(line(thread, alice, "Zoom"), "white_check_mark")
    assert "✅ We meet on Zoom from now on" in so_far(bob, begun)
    assert bot.deps.workspace.bot_user in line(thread, alice, "Zoom").message["reactions"][0]["users"]
    alice.reacts(line(thread, alice, "Zoom"), "white_check_mark", remove=True)
    assert "✅ We meet" not in so_far(bob, begun) and signs(line(thread, alice, "Zoom")) == set()


def test_what_an_action_item_lacks_is_asked_once_in_the_thread_and_answered_by_a_tap(bot, box, alice, bob, group, begun, thread):
    bob.says("action: draft the survey", in_=group, thread=begun)
    asked = line(thread, bob, "Who takes it?")
    assert "draft the survey" in asked.text and "By when?" in asked.text
    bob.clicks("I do", within=asked)
    assert "draft the survey — Bob Lindqvist" in so_far(alice, begun)
    bob.chooses("sittings.due", "2026-12-11", within=asked)
    assert "by Friday 11 December" in so_far(alice, begun)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    assert line(thread, alice, "✓ 👉").text == "✓ 👉 draft the survey — Bob Lindqvist, by Friday 11 December 2026"
    assert not any("Who takes it?" in m.text for m in thread(bob))


def test_two_people_of_one_name_are_asked_about_and_a_name_nobody_has_is_kept(bot, box, alice, group, room, begun, thread):
    alice.says("action: Jenny to book the room by 11 December", in_=group, thread=begun)
    assert "I know nobody called “Jenny”" in line(thread, alice, "Who takes it?").text
    assert "Jenny" in so_far(alice, begun)


def test_i_am_here_counts_once_and_the_message_shows_it(bot, box, alice, bob, group, begun):
    bob.clicks("I'm here", within=begun)
    bob.clicks("I'm here", within=begun)
    bot.ticks()
    assert "Here: @Bob Lindqvist" in next(m for m in alice.sees(group) if m.ts == begun.ts).text


def test_a_restart_in_the_middle_with_events_lost_gives_the_same_minutes(bot, box, alice, bob, group, begun, thread):
    bob.says("topic: Protected time", in_=group, thread=begun)
    bot.stops()
    alice.says("decision: half a day a week", in_=group, thread=begun)
    bob.says("action: Bob to draft the letter by 11 December", in_=group, thread=begun)
    box.clock.advance(timedelta(minutes=4))
    bot.starts()
    bot.ticks()
    assert "caught up with 2 messages" in line(thread, bob, "caught up").text
    assert "✅ half a day a week" in so_far(alice, begun)
    assert "👉 draft the letter — Bob Lindqvist, by Friday 11 December" in so_far(bob, begun)
    assert {"white_check_mark"} == signs(line(thread, alice, "half a day"))


def test_the_end_makes_a_draft_and_the_organisers_word_makes_it_count(bot, box, alice, bob, group, begun, thread):
    bob.says("decision: half a day a week", in_=group, thread=begun)
    bob.says("action: Bob to draft the letter by 11 December", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    draft = line(thread, alice, "Draft minutes")
    assert "half a day a week" in draft.text and "draft the letter — Bob Lindqvist, by Friday 11 December" in draft.text
    assert "Present: Bob Lindqvist" in draft.text
    bob.clicks("Looks right", within=draft)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    assert not any("Minutes: meeting 1" in m.text for m in alice.sees(group)), "a member's word is counted, an organiser's approves"
    alice.clicks("Looks right", within=draft)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    post = next(m for m in alice.sees(group) if "Minutes: meeting 1" in m.text)
    assert "half a day a week" in post.text and "Whole minutes" in post.buttons
    assert "Approved." in line(thread, alice, "Minutes: meeting 1").text


def test_nothing_but_the_meetings_message_stands_in_the_channel_between_start_and_end(bot, alice, bob, group, begun, thread):
    before = [m.ts for m in bob.sees(group) if not m.ephemeral]
    for n in range(6):
        bob.says(f"note: point {n}", in_=group, thread=begun)
    bob.says("action: somebody does it", in_=group, thread=begun)
    bot.ticks()
    assert [m.ts for m in bob.sees(group) if not m.ephemeral and m.message.get("thread_ts") in (None, m.ts)] == before


def test_forty_eight_hours_without_an_objection_approve_and_an_objection_waits_for_an_organiser(bot, box, alice, bob, group, begun, thread):
    bob.says("decision: half a day a week", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    bob.clicks("Suggest a change", within=line(thread, bob, "Draft minutes"))
    bob.fills(text="It was a whole day.")
    bob.submits()
    box.clock.advance(timedelta(hours=49))
    bot.ticks()
    assert "Bob Lindqvist asks: It was a whole day." in line(thread, bob, "Draft minutes").text
    alice.clicks("The changes are settled", within=line(thread, alice, "Draft minutes"))
    box.clock.advance(timedelta(hours=1, minutes=1))
    bot.ticks()
    assert any("Minutes: meeting 1" in m.text for m in bob.sees(group))


def test_a_meeting_ends_by_itself_after_a_warning_and_can_be_kept_open(bot, box, alice, bob, group, begun, thread):
    bob.says("note: still here", in_=group, thread=begun)
    box.clock.advance(timedelta(minutes=76))
    bot.ticks()
    warning = line(thread, bob, "It has been quiet here")
    bob.clicks("We are still at it", within=warning)
    box.clock.advance(timedelta(minutes=14))
    bot.ticks()
    assert not any("Draft minutes" in m.text for m in thread(bob))
    for minutes in (2, 16):
        box.clock.advance(timedelta(minutes=minutes))
        bot.ticks()
    assert any("Draft minutes" in m.text for m in thread(bob))


def test_before_its_planned_end_only_who_leads_can_end_it(bot, box, room, alice, bob, group, thread):
    dave = box.person("dave", real_name="Dave Okafor", tz="America/New_York")
    alice.invites(dave, to=room)
    alice.types("/mentor setup", in_=room)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id, bob.id, dave.id])
    alice.submits()
    alice.types("/mentor meeting start", in_=group)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    top = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert "who leads it, or an organiser can end" in dave.clicks("End", within=top).text
    assert not any("Draft" in m.text for m in thread(dave))


def test_a_meeting_without_a_plan_begins_with_one_command(bot, box, alice, bob, group, thread):
    assert "✓ Meeting 1 begins, without a plan." in bob.types("/mentor meeting start", in_=group).text
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    top = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    alice.says("decision: it works", in_=group, thread=top)
    assert "✅ it works" in so_far(alice, top)
    assert "is going on" in bob.types("/mentor meeting start", in_=group).text


def test_the_words_that_begin_a_meeting_make_their_own_thread_the_log(bot, alice, bob, group):
    bob.says("#startmeeting", in_=group)
    bot.ticks()
    top = next(m for m in alice.sees(group) if m.text.endswith("#startmeeting"))
    alice.says("decision: it works", in_=group, thread=top)
    assert any("Peer mentors: meeting 1" in m.text for m in alice.sees(group, thread=top))
    assert "✅ it works" in alice.types("/mentor minutes", in_=group).text


def test_an_item_is_changed_removed_and_brought_back_by_its_menu(bot, alice, bob, group, begun, thread):
    bob.says("decision: half a day", in_=group, thread=begun)
    bob.clicks("Minutes so far", within=begun)
    assert "Taken out" in bob.chooses("overflow", "Remove").text and "half a day" not in so_far(alice, begun)
    bob.clicks("Put it back")
    assert "✅ half a day" in so_far(alice, begun)


def test_add_item_says_what_was_said_aloud(bot, alice, bob, group, begun):
    bob.clicks("Add item", within=begun)
    bob.fills(kind="decision", text="We meet on Zoom")
    bob.submits()
    assert "✅ We meet on Zoom" in so_far(alice, begun)


def test_what_was_not_reached_and_open_questions_come_back_at_the_next_meeting(bot, box, alice, bob, group, planned, thread):
    bob.types("/mentor agenda add Negotiating protected time", in_=group)
    bob.types("/mentor agenda add The survey", in_=group)
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))
    bot.ticks()
    top = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert "1. Negotiating protected time (Bob Lindqvist)" in top.text
    bob.says("topic: protected time", in_=group, thread=top)
    bob.says("question: who signs it?", in_=group, thread=top)
    alice.clicks("End", within=top)
    alice.clicks("Looks right", within=line(thread, alice, "Draft minutes"))
    box.clock.advance(timedelta(days=35))
    bot.ticks()
    following = next(m for m in alice.sees(group) if "Peer mentors: meeting 2" in m.text)
    assert "1. The survey (Bob Lindqvist, carried over)" in following.text and "who signs it?" in following.text
    assert "Negotiating" not in following.text


def test_a_correction_after_the_approval_is_a_new_version_of_the_same_post(bot, alice, bob, group, begun, thread):
    bob.says("decision: half a day", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    alice.clicks("Looks right", within=line(thread, alice, "Draft minutes"))
    bot.ticks()
    alice.types("/mentor minutes", in_=group)
    alice.chooses("overflow", "Edit")
    alice.fills(text="a whole day")
    alice.submits()
    bot.ticks()
    posts = [m for m in bob.sees(group) if "Minutes: meeting 1" in m.text and not m.ephemeral]
    assert len(posts) == 1 and "version 2: changed: a whole day" in posts[0].text and "half a day" not in posts[0].text
    history = bob.types("/mentor minutes", in_=group).text
    assert "Versions" in history and "approved by Alice Moreau" in history and "changed: a whole day (Alice Moreau)" in history


def test_somebody_of_no_group_sees_and_changes_nothing(bot, box, carol, bob, group, begun, forge, thread):
    bob.says("decision: half a day", in_=group, thread=begun)
    bob.clicks("Minutes so far", within=begun)
    answer = forge("block_actions", lambda p: p.update(user={"id": carol.id}, trigger_id="x.41", response_url=None))
    assert answer is not None
    assert "half a day" not in carol.types("/mentor minutes").text


def test_an_answer_to_the_call_for_the_agenda_is_on_the_table_and_follows_its_message(bot, box, alice, bob, group, planned):
    box.clock.advance(timedelta(days=1, hours=23))   # a week before the first meeting, nine in New York
    bot.ticks()
    call = next(m for m in bob.sees(group) if "What shall we talk about?" in m.text)
    bob.says("Negotiating protected time", in_=group, thread=call)
    said = bob.sees(group, thread=call)[-1]
    assert signs(said) == {"clipboard"} and "Negotiating protected time  (Bob Lindqvist)" in alice.types("/mentor agenda", in_=group).text
    bob.edits(said, "The survey")
    assert "The survey  (Bob Lindqvist)" in alice.clicks("See the agenda", within=call).text
    bob.deletes(said)
    assert "Nothing is on the table yet" in alice.types("/mentor agenda", in_=group).text


def test_a_point_is_dropped_by_who_brought_it_or_an_organiser_and_by_nobody_else(bot, alice, bob, group):
    alice.types("/mentor agenda add The survey", in_=group)
    assert "can drop it" in _drops(bob, group)
    assert "Off the table: The survey" in _drops(alice, group)


def _drops(person, group) -> str:
    person.types("/mentor agenda", in_=group)
    return person.clicks("Drop").text


def test_agenda_in_the_thread_waits_for_the_next_meeting(bot, alice, bob, group, begun, thread):
    bob.says("agenda: the budget", in_=group, thread=begun)
    assert signs(line(thread, bob, "the budget")) == {"fast_forward"}
    assert "the budget  (Bob Lindqvist)" in alice.types("/mentor agenda", in_=group).text


def test_of_a_sensitive_meeting_only_decisions_and_action_items_are_kept(bot, alice, bob, group, begun, thread, planned):
    bob.types("/mentor meeting sensitive", in_=group)
    for words in ("note: the resident cried", "It was hard for everybody", "decision: we talk to the dean"):
        bob.says(words, in_=group, thread=begun)
    alice.clicks("End", within=begun)
    draft = line(thread, alice, "Draft minutes")
    assert "we talk to the dean" in draft.text and "cried" not in draft.text
    alice.clicks("Looks right", within=draft)
    with bot.store.read() as tx:
        assert {s.text for s in rows.lines(tx, planned[1])} == {"", "decision: we talk to the dean"}


def test_a_meeting_past_midnight_and_over_a_clock_change_keeps_every_line(bot, box, alice, bob, group, thread):
    box.clock.advance(timedelta(days=110, hours=13, minutes=30))   # 13 March 2027, 23:30 in New York; the clocks change at two
    alice.types("/mentor meeting start", in_=group)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    top = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    for hours in range(5):
        bob.says(f"note: point {hours}", in_=group, thread=top)
        box.clock.advance(timedelta(hours=1))
        bob.says(f"still at it {hours}", in_=group, thread=top)
    shown = so_far(alice, top)
    assert all(f"📌 point {n}" in shown for n in range(5))
    alice.clicks("End", within=top)
    assert all(f"point {n}" in line(thread, alice, "Draft minutes").text for n in range(5))


def test_events_that_come_twice_and_out_of_order_change_nothing(bot, box, alice, bob, group, begun, thread, forge):
    bob.says("decision: half a day", in_=group, thread=begun)
    old = [e["body"] for e in box.truth.envelopes if e["body"].get("event", {}).get("text") == "decision: half a day"][-1]
    bob.edits(line(thread, bob, "half a day"), "decision: a whole day")
    for again in (1, 2):
        bot.hears(old | {"event_id": f"Ev{again}"}, "events_api", {})
    assert "✅ a whole day" in so_far(alice, begun) and "half a day" not in so_far(alice, begun)
    assert signs(line(thread, bob, "a whole day")) == {"white_check_mark"}


def test_the_shortcut_on_any_line_of_the_thread_puts_it_into_the_minutes(bot, alice, bob, group, begun, thread):
    bob.says(f"<@{alice.id}> could ask the dean about the half day", in_=group, thread=begun)
    alice.uses_shortcut("sittings.from_message", line(thread, alice, "could ask the dean"))
    assert "could ask the dean" in alice.modal.text
    alice.fills(kind="decision", text="Alice asks the dean")
    alice.submits()
    assert "✅ Alice asks the dean" in so_far(bob, begun)
    alice.clicks("End", within=begun)
    bot.ticks()
    link = f"/p{line(thread, alice, 'could ask the dean').ts.replace('.', '')}"
    assert link in str(line(thread, alice, "Draft minutes").message), "the item links to the line it came from"
