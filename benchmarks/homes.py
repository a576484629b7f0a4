"""P11 and P12: one App Home among ten groups and among ten thousand, and how many queries it takes."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from benchmarks import seed
from benchmarks.figures import Figure, ratios, spread
from benchmarks.slack import BOT_USER, TEAM, FakeSlack
from bot.clock import SystemClock
from bot.deps import Deps, Workspace, pool
from bot.services import home, people
from bot.settings import Settings
from bot.slack import Slack
from bot.views import home as view
from storage.keyring import Ring, fresh
from storage.seals import Seals
from storage.store import open_store

FEW, MANY = 10, 10_000
LOOKED_AT = 60   # people whose Home is read again and again: warm


async def growth(slack: FakeSlack, *, rounds: int, count: int) -> list[Figure]:
    """The same Home in a small and a large database, in turn: from a Slack id to everything that the view shows."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_deps(seed.database(Path(folder) / f"{groups}.db", groups=groups, goals_each=6), slack) for groups in (FEW, MANY))
        try:
            sides = [(few, _people(FEW)), (many, _people(MANY))]
            times = {FEW: [], MANY: []}
            for deps, who in sides:
                _read_all(deps, who, len(who))
            for _ in range(rounds):
                for (deps, who), groups in zip(sides, (FEW, MANY), strict=True):
                    times[groups].append(_read_all(deps, who, count))
            queries = _queries(many, sides[1][1][0])
        finally:
            for deps in (few, many):
                deps.store.close()
                deps.later.shutdown()
    growing = ratios(times[MANY], times[FEW])
    return [
        Figure(number="P11", what=f"one App Home, {MANY:,} groups over {FEW}, warm",
               measured=f"{spread(growing)}: {median(times[MANY]):.2f} / {median(times[FEW]):.2f} ms", goal="≤ 1.3",
               met=median(growing) <= 1.3),
        Figure(number="P12", what="queries for one App Home", measured=f"{queries}; one more for each further group, up to 7", goal="≤ 8",
               met=queries <= 8)]


def _deps(url: str, slack: FakeSlack) -> Deps:
    clock = SystemClock()
    return Deps(store=open_store(url, clock=clock), slack=Slack(token="xoxb-home", base_url=slack.api_url, clock=clock), clock=clock,
                settings=Settings(), workspace=Workspace(team=TEAM, bot_user=BOT_USER, bot="B0"), later=pool(1),
                seals=Seals(url, Ring(keys=fresh())))


def _people(groups: int) -> list[str]:
    picked = random.Random(7).sample(range(1, groups * seed.EACH + 1), LOOKED_AT)
    return [seed.user(number) for number in picked]


def _read_all(deps: Deps, who: list[str], count: int) -> float:
    """The median time of one Home, in ms."""
    taken = []
    for number in range(count):
        begun = time.perf_counter()
        home.home(deps, people.actor(deps, who[number % len(who)]))
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e3


def _queries(deps: Deps, user: str) -> int:
    seen = []

    def on_query(connection, cursor, statement, *rest) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", on_query)
    try:
        view.view(home.home(deps, people.actor(deps, user)))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", on_query)
    return len(seen)
