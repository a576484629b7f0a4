"""The bot against the sandbox, in one process: people type and click, the clock stands still until it is sent ahead.

Slack's Web API is spoken over real HTTP; what Slack sends goes through Bolt's real dispatch in the test's own thread, so a test
reads top to bottom and nothing has to be waited for.
"""

from __future__ import annotations

import json
import os
import shutil
import zoneinfo
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import admin, empty_postgres, fresh_postgres, postgres, postgres_template  # noqa: F401 - fixtures
from slack_bolt.request import BoltRequest

from bot import wiring
from bot.settings import Settings
from handlers import routes
from sandbox.clock import Clock
from sandbox.delivery import Ack
from sandbox.server import Sandbox
from scheduler import rounds, sender
from storage import migrate
from storage.store import open_store

zoneinfo.reset_tzpath(to=())   # the zones' rules are those of the tzdata package, as in the bot itself, whatever this machine carries
MANIFEST = Path(__file__).parent.parent / "manifest.yml"
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)   # 10:00 in New York


class AfterTheAnswer:
    """Work for after the answer, done when the answer has been given."""

    def __init__(self):
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class Inline(Executor):
    """Bolt's listeners, run where they are called."""

    def submit(self, fn, *args, **kwargs):
        done = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Bot:
    """The bot of a test: the real one, with its doors held by the sandbox."""

    def __init__(self, box: Sandbox, database: str):
        self.box, self.database = box, database
        self.settings = Settings(slack_bot_token=box.bot_token, slack_app_token=box.app_token, slack_signing_secret="",
                                 slack_api_url=box.api_url, database_url=database, timezone="UTC")
        self.starts()

    def starts(self) -> None:
        """Start, or start again after `stops`."""
        self.later = AfterTheAnswer()
        self.store = open_store(self.database, clock=self.box.clock)
        self.deps = wiring.make_deps(self.settings, self.box.clock, store=self.store, later=self.later)
        self.app = wiring.make_app(self.deps, listener_executor=Inline())
        self.box.delivery.deliver = self.hears

    def stops(self) -> None:
        """Stop as a process that is killed does: what was in memory is gone."""
        self.box.delivery.deliver = None
        self.store.close()

    def hears(self, payload: dict, kind: str, envelope: dict) -> Ack:
        """One payload from Slack, through Bolt, and everything that follows from it."""
        answer = self.app.dispatch(BoltRequest(mode="socket_mode", body=payload))
        self.later.run()
        sender.send_waiting(self.deps)
        body = json.loads(answer.body) if answer.body else None
        return Ack(status="ok" if answer.status == 200 else "failed", body=body)

    def ticks(self) -> None:
        """One round of the clock."""
        rounds.once(self.deps, lambda body: routes.serve_event(self.deps, body))
        self.box.settle()


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
