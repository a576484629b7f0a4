"""The organiser: handed on with the other's yes, stood in for, succeeded by a rule that is shown; and hours that only oneself sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import people as people_rows


@pytest.fixture
def dana(box):
    """Dana joined with Bob and comes after him."""
    return box.person("dana", real_name="Dana Okafor", tz="America/New_York")


@pytest.fixture
def room(box, alice, bob, dana):
    """The channel of the three."""
    return box.channel("peer-mentors", [alice, bob, dana], bot=True, private=True)


@pytest.fixture
def organisers(bot, group):
    """Who organises the group, by first name."""
    def read() -> list[str]:
        with bot.store.read() as tx:
            return [p.name.split()[0] for p in people_rows.organisers_of(tx, 1)]
    return read


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


def test_handing_over_takes_the_others_yes_and_there_is_always_one(bot, box, alice, bob, group, organisers, letters):
    assert "is asked" in alice.types(f"/mentor role organiser <@{bob.id}>", in_=group).text
    assert organisers() == ["Alice"]
    later(box, bot, seconds=2)
    asked = next(m for m in letters(bob) if "asks you to organise" in m.text)
    bob.clicks("I'll organise it", within=asked)
    assert organisers() == ["Bob"]
    later(box, bot, seconds=2)
    assert "Alice Moreau has handed over: Bob Lindqvist organises" in "".join(m.text for m in alice.sees(group))
    said = alice.types("/mentor role organiser", in_=group).text
    assert "Bob Lindqvist was handed it" in said and "Hand over…" not in said and "stands in until one is back" in said


def test_a_no_changes_nothing_and_says_so(bot, box, alice, bob, group, organisers, letters):
    alice.types("/mentor role organiser", in_=group)
    alice.clicks("Hand over…")
    alice.fills(who=[bob.id])
    alice.submits()
    later(box, bot, seconds=2)
    asked = next(m for m in letters(bob) if "asks you to organise" in m.text)
    bob.clicks("Not now", within=asked)
    assert organisers() == ["Alice"]
    later(box, bot, seconds=2)
    assert "can't organise Peer mentors just now" in "".join(m.text for m in letters(alice))


def test_nobody_else_answers_or_offers_it(bot, box, alice, bob, dana, carol, group, organisers, letters, forge):
    assert "An organiser of" in bob.types(f"/mentor role organiser <@{dana.id}>", in_=group).text
    assert "another member" in alice.types(f"/mentor role organiser <@{carol.id}>", in_=group).text
    alice.types(f"/mentor role organiser <@{bob.id}>", in_=group)
    later(box, bot, seconds=2)
    bob.clicks("Not now", within=next(m for m in letters(bob) if "asks you to organise" in m.text))
    alice.types(f"/mentor role organiser <@{dana.id}>", in_=group)
    for user in (carol.id, bob.id):
        for number in ("1", "2", "3"):
            forge("block_actions", lambda p, user=user, number=number: (
                p.update(user={"id": user}), p["actions"][0].update(action_id="roles.yes", value=number)))
    assert organisers() == ["Alice"]


def test_while_the_organiser_is_away_for_long_the_next_lead_stands_in_and_steps_back(bot, box, alice, bob, group, planned, organisers):
    bot.ticks()
    alice.types("/mentor away from 2026-11-24 until 2026-12-20", in_=group)
    later(box, bot, days=1)
    stands = organisers()
    assert len(stands) == 2 and "Alice" in stands
    said = "".join(m.text for m in bob.sees(group))
    assert "Alice Moreau is away." in said and "stands in as organiser of Peer mentors" in said
    later(box, bot, days=26)
    assert organisers() == ["Alice"]
    assert "Alice Moreau is back and organises Peer mentors again" in "".join(m.text for m in bob.sees(group))
    assert "stood in, until" in bob.types("/mentor role organiser", in_=group).text


def test_a_short_absence_changes_nothing(bot, box, alice, group, organisers):
    alice.types("/mentor away from 2026-11-24 until 2026-11-28", in_=group)
    later(box, bot, days=2)
    assert organisers() == ["Alice"]


def test_a_group_that_answers_nobody_for_seven_days_is_organised_by_the_rule(bot, box, alice, bob, group, organisers):
    box.workspace.change_user(alice.id, deleted=True)
    bot.ticks()
    later(box, bot, days=6)
    assert organisers() in ([], ["Bob"], ["Dana"])
    later(box, bot, days=1, hours=1)
    assert len(organisers()) == 1 and organisers() != ["Alice"]


def test_still_you_is_answered_or_passes_after_fourteen_days(bot, box, alice, bob, dana, group, organisers, letters):
    bob.types("/mentor role organiser", in_=group)
    assert "Alice Moreau is asked" in bob.clicks("Still you?").text
    later(box, bot, seconds=2)
    alice.clicks("I'm here", within=next(m for m in letters(alice) if "whether you still organise" in m.text))
    later(box, bot, days=15)
    assert organisers() == ["Alice"]
    bob.types("/mentor role organiser", in_=group)
    bob.clicks("Still you?")
    later(box, bot, days=13)
    assert organisers() == ["Alice"]
    later(box, bot, days=2)
    assert len(organisers()) == 1 and organisers() != ["Alice"]
    assert "has not answered for fourteen days" in "".join(m.text for m in bob.sees(group))


def test_hours_are_counted_from_approved_minutes_for_oneself_and_the_group_only(bot, box, alice, bob, dana, group, planned):
    assert "no approved minutes yet" in alice.types("/mentor hours", in_=group).text
    later(box, bot, days=7, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    for person in (alice, bob):
        person.clicks("I'm here", within=begun)
    box.clock.advance(timedelta(minutes=90))
    alice.clicks("End", within=begun)
    later(box, bot, seconds=2)
    assert "no approved minutes yet" in bob.types("/mentor hours", in_=group).text
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    said = bob.types("/mentor hours", in_=group).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "October to December 2026: 1 h 30 min in 1 of 1 meeting · the whole group 3 h" in said
    said = dana.types("/mentor hours", in_=group).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "none in 0 of 1 meeting" in said and "Alice" not in said and "Bob" not in said
