"""What went over the line, for the page's drawer and for tests that judge the bot."""

import itertools
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

LONGEST = 20_000


class Traffic:
    """A log of calls, events, commands, interactions, acks and hooks. The oldest entries fall out."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._numbers = now, itertools.count(1)
        self._entries: deque[dict] = deque(maxlen=LONGEST)
        self._lock = threading.Lock()
        self.on_entry: Callable[[], None] = lambda: None

    def add(
        self, direction: str, kind: str, name: str, *, body: Any = None, answer: Any = None, status: Any = 200,
        ms: float = 0, problems: list[str] | None = None, **more: Any,
    ) -> dict:
        """Write an entry and return it. `direction` is in (bot to Slack) or out (Slack to bot)."""
        with self._lock:
            entry = {
                "n": next(self._numbers), "at": self._now().isoformat(), "direction": direction, "kind": kind,
                "name": name, "ms": round(ms, 2), "status": status, "body": body, "answer": answer,
                "problems": list(problems or ()), **more,
            }
            self._entries.append(entry)
        self.on_entry()
        return entry

    def since(self, number: int = 0) -> list[dict]:
        """The entries after a number, oldest first."""
        with self._lock:
            found = list(itertools.takewhile(lambda each: each["n"] > number, reversed(self._entries)))
            return found[::-1]

    @property
    def last(self) -> int:
        """The number of the newest entry, 0 when there is none."""
        with self._lock:
            return self._entries[-1]["n"] if self._entries else 0
