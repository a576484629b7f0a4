"""L5: what one marked line of a meeting costs, in a thread of twenty lines and in one of two thousand."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks import seed
from benchmarks.deliveries import deps_of, opened
from benchmarks.figures import Figure, ratios, spread
from bot.deps import Deps
from bot.services import threads
from mentoring.sittings import Sitting
from storage import schema, sittings
from storage.sittings import Said

SHORT, LONG = 20, 2_000
WORDS = "action: Person 2 to draft the letter to the dean by Friday"


async def lines(*, rounds: int, count: int) -> list[Figure]:
    """The same line, in turn, in a short thread and in a long one: kept, marked, answered."""
    with tempfile.TemporaryDirectory() as folder, opened(folder, "thread.db", groups=2) as store:
        deps = deps_of(store)
        roots = {}
        for group, length in ((1, SHORT), (2, LONG)):
            roots[length] = _held(deps, group, length)
        times: dict[int, list[float]] = {SHORT: [], LONG: []}
        for number in range(rounds):
            for group, length in ((1, SHORT), (2, LONG)):
                times[length].append(_written(deps, group, roots[length], number * count, count))
        deps.later.shutdown()
    found = ratios(times[LONG], times[SHORT])
    return [Figure(number="L5", what=f"one marked line in a thread of {LONG:,} lines over {SHORT}",
                   measured=f"{spread(found)}: {median(times[LONG]):.2f} / {median(times[SHORT]):.2f} ms", goal="≤ 1.3",
                   met=median(found) <= 1.3)]


def _held(deps: Deps, group: int, length: int) -> str:
    """A meeting that is going on, with so many lines in its thread; the ts of its message."""
    now = datetime.now(UTC)
    root = f"{int(now.timestamp())}.{group:06d}"
    with deps.store.write() as tx:
        meeting = tx.execute(schema.meetings.insert().returning(schema.meetings.c.id), {
            "group_id": group, "number": 1, "nominal": now.date(), "day": now.date(), "time": "12:00", "tz": "UTC", "tzdata": "",
            "starts": now, "minutes": 60, "place": "", "link": "", "note": "", "state": "planned", "reason": "", "sequence": 0,
            "version": 1, "created": now, "revised": now}).scalar_one()
        sittings.open_new(tx, Sitting(meeting_id=meeting, group_id=group, channel=seed.channel(group), ts=root, opened=now))
        for n in range(length):
            at, who = now - timedelta(seconds=length - n), seed.user(seed.members(group)[n % seed.EACH])
            sittings.line(tx, meeting, Said(ts=f"{at.timestamp():.6f}", user=who, text=f"note: {n}"))
    return root


def _written(deps: Deps, group: int, root: str, first: int, count: int) -> float:
    """The median time of a line, in ms."""
    taken = []
    for n in range(count):
        said = Said(ts=f"{time.time():.6f}", user=seed.user(seed.members(group)[n % seed.EACH]), text=f"{WORDS} {first + n}")
        begun = time.perf_counter()
        threads.hears(deps, threads.Heard(channel=seed.channel(group), thread=root, said=said))
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e3
