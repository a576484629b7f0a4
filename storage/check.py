"""Is this database fit to run on? The questions of reliability.md 4.3, answered as data for ``mentor doctor``."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from storage import files, migrate, postgres, sqlite, version
from storage.errors import Locked, Refuse
from storage.store import parse

LARGEST_CHECKED = 200 * 1024 * 1024   # bytes; above that the integrity check takes too long to wait for
LEAST_FREE = 200 * 1024 * 1024        # bytes
LARGEST_WAL = 256 * 1024 * 1024       # bytes; a larger one means that a reader is stuck
WAL_RESET_FIXED = (3, 51, 3)          # SQLite before that has the WAL-reset bug (reliability.md finding 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question and its answer. ``fix`` says what to do when it is not ``ok``, and may hold advice when it is."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def check(url: str) -> list[Finding]:
    """Everything that can be asked of the database at ``url``. Nothing is raised and nothing is changed.

    A bot that is running on a SQLite file is no obstacle: only the probe for writing is left to it.
    """
    try:
        parsed = parse(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(url, sqlite.file_of(parsed))
        return _postgres(url, parsed)
    except Refuse as error:
        return [Finding(name="database", ok=False, detail=str(error), fix="Follow the advice in this sentence.")]


def _sqlite(url: str, path: Path) -> list[Finding]:
    found = [_version_of_sqlite()]
    if not path.exists():
        return [*found, Finding(name="database file", ok=False, detail=f"{path} does not exist yet",
                                fix="Run mentor db upgrade, or mentor run, which makes it.")]
    files.refuse_network(path)
    found.append(_mode(path))
    try:
        with closing(sqlite3.connect(f"file:{sqlite.quote(str(path))}?mode=ro", uri=True)) as raw:
            found += [_schema(migrate.current(url)), _integrity(raw, path), _references(raw), _journal(raw, path)]
    except sqlite3.DatabaseError as error:
        raise files.damaged(path, error) from None
    return [*found, _space(path), _writes(path)]


def _version_of_sqlite() -> Finding:
    found = sqlite3.sqlite_version_info
    note = "" if found >= WAL_RESET_FIXED else (
        "Mentor works around the WAL-reset bug of SQLite before 3.51.3 (one connection writes and checkpoints); "
        "a Python with a newer SQLite is better still.")
    return Finding(name="SQLite version", ok=found >= (3, 35), detail=sqlite3.sqlite_version, fix=note)


def _mode(path: Path) -> Finding:
    mode = path.stat().st_mode & 0o777
    return Finding(name="file mode", ok=not mode & 0o077, detail=f"{path} has mode {mode:04o}",
                   fix=f"Run chmod 600 {path}.")


def _schema(now: int) -> Finding:
    fix = "Run mentor db upgrade." if now < version.HEAD else "Install the newer Mentor again, or restore a backup."
    return Finding(name="schema", ok=now == version.HEAD, detail=f"version {now}, this program needs {version.HEAD}",
                   fix=fix)


def _integrity(raw: sqlite3.Connection, path: Path) -> Finding:
    size = path.stat().st_size
    if size > LARGEST_CHECKED:
        return Finding(name="integrity", ok=True, fix="Check a backup of it instead.",
                       detail=f"not checked: {size // 1024 // 1024} MB are too many to wait for")
    verdict = "; ".join(row[0] for row in raw.execute("PRAGMA integrity_check(3)"))
    return Finding(name="integrity", ok=verdict == "ok", detail=verdict,
                   fix=f"Stop Mentor and restore the newest file from {path.parent / 'backups'}.")


def _references(raw: sqlite3.Connection) -> Finding:
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    detail = f"{len(broken)} rows refer to rows that are not there, first in {broken[0][0]}" if broken else "all hold"
    return Finding(name="references", ok=not broken, detail=detail,
                   fix="Restore the newest backup, or ask for help with this line.")


def _journal(raw: sqlite3.Connection, path: Path) -> Finding:
    mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    fix = "Run mentor db upgrade once; if the WAL is large, stop what else reads the file and restart Mentor."
    return Finding(name="journal", ok=mode == "wal" and size <= LARGEST_WAL,
                   detail=f"mode {mode}, WAL {size // 1024} KB", fix=fix)


def _space(path: Path) -> Finding:
    free = shutil.disk_usage(path.parent).free
    return Finding(name="disk space", ok=free >= LEAST_FREE, detail=f"{free // 1024 // 1024} MB free at {path.parent}",
                   fix="Free some space: below 200 MB a backup or a busy day can fill the disk.")


def _writes(path: Path) -> Finding:
    """Take the write lock, change a page and undo it; and see that the pragmas are in force on such a connection."""
    fix = "Free disk space, and let this user write to the file and its folder."
    try:
        lock = files.Lock(path)
    except Locked as error:
        return Finding(name="write probe", ok=True, detail=f"left to the bot that is running ({error})")
    except (Refuse, OSError) as error:
        return Finding(name="write probe", ok=False, detail=str(error), fix=fix)
    engine = sqlite.writing_engine(path)
    try:
        with engine.connect() as connection, connection.begin() as probe:
            connection.execute(sa.text("CREATE TABLE write_probe (n INTEGER)"))
            wrong = sqlite.not_in_force(connection)
            probe.rollback()
        detail = f"not in force: {', '.join(wrong)}" if wrong else "works"
        return Finding(name="write probe", ok=not wrong, detail=detail,
                       fix="This SQLite ignores a setting that Mentor needs; use another build of Python.")
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        return Finding(name="write probe", ok=False, detail=str(getattr(error, "orig", error)), fix=fix)
    finally:
        engine.dispose()
        lock.release()


def _postgres(url: str, parsed: sa.URL) -> list[Finding]:
    found = [_schema(migrate.current(url))]
    engine = postgres.engine(parsed, size=1, spare=0, isolation="READ COMMITTED")
    try:
        with engine.connect() as connection, connection.begin() as probe:
            number = int(_shown(connection, "server_version_num"))
            found.append(Finding(name="PostgreSQL version", ok=number >= 130000, fix="Use PostgreSQL 13 or newer.",
                                 detail=f"{number // 10000}.{number % 10000}"))
            found += [_setting(name, _shown(connection, name), wanted) for name, wanted in postgres.SETTINGS.items()]
            connection.execute(sa.text("CREATE TEMPORARY TABLE write_probe (n INTEGER)"))
            probe.rollback()
        found.append(Finding(name="write probe", ok=True, detail="works"))
    except sa.exc.DBAPIError as error:
        found.append(Finding(name="write probe", ok=False, detail=str(error.orig).strip(),
                             fix="Let this database user create and write tables."))
    finally:
        engine.dispose()
    return found


def _shown(connection: sa.Connection, name: str) -> str:
    return connection.execute(sa.text(f"SHOW {name}")).scalar_one()


def _setting(name: str, now: str, wanted: str) -> Finding:
    return Finding(name=f"setting {name}", ok=now == wanted, detail=now,
                   fix=f"Something between Mentor and the server changes {name}; it must be {wanted}.")
