"""Knocks with made-up ids at every button and form there is: nobody learns or changes what is not theirs (reliability 5.1, T15).

Erin is in another group, Bob in Alice's. What only Alice may see carries PRIVATE, what her group may see carries THEIRS. MENTOR_PROBES says
how many knocks; `make torture` takes 20,000.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from handlers import table
from storage import people as people_rows
from storage.schema import metadata

PRIVATE, THEIRS = "Zaunkoenig", "Rotkehlchen"
PROBES = int(os.environ.get("MENTOR_PROBES", "150"))
SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parents[2] / "handlers").glob("*.py"))
METAS = sorted(set(re.findall(r'meta(?:\.get\(|\[)"(\w+)"', SOURCES)) - {"from", "nonce"})
FIELDS = sorted(set(re.findall(r'values(?:\.get\(|\[)"(\w+)"', SOURCES)))
# What may change by itself, or is the knocker's own to begin: keys, letters, asking to join.
ASIDE = {"seen", "inbox", "attempts", "channels", "candidacies", "outsiders", "membership_clocks", "key_marks"}


@pytest.fixture
def scene(bot, box, alice, bob, erin, group, planned, found):
    """Alice's group has lived; Erin's has begun. Gives the door to knock at."""
    other = found("others", erin)
    erin.types("/mentor topic propose Erins own", in_=other)
    for line in (f"goal add Private {PRIVATE}", f"goal add Shared {THEIRS}", f"reflect {PRIVATE} alone", f"reflect {THEIRS} shared"):
        alice.types(f"/mentor {line}", in_=group)
    alice.types("/mentor goal share 2", in_=group)
    alice.types("/mentor reflect", in_=group)
    alice.fills({next(b["block_id"] for b in alice.modal.blocks if b.get("block_id", "").startswith("part")): f"A draft {PRIVATE}"})
    alice.closes()
    alice.types("/mentor reflect share 2", in_=group)
    alice.submits()
    for line in (f"topic propose Topic {THEIRS}", f"action add @Bob do it {THEIRS} by Friday", f"reflect prompt add Prompt {THEIRS}?",
                 f"agenda add Point {THEIRS}", f"goal propose Group {THEIRS}"):
        alice.types(f"/mentor {line}", in_=group)
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))
    bot.ticks()
    top = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    alice.says(f"decision: we decide {THEIRS}", in_=group, thread=top)
    bot.ticks()
    for person in (alice, bob, erin):
        person.opens_home()
    bot.ticks()
    return Door(bot, box, alice, {"bob": bob, "erin": erin})


class Door:
    """Knocks of one person after another, and what came of them."""

    def __init__(self, bot, box, alice, knockers):
        self.bot, self.box, self.alice, self.knockers, self._count = bot, box, alice, knockers, count(1)
        with bot.store.read() as tx:
            mine = people_rows.actor(tx, bot.deps.workspace.team, alice.id)
            self.alices, self.group = mine.person.id, mine.groups[0].id
            self.ids = {p.user: p.id for p, _ in people_rows.members_of(tx, self.group)}

    def knock(self, who: str, payload: dict) -> str:
        """One payload; everything that left the bot because of it."""
        since, n = self.box.traffic.last, next(self._count)
        payload |= {"user": {"id": self.knockers[who].id}, "team": {"id": "T"}, "trigger_id": f"t.{n}"}
        ack = self.bot.hears(payload, "interactive", {})
        assert ack.status == "ok"
        said = [e["body"] for e in self.box.traffic.since(since) if e["direction"] == "in" and not self._for_others(who, e["body"])]
        return json.dumps([ack.body, said], ensure_ascii=False)

    def _for_others(self, who: str, body: dict) -> bool:
        """What goes to somebody else, as it should: a Home that is made anew, a letter, a post in their channel."""
        mine = self.knockers[who].id
        others = {self.box.app.of(p) for p in (self.alice, *self.knockers.values()) if p.id != mine} | {self.box.channel("peer-mentors").id}
        return body.get("user_id") not in (None, mine) or (who == "erin" and body.get("channel") in others)

    def click(self, who: str, action: str, value: str, rng: random.Random) -> str:
        option = {"value": value, "text": {"type": "plain_text", "text": "x"}}
        chosen = {"value": value} if rng.random() < 0.7 else {"selected_option": option}
        where = {"container": {"type": "message", "message_ts": "1.1", "is_ephemeral": True,
                               "channel_id": self.box.app.of(self.knockers[who])}}
        if rng.random() < 0.4:
            where = {"view": {"id": f"V{next(self._count)}", "type": "modal", "callback_id": "window", "hash": "1.x", "blocks": [],
                              "private_metadata": self._meta(rng), "state": {"values": self._values(rng)}}}
        return self.knock(who, {"type": "block_actions", **where, "actions": [
            {"action_id": action, "block_id": "b", "type": "button", "action_ts": f"{next(self._count)}.0", **chosen}]})

    def submit(self, who: str, callback: str, rng: random.Random) -> str:
        values = self._values(rng)
        return self.knock(who, {"type": "view_submission", "view": {
            "id": f"V{next(self._count)}", "type": "modal", "callback_id": callback, "hash": "1.x", "private_metadata": self._meta(rng),
            "blocks": [{"type": "input", "block_id": k} for k in values], "state": {"values": values}}})

    def _meta(self, rng: random.Random) -> str:
        return json.dumps({k: made_up(rng, self.group) if rng.random() < 0.3 else rng.randint(1, 3) for k in METAS}
                          | {"nonce": f"n{next(self._count)}"})

    def _values(self, rng: random.Random) -> dict:
        keys = [*rng.sample(FIELDS, k=min(6, len(FIELDS))), "part0-x"]
        return {k: {"v": {"type": "plain_text_input", "value": rng.choice(["words", made_up(rng, self.group), ""])}} for k in keys}

    def kept(self) -> dict[str, list[str]]:
        """Every row that is Alice's or her group's."""
        found = {}
        with sqlite3.connect(self.bot.database.removeprefix("sqlite:///")) as db:
            db.row_factory = sqlite3.Row
            for each in metadata.sorted_tables:
                if each.name not in ASIDE:
                    rows = [dict(row) for row in db.execute(f'SELECT * FROM "{each.name}"')]
                    found[each.name] = sorted(str(row) for row in rows if self._theirs(each, row))
        return found

    def _theirs(self, each, row: dict) -> bool:
        to_people = [row[c.name] for c in each.columns for f in c.foreign_keys if f.column.table.name == "people"]
        if each.name == "people":
            return row["id"] == self.alices
        if each.name == "outbox":
            return row["channel"] == self.box.channel("peer-mentors").id and row["group_id"] is None
        return self.alices in to_people if "bob" in self.now else row.get("group_id") == self.group or self.alices in to_people

    now: tuple[str, ...] = ()


def could_carry(group: int) -> list[str]:
    """What a button could carry, about the first objects of every kind."""
    return ["1", "2", "1|1", "2|1", "1|2|1", f"{group}|1", f"1|{group}", f"group:{group}|1", "mine|1", "own1", "1|week|m1.g1.a1",
            "yes|1|m1"]


def made_up(rng: random.Random, group: int) -> str:
    """The same with other numbers, or nothing of the kind."""
    return rng.choice([re.sub(r"\d", lambda _: str(rng.randint(1, 4)), rng.choice(could_carry(group))), f"{rng.randint(1, 9)}-abc", ""])


@pytest.mark.parametrize("who", ["erin", "bob"])
def test_no_knock_tells_or_changes_what_is_not_theirs(scene, bot, who):
    scene.now = (who,)
    hidden = (PRIVATE, THEIRS) if who == "erin" else (PRIVATE,)
    # What members of a group may do with what is the group's is told by each feature's own tests; here Bob knocks at what is Alice's alone.
    ways = [a for a in table.ACTIONS if who == "erin" or a.startswith(("goals.", "reflections.", "own_data.export", "home."))]
    forms = [f for f in table.FORMS if who == "erin" or f.startswith(("goals.", "reflections."))]
    ways = [a for a in ways if not a.startswith(("own_data.now", "own_data.forget"))]
    before, rng = scene.kept(), random.Random(20261123)
    knocks = [(scene.click, way, value) for way in ways for value in could_carry(scene.group)]
    knocks += [(scene.submit, form) for form in forms * 8]
    knocks += [(scene.click, rng.choice(ways), made_up(rng, scene.group)) for _ in range(PROBES)]
    for knock, *about in knocks:
        out = knock(who, *about, rng)
        assert not [word for word in hidden if word in out], about
    after = scene.kept()
    if who == "bob":   # what the group adopts, proposes or celebrates is Bob's to do, too; Alice's own rows are not
        before, after = ({k: v for k, v in kept.items() if k in ("reflections", "reflection_drafts", "prompts_given", "reflection_rhythms")}
                         for kept in (before, after))
    assert {k: v for k, v in after.items() if v != before[k]} == {}
