"""Everything outgoing goes through here: one client, no hidden retries, and every answer put into one of four classes.

The classes are those of the signal table in docs/decisions/0003: ``ok``; refused (`SlackRefused`, for good or not);
not accepted, come back later (`SlackLater`); and unclear (`SlackUnclear`: Slack may have done it). What goes out over
Socket Mode, the acknowledgements, goes through here too (`Acknowledging`).
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import socket
import ssl
import struct
import threading
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from slack_sdk.socket_mode import SocketModeClient

from bot.clock import Clock

log = logging.getLogger(__name__)

TIMEOUT = 15            # seconds for a whole call (reliability 2.4)
LONGEST_PAUSE = 3600.0  # what we believe of a Retry-After
DEFAULT_PAUSE = 30.0

# Slack's own words for "part of it may have happened".
UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
# The token or the workspace, not this call: stop sending and keep everything.
BREAKER = frozenset({"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "missing_scope",
                     "app_access_restricted", "ekm_access_denied", "access_denied", "org_login_required", "team_added_to_org"})


class Silent(logging.Logger):
    """For Slack's libraries, which put whole payloads into their debug and info lines: only that something failed is kept."""

    def __init__(self, name: str):
        super().__init__(name, logging.ERROR)
        self.propagate = False
        self.addHandler(_OnlyThatItFailed())


class _OnlyThatItFailed(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log.error("%s reports a failure at %s:%s", record.name, record.filename, record.lineno)


class SlackError(Exception):
    """A call that did not simply work. ``method`` and ``signal`` are safe to log; what was sent is not in here."""

    def __init__(self, method: str, signal: str):
        super().__init__(f"{method}: {signal}")
        self.method, self.signal = method, signal


class SlackRefused(SlackError):
    """Slack said no. ``breaker``: nothing else will work either until an administrator acts."""

    def __init__(self, method: str, signal: str, *, detail: tuple[str, ...] = (), needed: str = ""):
        super().__init__(method, signal)
        self.detail, self.needed = detail, needed
        self.breaker = signal in BREAKER


class SlackLater(SlackError):
    """Not accepted, nothing happened; worth trying again in ``seconds``. ``counts``: an attempt was really made."""

    def __init__(self, method: str, signal: str, seconds: float, *, counts: bool):
        super().__init__(method, signal)
        self.seconds, self.counts = seconds, counts


class SlackUnclear(SlackError):
    """Nobody knows whether it happened; only reading back can tell."""


class SlackAnswer(dict):
    """The answer's body, with its HTTP headers beside it."""

    headers: dict[str, str]


class Slack:
    """Slack's Web API for one token. Safe to use from many threads."""

    def __init__(self, *, token: str, base_url: str, clock: Clock, timeout: int = TIMEOUT):
        self._tls = ssl.create_default_context() if base_url.startswith("https:") else None
        # retry_handlers=[]: the SDK's default repeats a dropped chat.postMessage, and the message stands there twice.
        self.client = WebClient(token=token, base_url=base_url, timeout=timeout, ssl=self._tls, retry_handlers=[],
                                logger=Silent("slack_web"))
        self._clock, self._timeout = clock, timeout
        self._here = urlsplit(base_url)
        # Answers go where they were asked for, and nowhere that place may point to.
        self._hooks = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self._tls), _NoRedirect)
        self._paused: dict[str, float] = {}
        self._lock = threading.Lock()

    def call(self, method: str, **args) -> SlackAnswer:
        """Call ``method`` (``chat.postMessage``) with Slack's own argument names; None values are left out.

        Raises SlackRefused, SlackLater or SlackUnclear. Inside a Retry-After nothing is sent at all.
        """
        self._refuse_in_pause(method)
        send = getattr(self.client, method.replace(".", "_"))
        try:
            response = send(**{k: v for k, v in args.items() if v is not None})
        except SlackApiError as error:
            raise self._classify(method, error.response) from None
        except Exception as error:   # everything the transport can throw: classified, never let through raw
            raise _transport(method, error) from None
        answer = SlackAnswer(response.data)
        answer.headers = {k.lower(): v for k, v in response.headers.items()}
        return answer

    def pages(self, method: str, key: str, **args) -> list:
        """All items of a paged method, following ``next_cursor``."""
        found, cursor = [], None
        while True:
            page = self.call(method, cursor=cursor, **args)
            found += page.get(key, [])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    def respond(self, url: str, body: dict) -> None:
        """Answer through a response_url (5 uses, 30 minutes). Only Slack, or the very server we were configured with, is called."""
        if not self._is_slacks(url):
            raise SlackRefused("response_url", "foreign_host")
        request = urllib.request.Request(url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        try:
            with self._hooks.open(request, timeout=self._timeout) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            raise SlackRefused("response_url", f"http_{error.code}") from None
        except Exception as error:
            raise _transport("response_url", error) from None

    def put_file(self, url: str, data: bytes) -> None:
        """Send a file's bytes where files.getUploadURLExternal said. The file is seen by nobody before it is completed."""
        if not self._is_slacks(url):
            raise SlackRefused("upload_url", "foreign_host")
        request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/octet-stream"})
        try:
            with self._hooks.open(request, timeout=self._timeout) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            late = error.code == 429 or error.code >= 500
            raise (SlackLater("upload_url", f"http_{error.code}", _seconds(error.headers), counts=error.code != 429) if late
                   else SlackRefused("upload_url", f"http_{error.code}")) from None
        except Exception as error:
            raise _transport("upload_url", error) from None

    def _is_slacks(self, url: str) -> bool:
        there = urlsplit(url)
        if (there.scheme, there.netloc) == (self._here.scheme, self._here.netloc):
            return True
        homes = {"slack.com", self._here.hostname or "slack.com"}   # GovSlack has a host of its own
        return there.scheme == "https" and any(f".{there.hostname}".endswith(f".{home}") for home in homes)

    def _refuse_in_pause(self, method: str) -> None:
        with self._lock:
            left = self._paused.get(method, 0.0) - self._clock.monotonic()
        if left > 0:
            raise SlackLater(method, "ratelimited", left, counts=False)

    def _classify(self, method: str, response) -> SlackError:
        status, data = response.status_code, response.data if isinstance(response.data, dict) else {}
        signal = str(data.get("error") or f"http_{status}")
        if " " in signal:   # the SDK puts what it could not parse into "error"; it may hold anything
            signal = f"http_{status}" if status >= 500 else "broken_json"
        if status == 429 or signal in ("ratelimited", "rate_limited"):
            seconds = _seconds(response.headers)
            with self._lock:
                self._paused[method] = self._clock.monotonic() + seconds
            return SlackLater(method, "ratelimited", seconds, counts=False)
        if status >= 500 or signal in UNCLEAR or signal == "broken_json" or not data:
            return SlackUnclear(method, signal)
        detail = tuple((data.get("response_metadata") or {}).get("messages") or ())
        return SlackRefused(method, signal, detail=detail, needed=data.get("needed", ""))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *about) -> None:
        """Follow nothing: urllib then raises the redirect as an HTTPError."""


