"""Insert a row unless its key is there already: the one place that knows how each database says it."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, Table

from storage.prepared import Prepared


def insert_once(tx: Connection, table: Table, **values) -> bool:
    """Insert ``values``; True when the row is new, False when a unique key was taken. Other errors are not caught."""
    return _statement(tx.dialect.name, table, tuple(values)).run(tx, values) > 0


@lru_cache(maxsize=64)
def _statement(dialect: str, table: Table, columns: tuple[str, ...]) -> Prepared:
    # The other database's dialect need not be loaded at all.
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert
    # Without the option SQLAlchemy throws an INSERT's row count away on PostgreSQL.
    return Prepared(insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True))
