"""Everything about me equals what a model of its own says, after any life: what was typed, and nothing that others keep private."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import zipfile
from collections import Counter, defaultdict

import pytest

SEEDS = range(int(os.environ.get("MENTOR_LIVES", "3")))
STEPS = 30


class Life:
    """Two people who do things at random, and a plain list of what each has done, table by table."""

    def __init__(self, people: dict, group, seed: int):
        self.people, self.group, self.random = people, group, random.Random(seed)
        self.kept: dict[str, dict[str, Counter]] = {name: defaultdict(Counter) for name in people}
        self.secret: dict[str, set[str]] = {name: set() for name in people}
        self.topics: list[tuple[int, set[str]]] = []
        self.drafts: list[tuple[int, str, str]] = []
        self.count = 0

    def mark(self, name: str) -> str:
        self.count += 1
        return f"{name}mark{self.count}x"

    def step(self) -> None:
        name = self.random.choice(sorted(self.people))
        getattr(self, f"does_{self.random.choice(['goal', 'reflect', 'topic', 'vote', 'action', 'manuscript', 'take', 'away'])}")(name)

    def types(self, name: str, line: str):
        return self.people[name].types(f"/mentor {line}", in_=self.group)

    def does_goal(self, name: str) -> None:
        mark = self.mark(name)
        self.types(name, f"goal add {mark}")
        self.kept[name]["goals"][mark] += 1
        if self.random.random() < 0.3:
            self.people[name].clicks("Share with the group")
        else:
            self.secret[name].add(mark)

    def does_reflect(self, name: str) -> None:
        mark = self.mark(name)
        self.types(name, f"reflect {mark}")
        self.kept[name]["reflections"][mark] += 1
        self.secret[name].add(mark)

    def does_topic(self, name: str) -> None:
        mark = self.mark(name)
        if sum(name in voted for _, voted in self.topics) >= 3:
            return
        self.types(name, f"topic propose {mark}")
        self.kept[name]["topics"][mark] += 1
        self.topics.append((len(self.topics) + 1, {name}))

    def does_vote(self, name: str) -> None:
        waiting = [(number, voted) for number, voted in self.topics if name not in voted]
        if waiting and sum(name in voted for _, voted in self.topics) < 3:
            number, voted = self.random.choice(waiting)
            self.types(name, f"topic vote {number}")
            voted.add(name)

    def does_action(self, name: str) -> None:
        mark = self.mark(name)
        self.types(name, f"action add {mark} by Friday")
        self.kept[name]["action_items"][mark] += 1

    def does_manuscript(self, name: str) -> None:
        if sum(author == name for _, author, _ in self.drafts) < 4:
            mark = self.mark(name)
            self.types(name, f"manuscript https://example.org/{mark} {mark} by 12 December")
            self.kept[name]["manuscripts"][mark] += 1
            self.drafts.append((len(self.drafts) + 1, name, mark))

    def does_take(self, name: str) -> None:
        others = [d for d in self.drafts if d[1] != name and d[0] not in self.kept[name]["manuscript_readers"]]
        if others:
            number, _, mark = self.random.choice(others)
            self.types(name, "manuscript list")
            self.people[name].clicks(f"I'll read {mark}")
            self.kept[name]["manuscript_readers"][number] += 1

    def does_away(self, name: str) -> None:
        self.types(name, f"away on {1 + self.count % 27} March")


@pytest.mark.parametrize("seed", SEEDS)
def test_what_somebody_is_given_is_what_they_did_and_nothing_that_others_keep_to_themselves(bot, box, alice, bob, group, seed):
    life = Life({"alice": alice, "bob": bob}, group, seed)
    for _ in range(STEPS):
        life.step()
    for name, person in life.people.items():
        found, text = _file(bot, box, person, group)
        model = life.kept[name]
        assert Counter(g["what"] for g in found.get("goals", ())) == model["goals"]
        assert Counter(r["text"] for r in found.get("reflections", ())) == model["reflections"]
        assert Counter(t["title"] for t in found.get("topics", ())) == model["topics"]
        assert len(found.get("topic_votes", ())) == sum(name in voted for _, voted in life.topics)
        assert Counter(a["text"] for a in found.get("action_items", ())) == model["action_items"]
        assert Counter(m["title"] for m in found.get("manuscripts", ())) == model["manuscripts"]
        assert Counter(r["manuscript_id"] for r in found.get("manuscript_readers", ())) == model["manuscript_readers"]
        everything = json.dumps(found) + text
        assert [mark for other in life.people if other != name for mark in life.secret[other] if mark in everything] == []
        assert [mark for marks in model.values() for mark in marks if isinstance(mark, str) and mark not in text] == []


def _file(bot, box, person, group) -> tuple[dict, str]:
    person.types("/mentor export", in_=group)
    person.submits()
    bot.ticks()
    message = next(m for m in reversed(person.sees(box.app)) if m.message.get("files"))
    data = box.workspace.files[message.message["files"][0]["id"]].content
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(data))) as packed:
        return json.loads(packed.read("everything.json")), packed.read("everything.md").decode()
