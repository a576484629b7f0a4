"""``python -m benchmarks [p1 p6 …] [--quick]``: the figures that apply so far, as a table; exit code 1 when a goal is missed."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks import acks, deliveries, figures, firing, homes, peer, phrases, searching, starting, subjects, threads
from benchmarks.figures import Figure
from benchmarks.slack import FakeSlack

Measure = Callable[[FakeSlack, bool], Awaitable[list[Figure]]]
ROUNDS = 5

# What is measured together, because both sides must take turns inside one run.
MEASURES: tuple[tuple[tuple[str, ...], Measure], ...] = (
    (("P1", "P2", "P3", "P4"), lambda slack, quick: acks.side_by_side(slack, rounds=ROUNDS, count=100 if quick else 400)),
    (("P5",), lambda slack, quick: acks.sustained(slack, seconds=10 if quick else 60)),
    (("P6",), lambda slack, quick: acks.bursts(slack, rounds=ROUNDS)),
    (("P7",), lambda slack, quick: peer.compared(slack, rounds=ROUNDS, count=100 if quick else 400)),
    (("P11", "P12"), lambda slack, quick: homes.growth(slack, rounds=ROUNDS, count=300 if quick else 1_000)),
    (("P15", "P16"), lambda slack, quick: starting.starts(slack, rounds=ROUNDS)),
    (("P17",), lambda slack, quick: phrases.measured(rounds=20 if quick else 100)),
    (("L1",), lambda slack, quick: deliveries.claims(rounds=ROUNDS, many=100_000 if quick else 1_000_000)),
    (("L2",), lambda slack, quick: firing.delays(slack, count=60 if quick else 200)),
    (("L3",), lambda slack, quick: deliveries.planning(groups=1_000 if quick else 10_000)),
    (("L4",), lambda slack, quick: deliveries.sending(count=500 if quick else 3_000)),
    (("L5",), lambda slack, quick: threads.lines(rounds=ROUNDS, count=40 if quick else 100)),
    (("L6",), lambda slack, quick: searching.searches(rounds=ROUNDS, many=200 if quick else 1_000, count=40 if quick else 100)),
)
NAMES = [name for names, _ in MEASURES for name in names]


async def measure(wanted: set[str], quick: bool) -> list[Figure]:
    """The wanted figures, in order, each printed as soon as it is known."""
    found, slack = [], FakeSlack()
    await slack.start()
    try:
        for names, run in MEASURES:
            if wanted & set(names):
                print(f"measuring {', '.join(names)} …", file=sys.stderr, flush=True)
                found += [each for each in await run(slack, quick) if each.number in wanted]
    finally:
        await slack.stop()
    return found


def main() -> int:
    """Parse the words, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("figures", nargs="*", type=str.upper, metavar="pN", help=f"which ones (default all): {' '.join(NAMES).lower()}")
    parser.add_argument("--quick", action="store_true", help="fewer commands in each round; good for a first look only")
    given = parser.parse_args()
    if unknown := set(given.figures) - set(NAMES):
        parser.error(f"not measured: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    subjects.stay()
    found = asyncio.run(measure(set(given.figures or NAMES), given.quick))
    print(f"{figures.machine()}{'' if subjects.APART else '; load and bot on the same core'}\n\n{figures.table(found)}")
    return 1 if any(each.met is False for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
