"""kill -9 at random moments while letters are being sent, judged from the workspace's own truth and the database.

The workspace is slow by chance, before it stores a message and after it, and goes on although the bot that called it is dead.
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
from sandbox.server import Sandbox
from storage import outbox
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


def kills(database: str, *, count: int, seed: int, replicas: int = 1, each: int = 10) -> Figures:
    """Kill ``count`` times the processes that serve ``database`` while they send ``each`` new letters a time."""
    chance = random.Random(seed)
    with workspace() as box:
        settings = settings_for(box, database)
        store = open_store(database, clock=SystemClock(), lock=False)
        try:
            written = 0
            for _ in range(count):
                # A room each: what a dead process has claimed holds its room up until the lease is over.
                written += _write(store, [box.channel(f"room-{n}", [], bot=True).id for n in range(written, written + each)], written)
                _one_kill(box, settings, chance, replicas)
            interrupted = _in_hand(store)
        finally:
            store.close()
        box.trouble(clear=True)
        _settle(box, settings)
        return _judged(box, database, kills=count, letters=written, interrupted=interrupted)


def _write(store: Store, rooms: Sequence[str], begun: int) -> int:
    now = SystemClock().now()
    with store.write() as tx:
        for n, room in enumerate(rooms, begun):
            outbox.put(tx, f"torture:{n}", "chat.postMessage", now=now, channel=room, body={"text": f"Reminder {n}"})
    return len(rooms)


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


def _settle(box: Sandbox, settings) -> None:
    """One bot that is left alone: what the dead had in hand is proved, sent or looked for again, on the workspace's clock."""
    last = wiring.start(settings, box.clock)
    try:
        for _ in range(16):
            last.tick()
            box.travel(seconds=170)
    finally:
        last.stop()


def _judged(box: Sandbox, database: str, **counted: int) -> Figures:
    store = open_store(database, clock=SystemClock(), lock=False)
    try:
        with store.read() as tx:
            letters = [outbox.find(tx, f"torture:{n}") for n in range(counted["letters"])]
    finally:
        store.close()
    there = Counter((m.get("metadata") or {}).get("event_payload", {}).get("nonce") for m in box.truth.from_app)
    texts = Counter(m["text"] for m in box.truth.from_app)
    return Figures(**counted, lost=sum(not texts[f"Reminder {n}"] for n in range(counted["letters"])),
                   doubled=sum(count > 1 for count in texts.values()) + sum(count > 1 for count in there.values()),
                   unsettled=sum(letter is None or letter.state != "sent" for letter in letters))
