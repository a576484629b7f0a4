"""What every command reads and changes, compiled once.

For a small statement, SQLAlchemy's ``execute`` costs several times what SQLite itself needs (docs/performance.md).
So on SQLite the driver is given the compiled text at once. PostgreSQL's round trip is far larger; there nothing is different.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

Value = Callable[[Any], Any]


class _Text:
    """A statement as SQLite is given it, always run with the same names."""

    def __init__(self, statement: sa.ClauseElement, dialect: sa.Dialect, names: Sequence[str]):
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._text = str(compiled)
        self._parts = [(name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect), compiled.params[name])
                       for name in compiled.positiontup]

    def on(self, raw: sqlite3.Connection, tx: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Run it. Errors are SQLAlchemy's, and whoever listens to its statements hears of this one too."""
        bound = [values.get(name, default) if to_raw is None else to_raw(values.get(name, default))
                 for name, to_raw, default in self._parts]
        for listener in tx.dispatch.before_cursor_execute:
            listener(tx, None, self._text, bound, None, False)
        try:
            return raw.execute(self._text, bound)
        except sqlite3.Error as error:
            if not raw.in_transaction:   # see storage.turns: what the block still does must not be kept
                raw.execute("BEGIN")
            raise sa.exc.DBAPIError.instance(self._text, (), error, sqlite3.Error, hide_parameters=True,
                                             dialect=tx.dialect) from error


class Prepared:
    """An INSERT or UPDATE of one row, always run with the same names. ``returns``: its RETURNING gives one number."""

    def __init__(self, statement: sa.Insert | sa.Update, *, returns: bool = False):
        self._statement, self._returns = statement, returns
        self._text: _Text | None = None

    def run(self, tx: Connection, values: Mapping[str, Any]) -> int:
        """The number that it returns; how many rows it touched, when it returns none. Errors are SQLAlchemy's."""
        if tx.dialect.name != "sqlite":
            result = tx.execute(self._statement, values)
            return result.scalar_one() if self._returns else result.rowcount
        self._text = self._text or _Text(self._statement, tx.dialect, tuple(values))
        cursor = self._text.on(tx.connection.dbapi_connection, tx, values)
        # Every row is fetched: a statement that is half read would hold up the commit.
        return cursor.fetchall()[0][0] if self._returns else cursor.rowcount


class Query:
    """A SELECT of few rows, always run with the same names.

    ``remember``: of how many rows, read again as they were, the values need not be made again. For rows that seldom change.
    """

    def __init__(self, statement: sa.Select, *, remember: int = 0):
        self._statement = statement
        self._made = lru_cache(maxsize=remember)(self._make) if remember else self._make
        self._text: _Text | None = None
        self._row: Callable[[Sequence], Any] = tuple
        self._read: list[tuple[int, Value]] = []

    def all(self, tx: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows; their columns are attributes by name. Errors are SQLAlchemy's."""
        if tx.dialect.name != "sqlite":
            return tx.execute(self._statement, values).all()
        raw = tx.connection.dbapi_connection
        if not raw.in_transaction:   # everything read in one block is of one moment
            raw.execute("BEGIN")
        text = self._text or self._prepare(tx.dialect, tuple(values))
        return [self._made(row) for row in text.on(raw, tx, values).fetchall()]

    def first(self, tx: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        rows = self.all(tx, values)
        return rows[0] if rows else None

    def _prepare(self, dialect: sa.Dialect, names: Sequence[str]) -> _Text:
        columns = list(self._statement.selected_columns)
        reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._read = [(place, read) for place, read in enumerate(reads) if read]
        self._row = namedtuple("Row", [column.key for column in columns])._make
        self._text = text = _Text(self._statement, dialect, names)
        return text

    def _make(self, row: tuple) -> Any:
        values = list(row)
        for place, read in self._read:
            values[place] = read(values[place])
        return self._row(values)
