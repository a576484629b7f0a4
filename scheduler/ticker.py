"""APScheduler is the ticker and nothing more: its memory store holds two intervals; what is due stands in our tables."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.deps import Deps
from scheduler import rounds, sender
from storage import outbox

log = logging.getLogger(__name__)
TICK_SECONDS = 15
TIDY_HOURS = 24


class Ticker:
    """The clock's two threads: the ticker, and the sender that a commit wakes."""

    def __init__(self, deps: Deps, redo: Callable[[dict], None]):
        self._deps, self._redo = deps, redo
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._sender = threading.Thread(target=self._send, name="sender", daemon=True)
        self._ticks = None
        self._sent = 0

    def start(self) -> None:
        """Begin. APScheduler is imported here, so that the socket does not wait for it."""
        from apscheduler.schedulers.background import BackgroundScheduler
        self._ticks = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1,
                                                                        "misfire_grace_time": None})
        self._ticks.add_job(self.tick, "interval", seconds=TICK_SECONDS, id="tick")
        self._ticks.add_job(self._safely, "interval", hours=TIDY_HOURS, id="tidy", args=[lambda: rounds.tidy(self._deps)])
        self._ticks.start()
        self._sender.start()
        self._deps.store.woken.set()

    def tick(self) -> None:
        """One round, now. Safe to call from any thread; rounds never overlap in one process."""
        self._safely(lambda: rounds.once(self._deps, self._redo, self._stopping.is_set))

    def rest(self) -> None:
        """Begin nothing new from now on; what is in hand goes on."""
        self._stopping.set()
        self._deps.store.woken.set()

    def stop(self, end: float) -> bool:
        """Wait for what is in hand, at most until ``end`` (monotonic seconds); whether it is done."""
        self.rest()
        if self._ticks:
            self._ticks.shutdown(wait=False)
        done = self._turn.acquire(timeout=max(0.0, end - time.monotonic()))
        if done:
            self._turn.release()
            self._sender.join(timeout=1)
        return done

    def _send(self) -> None:
        woken = self._deps.store.woken
        while not self._stopping.is_set():
            woken.wait(self._until_due())
            woken.clear()
            self._safely(self._send_once)

    def _send_once(self) -> None:
        self._sent = sender.send_waiting(self._deps, self._stopping.is_set)

    def _until_due(self) -> float | None:
        """Seconds until the next letter is due, so that it leaves at its second and not with the next tick.

        None, which waits for a commit or a tick, when nothing is due or what is due could not be sent just now.
        """
        try:
            with self._deps.store.read() as tx:
                due = outbox.next_due(tx)
        except Exception as failure:   # the tick, or a commit, will wake us
            if not self._stopping.is_set():
                log.error("what is due next cannot be read: %s", type(failure).__name__)
            return None
        if due is None:
            return None
        ahead = (due - self._deps.clock.now()).total_seconds()
        if ahead > 0:
            return ahead
        return self._deps.limits.until_room(self._deps.clock.monotonic()) or (0.0 if self._sent else None)

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            with self._turn:
                if not self._stopping.is_set():
                    work()
        except Exception as failure:   # the clock must go on; the next round finds the same work in the tables
            log.error("a round of the clock failed: %s at %s", type(failure).__name__, _where(failure))


def _where(failure: BaseException) -> str:
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
