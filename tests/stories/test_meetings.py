"""Single meetings: moved, called off, put back, added, with their place, link, length and note."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import meetings as rows


@pytest.fixture
def kept(bot, planned):
    """The meetings of the only group as they are stored, by number."""
    def read() -> dict:
        with bot.store.read() as tx:
            return {m.number: m for m in rows.between(tx, [1], datetime(2020, 1, 1, tzinfo=UTC))}
    return read


def test_a_meeting_moves_in_the_groups_time_and_its_entry_in_calendars_follows(bot, alice, group, kept):
    before = kept()[1]
    told = alice.types("/mentor meeting move 1 to Thursday 3 December 8am", in_=group).text
    after = kept()[1]
    assert "✓ Meeting 1 has moved." in told and "The rhythm had it on Tuesday 1 December 2026." in told
    assert (after.day, after.time, after.nominal) == (date(2026, 12, 3), "08:00", before.nominal)
    assert after.starts == datetime(2026, 12, 3, 13, tzinfo=UTC) and after.sequence == before.sequence + 1


def test_undo_takes_it_back_within_ten_minutes_and_not_later(bot, box, alice, group, kept):
    alice.types("/mentor meeting move 1 to Thursday 3 December 8am", in_=group)
    alice.clicks("Undo")
    assert kept()[1].day == date(2026, 12, 1)
    alice.types("/mentor meeting cancel 1", in_=group)
    box.clock.advance(timedelta(minutes=11))
    alice.clicks("Undo")
    assert not kept()[1].is_on


def test_a_bare_weekday_far_away_is_asked_back_and_a_click_answers(bot, alice, group, kept):
    asked = alice.types("/mentor meeting move 3 to Thursday", in_=group)
    assert "Which Thursday?" in asked.text
    asked.clicks("Thursday 4 February 2027, the same week")
    assert kept()[3].day == date(2027, 2, 4) and kept()[3].time == "07:30"


def test_a_day_that_the_group_keeps_free_is_asked_about_first(bot, alice, group, kept):
    asked = alice.types("/mentor meeting move 1 to 25 December 8am", in_=group)
    assert "That is Christmas Day, a day you keep free." in asked.text and kept()[1].day == date(2026, 12, 1)
    asked.clicks("Move it")
    assert kept()[1].day == date(2026, 12, 25)


@pytest.mark.parametrize(("typed", "said"), [
    ("move 9 to Friday", "can't find that meeting"), ("move 1 to yesterday", "has passed"), ("move 1 to blah", "can't find a date"),
    ("move to Friday", "Which meeting?"), ("length 1 forever", "no length to me"), ("link 1 javascript:x", "begins with https://")])
def test_what_cannot_be_done_is_refused_and_the_line_is_given_back(bot, alice, group, kept, typed, said):
    before = kept()
    answer = alice.types(f"/mentor meeting {typed}", in_=group).text
    assert said in answer and f"/mentor meeting {typed}" in answer and kept() == before


def test_a_meeting_is_called_off_with_its_reason_and_put_back(bot, alice, bob, group, kept):
    alice.types("/mentor meeting cancel 2 too few of us", in_=group)
    assert (kept()[2].state, kept()[2].reason) == ("cancelled", "too few of us")
    assert "called off · too few of us" in bob.types("/mentor meeting list", in_=group).text
    alice.types("/mentor meeting restore 2", in_=group)
    assert kept()[2].is_on and kept()[2].sequence == 2, "off and on again are two changes of the entry"


def test_a_meeting_beside_the_rhythm_gets_the_next_number(bot, alice, group, kept):
    assert "✓ Added as meeting 4." in alice.types("/mentor meeting add Tuesday 15 December noon", in_=group).text
    assert (kept()[4].day, kept()[4].time, kept()[4].minutes) == (date(2026, 12, 15), "12:00", 60)


def test_place_link_length_and_note_are_one_line_each(bot, alice, group, kept):
    for line in ("place 1 Library", "link 1 https://example.org/a", "length 1 90 min", "note 1 bring drafts"):
        alice.types(f"/mentor meeting {line}", in_=group)
    one = kept()[1]
    assert (one.place, one.link, one.minutes, one.note) == ("Library", "https://example.org/a", 90, "bring drafts")


def test_members_look_and_organisers_change(bot, alice, bob, group, kept):
    before = kept()
    for line in ("move 1 to Thursday 3 December 8am", "cancel 1", "add Tuesday 15 December noon", "place 1 Library"):
        bob.types(f"/mentor meeting {line}", in_=group)
    assert kept() == before
    assert "1. Tue 1 Dec 2026, 7:30 AM" in bob.types("/mentor meeting list", in_=group).text


def test_a_near_change_reaches_everyone_who_has_not_declined_and_nobody_else(bot, box, alice, bob, group, kept):
    box.clock.travel_to(datetime(2026, 11, 30, 15, tzinfo=UTC))   # the day before, at ten in New York
    bot.ticks()
    count = len(bob.sees(box.app))
    alice.types("/mentor meeting cancel 1 too few of us", in_=group)
    bot.ticks()
    box.clock.advance(timedelta(minutes=15))
    bot.ticks()
    told = [m.text for m in bob.sees(box.app)][count:]
    assert len([t for t in told if "is called off" in t and "too few of us" in t]) == 1


def test_days_of_the_groups_own_are_shown_and_taken_away_again(bot, alice, group, kept):
    alice.types("/mentor meeting holidays", in_=group)
    alice.clicks("Add days of our own…")
    alice.fills(name="Retreat", first="2027-03-01", last="2027-03-05")
    assert "Retreat" in alice.submits().text
    assert "Retreat" in alice.types("/mentor meeting move 1 to 2 March 7:30am", in_=group).text
