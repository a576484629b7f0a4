"""APScheduler is the ticker and nothing more: its memory store holds two intervals; what is due stands in our tables."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import datetime

from bot.deps import Deps
from bot.services import own_data, read_back, timetable
from scheduler import rounds, sender
from storage import outbox

log = logging.getLogger(__name__)
TICK_SECONDS = 15
TIDY_HOURS = 24
FIRST_AFTER = 1.0                       # seconds; the doors open first
STALLED = 120.0                         # seconds without a sign of life (reliability 2.4 step 1)
BACK, AHEAD = -60.0, 600.0              # seconds that the machine's clock may leap against time as it passes (reliability 2.9)
EXIT_STALLED = 70                       # EX_SOFTWARE of sysexits: whoever supervises us starts us again


class Ticker:
    """The clock's threads: the ticker, the sender that a commit wakes, and the watchdog over both.

    ``stalled`` is called when neither has shown a sign of life for two minutes; it ends the process.
    """

    def __init__(self, deps: Deps, redo: Callable[[dict], None], *, stalled: Callable[[], object] = lambda: os._exit(EXIT_STALLED)):
        self._deps, self._redo = deps, redo
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._sender = threading.Thread(target=self._send, name="sender", daemon=True)
        self._ticks = None
        self._sent = 0
        self._due = threading.Event()       # a letter's second has come
        self._looked: datetime | None = None
        self._stalled, self._alive = stalled, time.monotonic()
        self._times: tuple[float, float] | None = None
        self._held = False

    def start(self) -> None:
        """Begin. The ticks come a second later: the doors open first."""
        self._safely(lambda: rounds.begin(self._deps))
        self._sender.start()
        for thread in (threading.Timer(FIRST_AFTER, self._first), threading.Thread(target=self._watch, name="watchdog")):
            thread.daemon = True
            thread.start()
        self._deps.store.woken.set()

    def tick(self) -> None:
        """One round, now. Safe to call from any thread; rounds never overlap in one process."""
        self._safely(self._round)

    def _first(self) -> None:
        """At a start the rules of time zones may be newer than what is planned, the database may be a copy of before somebody was
        forgotten, meetings' threads went unheard, and a dead process's letters may be in hand."""
        self._safely(self._tick_on)
        self._safely(lambda: timetable.reckon_anew(self._deps))
        self._safely(lambda: own_data.replay(self._deps))
        self._safely(lambda: read_back.wake_all(self._deps))
        self.tick()
        self._safely(lambda: rounds.tidy(self._deps))

    def _tick_on(self) -> None:
        """APScheduler is imported here, so that the socket does not wait for it."""
        from apscheduler.schedulers.background import BackgroundScheduler
        self._ticks = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1,
                                                                        "misfire_grace_time": None})
        self._ticks.add_job(self.tick, "interval", seconds=TICK_SECONDS, id="tick")
        self._ticks.add_job(self._safely, "interval", hours=TIDY_HOURS, id="tidy", args=[lambda: rounds.tidy(self._deps)])
        self._ticks.start()

    def _round(self) -> None:
        self._held = self._leapt()
        if self._held:
            log.warning("the machine's clock has leapt; nothing is sent until the next round")
            timetable.reckon_anew(self._deps)
            timetable.plan_ahead(self._deps, self._ends)
        else:
            rounds.once(self._deps, self._redo, self._between)

    def _leapt(self) -> bool:
        """Whether wall time and time as it passes have parted since the last round."""
        before, self._times = self._times, (self._deps.clock.now().timestamp(), self._deps.clock.monotonic())
        if before is None:
            return False
        wall, passed = (now - then for now, then in zip(self._times, before, strict=True))
        return not BACK <= wall - passed <= AHEAD

    def _ends(self) -> bool:
        """Asked before every piece of work: whether to begin nothing more. Asking is the sign of life."""
        self._alive = time.monotonic()
        return self._stopping.is_set()

    def _between(self) -> bool:
        """The same within a round: a letter whose second has come does not wait for the round's end."""
        if self._due.is_set():
            self._due.clear()
            sender.send_waiting(self._deps, self._ends)
        return self._ends()

    def _watch(self) -> None:
        while not self._stopping.wait(STALLED / 12):
            if time.monotonic() - self._alive > STALLED:
                log.critical("the clock has shown no sign of life for %d seconds: the process ends, to be started again", STALLED)
                self._stalled()
                return

    def rest(self) -> None:
        """Begin nothing new from now on; what is in hand goes on."""
        self._stopping.set()
        self._deps.store.woken.set()

    def stop(self, end: float) -> bool:
        """Wait for what is in hand, at most until ``end`` (monotonic seconds); whether it is done."""
        self.rest()
        done = self._turn.acquire(timeout=max(0.0, end - time.monotonic()))
        if self._ticks:
            self._ticks.shutdown(wait=False)
        if done:
            self._turn.release()
            self._sender.join(timeout=1)
        return done

    def _send(self) -> None:
        woken = self._deps.store.woken
        while not self._stopping.is_set():
            woken.wait(self._until_due())
            woken.clear()
            self._due.set()
            self._safely(self._send_once)

    def _send_once(self) -> None:
        self._due.clear()
        self._looked = self._deps.clock.now()
        self._sent = 0 if self._held else sender.send_waiting(self._deps, self._ends)

    def _until_due(self) -> float | None:
        """Seconds until the next letter is due, so that it leaves at its second and not with the next tick.

        None, which waits for a commit or a tick, when nothing is due or what was due at the last look could not be sent just now.
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
        if self._held:
            return None
        came_since = self._looked is None or due > self._looked
        return self._deps.limits.until_room(self._deps.clock.monotonic()) or (0.0 if self._sent or came_since else None)

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            with self._turn:
                if not self._ends():
                    work()
        except Exception as failure:   # the clock must go on; the next round finds the same work in the tables
            log.error("a round of the clock failed: %s at %s", type(failure).__name__, _where(failure))


def _where(failure: BaseException) -> str:
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
