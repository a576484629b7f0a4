"""What is private stays where it is: canaries in reflections and private goals, through everything that works and everything that fails.

None is in a log (at DEBUG), an error, a file beside the database, anybody else's Home, export or search; none of a reflection is in the
database or its log. MENTOR_CANARIES says how many; `make torture` takes 2,000. (reliability.md T19)
"""

from __future__ import annotations

import io
import json
import logging
import os
import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.services import own_data, people
from bot.settings import Settings

CANARIES = int(os.environ.get("MENTOR_CANARIES", "120"))
FAULTS = ({"status": 500}, {"error": "invalid_blocks"}, {"error": "channel_not_found"}, {"html": True}, {"drop": True}, {"cut": True},
          {"error": "expired_trigger_id"})
WRITTEN, GOAL = "Reflexvogel", "Zielvogel"


@pytest.fixture
def log():
    """Everything that is logged at DEBUG, with Slack's libraries."""
    written, root = io.StringIO(), logging.getLogger()
    kept, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.NOISY, "slack_sdk", "slack_bolt")}
    logs.log_to(written, Settings(log_level="DEBUG"))
    root.addHandler(logging.StreamHandler(written))
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    root.handlers[:] = kept
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def field(person) -> str | None:
    blocks = person.modal.blocks if person.modal else ()
    return next((b["block_id"] for b in blocks if b.get("block_id", "").startswith("part")), None)


def lives(alice, group, number: int, rng: random.Random) -> None:
    """One more private thing, by one of the ways there are."""
    words = f"{WRITTEN}{number:05d}"
    way = rng.randrange(8)
    if way == 0:
        alice.types(f"/mentor reflect {words}", in_=group)
    elif way == 1:
        alice.says(f"reflect {words}")
    elif way == 2:
        alice.types(f"/mentor goal add {GOAL}{number:05d} by 30 June", in_=group)
    elif way == 3:
        alice.types(f"/mentor goal update {rng.randint(1, 9)} {GOAL}{number:05d} 10%", in_=group)
    elif way == 4:
        alice.types(f"/mentor reflect show {words}", in_=group)
    else:
        alice.types("/mentor reflect" if way < 7 else f"/mentor reflect edit {rng.randint(1, 4)}", in_=group)
        if name := field(alice):
            alice.fills({name: words})
            alice.submits() if rng.random() < 0.6 else alice.closes()
    while alice.modal:
        alice.closes()


def test_no_private_word_is_anywhere_but_with_its_author(log, bot, box, alice, bob, group):
    rng, before = random.Random(7), set(Path(tempfile.gettempdir()).iterdir())
    since = box.traffic.last
    for number in range(CANARIES):
        if rng.random() < 0.2:
            box.trouble(method="*", times=rng.randint(1, 3), **rng.choice(FAULTS))
        lives(alice, group, number, rng)
        if number % 40 == 39:
            box.trouble(clear=True)
            box.clock.advance(timedelta(minutes=3))
            bot.ticks()
            alice.opens_home()
            bob.opens_home()
    box.trouble(clear=True)
    box.clock.advance(timedelta(days=8))
    bot.ticks()
    bob.types("/mentor minutes search 00001", in_=group)
    bob.opens_home()
    bot.ticks()

    said = log.getvalue()
    assert WRITTEN not in said and GOAL not in said and len(said) > 10_000
    if bot.database.startswith("sqlite"):
        folder = Path(bot.database.removeprefix("sqlite:///")).parent
        for each in (p for p in folder.iterdir() if p.is_file() and p.name.startswith("mentor")):
            data = each.read_bytes()
            at = data.find(WRITTEN.encode())
            assert at < 0, (each.name, data[max(0, at - 300):at + 40])
    for each in set(Path(tempfile.gettempdir()).iterdir()) - before:
        if each.is_file():
            assert WRITTEN.encode() not in each.read_bytes()
    bobs = json.dumps([m.message for m in bob.sees(group)]) + json.dumps([m.message for m in bob.sees(box.app)])
    assert WRITTEN not in bobs and GOAL not in bobs
    actor = people.actor(bot.deps, bob.id)
    with bot.store.read() as tx:
        export = own_data.as_json(own_data.portrait(bot.deps, tx, actor.person))
    assert WRITTEN not in export and GOAL not in export
    told = [e for e in box.traffic.since(since) if e["direction"] == "in" and WRITTEN in json.dumps(e["body"], ensure_ascii=False)]
    assert {e["name"] for e in told} <= {"views.open", "views.update", "views.push"}, "words of a reflection stand in windows only"


def test_the_journal_file_is_the_only_one_that_holds_them(bot, box, alice, group):
    alice.types(f"/mentor reflect {WRITTEN}1", in_=group)
    alice.types("/mentor export", in_=group)
    alice.submits()
    bot.ticks()
    held = [f for f in box.workspace.files.values()]
    assert [f.name for f in held] == ["everything-about-me.zip"]
