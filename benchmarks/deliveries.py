"""L1, L3 and L4: what the ledger costs. Claiming among a thousand rows and a million, planning ahead, sending if Slack had no limit."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks import seed
from benchmarks.figures import Figure, ratios, spread
from benchmarks.slack import BOT_USER, TEAM
from bot.clock import SystemClock
from bot.deps import Deps, Workspace, pool
from bot.limits import Limits
from bot.services import timetable
from bot.settings import Settings
from bot.slack import SlackAnswer
from mentoring.reminders import Kind
from scheduler import sender
from storage import deliveries, migrate, outbox, schema
from storage.deliveries import Delivery
from storage.keyring import Ring, fresh
from storage.seals import Seals
from storage.store import Store, open_store

FEW, LOT, DUE = 1_000, 5_000, 100
LEASE = timedelta(seconds=90)


class Willing:
    """A Slack that takes everything at once: what is left is our own side."""

    def call(self, method: str, **args) -> SlackAnswer:
        """Yes."""
        return SlackAnswer(ok=True, ts=f"{time.time():.6f}", channel=args.get("channel"))


class Boundless(Limits):
    """No limit of Slack's is kept."""

    def room(self, at: float) -> int:
        """As much as anybody wants."""
        return 1_000

    def take(self, channel: str | None, at: float, *, prompt: bool) -> float:
        """Now."""
        return 0.0


@contextmanager
def opened(folder: str, name: str, *, groups: int = 0) -> Iterator[Store]:
    """A new database."""
    url = f"sqlite:///{Path(folder) / name}"
    if groups:
        seed.database(Path(folder) / name, groups=groups, goals_each=0)
    else:
        migrate.upgrade(url, clock=SystemClock())
    store = open_store(url, clock=SystemClock())
    try:
        yield store
    finally:
        store.close()


def deps_of(store: Store) -> Deps:
    """Everything a use case leans on, with a Slack that takes all."""
    return Deps(store=store, slack=Willing(), clock=SystemClock(), settings=Settings(), limits=Boundless(), later=pool(1),
                workspace=Workspace(team=TEAM, bot_user=BOT_USER, bot="B0"), seals=Seals(Settings().database_url, Ring(keys=fresh())))


async def claims(*, rounds: int, many: int) -> list[Figure]:
    """The next due deliveries, one claim at a time, with a thousand rows waiting and with very many."""
    with tempfile.TemporaryDirectory() as folder, opened(folder, "few.db") as few, opened(folder, "many.db") as much:
        for store, rows in ((few, FEW), (much, many)):
            _waiting(store, rows)
        times: dict[Store, list[float]] = {few: [], much: []}
        for number in range(rounds):
            for store in (few, much):
                times[store].append(_claimed(store, number))
    found = ratios(times[much], times[few])
    return [Figure(number="L1", what=f"claim the next due delivery, {many:,} rows waiting over {FEW:,}",
                   measured=f"{spread(found)}: {median(times[much]):.2f} / {median(times[few]):.2f} ms", goal="≤ 1.2",
                   met=median(found) <= 1.2)]


def _waiting(store: Store, rows: int) -> None:
    """Rows that wait for the days ahead."""
    now = datetime.now(UTC)
    for begin in range(0, rows, LOT):
        with store.write() as tx:
            deliveries.plan(tx, [_row(n, now + timedelta(hours=1, seconds=n)) for n in range(begin, min(begin + LOT, rows))], now=now)


def _row(number: int, due: datetime, kind: Kind = Kind.LATER) -> Delivery:
    return Delivery(kind=kind, subject_id=number, day="2027-01-01", nominal="2027-01-01T09:00", tz="UTC", due=due,
                    not_after=due + timedelta(days=1), channel=f"C{number:08d}", body={"about": ""})


def _claimed(store: Store, number: int) -> float:
    """The median of a hundred claims of one row each, in ms."""
    now, taken = datetime.now(UTC), []
    first = 10_000_000 + number * DUE
    with store.write() as tx:
        deliveries.plan(tx, [_row(first + n, now - timedelta(seconds=1)) for n in range(DUE)], now=now)
    for _ in range(DUE):
        begun = time.perf_counter()
        with store.write() as tx:
            letters = outbox.claim(tx, owner="bench", now=now, lease=LEASE, limit=1)
        taken.append(time.perf_counter() - begun)
        with store.write() as tx:
            outbox.settle(tx, letters[0], now=now, outcome=outbox.Sent(ts="1.1"))
    return median(taken) * 1e3


async def planning(*, groups: int) -> list[Figure]:
    """The first plan for many groups that meet every other week, and a round that finds nothing new to plan."""
    with tempfile.TemporaryDirectory() as folder, opened(folder, "plan.db", groups=groups) as store:
        _meetings(store, groups)
        deps, rounds, rows, begun = deps_of(store), 0, 0, time.perf_counter()
        slowest = 0.0
        while True:
            once = time.perf_counter()
            new = timetable.plan_ahead(deps)
            slowest, rounds, rows = max(slowest, time.perf_counter() - once), rounds + 1, rows + new
            if not new:
                break
        first = time.perf_counter() - begun
        steady = []
        for _ in range(5):
            begun = time.perf_counter()
            timetable.plan_ahead(deps)
            steady.append(time.perf_counter() - begun)
        deps.later.shutdown()
    return [Figure(number="L3", what=f"planning round, {groups:,} groups of {seed.EACH}, nothing new",
                   measured=f"{median(steady):.2f} s; the first plan {rows:,} rows in {rounds} rounds, {first:.0f} s, "
                            f"slowest {slowest:.1f} s")]


def _meetings(store: Store, groups: int) -> None:
    now = datetime.now(UTC)
    with store.write() as tx:
        tx.execute(schema.meetings.insert(), [
            {"group_id": group, "number": number, "nominal": day.date(), "day": day.date(), "time": "12:00", "tz": "UTC", "tzdata": "",
             "starts": day.replace(hour=12, minute=0, second=0, microsecond=0), "minutes": 60, "place": "", "link": "", "note": "",
             "state": "planned", "reason": "", "sequence": 0, "version": 1, "created": seed.BEGUN, "revised": seed.BEGUN}
            for group in range(1, groups + 1) for number, day in ((1, now + timedelta(days=3 + group % 7)), (2, now + timedelta(days=17)))])


async def sending(*, count: int) -> list[Figure]:
    """Letters that are due, to as many channels, with a Slack that answers at once."""
    with tempfile.TemporaryDirectory() as folder, opened(folder, "send.db") as store:
        now = datetime.now(UTC)
        for begin in range(0, count, LOT):
            with store.write() as tx:
                for n in range(begin, min(begin + LOT, count)):
                    outbox.put(tx, f"bench:{n}", "chat.postMessage", now=now, channel=f"C{n:08d}", body={"text": f"Letter {n}"})
        deps = deps_of(store)
        begun, cpu = time.perf_counter(), time.process_time()
        sent = sender.send_waiting(deps)
        took, used = time.perf_counter() - begun, time.process_time() - cpu
        deps.later.shutdown()
    return [Figure(number="L4", what="deliveries a second of our side, if Slack had no limit and answered at once",
                   measured=f"{sent / took:,.0f} a second, {used / sent * 1e3:.2f} ms CPU each")]
