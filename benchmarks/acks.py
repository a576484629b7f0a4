"""P1 to P6: how long ``/mentor goal add`` takes, what it costs, and what happens when many come."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import load, seed
from benchmarks.figures import Figure, quantile, ratios, spread
from benchmarks.load import Run
from benchmarks.slack import FakeSlack, Line
from benchmarks.subjects import Subject, running

GROUPS = 125          # a thousand people
WIDTH = 32
HOME_EVERY = 10       # under steady load, one person in so many has a Home that follows every change
API_LATENCY = 0.250   # seconds
RATE, BURST = 1_000, 500


@dataclass(slots=True, kw_only=True)
class Side:
    """One bot, and what its rounds gave: ack in ms, CPU in ms a command, commands a second."""

    subject: Subject
    line: Line
    database: Path
    alone: list[float] = field(default_factory=list)
    alone_cpu: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)


@asynccontextmanager
async def sides(slack: FakeSlack, *names: str, home_every: int = 0) -> AsyncIterator[dict[str, Side]]:
    """These bots, connected and warm; the mentor's database is new and holds a thousand people in groups."""
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            found = {}
            for name in names:
                path = Path(folder) / f"{name}.db"
                url = seed.database(path, groups=GROUPS, goals_each=3, home_every=home_every) if name == "mentor" else ""
                subject = await stack.enter_async_context(running(name, slack, database=url))
                found[name] = Side(subject=subject, line=await subject.line(), database=path)
                await load.in_flight(found[name].line, load.commands(GROUPS), 200, 8)
            yield found


async def side_by_side(slack: FakeSlack, *, rounds: int, count: int) -> list[Figure]:
    """P1 to P4: the same command, the bots in turn."""
    slack.latency = 0.0
    async with sides(slack, "mentor", "bare", "default") as bots:
        payloads = load.commands(GROUPS)
        for number in range(rounds):
            turns = list(bots.values())
            for side in turns[number % 3:] + turns[:number % 3]:
                slow = side.subject.name == "default"
                await one_round(side, payloads, count // 5 if slow else count, 0 if slow else count * 5)
    return _compared(**bots)


async def one_round(side: Side, payloads, alone: int, together: int) -> None:
    """One at a time, then so many in flight; what comes back must be the whole answer where one is due."""
    before = side.subject.cpu()
    run = await load.one_by_one(side.line, payloads, alone)
    _must_be_whole(side, run, alone)
    side.alone.append(median(run.acks) * 1e3)
    side.alone_cpu.append((side.subject.cpu() - before) / alone * 1e3)
    if together:
        before = side.subject.cpu()
        run = await load.in_flight(side.line, payloads, together, WIDTH)
        _must_be_whole(side, run, together)
        side.cpu.append((side.subject.cpu() - before) / together * 1e3)
        side.rate.append(together / run.seconds)


def _must_be_whole(side: Side, run: Run, count: int) -> None:
    if side.subject.name not in ("bare", "default") and run.full != count:
        raise RuntimeError(f"{side.subject.name}: {count - run.full} of {count} commands were not answered in full\n{side.subject.log()}")


def _compared(mentor: Side, bare: Side, default: Side) -> list[Figure]:
    p1, p2 = ratios(mentor.alone, bare.alone), ratios(mentor.alone, default.alone)
    p3, p4 = ratios(mentor.cpu, bare.cpu), ratios(bare.rate, mentor.rate)
    one = ratios(mentor.alone_cpu, bare.alone_cpu)
    return [
        Figure(number="P1", what="`/mentor goal add`, FULL, over a bare ack with the same wiring: p50",
               measured=f"{spread(p1)}: {median(mentor.alone):.2f} / {median(bare.alone):.2f} ms", goal="≤ 5", met=median(p1) <= 5),
        Figure(number="P2", what="the same over Bolt's default ack: p50",
               measured=f"{spread(p2)}: {median(mentor.alone):.2f} / {median(default.alone):.2f} ms", goal="≤ 0.2",
               met=median(p2) <= 0.2),
        Figure(number="P3", what=f"CPU a command over the bare ack, {WIDTH} in flight",
               measured=f"{spread(p3)}: {median(mentor.cpu):.2f} / {median(bare.cpu):.2f} ms; one at a time {median(one):.2f}",
               goal="≤ 4", met=median(p3) <= 4),
        Figure(number="P4", what=f"commands a second, {WIDTH} in flight: bare ack over ours",
               measured=f"{spread(p4)}: {median(bare.rate):,.0f} / {median(mentor.rate):,.0f}", goal="≤ 4", met=median(p4) <= 4),
    ]


async def sustained(slack: FakeSlack, *, seconds: float) -> list[Figure]:
    """P5: a thousand a second, a tenth of the people with a Home that follows every change."""
    slack.latency = API_LATENCY
    async with sides(slack, "mentor", home_every=HOME_EVERY) as bots:
        side = bots["mentor"]
        before, stored, homes = side.subject.cpu(), _stored(side), slack.calls["views.publish"]
        run = await load.offered(side.line, load.commands(GROUPS), RATE, seconds)
        busy = (side.subject.cpu() - before) / run.seconds
        kept, memory = _stored(side) - stored, side.subject.memory()
        homes = slack.calls["views.publish"] - homes
    whole = run.full == kept == int(RATE * seconds)
    return [Figure(
        number="P5", what=f"{RATE:,} offered a second for {seconds:.0f} s, API {API_LATENCY * 1e3:.0f} ms: late / lost",
        measured=f"{run.late} / {run.lost}; {kept:,} stored; p50 {quantile(run.acks, 0.5) * 1e3:.1f}, "
                 f"p99 {quantile(run.acks, 0.99) * 1e3:.1f}, max {max(run.acks) * 1e3:.0f} ms; "
                 f"core {busy:.0%} busy, {memory:.0f} MB; {homes} Homes published meanwhile",
        goal="0 / 0", met=not run.late and not run.lost and whole)]


async def bursts(slack: FakeSlack, *, rounds: int) -> list[Figure]:
    """P6: five hundred at once, the slowest of every round."""
    slack.latency = API_LATENCY
    async with sides(slack, "mentor", home_every=HOME_EVERY) as bots:
        payloads, side = load.commands(GROUPS), bots["mentor"]
        runs = [await load.burst(side.line, payloads, BURST) for _ in range(rounds)]
    slowest = [max(run.acks) for run in runs]
    late, lost = sum(run.late for run in runs), sum(run.lost for run in runs)
    whole = all(run.full == BURST for run in runs)
    return [Figure(number="P6", what=f"a burst of {BURST}, API {API_LATENCY * 1e3:.0f} ms: slowest ack; late / lost",
                   measured=f"{spread(slowest)} s; {late} / {lost}", goal="≤ 1 s; 0 / 0",
                   met=max(slowest) <= 1 and not late and not lost and whole)]


def _stored(side: Side) -> int:
    with sqlite3.connect(f"file:{side.database}?mode=ro", uri=True) as raw:
        return raw.execute("SELECT count(*) FROM goals").fetchone()[0]
