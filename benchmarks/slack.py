"""A fake Slack that costs next to nothing: the Web API with a settable latency, and Socket Mode.

It believes everything it is told. What is right is held by the tests on the sandbox; here only time counts.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable

from aiohttp import WSMsgType, web

TEAM, BOT_USER = "T0BENCH", "U0MENTOR"
HANDSHAKE = frozenset({"auth.test", "apps.connections.open"})


class Line:
    """The Socket Mode connection of one bot, seen from Slack."""

    def __init__(self, socket: web.WebSocketResponse):
        self._socket, self._asked = socket, {}

    async def ask(self, payload: str, *, kind: str, since: float | None = None) -> asyncio.Future:
        """Send one payload (JSON); the future gives (seconds since ``since`` until the ack was here, the ack as sent)."""
        envelope = f"{next(_NUMBERS):032x}"
        heard = asyncio.get_running_loop().create_future()
        self._asked[envelope] = (heard, time.perf_counter() if since is None else since)
        await self._socket.send_str(
            f'{{"type": "{kind}", "envelope_id": "{envelope}", "accepts_response_payload": true, "payload": {payload}}}')
        return heard

    def hears(self, text: str) -> None:
        """An acknowledgement; one that answers nothing is left aside."""
        heard, since = self._asked.pop(json.loads(text).get("envelope_id"), (None, 0.0))
        if heard and not heard.done():
            heard.set_result((time.perf_counter() - since, text))


_NUMBERS = itertools.count(1)


class FakeSlack:
    """Each bot is known by its tokens, ``xoxb-<name>`` and ``xapp-<name>``."""

    def __init__(self):
        self.latency = 0.0   # seconds, of every call but those of the handshake
        self.calls: Counter[str] = Counter()
        self.posted: list[tuple[float, str]] = []   # each chat.postMessage: when it came in, seconds since 1970, and to which channel
        self._lines: dict[str, asyncio.Future] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_post("/api/{method}", self._on_call)
        app.router.add_post("/answer/{name}", self._on_answer)
        app.router.add_get("/socket/{name}", self._on_socket)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/"

    async def stop(self) -> None:
        """Hang up."""
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The base of the Web API."""
        return f"{self.url}api/"

    async def line(self, name: str, *, within: float = 30.0) -> Line:
        """The connection of the bot ``name``, once it is there."""
        return await asyncio.wait_for(asyncio.shield(self._waiting(name)), within)

    def forget(self, name: str) -> None:
        """Wait for a new connection under this name."""
        self._lines.pop(name, None)

    def _waiting(self, name: str) -> asyncio.Future:
        return self._lines.setdefault(name, asyncio.get_running_loop().create_future())

    async def _on_call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] += 1
        at, body = time.time(), await request.read()
        if method == "chat.postMessage":
            self.posted.append((at, json.loads(body)["channel"]))
        if method not in HANDSHAKE:
            await asyncio.sleep(self.latency)
        answer = _ANSWERS.get(method, dict)()
        if method == "apps.connections.open":
            name = request.headers["Authorization"].removeprefix("Bearer xapp-")
            answer["url"] = f"ws{self.url.removeprefix('http')}socket/{name}"
        return web.json_response({"ok": True, **answer})

    async def _on_answer(self, request: web.Request) -> web.Response:
        self.calls["response_url"] += 1
        await request.read()
        await asyncio.sleep(self.latency)
        return web.Response(text="ok")

    async def _on_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0BENCH"},
                                          "debug_info": {"approximate_connection_time": 18060}}))
        line, waiting = Line(socket), self._waiting(request.match_info["name"])
        if not waiting.done():
            waiting.set_result(line)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                line.hears(message.data)
        return socket


_VIEW = {"view": {"id": "V0BENCH", "hash": "1.bench", "type": "modal"}}
_ANSWERS: dict[str, Callable[[], dict]] = {
    "auth.test": lambda: {"team_id": TEAM, "team": "Bench", "user_id": BOT_USER, "user": "mentor", "bot_id": "B0MENTOR",
                          "url": "https://bench.slack.com/"},
    "apps.connections.open": dict,
    "views.open": lambda: dict(_VIEW), "views.update": lambda: dict(_VIEW), "views.publish": lambda: dict(_VIEW),
    "chat.postMessage": lambda: {"channel": "C0BENCH", "ts": f"{time.time():.6f}"},
    "chat.update": lambda: {"channel": "C0BENCH", "ts": f"{time.time():.6f}"},
    "conversations.open": lambda: {"channel": {"id": f"D{next(_NUMBERS):08d}"}},
    "users.info": lambda: {"user": {"id": "U0", "name": "someone", "tz": "Europe/Berlin", "profile": {}}},
}
