"""kill -9 at random moments while letters are being sent, judged from the workspace's own truth and the database.

The workspace is slow by chance, before it stores a message and after it, and goes on although the bot that called it is dead.
Letters are written by a cause, or planned: then each is a reminder of a meeting that falls due while processes are being killed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot_process import forked, settings_for
from knocking import LONG

from bot import wiring
from bot.clock import SystemClock
from mentoring.meetings import Meeting
from mentoring.people import Role
from mentoring.reminders import Kind, wall
from sandbox.server import Sandbox
from storage import deliveries, groups, meetings, outbox, people
from storage.deliveries import Delivery
from storage.outbox import Letter
from storage.store import Store, open_store

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
SLOWEST = 0.15        # seconds before storing, and as many after it
LONGEST_LIFE = 0.5   # seconds from a process's connection to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a run came to. ``interrupted`` counts the letters whose process was killed between the begin and the end of its call."""

    kills: int
    letters: int
    lost: int
    doubled: int
    unsettled: int
    interrupted: int

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing doubled, nothing left open."""
        return not (self.lost or self.doubled or self.unsettled)

    def __str__(self) -> str:
        return (f"{self.kills} kills, {self.letters} letters: {self.lost} lost, {self.doubled} doubled, {self.unsettled} unsettled; "
                f"{self.interrupted} killed in the middle of a call")


@contextmanager
def workspace():
    """A workspace whose clock runs."""
    with Sandbox.start(manifest=MANIFEST, strict=False) as box:
        yield box


def kills(database: str, *, count: int, seed: int, replicas: int = 1, each: int = 10, planned: bool = False) -> Figures:
    """Kill ``count`` times the processes that serve ``database`` while they send ``each`` new letters a time."""
    write, chance = (_plan if planned else _write), random.Random(seed)
    with workspace() as box:
        settings = settings_for(box, database)
        store = open_store(database, clock=SystemClock(), lock=False)
        try:
            keys: list[str] = []
            for _ in range(count):
                # A room each: what a dead process has claimed holds its room up until the lease is over.
                rooms = [box.channel(f"room-{n}", [], bot=True).id for n in range(len(keys), len(keys) + each)]
                keys += write(store, box, rooms, len(keys), chance)
                _one_kill(box, settings, chance, replicas)
            interrupted = _in_hand(store)
        finally:
            store.close()
        box.trouble(clear=True)
        _settle(box, settings, keys)
        return _judged(box, database, keys, kills=count, interrupted=interrupted)


def _write(store: Store, box: Sandbox, rooms: Sequence[str], begun: int, chance: random.Random) -> list[str]:
    now, keys = SystemClock().now(), [f"torture:{n}" for n in range(begun, begun + len(rooms))]
    with store.write() as tx:
        for key, room in zip(keys, rooms, strict=True):
            outbox.put(tx, key, "chat.postMessage", now=now, channel=room, body={"text": f"Reminder {key}"})
    return keys


def _plan(store: Store, box: Sandbox, rooms: Sequence[str], begun: int, chance: random.Random) -> list[str]:
    """A group in each room, with a meeting whose reminder of an hour before is due within the next process's life."""
    now, keys, team = SystemClock().now(), [], box.workspace.team["id"]
    with store.write() as tx:
        for n, room in enumerate(rooms, begun):
            organiser = people.meet(tx, team, box.person(f"organiser-{n}").id)
            group = groups.add(tx, workspace=team, channel=room, name=f"Group {n}", tz="UTC", created_by=organiser.id, now=now)
            people.join(tx, group.id, [organiser.id], Role.ORGANISER, now)
            due = now + timedelta(seconds=chance.uniform(0, 2 * LONGEST_LIFE))
            starts = now.replace(second=0, microsecond=0) + timedelta(hours=1)   # meetings begin at whole minutes; the row was put off
            meeting = meetings.add(tx, Meeting(
                group_id=group.id, series_id=None, number=1, nominal=starts.date(), day=starts.date(), time=f"{starts:%H:%M}", tz="UTC",
                tzdata="", starts=starts, minutes=60, created=now, revised=now, changed_by=organiser.id))
            reminder = Delivery(
                kind=Kind.HOUR_BEFORE, subject_id=meeting, day=starts.date().isoformat(), nominal=wall(due, "UTC"), tz="UTC",
                due=due, not_after=starts - timedelta(minutes=5), group_id=group.id, channel=room)
            assert deliveries.plan(tx, [reminder], now=now)
            keys.append(reminder.key)
    return keys


def _one_kill(box: Sandbox, settings, chance: random.Random, replicas: int) -> None:
    """Let the processes live for a while of their own, and kill them all."""
    box.trouble(clear=True)
    for _ in range(12 * replicas):
        box.trouble(method="chat.postMessage", delay=chance.uniform(0, SLOWEST), after_store=chance.random() < 0.5)
    processes = [forked(settings) for _ in range(replicas)]
    with suppress(AssertionError):
        box.until(box.delivery.connected, timeout=LONG)
    for process in processes:
        process.join(chance.uniform(0, LONGEST_LIFE))
        process.kill()
    for process in processes:
        process.join(LONG)
    box.until(lambda: not box.delivery.connected(), timeout=LONG)


def _in_hand(store: Store) -> int:
    """How many letters were being sent when their process was killed: they stand there until reading back proves them."""
    with store.read() as tx:
        return len(outbox.stranded(tx, SystemClock().now() + timedelta(days=1)))


def _settle(box: Sandbox, settings, keys: Sequence[str]) -> None:
    """One bot that is left alone: what the dead had in hand is proved, sent or looked for again, on the workspace's clock."""
    last = wiring.start(settings, box.clock)
    try:
        for _ in range(4):
            last.tick()
            box.travel(seconds=170)
        for _ in range(len(keys)):   # what is planned goes a few at a time
            last.tick()
            if all(letter.state != "waiting" for letter in _read(settings.database_url, keys)):
                break
            box.travel(seconds=2)
        for _ in range(8):
            last.tick()
            box.travel(seconds=170)
    finally:
        last.stop()


def _read(database: str, keys: Sequence[str]) -> list[Letter]:
    store = open_store(database, clock=SystemClock(), lock=False)
    try:
        with store.read() as tx:
            return [outbox.find(tx, key) for key in keys]
    finally:
        store.close()


def _judged(box: Sandbox, database: str, keys: Sequence[str], **counted: int) -> Figures:
    letters = _read(database, keys)
    there = Counter((m.get("metadata") or {}).get("event_payload", {}).get("nonce") for m in box.truth.from_app)
    return Figures(**counted, letters=len(keys), lost=sum(not there[letter.nonce] for letter in letters),
                   doubled=sum(count > 1 for count in there.values()),
                   unsettled=sum(letter.state != "sent" for letter in letters))