def _seconds(headers) -> float:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), None)
    value = value[0] if isinstance(value, list) else value
    try:
        return min(max(float(value), 1.0), LONGEST_PAUSE)
    except (TypeError, ValueError):
        return DEFAULT_PAUSE


def _transport(method: str, error: Exception) -> SlackError:
    """Refused connections and failed look-ups never left this machine; anything else may have arrived."""
    cause = error.reason if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception) else error
    name = type(cause).__name__
    # urllib wraps only what fails before an answer is awaited, and TLS fails there in the handshake.
    shaking_hands = isinstance(cause, ssl.SSLError) and isinstance(error, urllib.error.URLError)
    if isinstance(cause, ConnectionRefusedError) or shaking_hands or name == "gaierror":
        return SlackLater(method, name, 5.0, counts=True)
    if isinstance(cause, (OSError, http.client.HTTPException, ValueError)):
        return SlackUnclear(method, name)
    log.error("unforeseen failure calling %s: %s", method, name)
    return SlackUnclear(method, name)


class Acknowledging(SocketModeClient):
    """Slack's Socket Mode client with its own way of writing.

    The SDK's masks a frame byte by byte (a card costs more than storing it does), cannot write one of 64 KiB or more, and
    takes a part that the socket took for the whole.
    """

    def connect(self) -> None:
        """Connect, and let no acknowledgement wait until the one before has arrived (Nagle's algorithm)."""
        super().connect()
        if self.current_session.sock:
            self.current_session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def acknowledge(self, envelope_id: str, payload: str = "") -> None:
        """Acknowledge an envelope; ``payload`` is a JSON text, or empty."""
        answer = f', "payload": {payload}' if payload else ""
        self.send_message(f'{{"envelope_id": {json.dumps(envelope_id)}{answer}}}')

    def send_message(self, message: str) -> None:
        """Send text; once more when the connection is just being replaced. SlackClientNotConnectedError: neither worked."""
        frame = text_frame(message.encode())
        try:
            self._write(frame)
        except OSError:
            with self.connect_operation_lock:
                try:
                    self._write(frame)
                except OSError as error:
                    raise SlackClientNotConnectedError(type(error).__name__) from None

    def _write(self, frame: bytes) -> None:
        session = self.current_session
        try:
            with session.sock_send_lock:
                if session.sock is None:
                    raise ConnectionError
                session.sock.sendall(frame)
        except OSError:   # half a frame may be out, and nothing that follows it would be understood
            session.disconnect()
            raise


def text_frame(payload: bytes) -> bytes:
    """One whole masked text frame, as a client sends it (RFC 6455, section 5.2)."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x81, 0x80 | size)
    elif size < 2**16:
        head = struct.pack("!BBH", 0x81, 0xFE, size)
    else:
        head = struct.pack("!BBQ", 0x81, 0xFF, size)
    key = os.urandom(4)
    mask = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    return head + key + (int.from_bytes(payload, "big") ^ mask).to_bytes(size, "big")
