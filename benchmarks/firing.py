"""L2: how long after its second a planned delivery is on its way, in a process with nothing to do and in one with much."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import load, seed
from benchmarks.figures import Figure, quantile
from benchmarks.slack import FakeSlack
from benchmarks.subjects import running
from bot.clock import SystemClock
from bot.services.meetings import zone_data
from storage import schema
from storage.store import open_store

EVERY = 0.3          # seconds between two: below four a second, which is what planned messages may be
HEAD_START = 8.0     # seconds for the process to start and plan
RATE = 100           # commands a second
LONGEST = {False: 50.0, True: 100.0}   # ms


async def delays(slack: FakeSlack, *, count: int) -> list[Figure]:
    """Both, one after the other."""
    return [await _delay(slack, count, busy=busy) for busy in (False, True)]


async def _delay(slack: FakeSlack, count: int, *, busy: bool) -> Figure:
    slack.latency = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firing.db"
        url = seed.database(path, groups=count, goals_each=0)
        begins = time.time() + HEAD_START
        dues = [begins + number * EVERY for number in range(count)]
        _meetings(url, dues)
        async with running("mentor", slack, database=url) as subject:
            line = await subject.line()
            slack.posted.clear()
            if busy:
                await asyncio.sleep(max(0.0, begins - time.time() - 1))
                slack.posted.clear()
                await load.offered(line, load.commands(count), RATE, count * EVERY + 1)
            await asyncio.sleep(max(0.0, dues[-1] + 2 - time.time()))
            came, log = {channel: at for at, channel in slack.posted}, subject.log()
    late = [(came[seed.channel(group)] - due) * 1e3 for group, due in enumerate(dues, 1) if seed.channel(group) in came]
    if not late:
        raise RuntimeError(f"nothing was delivered:\n{log}")
    p99 = quantile(late, 0.99)
    what = f"firing delay, {RATE} commands a second" if busy else "firing delay, idle process"
    return Figure(number="L2", what=f"{what}: p99 of {len(late)} deliveries",
                  measured=f"{p99:.0f} ms; median {quantile(late, 0.5):.0f}, slowest {max(late):.0f} ms",
                  goal=f"≤ {LONGEST[busy]:.0f} ms", met=p99 <= LONGEST[busy] and len(late) == count)


def _meetings(url: str, dues: list[float]) -> None:
    """One meeting in each group, whose hour-before reminder is due at that very moment, and nothing else: who joins now is owed no
    older digest, and a group whose only role is retired has no turns to tell of."""
    store = open_store(url, clock=SystemClock())
    try:
        with store.write() as tx:
            tx.execute(schema.memberships.update().values(joined=datetime.now(UTC)))
            retired = {"key": "own", "name": "Timekeeper", "duties": [], "weight": 1, "version": 1}
            tx.execute(schema.roles.insert(), [{"group_id": group, "created": seed.BEGUN, "retired": seed.BEGUN, **retired}
                                               for group in range(1, len(dues) + 1)])
            tx.execute(schema.meetings.insert(), [_meeting(group, due) for group, due in enumerate(dues, 1)])
    finally:
        store.close()


def _meeting(group: int, due: float) -> dict:
    starts = datetime.fromtimestamp(due, UTC) + timedelta(hours=1)
    return {"group_id": group, "number": 1, "nominal": starts.date(), "day": starts.date(), "time": f"{starts:%H:%M}", "tz": "UTC",
            "tzdata": zone_data(), "starts": starts, "minutes": 60, "place": "", "link": "", "note": "", "state": "planned", "reason": "",
            "sequence": 0, "version": 1, "created": seed.BEGUN, "revised": seed.BEGUN}
