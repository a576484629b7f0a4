"""Changes that every command makes, compiled once.

For a small INSERT or UPDATE, SQLAlchemy's ``execute`` costs several times what SQLite itself needs (docs/performance.md).
So on SQLite the driver is given the compiled text at once. PostgreSQL's round trip is far larger; there nothing is different.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

_Part = tuple[str, Callable[[Any], Any] | None, Any]


class Prepared:
    """An INSERT or UPDATE of one row, always run with the same names. ``returns``: its RETURNING gives one number."""

    def __init__(self, statement: sa.Insert | sa.Update, *, returns: bool = False):
        self._statement, self._returns = statement, returns
        self._ready: tuple[str, list[_Part]] | None = None

    def run(self, tx: Connection, values: Mapping[str, Any]) -> int:
        """The number that it returns; how many rows it touched, when it returns none. Errors are SQLAlchemy's."""
        if tx.dialect.name != "sqlite":
            result = tx.execute(self._statement, values)
            return result.scalar_one() if self._returns else result.rowcount
        text, parts = self._ready or self._prepare(tx.dialect, values)
        raw = tx.connection.dbapi_connection
        bound = [values.get(name, default) if to_raw is None else to_raw(values.get(name, default)) for name, to_raw, default in parts]
        try:
            cursor = raw.execute(text, bound)
            # Every row is fetched: a statement that is half read would hold up the commit.
            return cursor.fetchall()[0][0] if self._returns else cursor.rowcount
        except sqlite3.Error as error:
            if not raw.in_transaction:   # see storage.turns: what the block still does must not be kept
                raw.execute("BEGIN")
            raise sa.exc.DBAPIError.instance(text, (), error, sqlite3.Error, hide_parameters=True, dialect=tx.dialect) from error

    def _prepare(self, dialect: sa.Dialect, values: Mapping[str, Any]) -> tuple[str, list[_Part]]:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(values))
        parts = [(name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect), compiled.params[name])
                 for name in compiled.positiontup]
        self._ready = str(compiled), parts
        return self._ready
