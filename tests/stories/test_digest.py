"""The message of the week as it arrives: on one's own Monday morning, once, only if something is due; and a whole year of it."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from storage import meetings as meeting_rows
from storage import outbox


def passes(bot, box, until: datetime) -> None:
    """Time passes, from one thing that is due to the next, at most half a day at once."""
    while (now := box.clock.now()) < until:
        bot.ticks()
        with bot.store.read() as tx:
            due = outbox.next_due(tx)
        then = min(until, now + timedelta(hours=12), max(due or until, now + timedelta(seconds=1)))
        box.clock.advance(then - now)
    bot.ticks()


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


@pytest.fixture
def letters(letters):
    """Direct messages but those of roles, which come a week before a meeting (test_roles.py)."""
    def read(person):
        return [m for m in letters(person) if ": you are " not in m.text]
    read.every = letters
    return read


def test_it_comes_on_monday_at_eight_where_each_one_is(bot, box, alice, bob, group, planned, letters):
    passes(bot, box, at(2026, 11, 30, 6, 59))
    assert letters(bob) == []
    passes(bot, box, at(2026, 11, 30, 7, 1))
    assert ["Peer mentors: Tuesday 1 December, 1:30 PM (7:30 AM New York time)" in m.text for m in letters(bob)] == [True]
    assert letters(alice) == []
    passes(bot, box, at(2026, 11, 30, 13, 1))
    assert ["Peer mentors: Tuesday 1 December, 7:30 AM\n" in m.text for m in letters(alice)] == [True]


def test_the_day_before_is_not_said_twice(bot, box, bob, group, planned, letters):
    passes(bot, box, at(2026, 12, 1, 18, 0))
    assert len(letters(bob)) == 1, "the message of the week said it that day"


def test_where_the_message_of_the_week_does_not_say_it_the_day_before_does(bot, box, bob, group, planned, letters):
    bob.types("/mentor reminders Friday 7am", in_=group)
    passes(bot, box, at(2027, 1, 5, 18, 0))
    assert [("Your week" in m.text, "tomorrow:" in m.text) for m in letters(bob)[-2:]] == [(True, False), (False, True)]


def test_nothing_due_is_nothing_sent(bot, box, alice, bob, group, letters):
    alice.types("/mentor goal add Submit the systematic review by 30 June", in_=group)
    passes(bot, box, at(2026, 12, 15, 18, 0))
    assert letters(alice) == [] and letters(bob) == []


def test_a_later_day_moves_what_is_planned(bot, box, bob, group, planned, letters):
    bot.ticks()
    bob.types("/mentor reminders Tuesday 7:00am", in_=group)
    passes(bot, box, at(2026, 12, 1, 5, 59))
    assert not [m for m in letters(bob) if "Your week" in m.text]
    passes(bot, box, at(2026, 12, 1, 6, 1))
    assert "Your week" in letters(bob)[-1].text


def test_an_earlier_hour_and_a_zone_in_the_east_move_what_is_planned_forward(bot, box, alice, bob, group, planned, letters):
    bot.ticks()
    alice.types("/mentor reminders Monday 7:00am", in_=group)
    bob.changes_zone("Asia/Kolkata")
    passes(bot, box, at(2026, 11, 30, 2, 31))
    assert ["Tuesday 1 December, 6:00 PM (7:30 AM New York time)" in m.text for m in letters(bob)] == [True] and letters(alice) == []
    passes(bot, box, at(2026, 11, 30, 12, 1))
    assert ["Your week" in m.text for m in letters(alice)] == [True]
    passes(bot, box, at(2026, 11, 30, 18, 0))
    assert len(letters(bob)) == len(letters(alice)) == 1, "moving makes no second one of the same week"


def test_switched_off_and_paused_means_silence(bot, box, alice, bob, group, planned, letters):
    bob.types("/mentor reminders off", in_=group)
    alice.types("/mentor reminders pause until 1 April", in_=group)
    passes(bot, box, at(2026, 12, 8, 18, 0))
    assert letters(bob) == [] and letters(alice) == []


def test_what_is_put_off_comes_again_made_from_what_holds_then(bot, box, bob, group, planned, letters):
    bob.types("/mentor goal add Draft the survey by 4 December", in_=group)
    passes(bot, box, at(2026, 11, 30, 7, 1))
    bob.clicks("Later", within=letters(bob)[-1])
    bob.fills(how="day", day="2026-12-03")
    bob.submits()
    passes(bot, box, at(2026, 12, 3, 6, 59))
    before = len(letters(bob))
    passes(bot, box, at(2026, 12, 3, 7, 1))
    assert len(letters(bob)) == before + 1
    assert "Draft the survey · due Friday 4 December (tomorrow)" in letters(bob)[-1].text
    assert "Peer mentors:" not in letters(bob)[-1].text, "the meeting is over by then"


# ---- a whole year ------------------------------------------------------------------------------------------------

ZONES = ("America/New_York", "America/New_York", "America/Chicago", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles")
WEEKS = int(os.environ.get("MENTOR_WEEKS", "19"))      # `make torture` lives the whole year
FIRST = at(2026, 11, 23, 15)
LAST = FIRST + timedelta(weeks=WEEKS)


@pytest.fixture
def six(bot, box, alice):
    """Six people in five zones, who meet every other Thursday at noon and have three goals each."""
    people = [alice, *[box.person(f"member-{n}", real_name=f"Member {n}", tz=tz) for n, tz in enumerate(ZONES[1:], 2)]]
    channel = box.channel("six", people, bot=True, private=True)
    alice.types("/mentor setup", in_=channel)
    alice.submits()
    bot.ticks()
    alice.types("/mentor meeting plan every other Thursday noon", in_=channel)
    alice.clicks("Looks right, fix these dates")
    for person in people:
        for line in ("Submit the systematic review by 30 June", "Revise the teaching portfolio", "long Become a program director"):
            person.types(f"/mentor goal add {line}", in_=channel)
    return people


def test_in_a_long_time_nobody_hears_too_much_and_nobody_is_disturbed_at_night(bot, box, six, letters):
    alice, bob = six[0], six[1]
    for number, line in ((3, "move 3 to Tuesday 29 December 5pm"), (6, "cancel 6 nobody is here"), (9, "move 9 to Monday 22 March 8am")):
        with bot.store.read() as tx:
            meeting = next(m for m in meeting_rows.between(tx, [1], FIRST) if m.number == number)
        passes(bot, box, meeting.starts - timedelta(hours=40))   # so near that each one is told
        answer = alice.types(f"/mentor meeting {line}", in_=box.channel("six"))
        if "Move it" in answer.buttons:
            answer = alice.clicks("Move it")
        assert "✓" in answer.text
        bob.types(f"/mentor meeting rsvp {number + 1} no", in_=box.channel("six"))
    passes(bot, box, LAST)
    weeks = [(FIRST + timedelta(weeks=n)).date().isocalendar()[:2] for n in range(WEEKS + 1)]
    for person, tz in zip(six, ZONES, strict=True):
        local = [datetime.fromtimestamp(float(m.ts), UTC).astimezone(ZoneInfo(tz)) for m in letters.every(person)]
        assert [t for t in local if not 7 <= t.hour < 20] == [], "never in quiet hours"
        a_week = Counter(t.date().isocalendar()[:2] for t in local)
        counts = [a_week.get(week, 0) for week in weeks]
        assert median(counts) <= 2 and max(counts) <= 5
        assert any("moved:" in m.text for m in letters(person)) == (person is not alice)
        assert sum(counts) >= 25 * WEEKS // 52, "every meeting was announced"


def test_whoever_has_a_role_at_the_next_meeting_reads_it_in_their_week_and_nobody_elses(bot, box, alice, bob, group, planned, letters):
    passes(bot, box, at(2026, 11, 30, 13, 1))
    said = {who.id: next(m.text for m in letters(who) if "Your week" in m.text) for who in (alice, bob)}
    roles = [text.partition("Your role: ")[2].partition("\n")[0] for text in said.values()]
    assert sorted(roles) == ["Discussion lead", "Scribe"]


def test_the_day_before_says_the_role_too(bot, box, bob, group, planned, letters):
    bob.types("/mentor reminders Friday 7am", in_=group)
    passes(bot, box, at(2027, 1, 5, 18, 0))
    (tomorrow,) = [m.text for m in letters(bob) if "tomorrow:" in m.text and "January" in m.text]
    assert "Your role: Discussion lead" in tomorrow or "Your role: Scribe" in tomorrow
