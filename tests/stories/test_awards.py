"""Awards: put in with their deadline, asked about 45 days before, written by one as an action item, and the end is kept and celebrated."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def added(alice, bob, group):
    """Alice has put one in."""
    return alice.types("/mentor award Teaching award of the school by 15 March", in_=group)


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


def question(person, group):
    return next((m for m in person.sees(group) if "Whom of us shall we nominate?" in m.text), None)


def nominated(alice, bob, group, *, nominee=None, writer=None):
    alice.types("/mentor award list", in_=group)
    alice.clicks("Name somebody for Teaching award of the school")
    alice.fills(nominee=[(nominee or alice).id], writer=[(writer or bob).id])
    return alice.submits()


def of(letters, person, words):
    return [m for m in letters(person) if words in m.text]


def test_it_is_put_in_with_its_deadline_and_asked_about_45_days_before(bot, box, alice, bob, group, added):
    assert "✓ “Teaching award of the school” is in" in added.text and "Monday 15 March 2027" in added.text
    later(box, bot, days=66)    # 28 January
    assert question(bob, group) is None
    later(box, bot, days=1)
    assert "Teaching award of the school" in question(bob, group).text and "Name somebody" in question(bob, group).buttons


def test_a_deadline_that_is_near_is_asked_about_at_once_and_what_is_missing_is_asked_for(bot, box, alice, bob, group):
    alice.types("/mentor award Mentor of the year", in_=group)
    alice.fills(deadline="2026-11-20")
    assert "That deadline is over" in alice.submits().text
    alice.fills(deadline="2026-12-20")
    assert "✓ “Mentor of the year” is in" in alice.submits().text
    later(box, bot, seconds=2)
    assert question(bob, group)


def test_who_writes_it_has_an_action_item_and_the_nominee_hears(bot, box, alice, bob, group, added, letters):
    said = nominated(bob, alice, group, nominee=bob, writer=alice).text
    assert "✓ Bob Lindqvist is nominated" in said and "Alice Moreau writes it" in said
    later(box, bot, hours=18)
    assert "Write the nomination of Bob Lindqvist for Teaching award of the school" in alice.types("/mentor action list", in_=group).text
    assert "8 Mar" in alice.types("/mentor action list", in_=group).text
    later(box, bot, days=70)
    assert question(bob, group) is None, "nobody is asked who fits when somebody was named"


def test_another_nominee_takes_the_place_of_the_first(bot, box, alice, bob, group, added):
    nominated(alice, bob, group)
    nominated(alice, bob, group, nominee=bob, writer=alice)
    later(box, bot, seconds=2)
    said = alice.types("/mentor action list", in_=group).text
    assert "nomination of Bob Lindqvist" in said and "nomination of Alice Moreau" not in said


def test_nobody_writes_about_themselves_and_only_members_are_named(alice, bob, carol, group, added):
    assert "Somebody else writes better" in nominated(alice, bob, group, nominee=bob, writer=bob).text
    alice.fills(nominee=[carol.id], writer=[bob.id])
    assert "Choose somebody who is in" in alice.submits().text


def test_the_writer_says_how_it_ended_and_the_nominee_lets_it_be_celebrated(bot, box, alice, bob, group, added, letters):
    nominated(alice, bob, group)
    later(box, bot, days=112 + 46)      # 45 days after the deadline
    asked = of(letters, bob, "How did it end: Alice Moreau and Teaching award")
    assert len(asked) == 1
    assert "Alice Moreau hears of it from me" in bob.clicks("Won", within=asked[0]).text
    later(box, bot, hours=20)
    won = of(letters, alice, "is yours. Congratulations!")[0]
    assert "The next meeting begins with it" in alice.clicks("Yes, celebrate", within=won).text


def test_who_has_won_says_so_and_the_agenda_celebrates(bot, box, alice, bob, group, planned, added):
    nominated(alice, bob, group)
    alice.types("/mentor award list", in_=group)
    assert "congratulations!" in alice.clicks("Teaching award of the school was won").text
    alice.clicks("Celebrate it at the next meeting")
    said = bob.types("/mentor agenda", in_=group).text
    assert "To celebrate" in said and "Alice Moreau has won: Teaching award of the school" in said


def test_only_the_nominee_lets_it_be_celebrated(bot, box, alice, bob, group, planned, added, forge):
    nominated(alice, bob, group)
    alice.types("/mentor award list", in_=group)
    alice.clicks("Teaching award of the school was won")

    def as_bob(payload):
        payload["user"]["id"] = bob.id
        payload["trigger_id"] = "other.1"
        payload["actions"][0] |= {"action_id": "awards.share", "action_ts": "1"}
    forge("block_actions", as_bob)
    assert "has won" not in bob.types("/mentor agenda", in_=group).text


def test_not_this_time_is_kept_and_again_next_year(bot, box, alice, bob, group, added, letters):
    nominated(alice, bob, group)
    alice.types("/mentor award list", in_=group)
    assert "not this time" in alice.clicks("Teaching award of the school: not this time").text
    later(box, bot, days=160)
    assert not of(letters, bob, "How did it end")
    said = alice.clicks("Again next year").text
    assert "✓ “Teaching award of the school” is in again, for 2028" in said
    assert "not this time" in said and "Wednesday 15 March 2028" in said


def test_who_put_it_in_or_an_organiser_leaves_it_out(bot, box, alice, bob, group, letters):
    bob.types("/mentor award Young clinician award by 1 March", in_=group)
    bob.types("/mentor award list", in_=group)
    assert "Leave it out" in bob.types("/mentor award list", in_=group).buttons
    alice.types("/mentor award list", in_=group)
    assert "is left out" in alice.clicks("Leave Young clinician award out").text
    later(box, bot, days=80)
    assert question(bob, group) is None
