"""The bot against the sandbox, in one process: people type and click, the clock stands still until it is sent ahead.

Slack's Web API is spoken over real HTTP; what Slack sends goes through Bolt's real dispatch in the test's own thread, so a test
reads top to bottom and nothing has to be waited for.
"""

from __future__ import annotations

import os
import shutil
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import admin, empty_postgres, fresh_postgres, postgres, postgres_template  # noqa: F401 - fixtures
from in_process import MANIFEST, MONDAY, Bot
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from sandbox.clock import Clock
from sandbox.server import Sandbox
from storage import migrate

WAITING = {"torture", "test_readme", "wire"}
zoneinfo.reset_tzpath(to=())   # the zones' rules are those of the tzdata package, as in the bot itself, whatever this machine carries


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits (for processes that are killed, for a fresh clone) begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: not (WAITING & {item.path.parent.name, item.path.stem}))


@pytest.fixture(scope="session", autouse=True)
def compiled_once():
    """Each test has an engine of its own, and SQLAlchemy would compile every statement anew for it: a third of a story's time."""
    caches = {"sqlite": LRUCache(3000), "postgresql": LRUCache(3000)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", property(lambda self: caches[self.dialect.name], lambda self, own: None), raising=False)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
            patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
        yield


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory) -> Path:
    """An empty database at head, made once and copied for each test."""
    path = tmp_path_factory.mktemp("database") / "fresh.db"
    migrate.upgrade(f"sqlite:///{path}", clock=Clock(MONDAY, running=False))
    return path


@pytest.fixture
def database(fresh_database: Path, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database of the test's own: SQLite, or with MENTOR_TESTS_ON=postgresql a PostgreSQL."""
    if os.environ.get("MENTOR_TESTS_ON") == "postgresql":
        return request.getfixturevalue("fresh_postgres")
    shutil.copy(fresh_database, tmp_path / "mentor.db")
    return f"sqlite:///{tmp_path / 'mentor.db'}"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A workspace at ten in the morning of a Monday in New York."""
    with Sandbox.start(manifest=MANIFEST, clock=Clock(MONDAY, running=False), strict=True) as sandbox:
        yield sandbox


@pytest.fixture
def bot(box: Sandbox, database: str) -> Iterator[Bot]:
    """The bot, listening."""
    running = Bot(box, database)
    yield running
    running.stops()


@pytest.fixture
def alice(box: Sandbox):
    """Alice organises."""
    return box.person("alice", real_name="Alice Moreau", tz="America/New_York")


@pytest.fixture
def bob(box: Sandbox):
    """Bob is in Alice's group, and lives in Berlin."""
    return box.person("bob", real_name="Bob Lindqvist", tz="Europe/Berlin")


@pytest.fixture
def carol(box: Sandbox):
    """Carol is in no group of theirs."""
    return box.person("carol", real_name="Carol Adeyemi", tz="America/Chicago")


@pytest.fixture
def room(box: Sandbox, alice, bob):
    """A private channel with Alice, Bob and the bot."""
    return box.channel("peer-mentors", [alice, bob], bot=True, private=True)


@pytest.fixture
def group(bot: Bot, alice, room):
    """Alice has set up her group in the channel."""
    alice.types("/mentor setup", in_=room)
    alice.submits()
    bot.ticks()
    return room
