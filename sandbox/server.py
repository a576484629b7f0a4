"""The pretend Slack as one object: a server on loopback in a thread of its own."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from sandbox import api_chat, events, keep, loopback, manifest
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.delivery import Deliver, Delivery
from sandbox.hooks import Hooks
from sandbox.pages import Pages
from sandbox.people import Person
from sandbox.places import Channels, Place
from sandbox.traffic import Traffic
from sandbox.truth import Truth
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

TICK = 0.05
SAVE_EVERY = 0.5
LARGEST_BODY = 64 * 1024 * 1024


class Sandbox:
    """One pretend workspace with one app, served on loopback.

    `manifest` is the app's manifest (a path or a mapping), `clock` any object with .now() (a running Clock when left
    out), `kept_in` a file that holds the workspace over restarts, `next_due` a hook that says when something of the
    app's is due next. `strict` turns unknown arguments into errors. `deliver` puts the app into this process,
    `request_url` reaches it over signed HTTP; without either it connects by Socket Mode.
    """

    def __init__(
        self, *, manifest: "str | Path | Mapping[str, Any]" = "manifest.yml", clock: Any = None,
        kept_in: "str | Path | None" = None, next_due: Callable[[], datetime | None] | None = None,
        strict: bool = False, deliver: Deliver | None = None, request_url: str | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.workspace = Workspace(clock=self.clock, manifest=_read(manifest))
        self.workspace.strict = strict
        self.kept_in = Path(kept_in) if kept_in else None
        self.was_kept = bool(self.kept_in) and keep.load(self.workspace, self.kept_in)
        self.next_due_hook = next_due
        self.traffic = Traffic(self.workspace.now)
        self.delivery = Delivery(self.workspace, self.traffic)
        self.delivery.deliver, self.delivery.request_url = deliver, request_url
        self.hooks = Hooks()
        self.acts = Acts(self.workspace, self.delivery, self.hooks)
        self.pages = Pages(self)
        self.truth = Truth(self)
        self.pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sandbox-act")
        self._changes: list[dict] = []
        self._changed, self._count = threading.Condition(), 0
        self._saving, self._unsaved, self._waking = threading.Lock(), False, False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.url = ""

    # life

    @classmethod
    def start(cls, *, host: str = "127.0.0.1", port: int = 0, **about: Any) -> "Sandbox":
        """Make a sandbox and serve it. `port` 0 takes a free one. ValueError for a host that is not loopback."""
        return cls(**about).serve(host=host, port=port)

    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> "Sandbox":
        """Start serving in a thread and return when the address is open. OSError when the port is taken."""
        loopback.check(host)
        opened, failed = threading.Event(), []
        self._thread = threading.Thread(
            target=self._run, args=(host, port, opened, failed), name="sandbox", daemon=True
        )
        self._thread.start()
        opened.wait()
        if failed:
            raise failed[0]
        return self

    def _run(self, host: str, port: int, opened: threading.Event, failed: list) -> None:
        self._loop = self.delivery.loop = asyncio.new_event_loop()
        try:
            runner = self._loop.run_until_complete(self._open(host, port))
        except OSError as fault:
            failed.append(fault)
            self._loop.close()
            opened.set()
            return
        ticking = self._loop.create_task(self._tick())
        opened.set()
        try:
            self._loop.run_forever()
        finally:
            ticking.cancel()
            self.pages.end()
            self._loop.run_until_complete(self.delivery.close())
            self._loop.run_until_complete(runner.cleanup())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _open(self, host: str, port: int) -> web.AppRunner:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[loopback.only_from_here])
        app.add_routes([
            web.get("/socket/{ticket}", self.delivery.sockets.handle),
            *WebApi(self.workspace, self.traffic, self.hooks).routes(), *self.pages.routes(),
        ])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self.url = f"http://{host}:{site._server.sockets[0].getsockname()[1]}"
        self.workspace.origin = self.url
        self.workspace.new_socket_url = self.delivery.sockets.new_url
        self.workspace.on_change, self.traffic.on_entry = self._note, self._note_traffic
        return runner

    def stop(self) -> None:
        """Stop serving; a kept workspace is written down. Safe to call twice."""
        if self._loop is None or self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self.pool.shutdown(wait=False, cancel_futures=True)
        self._save()

    def _save(self) -> None:
        if self.kept_in:
            with self._saving:
                keep.save(self.workspace, self.kept_in)

    def __enter__(self) -> Self:
        return self if self._thread else self.serve()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, with connections:write."""
        return self.workspace.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs requests in HTTP mode."""
        return self.workspace.signing_secret

    @property
    def deliver(self) -> Deliver | None:
        """How payloads reach an app in this process: called with payload, kind and envelope, in the caller's thread."""
        return self.delivery.deliver

    @deliver.setter
    def deliver(self, way: Deliver | None) -> None:
        self.delivery.deliver = way

    # change and time

    def _note(self, change: dict) -> None:
        self._unsaved = True
        with self._changed:
            self._changes.append(change)
            self._count += 1
            wake, self._waking = not self._waking, True
            self._changed.notify_all()
        if wake and self._loop and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._flush)

    def _note_traffic(self) -> None:
        self._note({"what": "traffic"})

    def _flush(self) -> None:
        with self._changed:
            changes, self._changes, self._waking = self._changes, [], False
        self.delivery.pump()
        unique = {tuple(sorted(each.items(), key=str)): each for each in changes if each["what"] != "event"}
        self.pages.tell(list(unique.values()))

    async def _tick(self) -> None:
        saved = 0.0
        while True:
            await asyncio.sleep(TICK)
            saved += TICK
            if self.workspace.scheduled:
                api_chat.post_due(self.workspace)
            if self.delivery.retries:
                self.delivery.pump()
            if self.kept_in and self._unsaved and saved >= SAVE_EVERY:
                saved, self._unsaved = 0.0, False
                await asyncio.get_running_loop().run_in_executor(self.pool, self._save)

    def until(self, holds: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Wait until a condition on the workspace holds and return its value; AssertionError after `timeout` s."""
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                seen = self._count
            # Asked without our lock: the condition takes the workspace's, whose holders wait for ours.
            if value := holds():
                return value
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError("what was waited for did not come")
            with self._changed:
                # Conditions may also look at what lies outside the workspace, which wakes nobody here.
                self._changed.wait_for(lambda seen=seen: self._count != seen, min(left, 0.1))

    def settle(self) -> None:
        """In-process: post what is scheduled, deliver all events that wait, repeats included, until none is left."""
        api_chat.post_due(self.workspace)
        self.delivery.settle()

    def travel(self, *, seconds: float | None = None, to: datetime | None = None) -> datetime:
        """Send the workspace's clock ahead and return the new now. ValueError for a step back."""
        if to is not None:
            self.clock.travel_to(to.astimezone(UTC))
        else:
            self.clock.advance(seconds or 0.0)
        self.workspace.change("clock")
        if self.delivery.deliver:
            self.settle()
        return self.workspace.now()

    def next_due(self) -> datetime | None:
        """The next moment at which something will happen by itself, aware UTC."""
        hook = self.next_due_hook() if self.next_due_hook else None
        due = (hook, api_chat.next_scheduled(self.workspace), self.delivery.next_retry())
        return min((each for each in due if each), default=None)

    def travel_to_next_due(self) -> bool:
        """Go on to the next due thing; False when nothing is due."""
        due = self.next_due()
        if due is None:
            return False
        if due > self.workspace.now():
            self.travel(to=due)
        return True

    def trouble(self, **what: Any) -> None:
        """Ask for trouble (see trouble.py). `socket` is drop, warning, refresh or disable; `token` is what every call
        is answered with from now on (token_revoked, account_inactive, …), or live."""
        line = what.pop("socket", None)
        if line:
            line = "warning" if line == "disconnect" else line
            asyncio.run_coroutine_threadsafe(self.delivery.sockets.disturb(line), self._loop)
        self.workspace.token_state = what.pop("token", self.workspace.token_state)
        if what:
            self.workspace.trouble.ask(**what)

    def verify_request_url(self) -> bool:
        """HTTP mode: send the challenge that Slack sends when a request URL is entered; whether it came back."""
        return self.delivery.verify_request_url()

    def uninstall(self) -> None:
        """Remove the app from the workspace: its tokens die, and it hears tokens_revoked and app_uninstalled."""
        with self.workspace.lock:
            events.uninstalled(self.workspace)
        self.delivery.settle()

    # people

    @property
    def app(self) -> Place:
        """Where one talks to the app: its Messages tab."""
        return Place(self, None)

    def person(self, name: str, **about: Any) -> Person:
        """The person of this handle, made when there is none. `about`: real_name, tz, title, is_guest, …"""
        return Person.named(self, name, **about)

    def channel(self, name: str, members: Any = (), **about: Any) -> Channels:
        """A channel with these people, made when there is none. `bot=True` puts the app in, `private=True` hides it."""
        return Channels.named(self, name, members, **about)


def _read(source: Any) -> manifest.Manifest:
    return source if isinstance(source, manifest.Manifest) else manifest.read(source)
