"""kill -9 in the middle of anything: what was acknowledged is served exactly once, what was answered stands exactly once."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress

from bot_process import forked, settings_for
from knocking import LONG

from bot import wiring

KILLS = 12


def test_every_event_that_was_acknowledged_is_served_exactly_once_over_many_kills(box, database, rows):
    chance, settings = random.Random(20), settings_for(box, database)
    people = [box.person(f"person-{n}", tz="UTC") for n in range(8)]
    asked = 0
    for _ in range(KILLS):
        process = forked(settings)
        box.until(box.delivery.connected, timeout=LONG)
        begun = box.traffic.last
        for person in chance.sample(people, 3):
            asked += 1
            person.says(f"goal add Goal-{asked}-")
        # So many things between Slack and the bot, and then the end: at another point of its work each time.
        point = begun + chance.randrange(0, 14)
        with suppress(AssertionError):   # there may be less to do than that
            box.until(lambda point=point: box.traffic.last >= point, timeout=0.3)
        process.kill()
        process.join(LONG)
        box.until(lambda: not box.delivery.connected(), timeout=LONG)

    last = wiring.start(settings, box.clock)
    try:
        for _ in range(12):   # repeats of what was not acknowledged, events left behind, letters to be proved, second looks
            box.travel(seconds=160)
            box.until(lambda: idle(box), timeout=LONG)
            last.tick()
    finally:
        last.stop()

    acknowledged = {each["body"]["event_id"] for each in box.truth.envelopes if each["name"] == "message" and each["status"] == "ok"
                    and not each["body"]["event"].get("bot_id")}
    assert len(acknowledged) == asked, "Slack repeats what was not acknowledged"
    goals = Counter(what for (what,) in rows("SELECT what FROM goals"))
    assert goals == {f"Goal-{n}-": 1 for n in range(1, asked + 1)}
    assert rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert rows("SELECT state, count(*) FROM outbox WHERE key LIKE 'answer:%' GROUP BY state") == [("sent", asked)]
    nonces = Counter((each.get("metadata") or {}).get("event_payload", {}).get("nonce") for each in box.truth.from_app)
    assert set(nonces.values()) == {1} and len(nonces) == asked


def idle(box) -> bool:
    """Nothing is on its way to the bot."""
    return not box.delivery._tasks
