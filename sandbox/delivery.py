"""How payloads reach the app: over its sockets, to its request URL, or by a call in this process.

Acts of people wait for the ack (3 seconds, then they see an error). Events are repeated at once, after a minute and
after five, by the workspace's clock (docs.slack.dev/apis/events-api).
"""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import interactions
from sandbox.api_chat import readable
from sandbox.http_door import HttpDoor
from sandbox.sockets import Sockets
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

ACK_LIMIT = 3.0
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The app's acknowledgement: status ok, timeout or failed; its body as an object or None; milliseconds.

    `final` is set when the app forbids a repeat (the x-slack-no-retry header).
    """

    status: str
    body: Any = None
    ms: float = 0.0
    final: bool = False


Deliver = Callable[[dict, str, dict], Ack]


class Delivery:
    """The doors to the app, and the events that wait for a second try."""

    def __init__(self, ws: Workspace, traffic: Traffic) -> None:
        self.ws, self.traffic = ws, traffic
        self.sockets, self.http = Sockets(workspace=ws), HttpDoor(ws)
        self.deliver: Deliver | None = None
        self.request_url: str | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ack_limit = ACK_LIMIT
        self.retries: list[dict] = []
        self._held: list[dict] = []
        self._tasks: set[asyncio.Task] = set()
        self._lock = threading.Lock()

    def connected(self) -> bool:
        """Whether the app can be reached at present."""
        return bool(self.deliver or self.request_url or self.sockets.connections)

    def send(self, kind: str, payload: dict, name: str, *, accepts: bool) -> Ack:
        """Deliver what a person did and wait for the ack. Not to be called on the server's loop, nor with the lock."""
        envelope = self._envelope(kind, payload, accepts=accepts)
        again = self.ws.trouble.spend("duplicate_next")
        if self.deliver:
            ack = self._here(envelope)
            if again:
                self._record(envelope, name, self._here(envelope))
        else:
            future = asyncio.run_coroutine_threadsafe(self._wire(envelope, again=again), self.loop)
            ack = future.result(self.ack_limit + 5)
        self._record(envelope, name, ack)
        return ack

    def _envelope(self, kind: str, payload: dict, *, accepts: bool, attempt: int = 0, reason: str = "") -> dict:
        envelope = {
            "envelope_id": str(uuid.uuid4()), "type": kind, "accepts_response_payload": accepts, "payload": payload,
        }
        return envelope | ({"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {})

    def _here(self, envelope: dict) -> Ack:
        began = time.monotonic()
        ack = self.deliver(envelope["payload"], envelope["type"], envelope)
        spent = (time.monotonic() - began) * 1000
        if spent > self.ack_limit * 1000:
            return Ack(status="timeout", ms=spent)
        return Ack(status=ack.status, body=readable(ack.body), ms=spent)

    async def _wire(self, envelope: dict, *, again: bool = False) -> Ack:
        began, final = time.monotonic(), False
        if self.request_url:
            status, body, final = await self.http.send(self.request_url, envelope, self.ack_limit)
            if again:
                await self.http.send(self.request_url, envelope, self.ack_limit)
        else:
            status, body = await self.sockets.send(envelope, self.ack_limit)
            if again:
                await self.sockets.again(envelope)
        return Ack(status=status, body=readable(body), ms=(time.monotonic() - began) * 1000, final=final)

    def _record(self, envelope: dict, name: str, ack: Ack) -> None:
        kind = {"events_api": "event", "slash_commands": "command"}.get(envelope["type"], "interaction")
        about = {"envelope_id": envelope["envelope_id"], "retry_attempt": envelope.get("retry_attempt", 0)}
        self.traffic.add("out", kind, name, body=envelope["payload"], answer=ack.body, status=ack.status, ms=ack.ms,
                         **about)

    # events

    def pump(self) -> None:
        """Start the delivery of all events that wait, on the server's loop. In-process events wait for settle()."""
        if self.deliver is None:
            for payload, attempt, reason in self._due():
                task = self.loop.create_task(self._event(payload, attempt, reason))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def settle(self, most: int = 1_000) -> None:
        """Deliver all events that wait to the in-process app, in this thread, until none is left."""
        while self.deliver and most > 0 and (due := self._due()):
            for payload, attempt, reason in due:
                most -= 1
                envelope = self._envelope("events_api", payload, accepts=False, attempt=attempt, reason=reason)
                ack = self._here(envelope)
                self._after(envelope, ack, attempt)

    def _due(self) -> list[tuple[dict, int, str]]:
        """The events to deliver now as (payload, attempt, reason): new ones, and repeats whose time has come."""
        with self._lock:
            now, found = self.ws.now(), []
            for inner in self.ws.take_outgoing():
                payload = interactions.event(self.ws, inner)
                if self.ws.trouble.spend("hold_next"):
                    self._held.append(payload)
                    continue
                found.append((payload, 0, ""))
                if self.ws.trouble.spend("duplicate_next"):
                    found.append((payload, 1, "timeout"))
                found += [(held, 0, "") for held in self._held]
                self._held.clear()
            ripe = [each for each in self.retries if each["due"] <= now]
            self.retries = [each for each in self.retries if each["due"] > now]
            return found + [(each["payload"], each["attempt"], each["reason"]) for each in ripe]

    async def _event(self, payload: dict, attempt: int, reason: str) -> None:
        envelope = self._envelope("events_api", payload, accepts=False, attempt=attempt, reason=reason)
        self._after(envelope, await self._wire(envelope), attempt)

    def _after(self, envelope: dict, ack: Ack, attempt: int) -> None:
        if ack.status != "ok" and not ack.final and attempt < len(RETRY_AFTER):
            reason = "http_error" if self.request_url else "timeout"
            reason = "http_timeout" if self.request_url and ack.status == "timeout" else reason
            due = self.ws.now() + RETRY_AFTER[attempt]
            with self._lock:
                self.retries.append(
                    {"due": due, "payload": envelope["payload"], "attempt": attempt + 1, "reason": reason}
                )
        self._record(envelope, envelope["payload"]["event"]["type"], ack)

    def verify_request_url(self) -> bool:
        """Send url_verification to the request URL; whether the challenge came back."""
        challenge = uuid.uuid4().hex
        payload = {"type": "url_verification", "token": self.ws.verification_token, "challenge": challenge}
        envelope = self._envelope("events_api", payload, accepts=False)
        ack = asyncio.run_coroutine_threadsafe(self._wire(envelope), self.loop).result(self.ack_limit + 5)
        self._record(envelope, "url_verification", ack)
        return ack.status == "ok" and challenge in str(ack.body)

    def next_retry(self) -> datetime | None:
        """When the next repeat is due, aware UTC."""
        with self._lock:
            return min((each["due"] for each in self.retries), default=None)

    async def close(self) -> None:
        """End all deliveries and close the doors."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        await self.http.close()
