"""The only module that knows every door: it puts the house together, starts it, and takes it down again."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from functools import partial

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import Clock
from bot.deps import Deps, Later, Workspace, pool
from bot.doors import Door, InHand, Line, counted
from bot.feed import Feed, beside
from bot.pace import Pace
from bot.settings import Settings
from bot.slack import Acknowledging, Silent, Slack, SlackRefused
from handlers import routes
from mentoring import patterns
from scheduler.ticker import Ticker
from storage.outbox import next_due
from storage.seals import open_seals
from storage.store import Store, open_store

log = logging.getLogger(__name__)
PING = 10.0          # seconds between the pings that notice a dead connection; Bolt's own choice
RECEIVE = 16 * 1024   # bytes; the SDK's 1,024 make a dozen reads of one form
WARM_AFTER = 3.0      # seconds; a start is quick, and what only the first date needs is loaded when it is over
FEED_THREADS = 4
# How many new objects, younger and older generations there may be until Python looks for cycles. A command makes hundreds of
# objects and no cycle; with Python's own 700, 10 and 10 a seventh of its time goes into looking.
SELDOM = (20_000, 20, 50)
GRACE = 9.0   # seconds for what is in hand when SIGTERM comes; the promise is ten


def make_deps(settings: Settings, clock: Clock, *, store: Store, later: Later) -> Deps:
    """Everything a use case may lean on. Asks Slack once who we are. Refuse: the keys are not those of this database."""
    seals = open_seals(store, settings.database_url, settings.keys, now=clock.now())
    slack = Slack(token=settings.slack_bot_token, base_url=settings.slack_api_url, clock=clock)
    who = slack.call("auth.test")
    workspace = Workspace(team=who["team_id"], bot_user=who["user_id"], bot=who.get("bot_id", ""), name=who.get("team", ""),
                          url=who.get("url", ""))
    return Deps(store=store, slack=slack, clock=clock, settings=settings, workspace=workspace, later=later, seals=seals,
                pace=Pace(settings.commands_per_minute))


def make_app(deps: Deps, *, listener_executor: Executor | None = None) -> App:
    """The Bolt app with every door on it.

    ``process_before_response`` makes the acknowledgement leave with the listener's return; Bolt would otherwise look for it
    every ten milliseconds. Requests over HTTP are verified by `handlers.gate` before Bolt sees them.
    """
    here = deps.workspace
    known = AuthorizeResult(enterprise_id=None, team_id=here.team, team=here.name, bot_user_id=here.bot_user, bot_id=here.bot,
                            bot_token=deps.settings.slack_bot_token)
    app = App(name="mentor",   # without one Bolt looks through the sources of all modules for its caller's
              client=deps.slack.client, authorize=lambda **_: known, process_before_response=True, request_verification_enabled=False,
              token_verification_enabled=False, logger=Silent("slack_bolt"),
              listener_executor=listener_executor or ThreadPoolExecutor(max_workers=deps.settings.workers, thread_name_prefix="bolt"))
    routes.register(app, deps)
    return app


class Running:
    """A bot that runs. ``stop`` finishes what it holds within ten seconds."""

    def __init__(self, *, deps: Deps, ticker: Ticker, door: Door, later: ThreadPoolExecutor, feed: Door | None = None):
        self.deps, self._ticker, self.door, self._later, self.feed = deps, ticker, door, later, feed
        self.connected, self.stopping = door.connected, threading.Event()

    def next_due(self) -> datetime | None:
        """When the next thing is due that the bot would do by itself; None when nothing is."""
        with self.deps.store.read() as tx:
            return next_due(tx)

    def tick(self) -> None:
        """One round of the clock, now; a travelling clock calls it when it has travelled."""
        self._ticker.tick()

    def stop(self) -> bool:
        """Answer who has asked, finish and record what is in hand, begin nothing new, close. False: time was up before all was done.

        The door stays open until the answers in hand have left: Slack brings a command only once. Stopping twice is stopping once.
        """
        if self.stopping.is_set():
            return True
        self.stopping.set()
        end = time.monotonic() + GRACE
        self._ticker.rest()
        answered = self.door.in_hand.over(end)
        closed = _ends(self.door.close, end) and (self.feed is None or _ends(self.feed.close, end))
        done = _ends(lambda: self._later.shutdown(wait=True), end)
        recorded = self._ticker.stop(end)
        return _ends(self.deps.store.close, end + 0.5) and answered and closed and done and recorded


def _ends(work: Callable[[], object], end: float) -> bool:
    """Do ``work`` in a thread of its own; whether it is over by ``end`` (monotonic seconds)."""
    doing = threading.Thread(target=work, daemon=True)
    doing.start()
    doing.join(max(0.0, end - time.monotonic()))
    return not doing.is_alive()


def start(settings: Settings, clock: Clock, *, http_port: int | None = None, host: str = "127.0.0.1") -> Running:
    """Open the database, connect to Slack, start the clock. Socket Mode when there is an app token, unless ``http_port`` is given."""
    store = open_store(settings.database_url, clock=clock)
    try:
        later = pool(settings.workers)
        deps = make_deps(settings, clock, store=store, later=later)
        app = make_app(deps)
        feed = _feed(deps, host) if settings.feed_port else None
        try:
            door = _http(app, deps, host, http_port) if http_port else _socket(app, deps)
        except BaseException:
            if feed:
                feed.close()
            raise
    except BaseException:
        store.close()
        raise
    ticker = Ticker(deps, redo=lambda body: routes.serve_event(deps, body))
    ticker.start()
    warming = threading.Timer(WARM_AFTER, _warm)
    warming.daemon = True
    warming.start()
    _settle()
    return Running(deps=deps, ticker=ticker, door=door, later=later, feed=feed)


def _socket(app: App, deps: Deps) -> Door:
    in_hand = InHand()
    client = Acknowledging(deps.settings.slack_app_token, logger=Silent("slack_socket"), web_client=app.client,
                           concurrency=deps.settings.workers, ping_interval=PING, receive_buffer_size=RECEIVE)

    def on_envelope(_, envelope: SocketModeRequest) -> None:
        with in_hand:
            answer = app.dispatch(BoltRequest(mode="socket_mode", body=envelope.payload))
            if answer.status == 200:   # anything else is not acknowledged, and Slack sends an event again
                client.acknowledge(envelope.envelope_id, answer.body)

    client.socket_mode_request_listeners.append(on_envelope)
    try:
        client.connect()
    except SlackApiError as no:
        client.close()
        raise SlackRefused("apps.connections.open", str(no.response.get("error"))) from None
    line = Line(client)
    line.watch()
    return Door(in_hand=in_hand, close=line.close, connected=lambda: bool(client.is_connected()))


def _http(app: App, deps: Deps, host: str, port: int) -> Door:
    from handlers.gate import Gate

    def dispatch(raw: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        try:
            request = BoltRequest(body=raw.decode("utf-8"), headers=headers)
        except Exception:   # signed and yet unreadable to Bolt: bringing it again would not help
            return 400, {}, b"unreadable"
        answer = app.dispatch(request)
        return answer.status, {k: v[0] for k, v in answer.headers.items()}, (answer.body or "").encode()

    gate = Gate(secret=deps.settings.slack_signing_secret, clock=deps.clock, dispatch=dispatch)
    return _served(beside(Feed(deps), gate) if deps.settings.public_url else gate, host, port, threads=deps.settings.workers)


def _feed(deps: Deps, host: str) -> Door:
    """The port for calendar feeds alone."""
    return _served(Feed(deps), host, deps.settings.feed_port, threads=FEED_THREADS)


def _served(application: Callable, host: str, port: int, *, threads: int) -> Door:
    """A WSGI application behind a port, in threads of its own."""
    from waitress.server import create_server
    in_hand = InHand()
    server = create_server(partial(counted, in_hand, application), host=host, port=port, threads=threads, ident=None,
                           max_request_body_size=2_000_000)
    serving = threading.Thread(target=server.run, name="http", daemon=True)
    serving.start()

    def end() -> None:
        server.close()
        for channel in list(server.active_channels.values()):
            channel.handle_close()

    def close() -> None:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(end)   # in the server's own thread, which would otherwise stumble over closed sockets
        serving.join()

    return Door(in_hand=in_hand, close=close, connected=serving.is_alive)


def _warm() -> None:
    """The first line that somebody types must not wait for dateparser, nor for expressions to be compiled."""
    from bot import dates
    patterns.warm()
    dates.warm()
    _settle()


def _settle() -> None:
    """What is loaded by now stays: Python need not look through it again and again for what could go."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()


def run(settings: Settings, clock: Clock, *, http_port: int | None = None, host: str = "127.0.0.1") -> None:
    """Run until SIGTERM or Ctrl-C; a second signal ends at once."""
    stopping = threading.Event()

    def on_signal(number, frame) -> None:
        if stopping.is_set():
            os._exit(128 + number)
        stopping.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, on_signal)
    running = start(settings, clock, http_port=http_port, host=host)
    log.info("connected to %s as %s", running.deps.workspace.name, running.deps.workspace.bot_user)
    stopping.wait()
    log.info("stopping")
    if running.stop():
        return
    # Threads that wait for Slack would hold up the end. What they do is written down and is taken up at the next start.
    log.warning("stopped with work in hand; it is taken up at the next start")
    logging.shutdown()
    os._exit(0)
