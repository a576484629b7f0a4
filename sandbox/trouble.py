"""Trouble on demand: what a test or the page asks the pretend Slack to get wrong next."""

import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.answers import SlackError


@dataclass(slots=True, kw_only=True)
class Rule:
    """Trouble for the next `times` calls of a method ("*" for every method).

    `status` other than 200 answers that HTTP status, `error` answers ok:false with it. `after_store` does the work
    first, `drop` closes the connection without an answer, `cut` sends half an answer, `drip` sends it byte by byte
    with `drip_every` seconds between two,
    `html` sends a page instead of JSON, `delay` waits so many seconds, `land_after` does the work so many seconds
    after the connection was dropped.
    """

    method: str
    status: int = 200
    error: str | None = None
    retry_after: int | None = None
    times: int = 1
    after_store: bool = False
    delay: float = 0
    drop: bool = False
    cut: bool = False
    drip: bool = False
    drip_every: float = 0.002
    html: bool = False
    land_after: float | None = None


COUNTS = ("history_lag", "page_size", "date_skew", "connections_refused", "duplicate_next", "hold_next", "ghosts")


@dataclass(slots=True)
class Trouble:
    """All trouble that is asked for at present."""

    rules: list[Rule] = field(default_factory=list)
    history_lag: float = 0
    page_size: int = 0
    date_skew: float = 0
    connections_refused: int = 0
    duplicate_next: int = 0
    hold_next: int = 0
    ghosts: int = 0
    under_way: int = 0   # calls that were cut off and land later
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, **what: object) -> None:
        """Ask for trouble: a Rule's fields with `method`, or duplicate_next, hold_next (the next event comes after the
        one that follows it), history_lag and date_skew (seconds), page_size (so many messages at most
        in an answer of conversations.history, whatever was asked for), connections_refused, ghosts (so many deleted
        scheduled messages post all the same), or clear. TypeError for anything else."""
        with self.lock:
            if what.pop("clear", False):
                self.rules.clear()
                for name in COUNTS:
                    setattr(self, name, 0)
            for name in COUNTS:
                if name in what:
                    setattr(self, name, what.pop(name))
            if what:
                self.rules.append(Rule(**what))

    def take(self, method: str) -> Rule | None:
        """The trouble for this call, if any; a rule that is used up goes."""
        with self.lock:
            rule = next((each for each in self.rules if each.method in {method, "*"}), None)
            if rule:
                rule.times -= 1
                if rule.times <= 0:
                    self.rules.remove(rule)
            return rule

    def spend(self, name: str) -> bool:
        """Whether one of a counted kind (duplicate_next, hold_next, connections_refused) is left, and take it."""
        with self.lock:
            left = int(getattr(self, name))
            setattr(self, name, max(0, left - 1))
            return left > 0


TIERS = {1: 1, 2: 20, 3: 50, 4: 100}


class Limits:
    """Slack's rate limits: about one message a second in a channel, and a method's tier of calls a minute.

    Off unless `on` is set. Source: docs.slack.dev/apis/web-api/rate-limits.
    """

    def __init__(self) -> None:
        self.on = False
        self._last: dict[str, datetime] = {}
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)

    def call(self, method: str, tier: int, now: datetime) -> None:
        """Count a call at an aware instant. SlackError ratelimited (HTTP 429) over the tier's calls in a minute."""
        if self.on and tier:
            calls = self._calls[method]
            while calls and (now - calls[0]).total_seconds() >= 60:
                calls.popleft()
            if len(calls) >= TIERS[tier]:
                wait = 60 - (now - calls[0]).total_seconds()
                raise SlackError("ratelimited", status=429, retry_after=max(1, round(wait)))
            calls.append(now)

    def take(self, channel_id: str, now: datetime) -> None:
        """Count a post at an aware instant. SlackError ratelimited (HTTP 429) when the last was under a second ago."""
        if self.on:
            last = self._last.get(channel_id)
            if last and (now - last).total_seconds() < 1:
                raise SlackError("ratelimited", status=429)
            self._last[channel_id] = now
