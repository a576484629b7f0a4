"""The workspace's clock: real time plus an offset that only grows."""

import threading
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that can be sent ahead. It never goes back.

    `start` is where it begins (aware; the real now when left out). With `running=False` it stands still between
    journeys, which is what most tests want.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError(f"naive datetime: {start}")
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._running = running
        self._began = time.monotonic()
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The workspace's present moment, aware, in UTC."""
        passed = timedelta(seconds=time.monotonic() - self._began) if self._running else timedelta(0)
        return self._start + passed + self._ahead

    def monotonic(self) -> float:
        """Seconds since the clock began, journeys included, for durations."""
        return (self.now() - self._start).total_seconds()

    def advance(self, by: timedelta | float) -> datetime:
        """Go on by a timedelta or a number of seconds and return the new now. A negative step is a ValueError."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if step < timedelta(0):
            raise ValueError("the workspace's clock only goes forward")
        with self._lock:
            self._ahead += step
        return self.now()

    def travel_to(self, when: datetime) -> datetime:
        """Go on to an aware instant and return the new now. An instant that has passed is a ValueError."""
        return self.advance(when - self.now())


def real_seconds() -> int:
    """The real present as Unix seconds: signatures are checked against the reader's own clock."""
    return int(time.time())
