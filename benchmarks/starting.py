"""P15 and P16: what a start costs until the socket is open, and what is not loaded by then."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import seed
from benchmarks.figures import Figure, ratios, spread
from benchmarks.slack import FakeSlack
from benchmarks.subjects import running

# Bolt on asyncio, which P15's numbers were set against (performance.md 5 and 7), and Bolt's plain default.
JUDGE, SYNC = "bare_async", "default"
HEAVY = ("dateparser", "holidays", "matplotlib", "numpy", "psycopg", "alembic")
SETTLED = 10.0   # seconds after which a running bot has done what it puts off


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A fresh interpreter until the socket is open: CPU in ms, memory in MB."""

    cpu: float
    memory: float
    modules: set[str]


async def starts(slack: FakeSlack, *, rounds: int) -> list[Figure]:
    """Fresh processes in turn; each one asked as soon as its socket is open."""
    slack.latency = 0.0
    seen: dict[str, list[Start]] = {"mentor": [], JUDGE: [], SYNC: []}
    with tempfile.TemporaryDirectory() as folder:
        url = seed.database(Path(folder) / "start.db", groups=10, goals_each=3)
        for number in range(rounds + 1):
            for name, found in seen.items():
                start = await _one(slack, name, url if name == "mentor" else "")
                if number:   # the first round compiles what was never run
                    found.append(start)
        settled = await _settled(slack, url)
    return _compared(seen, settled)


async def _one(slack: FakeSlack, name: str, url: str) -> Start:
    async with running(name, slack, database=url) as subject:
        word, cpu = (await subject.said()).split()
        memory = subject.memory()
        return Start(cpu=float(cpu) * 1e3, memory=memory, modules=(await subject.asked())[1])


async def _settled(slack: FakeSlack, url: str) -> Start:
    async with running("mentor", slack, database=url) as subject:
        await subject.said()
        await asyncio.sleep(SETTLED)
        cpu, modules = await subject.asked()
        return Start(cpu=cpu * 1e3, memory=subject.memory(), modules=modules)


def _compared(seen: dict[str, list[Start]], settled: Start) -> list[Figure]:
    cpu = {name: [s.cpu for s in found] for name, found in seen.items()}
    memory = {name: [s.memory for s in found] for name, found in seen.items()}
    by_cpu, by_memory = ratios(cpu["mentor"], cpu[JUDGE]), ratios(memory["mentor"], memory[JUDGE])
    sync_cpu, sync_memory = ratios(cpu["mentor"], cpu[SYNC]), ratios(memory["mentor"], memory[SYNC])
    loaded = sorted(set(HEAVY) & set.union(*(s.modules for s in seen["mentor"])))
    return [
        Figure(number="P15", what="start until connected, CPU over a bare AsyncApp on aiohttp",
               measured=f"{spread(by_cpu)}: {median(cpu['mentor']):.0f} / {median(cpu[JUDGE]):.0f} ms", goal="≤ 2.2",
               met=median(by_cpu) <= 2.2),
        Figure(number="P15", what="the same, memory",
               measured=f"{spread(by_memory)}: {median(memory['mentor']):.0f} / {median(memory[JUDGE]):.0f} MB", goal="≤ 1.8",
               met=median(by_memory) <= 1.8),
        Figure(number="P15", what="the same over a bare sync App, which has neither a database nor asyncio",
               measured=f"CPU {spread(sync_cpu)}: {median(cpu[SYNC]):.0f} ms; memory {spread(sync_memory)}: {median(memory[SYNC]):.0f} MB"),
        Figure(number="P15", what=f"the mentor {SETTLED:.0f} s later, dateparser loaded",
               measured=f"{settled.cpu:.0f} ms, {settled.memory:.0f} MB"),
        Figure(number="P16", what=f"of {', '.join(HEAVY)}, loaded at start", measured=", ".join(loaded) or "none", goal="none",
               met=not loaded)]
