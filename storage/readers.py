"""Connections to read SQLite with, kept open from one reading to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from storage.errors import Busy

LONGEST_WAIT = 10.0   # seconds


class Readers:
    """At most ``most`` connections of an engine. The one used last is given first: its cache is warm, and the others stay small.

    SQLAlchemy's own pool would do, but taking a connection out of it and putting it back costs more than a small query does.
    """

    def __init__(self, engine: Engine, *, most: int):
        self._engine, self._closed = engine, False
        self._free: LifoQueue[Connection | None] = LifoQueue()
        for _ in range(most):
            self._free.put(None)   # a place that nobody has needed yet

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection, for one block; everything read in it is of one moment. Busy: none became free, or all are closed."""
        if self._closed:
            raise Busy
        try:
            connection = self._free.get(timeout=LONGEST_WAIT)
        except Empty:
            raise Busy from None
        try:
            connection = connection or self._engine.connect()
            yield connection
        finally:
            self._free.put(connection if connection and self._is_clean(connection) else None)

    def _is_clean(self, connection: Connection) -> bool:
        """End what was begun; a connection that cannot do that, or that outlived the closing, is closed."""
        if not self._closed:
            with suppress(sqlite3.Error, SQLAlchemyError):
                connection.rollback()
                raw = connection.connection.dbapi_connection
                if raw.in_transaction:   # begun by storage.prepared, unknown to SQLAlchemy
                    raw.rollback()
                return True
        connection.close()
        return False

    def close(self) -> None:
        """Close what is free; what is in use is closed when it comes back."""
        self._closed = True
        with suppress(Empty):
            while True:
                if connection := self._free.get_nowait():
                    connection.close()
        self._engine.dispose()
