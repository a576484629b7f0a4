"""Socket Mode: the WebSockets of the app (docs.slack.dev/apis/events-api/using-socket-mode).

Each payload goes to one connection, whichever; at most ten are open; the app answers with the envelope's id.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.workspace import Workspace

MOST_CONNECTIONS = 10


@dataclass(slots=True)
class Connection:
    """One open WebSocket."""

    id: int
    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    closing: bool = False


@dataclass(slots=True)
class Sockets:
    """All open connections, the one-off tickets, and the acks that are waited for. Lives on the server's loop."""

    workspace: Workspace
    connections: list[Connection] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    waiting: dict[str, asyncio.Future] = field(default_factory=dict)
    stray: list[dict] = field(default_factory=list)
    ending: set[asyncio.Task] = field(default_factory=set)
    _next: int = 0

    def new_url(self) -> str:
        """A one-off address for a connection, as apps.connections.open answers it."""
        ticket = self.workspace.new_id("S")
        self.tickets.add(ticket)
        return f"{self.workspace.origin.replace('http', 'ws', 1)}/socket/{ticket}?app_id={self.workspace.app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from hello to its end."""
        ticket = request.match_info["ticket"]
        if ticket not in self.tickets:
            return web.Response(status=404, text="this address was used or never given")
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=True, timeout=1.0)
        await ws.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "box"}})
            await ws.close()
            return ws
        self._next += 1
        connection = Connection(id=self._next, ws=ws, transport=request.transport)
        await ws.send_json({
            "type": "hello", "num_connections": len(self.connections) + 1,
            "connection_info": {"app_id": self.workspace.app_id},
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18_060},
        })
        self.connections.append(connection)
        self.workspace.change("state")
        try:
            async for message in ws:
                if message.type == WSMsgType.TEXT:
                    self._received(message.data)
        finally:
            self.connections.remove(connection)
            self.workspace.change("state")
        return ws

    def _received(self, data: str) -> None:
        try:
            answer = json.loads(data)
        except ValueError:
            return
        waiting = self.waiting.pop(answer.get("envelope_id"), None) if isinstance(answer, dict) else None
        if waiting is None:
            self.stray.append(answer)
        elif not waiting.done():
            waiting.set_result(answer.get("payload"))

    def pick(self) -> Connection | None:
        """The connection for the next payload: in turn, so that every one of them gets some."""
        able = [each for each in self.connections if not each.closing and not each.ws.closed]
        if not able:
            return None
        self._next += 1
        return able[self._next % len(able)]

    async def send(self, envelope: dict, limit: float) -> tuple[str, Any]:
        """Send an envelope and wait for its ack: ("ok", payload), ("timeout", None) or ("failed", None)."""
        connection = self.pick()
        if connection is None:
            return "failed", None
        future = asyncio.get_running_loop().create_future()
        self.waiting[envelope["envelope_id"]] = future
        try:
            await connection.ws.send_json(envelope)
            return "ok", await asyncio.wait_for(future, limit)
        except TimeoutError:
            return "timeout", None
        except ConnectionError:
            return "failed", None
        finally:
            self.waiting.pop(envelope["envelope_id"], None)

    async def again(self, envelope: dict) -> None:
        """Send the same envelope once more; whatever comes back is a stray answer."""
        connection = self.pick()
        if connection:
            await connection.ws.send_json(envelope)

    async def disturb(self, what: str) -> None:
        """Trouble: "drop" cuts the lines, "warning" or "refresh" says disconnect first (refresh then closes)."""
        for connection in list(self.connections):
            if what == "drop":
                connection.closing = True
                if connection.transport:
                    connection.transport.abort()
                continue
            reason = "refresh_requested" if what == "refresh" else "link_disabled" if what == "disable" else "warning"
            with contextlib.suppress(ConnectionError):
                await connection.ws.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
                )
            if reason != "warning":
                connection.closing = True
                asyncio.get_running_loop().call_later(0.5, self._end, connection)

    def _end(self, connection: Connection) -> None:
        task = asyncio.get_running_loop().create_task(connection.ws.close())
        self.ending.add(task)
        task.add_done_callback(self.ending.discard)

    async def close(self) -> None:
        """End every connection."""
        for connection in list(self.connections):
            await connection.ws.close()
