"""The small gate in front of the HTTP door: method, path, size, timestamp, signature, and only then is anything parsed.

Slack's recipe: HMAC-SHA256 over ``v0:timestamp:raw body`` with the signing secret, five minutes of grace
(docs.slack.dev/authentication/verifying-requests-from-slack). Bolt alone would parse first, answer 500 to a timestamp of
letters, and log the raw body of a forged request.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

from bot.clock import Clock

PATH = "/slack/events"
LARGEST = 1_000_000      # bytes
WINDOW = 300             # seconds
Dispatch = Callable[[bytes, dict[str, str]], tuple[int, dict[str, str], bytes]]


class Gate:
    """A WSGI application that lets only Slack in."""

    def __init__(self, *, secret: str, clock: Clock, dispatch: Dispatch, ready: Callable[[], bool] = lambda: True):
        self._secret, self._clock, self._dispatch, self._ready = secret.encode(), clock, dispatch, ready

    def __call__(self, environ: dict, start_response) -> Iterable[bytes]:
        """One request; never raises, never answers more than it has to."""
        status, headers, body = self._answer(environ)
        start_response(f"{status} {_WORDS.get(status, 'Status')}", list({"Content-Type": "text/plain", **headers}.items()))
        return [body]

    def _answer(self, environ: dict) -> tuple[int, dict[str, str], bytes]:
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path in ("/livez", "/readyz") and method in ("GET", "HEAD"):
            return (200, {}, b"ok") if path == "/livez" or self._ready() else (503, {}, b"not ready")
        if path != PATH:
            return 404, {}, b"not found"
        if method != "POST":
            return 405, {"Allow": "POST"}, b"POST only"
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()):
            return 411, {}, b"length required"
        if int(length) > LARGEST:
            return 413, {}, b"too large"
        raw = environ["wsgi.input"].read(int(length))
        if not self._from_slack(environ, raw):
            return 401, {}, b"not from Slack"
        headers = {k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k.startswith("HTTP_")}
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        try:
            return self._dispatch(raw, headers)
        except Exception:   # what came was signed, so it is ours to answer for; Slack sends an event again after a 5xx
            return 503, {}, b"try again"

    def _from_slack(self, environ: dict, raw: bytes) -> bool:
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        given = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 20):
            return False
        if abs(self._clock.now().timestamp() - int(stamp)) > WINDOW:
            return False
        expected = "v0=" + hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


_WORDS = {200: "OK", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed", 411: "Length Required",
          413: "Payload Too Large", 503: "Service Unavailable"}
