"""Many people at once, and a Slack or a database that keeps some of them waiting: nobody else is acknowledged late."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from knocking import LONG

SLOWER_THAN_AN_ACK = 3.5   # seconds; whoever waits for one such call is late
PEOPLE = 60


@pytest.fixture(params=["running", "port_running"], ids=["socket", "http"])
def live(request):
    """A bot at each of its doors."""
    return request.getfixturevalue(request.param)


def test_sixty_commands_and_clicks_over_a_slow_slack_are_all_acknowledged_in_time(live, box, known):
    alice, bob = known("alice"), known("bob")
    added = alice.types("/mentor goal add Teach the skills lab")
    strangers = [box.person(f"stranger-{n}", tz="UTC") for n in range(15)]
    box.trouble(method="*", delay=SLOWER_THAN_AN_ACK, times=10_000)
    acts = [lambda: alice.types("/mentor goal add Read one paper a week"), lambda: bob.types("/mentor goal add"),
            lambda: alice.clicks("Edit", within=added.messages[0])]
    with ThreadPoolExecutor(PEOPLE) as pool:
        done = [pool.submit(acts[n % 3]) for n in range(PEOPLE - len(strangers))]
        done += [pool.submit(each.types, "/mentor goal list") for each in strangers]
        acks = [each.result().ack.status for each in done]
    last = alice.types("/mentor goal add And one more").ack.status
    box.trouble(clear=True)
    assert (acks.count("ok"), last) == (PEOPLE, "ok")


def test_forty_listeners_that_wait_for_the_database_do_not_hold_up_the_next(live, box, known, database, rows):
    alice = known("alice")
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(alice.types, f"/mentor goal add Goal {n}") for n in range(40)]
        box.until(lambda: live.door.in_hand.count == 40, timeout=LONG)
        assert "I am Mentor" in alice.types("/mentor help").text
        assert not any(each.done() for each in waiting)
        other.execute("ROLLBACK")
        assert {each.result().ack.status for each in waiting} == {"ok"}
    other.close()
    assert rows("SELECT count(*) FROM goals") == [(40,)]
