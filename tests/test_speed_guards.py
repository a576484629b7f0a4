"""What makes the bot quick, held without a stopwatch: how many queries it asks, and what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.services import goals, home, people
from bot.views import home as view
from mentoring.goals import Scope, Wording
from mentoring.people import Role
from storage import groups as group_rows
from storage import people as people_rows

ROOT = Path(__file__).parent.parent
HEAVY = ("dateparser", "matplotlib", "numpy", "psycopg", "alembic", "fpdf", "PIL", "fontTools", "uharfbuzz", "holidays", "apscheduler",
         "sqlalchemy.dialects.postgresql")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent to a database meanwhile."""
    seen: list[str] = []

    def on_query(connection, cursor, statement, *rest) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", on_query)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", on_query)


def join_groups(bot, user: str, count: int) -> None:
    """Make the person with this Slack id the organiser of so many more groups."""
    now = bot.deps.clock.now()
    with bot.store.write() as tx:
        person = people_rows.by_user(tx, bot.deps.workspace.team, user)
        for number in range(count):
            group = group_rows.add(tx, workspace=bot.deps.workspace.team, channel=f"C0MANY{number}", name=f"Group {number}",
                                   tz="Europe/Berlin", created_by=person.id, now=now)
            people_rows.join(tx, group.id, [person.id], Role.ORGANISER, now)


def home_of(bot, user: str) -> tuple[list[str], dict]:
    """The statements that one Home takes, and the Home."""
    with counted() as seen:
        shown = view.view(home.home(bot.deps, people.actor(bot.deps, user)))
    return seen, shown


@pytest.mark.parametrize("more_groups", [0, 1, 9])
def test_a_home_takes_at_most_eight_queries(bot, alice, group, more_groups):
    join_groups(bot, alice.id, more_groups)
    seen, shown = home_of(bot, alice.id)
    assert len(seen) <= 8 and shown["blocks"]


def test_a_home_takes_no_more_queries_for_more_goals(bot, alice, bob, group):
    before, _ = home_of(bot, alice.id)
    for person in (alice, bob):
        actor = people.actor(bot.deps, person.id)
        for number in range(30):
            due = date(2027, 1, 1) + timedelta(days=number)
            scope = Scope.GROUP if number % 3 == 0 else Scope.OWN
            goals.add(bot.deps, actor, Wording(what=f"Goal {number}", due=due), group=actor.groups[0], scope=scope, shared=True)
    after, shown = home_of(bot, alice.id)
    assert len(after) == len(before) and "Goal 1" in str(shown)


def test_a_goal_is_added_with_one_query_and_five_changes_in_the_groups_own_channel(bot, alice, group):
    changes: list[str] = []
    with bot.store.write() as tx:
        writer = tx.connection.dbapi_connection
    writer.set_trace_callback(lambda statement: changes.append(statement) if statement.startswith(("INSERT", "UPDATE", "DELETE")) else None)
    with counted() as seen:
        alice.types("/mentor goal add Submit the systematic review by 30 June", in_=group)
    writer.set_trace_callback(None)
    queries = [each for each in seen if each.startswith("SELECT") and "outbox" not in each and "home_stale >" not in each]
    changes = [each for each in changes if "outbox" not in each]
    assert len(changes) == 5 and len(queries) == 1, "\n".join([*queries, *changes])


STARTED = """
import os, sys
from bot import wiring
from bot.clock import SystemClock
from bot.settings import Settings
from mentoring import patterns
running = wiring.start(Settings.load(os.environ, dotenv=None), SystemClock())
compiled = sum("compiled" in vars(each) for each in patterns._every)
print(*sorted(sys.modules), *(["patterns"] if compiled > len(patterns._every) / 10 else []))
running.stop()
"""


def test_what_only_some_need_is_not_loaded_when_the_bot_has_started(box, database):
    settings = {"SLACK_BOT_TOKEN": box.bot_token, "SLACK_APP_TOKEN": box.app_token, "SLACK_API_URL": box.api_url, "DATABASE_URL": database}
    child = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True,
                           timeout=120, check=False)
    assert child.returncode == 0, child.stderr
    loaded = set(child.stdout.split())
    assert "slack_bolt" in loaded and loaded.isdisjoint({*HEAVY, "patterns"})
