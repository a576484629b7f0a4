"""The bot of a test, in one process with the sandbox: what the fixtures of every folder are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from pathlib import Path

from slack_bolt.request import BoltRequest

from bot import wiring
from bot.settings import Settings
from handlers import routes
from sandbox import manifest
from sandbox.delivery import Ack
from sandbox.server import Sandbox
from scheduler import rounds, sender
from storage.store import open_store

MANIFEST = manifest.read(Path(__file__).parent.parent / "manifest.yml")
RING = f"k1:{'A' * 42}E"   # for databases without a folder beside them
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
                                 slack_api_url=box.api_url, database_url=database, timezone="UTC",
                                 keys="" if database.startswith("sqlite") else RING)
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
