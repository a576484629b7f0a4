"""How one knocks at the HTTP door: as Slack does, or not quite."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import time

SECRET = "0123456789abcdef0123456789abcdef"
LONG = 15.0   # seconds that nothing here should ever need


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signature_of(body: bytes, stamp: str) -> str:
    """Slack's signature of a body at a time."""
    return "v0=" + hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def knock(port: int, body: bytes, *, method: str = "POST", path: str = "/slack/events", stamp: str | None = None,
          signature: str | None = None, mime: str = "application/x-www-form-urlencoded") -> tuple[int, bytes]:
    """One HTTP request as Slack would send it, unless told otherwise; the status and the body of the answer."""
    stamp = str(int(time.time())) if stamp is None else stamp
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    try:
        line.request(method, path, body, {"Content-Type": mime, "X-Slack-Request-Timestamp": stamp,
                                          "X-Slack-Signature": signature_of(body, stamp) if signature is None else signature})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()
