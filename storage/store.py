"""The store: `write` and `read`, the same on SQLite and PostgreSQL.

``with store.write() as tx:`` is one transaction. When the block is left, what was written is durable, or an exception
leaves the block and nothing of it is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from storage.errors import AlreadyDone, Busy, Locked, NotSaved, Refuse, TryAgain
from storage.once import insert_once
from storage.schema import seen

__all__ = ["AlreadyDone", "Busy", "Locked", "NotSaved", "Refuse", "Store", "TryAgain", "Tx", "open_store", "wake"]

Tx = sa.Connection


class Clock(Protocol):
    """What the store needs of a clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


def wake(tx: Tx) -> None:
    """When this transaction is committed, let ``Store.woken`` be set: there is something to send."""
    tx.info["wake"] = True


def open_store(url: str, *, clock: Clock, lock: bool = True, _synchronous: int = 2) -> Store:
    """Open the database at ``url``: ``sqlite:///path`` or ``postgresql://…``.

    ``lock=False`` lets several processes open one SQLite file (tests and tools); ``_synchronous`` is SQLite's, for
    tests. Locked: another process has the file. Refuse: the database cannot be used, and the sentence says what to do.
    The schema is not looked at beyond "not newer than the program": `storage.migrate.upgrade` brings it up to date.
    """
    return Store(url, clock=clock, lock=lock, synchronous=_synchronous)


def parse(url: str) -> sa.URL:
    """A database URL. Refuse: neither SQLite nor PostgreSQL, or no URL at all."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("sqlite", "postgresql", "postgres"):
        raise Refuse("DATABASE_URL is neither SQLite nor PostgreSQL. Write sqlite:///data/mentor.db "
                     "or postgresql://user:password@host/database.")
    return parsed


class Store:
    """A database that is open. Safe to use from many threads; not to be carried over a fork."""

    woken: threading.Event

    def __init__(self, url: str, *, clock: Clock, lock: bool, synchronous: int):
        self.woken, self._clock, self._mine = threading.Event(), clock, threading.local()
        parsed = parse(url)
        if parsed.get_backend_name() == "sqlite":
            from storage.sqlite import SQLite
            self._backend = SQLite(parsed, lock=lock, committed=self._after_commit, synchronous=synchronous)
        else:
            from storage.postgres import PostgreSQL
            self._backend = PostgreSQL(parsed, committed=self._after_commit)
        self.dialect: str = self._backend.dialect
        self.alone: bool = lock and self.dialect == "sqlite"   # no other process writes here while we have it open

    @contextmanager
    def write(self, once: str | None = None) -> Iterator[Tx]:
        """One transaction.

        ``once`` is a key (a trigger id, a form's nonce) that is used up by the same commit; AlreadyDone, before the
        block is entered, when it is used up already. Busy: too many writers. NotSaved: the commit failed. TryAgain:
        repeat the whole use case. A write inside a write is a mistake (RuntimeError): pass ``tx`` on instead.
        """
        if getattr(self._mine, "writing", False):
            raise RuntimeError("write() inside write(): one use case is one transaction, so pass tx on")
        self._mine.writing = True
        try:
            with self._backend.write() as tx:
                if once is not None and not insert_once(tx, seen, key=once, at=self._clock.now()):
                    raise AlreadyDone(once)
                yield tx
        finally:
            self._mine.writing = False

    def read(self) -> AbstractContextManager[Tx]:
        """A connection to read with; it sees what was committed before, and cannot write."""
        return self._backend.read()

    def cut(self) -> bool:
        """Let nothing that was deleted stand in the log beside the database; False when somebody is reading just now."""
        return self._backend.cut()

    def close(self) -> None:
        """Let those who are in line finish, then close."""
        self._backend.close()

    def _after_commit(self, connection: sa.Connection) -> None:
        if connection.info.pop("wake", False):
            self.woken.set()
