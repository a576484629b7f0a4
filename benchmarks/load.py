"""Shapes of load: one at a time, so many in flight, so many a second, and all at once."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import seed
from benchmarks.slack import TEAM, Line

LATE = 3.0      # seconds; then Slack has told the person that it did not work (slack-platform.md)
PATIENCE = 10.0   # seconds after the last command until what has not been heard counts as lost
WORDS = "goal add Submit the systematic review by 30 June"
WRITTEN = "Written down as goal"   # what a full answer says


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of the commands. Times in seconds, of those that were acknowledged."""

    acks: list[float]
    lost: int
    seconds: float
    full: int   # acknowledged with the answer that says the goal is stored

    @property
    def late(self) -> int:
        """Acknowledged when Slack had given up."""
        return sum(each > LATE for each in self.acks)


def commands(groups: int) -> Iterator[str]:
    """``/mentor goal add …`` as Slack sends it, without end: each by the next person, in the channel of their group."""
    for number in itertools.count():
        person = number % (groups * seed.EACH) + 1
        group = (person - 1) // seed.EACH + 1
        yield json.dumps({
            "token": "t", "team_id": TEAM, "team_domain": "bench", "channel_id": seed.channel(group), "channel_name": "mentors",
            "user_id": seed.user(person), "user_name": f"person{person}", "command": "/mentor", "text": WORDS,
            "api_app_id": "A0BENCH", "is_enterprise_install": "false", "trigger_id": f"{number}.{time.time_ns()}.bench",
            "response_url": "http://127.0.0.1:9/never-called"})


async def one_by_one(line: Line, payloads: Iterator[str], count: int) -> Run:
    """The next command when the last one is acknowledged."""
    return await in_flight(line, payloads, count, 1)


async def in_flight(line: Line, payloads: Iterator[str], count: int, width: int) -> Run:
    """``width`` commands under way at any time."""
    heard, left = [], iter(range(count))

    async def worker() -> None:
        for _ in left:
            heard.append(await asyncio.wait_for(await line.ask(next(payloads), kind="slash_commands"), PATIENCE))

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(width)))
    return _run(heard, count, begun)


async def offered(line: Line, payloads: Iterator[str], rate: int, seconds: float) -> Run:
    """``rate`` a second, whatever comes back. Each waits from the moment when it was due, not when we came to send it."""
    begun, waiting = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        due = begun + number / rate
        if (ahead := due - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        waiting.append(await line.ask(next(payloads), kind="slash_commands", since=due))
    return await _gathered(waiting, begun)


async def burst(line: Line, payloads: Iterator[str], count: int) -> Run:
    """All at once; each waits from the first moment."""
    ready = [next(payloads) for _ in range(count)]
    begun = time.perf_counter()
    return await _gathered([await line.ask(each, kind="slash_commands", since=begun) for each in ready], begun)


async def _gathered(waiting: list[asyncio.Future], begun: float) -> Run:
    done, _ = await asyncio.wait(waiting, timeout=PATIENCE)
    return _run([each.result() for each in done], len(waiting), begun)


def _run(heard: list[tuple[float, str]], count: int, begun: float) -> Run:
    return Run(acks=[seconds for seconds, _ in heard], lost=count - len(heard), seconds=time.perf_counter() - begun,
               full=sum(WRITTEN in text for _, text in heard))
