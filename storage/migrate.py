"""Bring a database to another schema, or leave it exactly as it was. (reliability.md 4.5)

Alembic is a library here: it is given the connection, and the transaction is ours. On SQLite its batch mode rebuilds a
table by dropping it; with foreign keys on, that deletes the children without a word, so they are off for the time,
every row is counted before and after, and the references are checked before the commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection

from storage import files, postgres, sqlite, version
from storage.backup import back_up
from storage.errors import Refuse
from storage.store import Clock, parse

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY = 0x4D4E5452   # one migration at a time on PostgreSQL


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """From which schema version to which, and the backup that was made before (SQLite, when there was anything)."""

    before: int
    after: int
    backup: Path | None = None


def at_head(url: str) -> bool:
    """Whether the database has this program's schema. A plain query, without Alembic. Refuse: see `open_store`."""
    return current(url) == version.HEAD


def current(url: str) -> int:
    """The database's schema version, 0 when there is none. Refuse: damaged, another program's, unreachable."""
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite":
        path = sqlite.file_of(parsed)
        if not path.exists():
            return 0
        with closing(sqlite3.connect(f"file:{sqlite.quote(str(path))}?mode=ro", uri=True)) as raw:
            return files.version_of(raw, path)
    engine = _postgres_engine(parsed)
    try:
        with postgres.connected(engine, parsed) as connection:
            return postgres.schema_version(connection)
    finally:
        engine.dispose()


def upgrade(url: str, *, clock: Clock, scripts: Path = SCRIPTS) -> Moved:
    """Bring the database to the newest schema in ``scripts``; nothing happens when it is there already.

    Locked: a bot is using the file. Refuse: it cannot be done, the sentence says why, and nothing was changed.
    """
    return _move(url, clock, scripts, _to_head)


def downgrade(url: str, *, clock: Clock, scripts: Path = SCRIPTS) -> Moved:
    """Go back one schema version. Locked and Refuse as for `upgrade`; there is nothing before the first."""
    return _move(url, clock, scripts, _one_back)


def _to_head(now: int, head: int) -> int:
    return head


def _one_back(now: int, head: int) -> int:
    if now <= 1:
        raise Refuse("This is the first schema; there is nothing to go back to.")
    return now - 1


def _move(url: str, clock: Clock, scripts: Path, where_to: Callable[[int, int], int]) -> Moved:
    from alembic.script import ScriptDirectory

    directory = ScriptDirectory(str(scripts))
    head, parsed = int(directory.get_current_head()), parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _move_sqlite(sqlite.file_of(parsed), clock, directory, lambda now: where_to(now, head))
    return _move_postgres(parsed, directory, lambda now: where_to(now, head))


def _move_sqlite(path: Path, clock: Clock, directory: ScriptDirectory, where_to: Callable[[int], int]) -> Moved:
    files.prepare(path)
    lock = files.Lock(path)
    try:
        engine = sqlite.migrating_engine(path)
        try:
            with _opened(engine, path) as connection:
                raw = connection.connection.dbapi_connection
                before = files.version_of(raw, path)
                after = _checked(before, where_to, directory, str(path))
                if after == before:
                    return Moved(before=before, after=after)
                backup = back_up(raw, path, label=f"schema{before}", now=clock.now()) if before else None
                with connection.begin():
                    _run(connection, directory, before, after)
                    _references_hold(raw)
                    raw.execute(f"PRAGMA application_id={files.APPLICATION_ID}")
                    raw.execute(f"PRAGMA user_version={after}")
                return Moved(before=before, after=after, backup=backup)
        finally:
            engine.dispose()
    finally:
        lock.release()


def _move_postgres(url: sa.URL, directory: ScriptDirectory, where_to: Callable[[int], int]) -> Moved:
    engine = _postgres_engine(url)
    try:
        with postgres.connected(engine, url) as connection, connection.begin():
            # Held to the end of the transaction: a second replica waits here and then finds everything done.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY)))
            before = postgres.schema_version(connection)
            after = _checked(before, where_to, directory, "The PostgreSQL database")
            if after != before:
                _run(connection, directory, before, after)
            return Moved(before=before, after=after)
    finally:
        engine.dispose()


def _checked(before: int, where_to: Callable[[int], int], directory: ScriptDirectory, where: str) -> int:
    files.refuse_newer(before, int(directory.get_current_head()), where)
    return where_to(before)


def _run(connection: Connection, directory: ScriptDirectory, before: int, after: int) -> None:
    """Apply the revisions inside the transaction that is open on ``connection``."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", directory.dir.replace("%", "%%"))
    rows = _counts(connection)
    try:
        if after > before:
            command.upgrade(config, version.revision(after))
        else:
            command.downgrade(config, version.revision(after))
    except Exception as error:
        raise Refuse(f"Going from schema {before} to {after} failed, and nothing was changed. The cause was: "
                     f"{getattr(error, 'orig', error)}") from error
    numbers = range(min(before, after) + 1, max(before, after) + 1)
    steps = (directory.get_revision(version.revision(n)).module for n in numbers)
    expected = set().union(*(getattr(step, "ROWS_CHANGE", ()) for step in steps))
    for table, now in _counts(connection).items():
        if table in rows and table not in expected | {"alembic_version"} and rows[table] != now:
            raise Refuse(f"Going from schema {before} to {after} would have left {now} of {rows[table]} rows in "
                         f"{table}. Nothing was changed; please report this.")


def _counts(connection: Connection) -> dict[str, int]:
    names = sa.inspect(connection).get_table_names()
    count = sa.select(sa.func.count())
    return {name: connection.execute(count.select_from(sa.table(name))).scalar_one() for name in names}


def _references_hold(raw: sqlite3.Connection) -> None:
    broken = raw.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise Refuse(f"After the change a row of {broken[0]} would refer to a row of {broken[2]} that is not there. "
                     "Nothing was changed; please report this.")


def _opened(engine: sa.Engine, path: Path) -> Connection:
    try:
        return engine.connect()
    except (sqlite3.DatabaseError, sa.exc.DatabaseError) as error:
        raise files.damaged(path, error) from None


def _postgres_engine(url: sa.URL) -> sa.Engine:
    # A table may be large and another replica may be migrating: neither is a reason to give up after seconds.
    return postgres.engine(url, size=1, spare=0, isolation="READ COMMITTED", statement_timeout="0", lock_timeout="60s")
