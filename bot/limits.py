"""What Slack lets us say: one message a second to a channel, a few hundred a minute to a workspace, nothing after a revoked token.

Time is the injected clock's monotonic one, so that a travelled hour is an hour here too. Kept in memory, for each process: Slack's
own Retry-After, which `bot.slack` keeps, has the last word.
"""

from __future__ import annotations

import threading

PER_CHANNEL = 1.0            # seconds between two messages to one channel (Slack's rate limits: 1 per second)
PER_MESSAGE = 1 / 4          # seconds between two messages anywhere: 240 a minute, below Slack's "several hundred"
AT_ONCE = 8                  # planned messages that may go in one breath
PROMPT_CHANNEL, PROMPT_ANYWHERE = 30, 200   # what somebody waits for, or cannot wait, may run so far ahead; Slack allows short bursts
_MANY = 10_000               # channels; above it those at rest are forgotten


class Limits:
    """How long a message has to wait. Each channel, and the workspace, has a mark: the time up to which it is spoken for."""

    def __init__(self) -> None:
        self._channels: dict[str, float] = {}
        self._workspace = 0.0
        self._lock = threading.Lock()
        self.shut_until: float | None = None    # Slack refuses us altogether: nothing is sent before that
        self.shut_for = 0.0

    def room(self, at: float) -> int:
        """How many planned messages may go at once now."""
        with self._lock:
            return max(0, int((at + AT_ONCE * PER_MESSAGE - max(self._workspace, at)) / PER_MESSAGE + 1e-6))

    def until_room(self, at: float) -> float:
        """Seconds until one more planned message may go."""
        with self._lock:
            return max(0.0, self._workspace - (AT_ONCE - 1) * PER_MESSAGE - at)

    def take(self, channel: str | None, at: float, *, prompt: bool) -> float:
        """Take the turn of one message: 0 when it may go now, else after how many seconds to ask again; then nothing is taken."""
        with self._lock:
            here, everywhere = self._channels.get(channel or "", 0.0), self._workspace
            ahead = PROMPT_CHANNEL * PER_CHANNEL if prompt else 0.0
            wait = max(here - ahead - at, everywhere - (PROMPT_ANYWHERE if prompt else AT_ONCE - 1) * PER_MESSAGE - at)
            if wait > 1e-6:
                return wait
            if len(self._channels) > _MANY:
                self._channels = {c: mark for c, mark in self._channels.items() if mark > at}
            self._channels[channel or ""] = max(here, at) + PER_CHANNEL
            self._workspace = max(everywhere, at) + PER_MESSAGE
            return 0.0

    def shut(self, at: float, seconds: float) -> None:
        """Slack refuses everything: nothing is sent for so long."""
        self.shut_until, self.shut_for = at + seconds, seconds

    def opens(self) -> None:
        """Slack takes messages again."""
        self.shut_until, self.shut_for = None, 0.0

    def is_shut(self, at: float) -> bool:
        """Whether nothing may be sent now."""
        return self.shut_until is not None and at < self.shut_until
