"""How fast one person may type, held in memory: a stuck key or a script must not keep the others waiting (reliability 5.7)."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
USUAL = 30
_MANY = 5_000   # people; above it, whoever has been quiet for a minute is forgotten


class Pace:
    """Counts what each person sent in the last minute. ``most``: how much that may be; 0 is no bound."""

    def __init__(self, most: int = USUAL):
        self._most, self._sent, self._turn = most, dict[str, deque[datetime]](), threading.Lock()

    def keeps(self, user: str, now: datetime) -> bool:
        """Count one more at ``now``; False when it is one too many, which is then not counted."""
        if not self._most:
            return True
        with self._turn:
            if len(self._sent) > _MANY:
                self._sent = {who: sent for who, sent in self._sent.items() if sent[-1] > now - MINUTE}
            sent = self._sent.setdefault(user, deque())
            while sent and sent[0] <= now - MINUTE:
                sent.popleft()
            if len(sent) >= self._most:
                return False
            sent.append(now)
            return True
