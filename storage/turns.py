"""One connection, many threads: each takes its turn, and the last one in line commits for all.

SQLite lets one transaction write at a time, and a commit that survives a power cut waits for the disk. So the
transaction is handed from waiter to waiter, each inside a savepoint of its own, and the wait for the disk is shared:
group commit. Turns are taken strictly in the order of asking; a plain lock let one thread wait for more than a second.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, RootTransaction, event
from sqlalchemy.exc import SQLAlchemyError

from storage.errors import Busy, NotSaved

MOST_WAITING = 2_000   # performance.md 8.5: above that, "busy, please try again" beats a late answer
MOST_JOBS = 64         # as many as there are workers that can wait for one commit
LONGEST_BATCH = 0.020  # seconds; so that the first in a batch does not pay for an endless line


class _Job:
    """A block that has ended well and waits to hear whether it was committed."""

    __slots__ = ("cause", "decided", "failed")

    def __init__(self):
        self.decided = threading.Lock()
        self.decided.acquire()
        self.failed = False
        self.cause: BaseException | None = None


class Turns:
    """The line in front of one writing connection.

    ``connection`` must begin with BEGIN IMMEDIATE and belongs to this object from now on. ``committed(connection)``
    is called after each commit, before anybody hears of it.
    """

    def __init__(self, connection: Connection, *, committed: Callable[[Connection], None]):
        self._connection, self._committed = connection, committed
        self._raw = connection.connection.dbapi_connection
        self._guard = threading.Lock()
        self._line: deque[threading.Lock] = deque()
        self._taken = False
        # What follows belongs to whoever has the turn.
        self._transaction: RootTransaction | None = None
        self._jobs: list[_Job] = []
        self._turns, self._since = 0, 0.0
        self._broken: BaseException | None = None
        self._finishing = self._closed = False
        event.listen(connection.engine, "handle_error", self._on_error)
        event.listen(connection.engine, "commit", self._on_end)
        event.listen(connection.engine, "rollback", self._on_end)

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """The connection, for one block. When the block is left, its work is committed, or an exception leaves and
        nothing of it is kept: its own, or NotSaved when the commit failed. Busy: the line is too long."""
        self._take()
        try:
            self._enter()
            yield self._connection
            self._savepoint("RELEASE job")
        except BaseException:
            self._savepoint("ROLLBACK TO job", "RELEASE job")
            self._pass_on()
            raise
        job = _Job()
        self._jobs.append(job)
        self._pass_on()
        job.decided.acquire()
        if job.failed:
            raise NotSaved from job.cause

    def cut(self) -> bool:
        """Move the log into the file and cut it off, so that what was deleted stands nowhere; False when a reader is in the way."""
        self._take()
        try:
            if self._transaction is not None:
                self._finish()
            return not self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._pass_on()

    def close(self) -> None:
        """Wait for everybody who is in line, then close the connection for good."""
        self._take()
        if self._transaction is not None:
            self._finish()
        self._closed = True
        self._connection.close()
        self._pass_on()

    def _take(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            if len(self._line) >= MOST_WAITING:
                raise Busy
            ticket = threading.Lock()
            ticket.acquire()
            self._line.append(ticket)
        try:
            ticket.acquire()
        except BaseException:   # Ctrl-C while waiting: step out of the line, or give away the turn just received
            with self._guard:
                waiting = ticket in self._line
                if waiting:
                    self._line.remove(ticket)
            if not waiting:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while True:
            with self._guard:
                if self._line and (self._transaction is None or self._may_grow()):
                    self._line.popleft().release()
                    return
                if self._transaction is None:
                    self._taken = False
                    return
            try:
                self._finish()
            except BaseException:   # Ctrl-C: those behind must not wait for ever
                self._pass_on()
                raise

    def _may_grow(self) -> bool:
        return self._broken is None and self._turns < MOST_JOBS and time.monotonic() - self._since < LONGEST_BATCH

    def _enter(self) -> None:
        if self._closed:
            raise NotSaved("The database is closed: the program is stopping.")
        if self._transaction is None:
            self._transaction = self._connection.begin()
            self._turns, self._since = 0, time.monotonic()
        self._turns += 1
        self._raw.execute("SAVEPOINT job")

    def _savepoint(self, *words: str) -> None:
        if self._transaction is None:
            return
        if self._broken is None and not self._transaction.is_active:
            self._broken = RuntimeError("a block ended the transaction that it shares with others")
        try:
            for statement in words if self._broken is None else ():
                self._raw.execute(statement)
        except sqlite3.Error as error:
            self._broken = error

    def _finish(self) -> None:
        """Commit for everybody, or tell everybody that it failed."""
        jobs, self._jobs = self._jobs, []
        transaction, self._transaction = self._transaction, None
        cause, committed, self._finishing = self._broken, False, True
        try:
            if cause is None and jobs:
                transaction.commit()
                committed = True
                self._committed(self._connection)
        except (sqlite3.Error, SQLAlchemyError) as error:
            cause = error
        finally:
            with suppress(sqlite3.Error):
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
            transaction.close()
            self._broken, self._finishing = None, False
            for job in jobs:
                job.failed, job.cause = not committed, cause
                job.decided.release()

    def _on_error(self, context) -> None:
        # A full disk and the like make SQLite give up the whole transaction, neighbours included. What the block still
        # does after that must not be kept statement by statement: a transaction that is sure to be undone holds it.
        if self._transaction is not None and not self._raw.in_transaction:
            self._broken = context.original_exception
            self._raw.execute("BEGIN")

    def _on_end(self, connection: Connection) -> None:
        if not self._finishing:
            raise RuntimeError("the block shares its transaction with others: leave the block to commit, raise to undo")
