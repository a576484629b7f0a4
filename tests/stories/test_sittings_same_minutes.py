"""Whole meetings played through the service: what it keeps is what the pure fold makes of the thread, whatever became of the events.

The meetings stand with their answers in tests/minutes/held, in the form of the corpus; the shortest ones of the corpus are played too
where it is present.
"""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dates.action_due import due_reader
from bot.services import records, sittings
from mentoring.minutes import Kind, Line, People, Person, fold
from sandbox.delivery import Ack
from storage import people as people_rows

HELD = Path(__file__).parents[1] / "minutes" / "held"
CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "minutes"
MEETINGS = [*sorted(HELD.glob("*.json")), *sorted(CORPUS.glob("*.json"), key=lambda path: path.stat().st_size)[:2]]
NAMES = [path.stem for path in MEETINGS]
READ_AS_NOTES = {Kind.SUBTOPIC: "topic"}


class Played:
    """One meeting of a file, its people in the sandbox, its lines said in the thread of a meeting that has begun."""

    def __init__(self, path: Path, bot, box, alice, room, group):
        self.meeting = json.loads(path.read_text("utf-8"))
        self.bot, self.box, self.alice, self.group = bot, box, alice, group
        self.people = {"alice": alice}
        bots = set(self.meeting["bots"])
        for each in self.meeting["people"] + self.meeting["mentioned"]:
            who, name = (each, each) if isinstance(each, str) else (each["id"], each["real_name"])
            if who not in self.people and who not in bots:
                self.people[who] = box.person(who, real_name=name, tz="America/New_York")
                alice.invites(self.people[who], to=room)
        alice.types("/mentor setup", in_=room)
        alice.clicks("Change name, zone, members")
        alice.fills(users=[person.id for person in self.people.values()])
        alice.submits()
        alice.types("/mentor meeting start", in_=group)
        box.clock.advance(timedelta(seconds=5))
        bot.ticks()
        self.top = next(m for m in alice.sees(group) if "meeting 1" in m.text and not m.ephemeral)
        self.lines = [(line["who"], line["text"]) for line in self.meeting["lines"] if line["who"] not in bots]

    def says(self, lines, *, text=None) -> None:
        for who, said in lines:
            self.people[who].says(said if text is None else text, in_=self.group, thread=self.top)
            self.box.clock.advance(timedelta(seconds=1))

    def thread(self) -> list:
        """The members' messages of the thread, oldest first."""
        ours = {person.id for person in self.people.values()}
        return [m for m in self.alice.sees(self.group, thread=self.top) if m.ts != self.top.ts and m.message.get("user") in ours]

    def kept(self) -> list[tuple]:
        """The items that the service keeps."""
        deps = self.bot.deps
        with deps.store.read() as tx:
            actor = people_rows.actor(tx, deps.workspace.team, self.alice.id)
            meeting, group, sitting = sittings.theirs(tx, actor, 1)
            record = records.of_thread(tx, deps, meeting, group, sitting)
        return [(e.kind.value, e.text, tuple(w.name for w in e.owners), e.due) for e in record.entries]

    def folded(self) -> list[tuple]:
        """The same out of the pure fold, from what stands in the thread at present."""
        lines = [Line(ts=m.ts, author=m.message["user"], text=m.message["text"], edited_ts=(m.message.get("edited") or {}).get("ts"))
                 for m in self.thread()]
        people = People(tuple(Person(id=p.id, display=p.user.real_name, name=p.user.real_name,
                                     roles=frozenset({"chairs", "leads"}) if p is self.alice else frozenset())
                              for p in self.people.values()))
        names = {p.id: p.user.real_name for p in self.people.values()}
        made = fold(lines, people=people, zone="America/New_York", read_due=due_reader(), leads=(self.alice.id,))
        return [(READ_AS_NOTES.get(item.kind, item.kind.value), item.text,
                 ("everyone",) if item.everyone and not item.owners
                 else tuple(names[who] for who in item.owners) + item.owner_text,
                 item.due.date() if hasattr(item.due, "date") else item.due) for item in made.items]

    def shows(self) -> str:
        return self.alice.clicks("Minutes so far", within=self.top).text


@pytest.fixture
def play(bot, box, alice, room, group):
    """Begin the meeting of a file."""
    return lambda name: Played(MEETINGS[NAMES.index(name)], bot, box, alice, room, group)


