"""Databases with people in them: groups of eight, each person with some goals, a share of them open to the group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.slack import TEAM
from bot.clock import SystemClock
from storage import migrate, schema
from storage.store import Tx, open_store

EACH = 8                      # people in a group
BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
_STATES = ("open", "open", "open", "done")


def user(number: int) -> str:
    """The Slack id of the person with this number, from 1."""
    return f"U{number:07d}"


def channel(group: int) -> str:
    """The home of the group with this number, from 1."""
    return f"C{group:07d}"


def database(path: Path, *, groups: int, goals_each: int, home_every: int = 0) -> str:
    """A new database at ``path``; its URL. ``home_every``: one person in so many has opened their Home, 0 nobody."""
    url = f"sqlite:///{path}"
    migrate.upgrade(url, clock=SystemClock())
    store = open_store(url, clock=SystemClock())
    try:
        for start in range(1, groups + 1, 500):
            with store.write() as tx:
                _fill(tx, range(start, min(start + 500, groups + 1)), goals_each, home_every)
    finally:
        store.close()
    return url


def members(group: int) -> range:
    """The numbers of the people in a group."""
    return range((group - 1) * EACH + 1, group * EACH + 1)


def _fill(tx: Tx, groups: range, goals_each: int, home_every: int) -> None:
    tx.execute(schema.people.insert(), [
        {"id": n, "workspace": TEAM, "user": user(n), "name": f"Person {n}", "tz": "Europe/Berlin", "kind": "member",
         "last_goal": goals_each, "dm": f"D{n:08d}", "home_opened": BEGUN if home_every and n % home_every == 0 else None}
        for g in groups for n in members(g)])
    tx.execute(schema.groups.insert(), [
        {"id": g, "workspace": TEAM, "channel": channel(g), "name": f"Group {g}", "tz": "Europe/Berlin", "last_goal": 2,
         "created": BEGUN, "created_by": members(g)[0]} for g in groups])
    tx.execute(schema.memberships.insert(), [
        {"group_id": g, "person_id": n, "role": "organiser" if n == members(g)[0] else "member", "joined": BEGUN}
        for g in groups for n in members(g)])
    if goals_each:
        tx.execute(schema.goals.insert(), [row for g in groups for row in _goals(g, goals_each)])


def _goals(group: int, goals_each: int) -> Iterator[dict]:
    for person in members(group):
        for number in range(1, goals_each + 1):
            shared = number % 3 == 0
            yield _goal(owner_id=person, number=number, group_id=group if shared else None,
                        visibility="shared" if shared else "private", state=_STATES[number % len(_STATES)])
    for number in (1, 2):
        yield _goal(owner_id=members(group)[0], number=number, group_id=group, scope="group", visibility="shared", state="open")


def _goal(**about) -> dict:
    closed = BEGUN + timedelta(days=30) if about["state"] == "done" else None
    due = date(2027, 1, 1) + timedelta(days=about["number"] * 9)
    return {"scope": "own", "what": f"Submit paper number {about['number']} to a journal of the field", "measure": "",
            "why": "", "first_step": "", "due": due, "horizon": "short", "percent": 100 if closed else 0, "closing_note": "",
            "version": 1, "created": BEGUN, "touched": BEGUN, "closed": closed, **about}
