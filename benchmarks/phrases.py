"""P17: dates that people type. Run as a program it measures in a fresh process and prints JSON: ``python -m benchmarks.phrases ROUNDS``."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from statistics import median

from benchmarks.figures import Figure

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TZ = "Europe/Berlin"
PHRASES = (
    "30 June", "by June 30, 2027", "6/30/2027", "2027-06-30", "Friday", "next tuesday 7:30am", "tomorrow at 3pm", "in 2 weeks",
    "end of March", "end of the month", "first Monday of January", "the 15th", "Dec 3rd at noon", "in six months", "Q2 2027",
    "a week from Tuesday", "every other Tuesday at noon", "last Friday of March", "Mar 3 at 10:30", "1 May 2027", "by the end of the year",
    "January 31st 5 pm", "Thursday 3 December 2026", "14 February", "in 10 days", "Nov 30", "3 Dec at 9", "next month", "12/24/2026",
    "2026-12-01 08:00")
JUNK = ("every " * 40, "1 " * 100, "a week from " * 17, "monday and " * 19, "the quick brown fox jumps over it " * 6, "12:30-" * 34,
        "first second " * 16, "by by by in on at " * 12, "x" * 200, "❤" * 200)


def warm(rounds: int) -> dict:
    """Medians over ``rounds`` of each phrase, in ms, and what memory has grown by once every phrase was read, in MB."""
    import psutil

    from bot.dates import read_when
    me, before = psutil.Process(), psutil.Process().memory_info().rss
    begun = time.perf_counter()
    read_when(PHRASES[0], now=NOW, tz=TZ)
    first = time.perf_counter() - begun
    for phrase in (*PHRASES, *JUNK):
        read_when(phrase[:200], now=NOW, tz=TZ)
    grown = me.memory_info().rss - before
    return {"phrases": [_median(phrase, rounds) for phrase in PHRASES], "junk": [_median(phrase[:200], rounds) for phrase in JUNK],
            "first": first * 1e3, "grown": grown / 1e6}


def _median(phrase: str, rounds: int) -> float:
    from bot.dates import read_when
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        read_when(phrase, now=NOW, tz=TZ)
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e3


async def measured(*, rounds: int) -> list[Figure]:
    """The figures, from a process of their own."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, str(rounds), stdout=asyncio.subprocess.PIPE)
    found = json.loads((await child.communicate())[0])
    usual, slowest = median(found["phrases"]), max(found["phrases"])
    return [
        Figure(number="P17", what=f"{len(PHRASES)} phrases, warm: median phrase; slowest phrase",
               measured=f"{usual:.2f} ms; {slowest:.2f} ms; the very first {found['first']:.0f} ms", goal="< 1 ms", met=usual < 1),
        Figure(number="P17", what="200 characters of junk: slowest of ten kinds", measured=f"{max(found['junk']):.1f} ms", goal="< 50 ms",
               met=max(found["junk"]) < 50),
        Figure(number="P17", what="memory after all of them", measured=f"+{found['grown']:.0f} MB", goal="≤ +25 MB",
               met=found["grown"] <= 25)]


if __name__ == "__main__":
    print(json.dumps(warm(int(sys.argv[1]))))
