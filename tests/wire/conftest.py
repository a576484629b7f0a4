"""The bot as it runs: `bot.wiring.start` with its threads, against the sandbox over real sockets and real HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_process import settings_for
from knocking import LONG, SECRET, free_port

from bot import wiring
from bot.clock import SystemClock
from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest.yml"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A workspace whose clock runs."""
    with Sandbox.start(manifest=MANIFEST, strict=False) as sandbox:
        sandbox.workspace.signing_secret = SECRET
        yield sandbox


@pytest.fixture
def running(box, database) -> Iterator[wiring.Running]:
    """The bot at the end of a WebSocket."""
    bot = wiring.start(settings_for(box, database), SystemClock())
    box.until(box.delivery.connected, timeout=LONG)
    yield bot
    bot.stop()


@pytest.fixture
def port_running(box, database) -> Iterator[wiring.Running]:
    """The bot behind an HTTP port; the sandbox sends there."""
    number = free_port()
    bot = wiring.start(settings_for(box, database), SystemClock(), http_port=number)
    box.delivery.request_url = f"http://127.0.0.1:{number}/slack/events"
    yield bot
    bot.stop()


@pytest.fixture
def port(port_running, box) -> int:
    """The port of a bot in HTTP mode."""
    return int(box.delivery.request_url.rpartition(":")[2].partition("/")[0])


@pytest.fixture
def rows(database) -> Callable[..., list]:
    """Look into the bot's database from outside."""
    def run(statement: str, *values) -> list:
        with sqlite3.connect(f"file:{database.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=5) as looking:
            return looking.execute(statement, values).fetchall()

    return run


class Known:
    """People whom the bot has met, so that their commands are answered in the acknowledgement."""

    def __init__(self, box: Sandbox):
        self.box = box

    def __call__(self, name: str):
        person = self.box.person(name, real_name=name.title(), tz="America/New_York")
        calls = len(self.box.truth.calls)
        person.types("/mentor help")
        self.box.until(lambda: any(each["kind"] == "hook" for each in self.box.truth.calls[calls:]), timeout=LONG)
        return person


@pytest.fixture
def known(box) -> Known:
    """Make people known to the bot that runs."""
    return Known(box)
