"""Being away: one line, no messages, back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import absences as rows
from storage import people as people_rows


@pytest.fixture
def absences_of(bot):
    """The absences of a person as stored, from the clock's day on: (first, last) in ISO."""
    def read(person):
        with bot.store.read() as tx:
            whose = people_rows.by_user(tx, bot.deps.workspace.team, person.id)
            return [(a.first.isoformat(), a.last.isoformat()) for a in rows.ahead(tx, whose.id, bot.deps.clock.now().date())]
    return read


@pytest.mark.parametrize(("typed", "days"), [
    ("until 1 April", ("2026-11-23", "2027-03-31")), ("until Friday", ("2026-11-23", "2026-11-26")),
    ("3 June to 20 June", ("2027-06-03", "2027-06-20")), ("from 3 June until 20 June", ("2027-06-03", "2027-06-19")),
    ("for two weeks", ("2026-11-23", "2026-12-06")), ("June 3 - June 20", ("2027-06-03", "2027-06-20"))])
def test_one_line_says_from_when_to_when(bot, bob, group, absences_of, typed, days):
    answer = bob.types(f"/mentor away {typed}", in_=group)
    assert absences_of(bob) == [days]
    assert "✓ You are away" in answer.text and "no direct messages" in answer.text


def test_the_day_named_is_the_first_day_back_and_is_said_in_full(bot, bob, group):
    assert "back on Thursday 1 April 2027" in bob.types("/mentor away until 1 April", in_=group).text


def test_without_words_the_form_opens_and_its_faults_are_named_at_their_field(bot, bob, group, absences_of):
    bob.types("/mentor away", in_=group)
    bob.fills(first="2027-06-03", returns="2027-06-03")
    assert "back before you left" in str(bob.submits().errors)
    bob.fills(returns="2027-06-21")
    bob.submits()
    assert absences_of(bob) == [("2027-06-03", "2027-06-20")]


def test_a_new_absence_takes_the_place_of_one_that_it_overlaps(bot, bob, group, absences_of):
    bob.types("/mentor away 3 June to 20 June", in_=group)
    bob.types("/mentor away 10 June to 30 June", in_=group)
    assert absences_of(bob) == [("2027-06-10", "2027-06-30")]


def test_back_by_a_button_and_by_itself(bot, box, bob, group, absences_of):
    bob.types("/mentor away until 1 December", in_=group)
    assert "Welcome back" in bob.clicks("I'm back").text and absences_of(bob) == []
    assert "You were not away" in bob.types("/mentor back", in_=group).text
    bob.types("/mentor away until 1 December", in_=group)
    box.clock.advance(timedelta(days=9))
    assert absences_of(bob) == []


@pytest.mark.parametrize(("typed", "said"), [
    ("until last Monday", "That has passed"), ("until 31 February", "no such day"), ("until soon", "“soon”"),
    ("until next Thursday", "could mean several days")])
def test_a_day_that_is_none_is_refused_with_an_example(bot, bob, group, absences_of, typed, said):
    answer = bob.types(f"/mentor away {typed}", in_=group)
    assert said in answer.text and "/mentor away until 1 April" in answer.text and absences_of(bob) == []
