"""Who comes: three buttons, a word from those who cannot, dates kept free in one tap, and who was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mentoring.meetings import MeetingState
from storage import meetings as rows


@pytest.fixture
def said(bot, planned):
    """What has been said about a meeting, by person: ``said(1)``."""
    def read(number):
        with bot.store.read() as tx:
            return {r.user: r.answer and r.answer.value for r in rows.replies(tx, planned[number])}
    return read


@pytest.mark.parametrize(("typed", "number", "kept"), [
    ("rsvp yes", 1, "yes"), ("rsvp 2 late", 2, "late"), ("rsvp #3 no", 3, "no"), ("rsvp no", 1, "no"), ("rsvp 2 regrets", 2, "no")])
def test_one_line_says_whether_one_comes(bot, bob, group, planned, said, typed, number, kept):
    bob.types(f"/mentor meeting {typed}", in_=group)
    assert said(number) == {bob.id: kept}


def test_the_answer_names_the_meeting_and_offers_the_other_two_and_a_change_of_mind_is_one_tap(bot, bob, group, planned, said):
    answer = bob.types("/mentor meeting rsvp yes", in_=group)
    assert "✓ You are coming: meeting 1, Tuesday 1 December 2026, 7:30 AM." in answer.text
    bob.clicks("I'll be late")
    assert said(1) == {bob.id: "late"}


def test_without_a_word_it_tells_who_comes(bot, alice, bob, group, planned):
    bob.types("/mentor meeting rsvp yes", in_=group)
    told = alice.types("/mentor meeting rsvp", in_=group).text
    assert "Coming: @Bob Lindqvist" in told and "Not said yet: @Alice Moreau" in told


def test_who_cannot_come_sends_a_word_that_the_group_reads(bot, alice, bob, group, planned):
    bob.types("/mentor meeting rsvp no", in_=group)
    bob.clicks("Send a word to the group")
    bob.fills(word="My draft is in the folder.")
    assert "✓ Your word is with meeting 1" in bob.submits().text
    assert "@Bob Lindqvist: My draft is in the folder." in alice.types("/mentor meeting rsvp", in_=group).text
    bob.clicks("Change it")
    assert bob.modal.values["word"]["value"]["value"] == "My draft is in the folder.", "nothing typed is lost"


def test_a_reason_in_the_same_line_is_the_word(bot, alice, bob, group, planned):
    bob.types("/mentor meeting rsvp 1 no, on service that week", in_=group)
    assert "on service that week" in alice.types("/mentor meeting rsvp 1", in_=group).text


def test_all_dates_are_kept_free_but_those_that_do_not_work(bot, bob, group, planned, said):
    bob.types("/mentor meeting rsvp yes", in_=group)
    bob.types("/mentor meeting conflicts", in_=group)
    bob.fills(no0=[str(planned[2])])
    assert "You keep the dates of Peer mentors free, up to Sunday 23 May 2027. You have said no to 1." in bob.submits().text
    assert (said(1), said(2), said(3)) == ({bob.id: "yes"}, {bob.id: "no"}, {bob.id: "yes"})
    bob.clicks("Some don't work")
    assert [o["value"] for o in bob.modal.values["no0"]["value"]["selected_options"]] == [str(planned[2])], "ticked as before"
    bob.fills(no0=[])
    bob.submits()
    assert said(2) == {bob.id: "yes"}, "no box, no conflict"


@pytest.mark.parametrize("typed", ["rsvp maybe", "rsvp 9 yes", "rsvp 1 perhaps"])
def test_what_is_no_answer_is_refused_with_the_way_on(bot, bob, group, planned, said, typed):
    answer = bob.types(f"/mentor meeting {typed}", in_=group)
    assert ("/mentor meeting rsvp 4 late" in answer.text or "can't find that meeting" in answer.text) and said(1) == {}


def test_a_meeting_that_is_over_or_called_off_takes_no_answer(bot, box, bob, group, planned, said):
    with bot.store.write() as tx:
        off = rows.by_id(tx, planned[2])
        rows.change(tx, replace(off, state=MeetingState.CANCELLED), was=off.version)
    assert "called off" in bob.types("/mentor meeting rsvp 2 yes", in_=group).text
    box.clock.advance(timedelta(days=9))
    assert "That meeting is over" in bob.types("/mentor meeting rsvp 1 yes", in_=group).text and said(1) == {}


def test_somebody_of_another_group_can_say_nothing(bot, carol, bob, group, planned, said, forge):
    bob.types("/mentor meeting rsvp yes", in_=group)
    bob.clicks("I can't")
    forge("block_actions", lambda p: p.update(user={"id": carol.id}, trigger_id="x.31", response_url=None))
    assert said(1) == {bob.id: "no"}


def test_who_was_there_is_told_by_a_tap_or_by_an_organiser_and_there_is_no_league_table(bot, box, alice, bob, group, planned):
    bob.types("/mentor meeting rsvp yes", in_=group)
    assert "has not begun yet" in _tap(bob, group)
    box.clock.advance(timedelta(days=8))
    assert "✓ You were at meeting 1" in _tap(bob, group)
    told = alice.types("/mentor meeting attendance 1", in_=group)
    assert "There: @Bob Lindqvist" in told.text
    alice.clicks("Correct")
    alice.fills(there=[alice.id])
    corrected = alice.submits().text
    assert "There: @Alice Moreau" in corrected and "Said yes, not seen: @Bob Lindqvist" in corrected
    assert "not seen" not in bob.types("/mentor meeting attendance 1", in_=group).text.split("@Bob")[0]


def _tap(person, group) -> str:
    person.types("/mentor meeting attendance 1", in_=group)
    return person.clicks("I was there").text
