"""What somebody is reminded of is theirs to say: by a form, in words, from every reminder; Home says how much it is."""

from __future__ import annotations

import pytest

from mentoring.reminders import CHOICES, Kind
from storage import people as people_rows
from storage import preferences as rows


@pytest.fixture
def wishes_of(bot):
    """A person's wishes as stored."""
    def read(person):
        with bot.store.read() as tx:
            return rows.get(tx, people_rows.by_user(tx, bot.deps.workspace.team, person.id).id)
    return read


def test_the_form_shows_what_holds_and_what_it_means(bot, bob, group, planned):
    bob.types("/mentor reminders", in_=group)
    assert "As it is now, I send you *about 1 message a month*" in bob.modal.text
    assert {o["value"] for o in bob.modal.values["kinds"]["value"]["selected_options"]} == {k.value for k in CHOICES} - {"quorum", "topic"}


def test_only_organisers_are_offered_what_only_they_get(bot, alice, bob, group):
    alice.types("/mentor reminders", in_=group)
    assert "when few can come" in alice.modal.text
    bob.types("/mentor reminders", in_=group)
    assert "when few can come" not in bob.modal.text


def test_everything_in_the_form_is_kept(bot, bob, group, wishes_of):
    bob.types("/mentor reminders", in_=group)
    bob.fills(kinds=["digest", "changed"], weekday="4", time="07:30", quiet_from="18:00", quiet_to="06:30", paused_until="2026-12-24")
    answer = bob.submits()
    kept = wishes_of(bob)
    assert kept.off == {Kind.DAY_BEFORE, Kind.COMMIT, Kind.COMEBACK, Kind.ASKED, Kind.ACTION_SOON}
    assert kept.paused_until.isoformat() == "2026-12-24"
    assert (kept.digest_weekday, kept.digest_time, kept.quiet_from, kept.quiet_to) == (4, "07:30", "18:00", "06:30")
    assert "I write to you again on Thursday 24 December 2026." in answer.text


def test_what_the_form_does_not_offer_stays_as_it_was(bot, bob, group, wishes_of):
    bob.types("/mentor reminders off", in_=group)
    bob.types("/mentor reminders", in_=group)
    bob.fills(kinds=["digest"])
    bob.submits()
    assert wishes_of(bob).off == frozenset(CHOICES) - {Kind.DIGEST}


def test_a_message_within_the_quiet_hours_is_refused_at_its_field_and_the_form_stays(bot, bob, group, wishes_of):
    bob.types("/mentor reminders", in_=group)
    bob.fills(time="21:30")
    assert "within your quiet hours" in bob.submits().errors["time"]
    assert wishes_of(bob).digest_time == "08:00" and bob.modal is not None


def test_off_and_on_in_one_word(bot, bob, group, wishes_of):
    answer = bob.types("/mentor reminders off", in_=group)
    assert "I send you no reminders any more" in answer.text and wishes_of(bob).off == frozenset(CHOICES)
    answer = bob.clicks("Turn on again")
    assert "Your reminders are on." in answer.text and wishes_of(bob).off == frozenset()
    bob.types("/mentor reminders off", in_=group)
    bob.types("/mentor reminders on", in_=group)
    assert wishes_of(bob).off == frozenset()


@pytest.mark.parametrize(("typed", "day"), [("pause until 1 April", "2027-04-01"), ("pause for two weeks", "2026-12-07"),
                                            ("stop until Friday", "2026-11-27"), ("snooze till December 24", "2026-12-24")])
def test_a_pause_in_words(bot, bob, group, wishes_of, typed, day):
    assert "I write to you again on" in bob.types(f"/mentor reminders {typed}", in_=group).text
    assert wishes_of(bob).paused_until.isoformat() == day


@pytest.mark.parametrize(("typed", "weekday", "time"), [("Friday 7am", 4, "07:00"), ("every Tuesday at 9:30", 1, "09:30"),
                                                        ("Wednesday", 2, "08:00"), ("sundays 18:00", 6, "18:00"), ("thu noon", 3, "12:00")])
def test_the_day_of_the_week_and_the_hour_in_words(bot, bob, group, wishes_of, typed, weekday, time):
    bob.types(f"/mentor reminders {typed}", in_=group)
    assert (wishes_of(bob).digest_weekday, wishes_of(bob).digest_time) == (weekday, time)


@pytest.mark.parametrize(("typed", "begin", "end"), [("quiet 9pm to 6am", "21:00", "06:00"), ("quiet from 18:30 until 7", "18:30", "07:00"),
                                                     ("nothing after 5pm and before 7:30am", "17:00", "07:30")])
def test_quiet_hours_in_words(bot, bob, group, wishes_of, typed, begin, end):
    bob.types(f"/mentor reminders {typed}", in_=group)
    assert (wishes_of(bob).quiet_from, wishes_of(bob).quiet_to) == (begin, end)


@pytest.mark.parametrize("typed", ["pause until last Monday", "pause until soon", "whenever you like", "quiet soon to later",
                                   "Friday 25pm"])
def test_what_is_not_understood_changes_nothing_and_shows_how_to_say_it(bot, bob, group, wishes_of, typed):
    before = wishes_of(bob)
    answer = bob.types(f"/mentor reminders {typed}", in_=group)
    assert "✓" not in answer.text and wishes_of(bob) == before


def test_home_says_how_much_it_is_and_opens_the_form(bot, bob, group, planned):
    bob.opens_home()
    assert "I send you about 1 message a month, none after 8:00 PM and before 7:00 AM." in bob.home.text
    bob.clicks("Reminders…")
    bob.fills(kinds=["changed"])
    bob.submits()
    assert "I send you no messages." in bob.home.text
    bob.types("/mentor reminders pause until 1 April", in_=group)
    assert "I send you nothing until Thursday 1 April 2027." in bob.home.text


def test_home_says_until_when_one_is_away(bot, bob, group):
    bob.opens_home()
    bob.types("/mentor away until 1 April", in_=group)
    assert "You are away* until Thursday 1 April 2027" in bob.home.text
    bob.clicks("I'm back", within=bob.home)
    assert "You are away" not in bob.home.text


def test_a_form_sent_twice_is_kept_once_and_one_persons_wishes_are_nobody_elses(bot, alice, bob, group, wishes_of):
    before = wishes_of(alice)
    bob.types("/mentor reminders off", in_=group)
    assert wishes_of(alice) == before and wishes_of(bob).off == frozenset(CHOICES)
