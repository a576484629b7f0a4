"""The message of the week is answered line by line, by one tap each: on track, stuck, done; coming or not; later."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest

from bot.services import digest
from storage import deliveries
from storage import people as people_rows


@pytest.fixture
def week(bot, box):
    """Send somebody their message of the week as it is now: gives it as they see it, or None when nothing is due."""
    def send(person):
        with bot.store.read() as tx:
            actor = people_rows.actor(tx, bot.deps.workspace.team, person.id)
            message = digest.compose(tx, actor.person, actor.groups, day=bot.deps.clock.now().date(), now=bot.deps.clock.now())
        if message is None:
            return None
        channel = bot.deps.slack.call("conversations.open", users=person.id)["channel"]["id"]
        bot.deps.slack.call("chat.postMessage", channel=channel, **message.body())
        return person.sees(channel)[-1]
    return send


def now(person, message):
    """The same message as it stands now."""
    return next(m for m in person.sees(message.channel) if m.ts == message.ts)


@pytest.fixture
def three(bot, box, bob, group):
    """Bob has a goal that has passed, one that is due and one that lies still; it is the Monday before Christmas."""
    bob.types("/mentor goal add Draft the survey by 27 November", in_=group)
    bob.types("/mentor goal add Submit the systematic review by 23 December", in_=group)
    bob.types("/mentor goal add Revise the teaching portfolio", in_=group)
    box.clock.advance(timedelta(days=28))


def test_what_is_due_comes_in_at_most_five_lines_and_nobody_elses_is_in_it(week, three, bob, alice, group, planned):
    alice.types("/mentor goal add Alice's own by 23 December", in_=group)
    message = week(bob)
    assert message.text.startswith("Your week")
    for words in ("#1 Draft the survey · was due Friday 27 November (3 weeks ago)",
                  "#2 Submit the systematic review · due Wednesday 23 December (in 2 days)",
                  "#3 Revise the teaching portfolio · nothing noted for 4 weeks"):
        assert words in message.text
    assert "Alice's own" not in message.text


def test_nothing_due_is_nothing_said(week, bob, group, bot):
    assert week(bob) is None
    bob.types("/mentor goal add Submit the systematic review by 30 June", in_=group)
    assert week(bob) is None


def test_on_track_is_one_tap_and_the_other_lines_stay(week, three, bob, goals_of):
    message = week(bob)
    bob.clicks("On track: goal #2", within=message)
    after = now(bob, message)
    assert "#2 Submit the systematic review · ✓ on track" in after.text and "On track: goal #2" not in labels(after)
    assert {"On track: goal #1", "Stuck: goal #1", "Done: goal #1"} <= labels(after), "the others wait for their tap"
    assert goals_of(bob)[2].touched > goals_of(bob)[1].touched


def labels(message) -> set[str]:
    return {e.get("accessibility_label") for b in message.blocks for e in b.get("elements", ()) if e.get("type") == "button"}


def test_done_in_place_and_taken_back(week, three, bob, goals_of):
    message = week(bob)
    bob.clicks("Done: goal #1", within=message)
    assert "#1 Draft the survey · 🎉 done" in now(bob, message).text and str(goals_of(bob)[1].state) == "done"
    bob.clicks("Undo", within=now(bob, message))
    assert "was due Friday 27 November" in now(bob, message).text and goals_of(bob)[1].is_open


def test_stuck_is_brought_to_the_group_in_the_owners_own_words_and_never_in_the_goals(week, three, alice, bob, group):
    message = week(bob)
    bob.clicks("Stuck: goal #1", within=message)
    assert "The goal itself stays as private as it is." in bob.modal.text
    bob.fills(words="I can't find a <!channel> second reviewer")
    bob.submits()
    told = alice.sees(group)[-1]
    assert "@Bob Lindqvist is stuck with something and would like to talk about it with you." in told.text
    assert "I can't find a <!channel> second reviewer" in told.text and "Draft the survey" not in alice.sees(group).text
    assert "✓ the group has been told" in now(bob, message).text


def test_what_is_stuck_is_named_for_the_next_meeting_when_there_is_one(week, three, planned, alice, bob, group):
    bob.clicks("Stuck: goal #2", within=week(bob))
    bob.submits()
    assert "when you meet on Tuesday 5 January 2027, 7:30 AM." in alice.sees(group)[-1].text
    assert "Submit the systematic review" not in alice.sees(group)[-1].text, "without words of one's own only that it is stuck"


def test_stuck_gets_another_date(week, three, bob, goals_of):
    message = week(bob)
    bob.clicks("Stuck: goal #1", within=message)
    bob.fills(how="date")
    assert "choose the other date" in bob.submits().errors["day"]
    bob.fills(day="2027-02-01")
    bob.submits()
    assert "now due Monday 1 February 2027" in now(bob, message).text and goals_of(bob)[1].due.isoformat() == "2027-02-01"


def test_stuck_is_let_go_and_taken_back(week, three, bob, goals_of):
    message = week(bob)
    bob.clicks("Stuck: goal #1", within=message)
    bob.fills(how="drop")
    bob.submits()
    assert "✓ dropped" in now(bob, message).text and str(goals_of(bob)[1].state) == "dropped"
    bob.clicks("Undo", within=now(bob, message))
    assert goals_of(bob)[1].is_open


def test_a_meeting_is_answered_in_place_and_the_mind_changed(week, bot, box, alice, bob, group, planned):
    box.clock.advance(timedelta(days=7))
    message = week(bob)
    assert "Peer mentors: Tuesday 1 December, 1:30 PM (7:30 AM New York time)" in message.text
    bob.clicks("I'll be late", within=message)
    assert "You come late." in now(bob, message).text
    bob.clicks("I can't", within=now(bob, message))
    assert "You can't come." in now(bob, message).text and week(bob) is None, "what is declined is not said again"
    bob.clicks("Send a word", within=now(bob, message))
    bob.fills(word="My draft is in the folder.")
    bob.submits()
    assert "You can't come." in now(bob, message).text, "the message stays"
    box.clock.advance(timedelta(hours=20, minutes=40))
    bot.ticks()
    assert "can't come and says: My draft is in the folder." in "".join(m.text for m in alice.sees(group))


def test_a_goal_that_was_closed_meanwhile_is_shown_as_it_is(week, three, bob, group):
    message = week(bob)
    bob.types("/mentor goal done 1", in_=group)
    answer = bob.clicks("Done: goal #1", within=message)
    assert "already closed" in answer.text and "#2 Submit" in now(bob, message).text, "the message stays"


@pytest.mark.parametrize(("how", "chosen", "day"), [
    ("tomorrow", None, "2026-12-22"), ("day", "2027-01-04", "2027-01-04"), ("clinic", "2026-12-30", "2026-12-31"),
    ("clinic", "2027-01-08", "2027-01-11")])
def test_later_brings_it_back_on_the_day_that_was_chosen(week, three, bot, bob, how, chosen, day):
    message = week(bob)
    bob.clicks("Later", within=message)
    bob.fills(how=how, **({"day": chosen} if chosen else {}))
    bob.submits()
    assert "✓ Put off to" in now(bob, message).text and put_off(bot, bob) == [(f"{day}T08:00", "waiting")]
    bob.clicks("Show it now", within=now(bob, message))
    assert "Draft the survey" in now(bob, message).text


def put_off(bot, person) -> list[tuple[str, str]]:
    with bot.store.read() as tx:
        whose = people_rows.by_user(tx, bot.deps.workspace.team, person.id).id
        return [(row.nominal, row.state) for row in deliveries.of_person(tx, whose, since=bot.deps.clock.now()) if row.kind == "later"]


def test_settings_opened_from_the_message_leave_it_as_it_is(week, three, bob):
    message = week(bob)
    before = message.text
    bob.clicks("Reminders…", within=message)
    bob.fills(weekday="4")
    assert "Your week comes on Friday" in bob.submits().text
    assert now(bob, message).text == before


def test_a_day_that_has_come_is_refused_and_the_form_stays(week, three, bot, bob):
    message = week(bob)
    bob.clicks("Later", within=message)
    bob.fills(how="day")
    assert "choose the day" in bob.submits().errors["day"]
    bob.fills(day="2026-12-21")
    assert "come already" in bob.submits().errors["day"] and put_off(bot, bob) == []


def test_an_outsiders_click_changes_nothing_and_tells_nothing(week, three, carol, bob, forge, goals_of):
    message = week(bob)
    bob.clicks("Stuck: goal #2", within=message)
    forge("block_actions", lambda p: p.update(user={"id": carol.id}, actions=[copy.deepcopy(p["actions"][0]) | {
        "action_id": "digest.done", "action_ts": "9.9"}]))
    assert goals_of(bob)[2].is_open and "Submit the systematic review" not in (carol.modal.text if carol.modal else "")


def test_a_forged_button_shows_nothing_of_somebody_elses(week, three, planned, carol, goals_of, bob, forge):
    carol.types("/mentor goal add Draft my own by 23 December")
    message = week(carol)
    carol.clicks("On track: goal #1", within=message)
    others, own = goals_of(bob)[2].id, goals_of(carol)[1].id
    forge("block_actions", lambda p: p.update(actions=[p["actions"][0] | {"value": f"{own}|g{own}.g{others}.m{planned[2]}",
                                                                          "action_ts": "9.9"}]))
    text = now(carol, message).text
    assert "Draft my own" in text and "Submit the systematic review" not in text and "Peer mentors" not in text


def test_home_shows_what_is_due_and_finishes_it_there(three, bob, group, planned, goals_of):
    bob.opens_home()
    assert bob.home.text.index("Next for you") < bob.home.text.index("Tuesday 5 January 2027") < bob.home.text.index("My goals")
    bob.clicks("On track: goal #2", within=bob.home)
    assert bob.modal is None and "due Wednesday 23 December" in bob.home.text
    bob.clicks("Done: goal #1", within=bob.home)
    assert "was due Friday 27 November" not in bob.home.text and not goals_of(bob)[1].is_open
