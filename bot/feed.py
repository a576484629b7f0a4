"""The calendar feed over HTTP: ``GET /calendar/<token>.ics``. Whatever is wrong is a 404; nothing of the address is logged.

(reliability 5.7, dates.md 7) No cookies, no redirects, never cached by anybody between; sixty readings an hour.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from bot.deps import Deps
from bot.services import calendar_files
from mentoring.patterns import regex

log = logging.getLogger(__name__)
PREFIX = "/calendar/"
MOST = 60                        # readings an hour of one address, by one process
HOUR = timedelta(hours=1)
REMEMBERED = 10_000              # addresses
_NOTED = timedelta(minutes=1)    # "last read" is not written more often
_PATH = regex(r"/calendar/([A-Za-z0-9_-]{43})\.ics")
_SECRET = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_WORDS = {200: "OK", 304: "Not Modified", 404: "Not Found", 429: "Too Many Requests"}
Application = Callable[[dict, Callable], Iterable[bytes]]
Reply = tuple[int, dict[str, str], bytes]


class _Memory:
    """What is remembered of an address: how often it was read this hour, and since when its calendar looks as it does."""

    def __init__(self):
        self.hour: datetime | None = None
        self.count = 0
        self.etag, self.since, self.noted = "", None, None


class Feed:
    """A WSGI application that serves calendars. It never raises: waitress would log the path."""

    def __init__(self, deps: Deps):
        self._deps, self._lock = deps, threading.Lock()
        self._known: OrderedDict[int, _Memory] = OrderedDict()

    def __call__(self, environ: dict, start_response) -> Iterable[bytes]:
        """One request."""
        try:
            status, headers, body = self._answer(environ)
        except Exception as failure:   # a database that is away, say; calendars ask again by themselves
            log.error("a calendar feed could not be served: %s", type(failure).__name__)
            status, headers, body = _missing()
        if environ.get("REQUEST_METHOD") == "HEAD":
            headers["Content-Length"], body = str(len(body)), b""
        start_response(f"{status} {_WORDS[status]}", list((_SECRET | headers).items()))
        return [body]

    def _answer(self, environ: dict) -> Reply:
        match = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        # A token of the wrong form is looked up as well, so that every refusal takes the same way and the same time.
        found = calendar_files.read_feed(self._deps, match[1] if match else "")
        if found is None or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return _missing()
        feed_id, data = found
        now = self._deps.clock.now().astimezone(UTC)
        with self._lock:
            known = self._remember(feed_id)
            if wait := _too_often(known, now):
                return 429, {"Content-Type": "text/plain", "Retry-After": str(wait)}, b"too many readings; a few a day are plenty"
            etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
            if known.etag != etag:
                known.etag, known.since = etag, now.replace(microsecond=0)
            note = known.noted is None or now - known.noted >= _NOTED
            if note:
                known.noted = now
            since = known.since
        if note:
            self._note(feed_id)
        marks = {"ETag": etag, "Last-Modified": format_datetime(since, usegmt=True)}
        if _unchanged(environ, etag, since):
            return 304, marks, b""
        return 200, marks | {"Content-Type": "text/calendar; charset=utf-8",
                             "Content-Disposition": 'inline; filename="peer-mentorship.ics"'}, data

    def _note(self, feed_id: int) -> None:
        try:
            calendar_files.was_read(self._deps, feed_id)
        except Exception as failure:   # the calendar is worth more than the note
            log.warning("a reading was not noted: %s", type(failure).__name__)

    def _remember(self, feed_id: int) -> _Memory:
        known = self._known.setdefault(feed_id, _Memory())
        self._known.move_to_end(feed_id)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known


def beside(feed: Application, others: Application) -> Application:
    """One application for one port: calendars here, everything else there."""
    def route(environ: dict, start_response) -> Iterable[bytes]:
        return (feed if environ.get("PATH_INFO", "").startswith(PREFIX) else others)(environ, start_response)

    return route


def _missing() -> Reply:
    return 404, {"Content-Type": "text/plain"}, b"not found"


def _too_often(known: _Memory, now: datetime) -> int:
    """Seconds to wait when this address was read too often in the present hour, else 0; counts this reading."""
    if known.hour is None or not timedelta(0) <= now - known.hour < HOUR:
        known.hour, known.count = now, 0
    known.count += 1
    return max(1, int((known.hour + HOUR - now).total_seconds())) if known.count > MOST else 0


def _unchanged(environ: dict, etag: str, since: datetime) -> bool:
    """Whether the calendar has what we have; the ETag counts where both are given (RFC 9110, 13.2.2)."""
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        return tags.strip() == "*" or etag in [t.strip().removeprefix("W/") for t in tags.split(",")]
    try:
        return parsedate_to_datetime(environ.get("HTTP_IF_MODIFIED_SINCE", "")) >= since
    except (ValueError, TypeError):
        return False
