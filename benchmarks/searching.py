"""L6: one search of the minutes of a group that has met for ten years, beside nine others and beside 999."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks import seed
from benchmarks.deliveries import deps_of, opened
from benchmarks.figures import Figure, ratios, spread
from bot.deps import Deps
from bot.services import minutes_search
from mentoring.people import Actor
from mentoring.records import Entry, ItemKind
from storage import minute_items, people, schema
from storage.store import Store

FEW = 10
MEETINGS, ITEMS = 120, 8      # once a month for ten years
WORDS = ("budget", "protected time", "survey", "letter", "promotion", "room", "mentor", "grant")
LINES = ("survey", "protected time kind:decision", "promotion letter since:2020", "nothing of the kind")


async def searches(*, rounds: int, many: int, count: int) -> list[Figure]:
    """The same lines, in turn, in the database of few groups and in that of many."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_ones:
        about = {groups: deps_of(open_ones.enter_context(opened(folder, f"search{groups}.db", groups=groups))) for groups in (FEW, many)}
        for groups, deps in about.items():
            _fill(deps.store, groups)
        times: dict[int, list[float]] = {FEW: [], many: []}
        for _ in range(rounds):
            for groups, deps in about.items():
                times[groups].append(_searched(deps, count))
        for deps in about.values():
            deps.later.shutdown()
    found = ratios(times[many], times[FEW])
    return [Figure(number="L6", what=f"a search of ten years of minutes ({MEETINGS * ITEMS:,} items a group), {many:,} groups over {FEW}",
                   measured=f"{spread(found)}: {median(times[many]):.2f} / {median(times[FEW]):.2f} ms", goal="≤ 1.3",
                   met=median(found) <= 1.3)]


def _fill(store: Store, groups: int) -> None:
    first = datetime(2016, 12, 1, 12, tzinfo=UTC)
    for group in range(1, groups + 1):
        with store.write() as tx:
            held = [{"group_id": group, "number": n + 1, "nominal": (at := first + timedelta(days=30 * n)).date(), "day": at.date(),
                     "time": "12:00", "tz": "UTC", "tzdata": "", "starts": at, "minutes": 60, "place": "", "link": "", "note": "",
                     "state": "planned", "reason": "", "sequence": 0, "version": 1, "created": at, "revised": at} for n in range(MEETINGS)]
            ids = tx.execute(schema.meetings.insert().returning(schema.meetings.c.id, sort_by_parameter_order=True), held).scalars().all()
            tx.execute(schema.minutes.insert(), [
                {"meeting_id": meeting, "group_id": group, "channel": seed.channel(group), "ts": f"{meeting}.0", "state": "approved",
                 "opened": at["starts"], "sensitive": False, "version": 1} for meeting, at in zip(ids, held, strict=True)])
            tx.execute(schema.minute_items.insert(), [
                _item(group, meeting, place, at["starts"]) for meeting, at in zip(ids, held, strict=True) for place in range(ITEMS)])


def _item(group: int, meeting: int, place: int, at: datetime) -> dict:
    text = f"We talked about {WORDS[(meeting + place) % len(WORDS)]} and {WORDS[(meeting * 3 + place) % len(WORDS)]}, part {place}"
    kind = (ItemKind.DECISION, ItemKind.NOTE)[place % 2]
    return {"meeting_id": meeting, "key": f"{meeting}.{place}", "group_id": group, "place": place, "kind": str(kind), "text": text,
            "words": minute_items.words_of(Entry(key="", kind=kind, text=text)), "owners": [], "due": None,
            "ts": f"{meeting}.{place}", "at": at}


def _searched(deps: Deps, count: int) -> float:
    """The median time of a search, in ms."""
    actor, taken = _actor(deps), []
    for n in range(count):
        begun = time.perf_counter()
        minutes_search.search(deps, actor, actor.groups[0], LINES[n % len(LINES)])
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e3


def _actor(deps: Deps) -> Actor:
    with deps.store.read() as tx:
        return people.actor(tx, deps.workspace.team, seed.user(seed.members(FEW // 2)[0]))
