"""The only module that knows every door: it puts the house together, starts it, and takes it down again."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest

from bot.clock import Clock
from bot.deps import Deps, Later, Workspace, pool
from bot.settings import Settings
from bot.slack import Slack
from handlers import routes
from scheduler.ticker import Ticker
from storage.outbox import next_due
from storage.store import Store, open_store

log = logging.getLogger(__name__)
GRACE = 9.0   # seconds for what is in hand when SIGTERM comes; the promise is ten


class Silent(logging.Logger):
    """For Slack's libraries, which put whole payloads into their debug and info lines: only that something failed is kept."""

    def __init__(self, name: str):
        super().__init__(name, logging.ERROR)
        self.propagate = False
        self.addHandler(_OnlyThatItFailed())


class _OnlyThatItFailed(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log.error("%s reports a failure at %s:%s", record.name, record.filename, record.lineno)


def make_deps(settings: Settings, clock: Clock, *, store: Store, later: Later) -> Deps:
    """Everything a use case may lean on. Asks Slack once who we are."""
    slack = Slack(token=settings.slack_bot_token, base_url=settings.slack_api_url, clock=clock)
    who = slack.call("auth.test")
    workspace = Workspace(team=who["team_id"], bot_user=who["user_id"], bot=who.get("bot_id", ""), name=who.get("team", ""))
    return Deps(store=store, slack=slack, clock=clock, settings=settings, workspace=workspace, later=later)


def make_app(deps: Deps, *, listener_executor: Executor | None = None) -> App:
    """The Bolt app with every door on it.

    ``process_before_response`` makes the acknowledgement leave with the listener's return; Bolt would otherwise look for it
    every ten milliseconds. Requests over HTTP are verified by `handlers.gate` before Bolt sees them.
    """
    here = deps.workspace
    known = AuthorizeResult(enterprise_id=None, team_id=here.team, team=here.name, bot_user_id=here.bot_user, bot_id=here.bot,
                            bot_token=deps.settings.slack_bot_token)
    app = App(client=deps.slack.client, authorize=lambda **_: known, process_before_response=True, request_verification_enabled=False,
              token_verification_enabled=False, logger=Silent("slack_bolt"),
              listener_executor=listener_executor or ThreadPoolExecutor(max_workers=deps.settings.workers, thread_name_prefix="bolt"))
    routes.register(app, deps)
    return app


class Running:
    """A bot that runs. ``stop`` finishes what it holds within ten seconds."""

    def __init__(self, *, deps: Deps, ticker: Ticker, close_door: Callable[[], None], later: ThreadPoolExecutor,
                 connected: Callable[[], bool]):
        self.deps, self._ticker, self._close_door, self._later, self.connected = deps, ticker, close_door, later, connected

    def next_due(self) -> datetime | None:
        """When the next thing is due that the bot would do by itself; None when nothing is."""
        with self.deps.store.read() as tx:
            return next_due(tx)

    def tick(self) -> None:
        """One round of the clock, now; a travelling clock calls it when it has travelled."""
        self._ticker.tick()

    def stop(self) -> None:
        """No new work in, what is in hand done, recorded and closed."""
        self._close_door()
        finished = threading.Thread(target=lambda: self._later.shutdown(wait=True, cancel_futures=False), daemon=True)
        finished.start()
        finished.join(GRACE)
        self._ticker.stop()
        self.deps.store.close()


def start(settings: Settings, clock: Clock, *, http_port: int | None = None, host: str = "127.0.0.1") -> Running:
    """Open the database, connect to Slack, start the clock. Socket Mode when there is an app token, unless ``http_port`` is given."""
    store = open_store(settings.database_url, clock=clock)
    try:
        later = pool(settings.workers)
        deps = make_deps(settings, clock, store=store, later=later)
        app = make_app(deps)
        close, connected = _http(app, deps, host, http_port) if http_port else _socket(app, deps)
    except BaseException:
        store.close()
        raise
    ticker = Ticker(deps, redo=lambda body: routes.serve_event(deps, body))
    ticker.start()
    threading.Thread(target=_warm, name="warm", daemon=True).start()
    return Running(deps=deps, ticker=ticker, close_door=close, later=later, connected=connected)


def _socket(app: App, deps: Deps) -> tuple[Callable[[], None], Callable[[], bool]]:
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    handler = SocketModeHandler(app, deps.settings.slack_app_token, concurrency=deps.settings.workers, logger=Silent("slack_socket"))
    handler.connect()
    return handler.close, lambda: bool(handler.client.is_connected())


def _http(app: App, deps: Deps, host: str, port: int) -> tuple[Callable[[], None], Callable[[], bool]]:
    from waitress.server import create_server

    from handlers.gate import Gate

    def dispatch(raw: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = app.dispatch(BoltRequest(body=raw.decode("utf-8"), headers=headers))
        return answer.status, {k: v[0] for k, v in answer.headers.items()}, (answer.body or "").encode()

    gate = Gate(secret=deps.settings.slack_signing_secret, clock=deps.clock, dispatch=dispatch)
    server = create_server(gate, host=host, port=port, threads=deps.settings.workers, ident=None, max_request_body_size=2_000_000)
    serving = threading.Thread(target=server.run, name="http", daemon=True)
    serving.start()

    def close() -> None:
        server.close()
        server.task_dispatcher.shutdown()

    return close, serving.is_alive


def _warm() -> None:
    """The first date that somebody types must not wait for dateparser to load."""
    from bot import dates
    dates.warm()


def run(settings: Settings, clock: Clock, *, http_port: int | None = None, host: str = "127.0.0.1") -> None:
    """Run until SIGTERM or Ctrl-C; a second signal ends at once."""
    stopping = threading.Event()

    def on_signal(number, frame) -> None:
        if stopping.is_set():
            raise SystemExit(1)
        stopping.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, on_signal)
    running = start(settings, clock, http_port=http_port, host=host)
    log.info("connected to %s as %s", running.deps.workspace.name, running.deps.workspace.bot_user)
    stopping.wait()
    log.info("stopping")
    running.stop()
