"""A group's life on PostgreSQL, and on two processes that share it. All stories run there with MENTOR_TESTS_ON=postgresql."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot import wiring
from scheduler import rounds


@pytest.fixture
def database(fresh_postgres: str) -> str:
    """PostgreSQL, for the stories of this file."""
    return fresh_postgres


def later(box, *processes, **ahead):
    """Time passes, and each process does a round, and another."""
    box.clock.advance(timedelta(**ahead))
    for _ in range(3):
        for tick in processes:
            tick()
        box.clock.advance(timedelta(seconds=1))


@pytest.fixture
def twice(bot, box):
    """The round of a second process on the same database."""
    deps = wiring.make_deps(bot.settings, box.clock, store=bot.store, later=bot.later)
    return lambda: rounds.once(deps, lambda body: None)


def test_from_the_plan_to_the_owners(bot, box, alice, bob, group, letters):
    alice.types("/mentor meeting plan first Tuesday of the month at 7:30am", in_=group)
    alice.clicks("Looks right, fix these dates")
    later(box, bot.ticks, days=7, hours=21, minutes=31)    # 1 December, the meeting is on
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    alice.says("decision: half a day a week\naction: Bob to draft the letter by 11 December", in_=group, thread=begun)
    alice.clicks("End", within=begun)
    later(box, bot.ticks, seconds=2)
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    later(box, bot.ticks, seconds=2)
    assert "draft the letter" in letters(bob)[-1].text
    bob.clicks("Accept", within=letters(bob)[-1])
    bob.types("/mentor action done 1 sent", in_=group)
    assert "You have no open action item" in bob.types("/mentor action list", in_=group).text
    alice.types("/mentor meeting move 2 to 7 January 2027 8am", in_=group)
    alice.types("/mentor meeting cancel 3 holiday week", in_=group)
    for _ in range(4):
        later(box, bot.ticks, days=28)
    said = alice.types("/mentor meeting list", in_=group).text
    assert "Sep 2027" in said, "six months are ahead"


def test_two_processes_plan_and_send_and_nothing_comes_twice(bot, box, alice, bob, group, planned, letters, twice):
    alice.types(f"/mentor action add <@{bob.id}> Draft the survey by 4 December", in_=group)
    for _ in range(24):
        later(box, bot.ticks, twice, hours=10)
    said = Counter(m.text for person in (alice, bob) for m in letters(person)) + Counter(
        m.text for m in alice.sees(group) if m.message.get("bot_id"))
    assert said and max(said.values()) == 1
    assert any("Due Friday 4 December" in text for text in said) or any("#1 Draft the survey" in text for text in said)