def check(played: Played) -> None:
    expected, kept = played.meeting["expected"], played.kept()
    assert kept == played.folded()
    texts = [text for kind, text, *_ in kept if kind == "decision"]
    assert sorted(map(bare, texts)) == sorted(bare(each["text"]) for each in expected["decisions"] if each["text"])
    wanted = [each for each in expected["actions"] if "duplicate_of" not in each]
    assert len([1 for kind, *_ in kept if kind == "action"]) == len(wanted)
    shown = played.shows()
    assert all(text.split("\n")[0][:40] in shown for text in texts)


def bare(text: str) -> str:
    return " ".join(text.split()).casefold().removesuffix(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_meeting_gives_the_minutes_that_were_written_down_beforehand(play, name):
    played = play(name)
    played.says(played.lines)
    check(played)


@pytest.mark.parametrize("name", NAMES)
def test_after_a_restart_with_events_lost_the_thread_is_read_back_into_the_same_minutes(play, bot, box, name):
    played = play(name)
    third = len(played.lines) // 3
    played.says(played.lines[:third])
    bot.stops()
    played.says(played.lines[third:2 * third])
    box.clock.advance(timedelta(minutes=4))
    bot.starts()
    bot.ticks()
    played.says(played.lines[2 * third:])
    check(played)


@pytest.mark.parametrize("name", NAMES)
def test_events_that_come_twice_and_shuffled_give_the_same_minutes(play, bot, box, name):
    played = play(name)
    rng, held = random.Random(name), []

    def hold(payload, kind, envelope):
        held.append((payload, kind, envelope))
        return Ack(status="ok")

    box.delivery.deliver = hold
    for start in range(0, len(played.lines), 5):   # a line a second: what comes within five seconds changes places
        played.says(played.lines[start:start + 5])
        late = held * 2
        held.clear()
        rng.shuffle(late)
        for payload, kind, envelope in late:
            bot.hears(payload, kind, envelope)
    box.delivery.deliver = bot.hears
    check(played)


@pytest.mark.parametrize("name", NAMES)
def test_a_last_third_that_is_edited_in_afterwards_gives_the_same_minutes(play, name):
    played = play(name)
    written = len(played.lines) * 2 // 3
    played.says(played.lines[:written])
    played.says(played.lines[written:], text="(to be written)")
    for message, (who, text) in zip(played.thread()[written:], played.lines[written:], strict=True):
        played.people[who].edits(message, text)
    check(played)


@pytest.mark.parametrize("name", NAMES[:1])
def test_the_draft_has_every_decision_and_action_also_those_said_after_the_end(play, box, bot, alice, name):
    played = play(name)
    played.says(played.lines)
    kept = played.kept()
    box.clock.advance(timedelta(seconds=10))
    bot.ticks()
    draft = next(m for m in reversed(alice.sees(played.group, thread=played.top)) if "Draft minutes" in m.text)
    assert all(text in draft.text for kind, text, *_ in kept if kind in ("decision", "action"))


def test_undo_twice_in_a_row_takes_two_items_out_and_three_votes_by_one_count_one(play):
    played = play(NAMES[0])
    played.says([("bob", "decision: one"), ("bob", "decision: two"), ("bob", "decision: three"), ("bob", "undo"), ("bob", "undo"),
                 ("carol", "decision: four")])
    assert [text for kind, text, *_ in played.kept()] == ["one", "four"] and played.kept() == played.folded()
    played.says([("alice", "#motion two pilots"), *[("bob", "+1")] * 3, ("carol", "-1"), ("alice", "#close")])
    assert played.kept() == played.folded()


def test_a_single_action_that_nobody_owns_stands_in_every_list_and_talk_that_looks_like_a_marker_in_none(play, box, bot, alice):
    played = play(NAMES[0])
    played.says([("bob", "#14 first then?"), ("bob", "#general Meeting: now"), ("bob", "action: book the room")])
    assert played.kept() == [("action", "book the room", (), None)] == played.folded()
    assert "book the room — nobody yet" in played.shows()
    alice.clicks("End", within=played.top)
    draft = next(m for m in reversed(alice.sees(played.group, thread=played.top)) if "Draft minutes" in m.text)
    alice.clicks("Looks right", within=draft)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    assert "book the room — nobody yet" in draft.text
    assert "book the room — nobody yet" in next(m for m in alice.sees(played.group) if "Minutes: meeting 1" in m.text).text
