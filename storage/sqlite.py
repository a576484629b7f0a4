"""SQLite: one writer connection that threads take turns on, and a few readers beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import QueuePool

from storage import files, version
from storage.errors import Busy, Refuse
from storage.readers import Readers
from storage.turns import Turns

BUSY_TIMEOUT = 5000   # milliseconds; matters only when a tool opens the file beside us
WRITER_CACHE, READER_CACHE = -16384, -4096   # KiB a connection: it is what memory grows by (performance.md 8.4)

MOST_READERS = 6

# reliability.md 4.1; mmap_size=0 because a read error through a map ends the process.
_EVERY = {"foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT, "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0,
          "temp_store": 2}
_WRITER = _EVERY | {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "wal_autocheckpoint": 1000,
                    "journal_size_limit": 64 * 1024 * 1024, "cache_size": WRITER_CACHE}
# Readers never checkpoint: the WAL-reset bug of SQLite before 3.51.3 needs two connections that do.
_READER = _EVERY | {"wal_autocheckpoint": 0, "cache_size": READER_CACHE}
_MIGRATION = _WRITER | {"foreign_keys": 0}   # outside any transaction: inside one this pragma does nothing at all
FULL = 2


def file_of(url: sa.URL) -> Path:
    """The file that a sqlite:/// URL names. Refuse: a database in memory, which would forget everything."""
    if not url.database or url.database == ":memory:" or url.query:
        raise Refuse(f"DATABASE_URL {url.render_as_string()} does not name a plain file. "
                     "Write sqlite:///data/mentor.db or sqlite:////var/lib/mentor/mentor.db.")
    return Path(url.database).absolute()


def _engine(path: Path, pragmas: dict, *, begin: str, mode: str = "rw", most: int = 1) -> Engine:
    """An engine on ``path`` whose connections get these pragmas and begin a transaction with this statement."""
    uri = f"file:{quote(str(path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # isolation_level=None: the driver must not begin or commit anything by itself (reliability.md finding 8).
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=512)
        for name, value in pragmas.items():
            raw.execute(f"PRAGMA {name}={value}")
        return raw

    # hide_parameters: what people wrote must not reach a log through an error message.
    made = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=most, max_overflow=0,
                            pool_timeout=10, hide_parameters=True)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        raw = connection.connection.dbapi_connection
        if mode == "ro" and raw.in_transaction:   # storage.prepared has begun it
            return
        try:
            raw.execute(begin)
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise Busy("Another program is holding the database. Please try again in a few seconds.") from error
            raise

    return made


def writing_engine(path: Path, *, synchronous: int = FULL, checkpoints: bool = True) -> Engine:
    """An engine for the one writing connection. A tool beside it does not move the log into the file (reliability.md 4.2)."""
    own = {"synchronous": synchronous} | ({} if checkpoints else {"wal_autocheckpoint": 0})
    return _engine(path, _WRITER | own, begin="BEGIN IMMEDIATE")


def migrating_engine(path: Path) -> Engine:
    """An engine for one connection that rebuilds tables: foreign keys are off."""
    return _engine(path, _MIGRATION, begin="BEGIN IMMEDIATE")


def not_in_force(connection: Connection) -> list[str]:
    """The pragmas that a writing connection does not have as they were set."""
    raw = connection.connection.dbapi_connection
    found = {name: raw.execute(f"PRAGMA {name}").fetchone() for name in _WRITER}
    # A build without memory maps has no mmap_size to tell.
    return [name for name, row in found.items() if row is not None and row[0] != _WRITER[name]]


class SQLite:
    """The store's way to a SQLite file."""

    dialect = "sqlite"

    def __init__(self, url: sa.URL, *, lock: bool, committed: Callable[[Connection], None], synchronous: int = FULL):
        self.path = file_of(url)
        files.prepare(self.path)
        self._lock = files.Lock(self.path) if lock else None
        try:
            self._open(committed, synchronous)
        except BaseException:
            if self._lock:
                self._lock.release()
            raise

    def _open(self, committed: Callable[[Connection], None], synchronous: int) -> None:
        self._writer = writing_engine(self.path, synchronous=synchronous, checkpoints=self._lock is not None)
        try:
            connection = self._writer.connect()
        except (sqlite3.DatabaseError, sa.exc.DatabaseError) as error:
            raise files.damaged(self.path, error) from None
        found = files.version_of(connection.connection.dbapi_connection, self.path)
        files.refuse_newer(found, version.HEAD, str(self.path))
        self._turns = Turns(connection, committed=committed)
        self._readers = Readers(_engine(self.path, _READER, begin="BEGIN", mode="ro", most=MOST_READERS), most=MOST_READERS)

    def write(self):
        """A turn on the one writer: see `storage.turns.Turns.turn`."""
        return self._turns.turn()

    def read(self):
        """A reader, for one block: see `storage.readers.Readers.reading`."""
        return self._readers.reading()

    def cut(self) -> bool:
        """See `storage.turns.Turns.cut`; only the process that holds the lock moves the log."""
        return self._lock is not None and self._turns.cut()

    def close(self) -> None:
        """Readers first: the last connection to close tidies the WAL away, and only the writer may."""
        self._readers.close()
        self._turns.close()
        self._writer.dispose()
        if self._lock:
            self._lock.release()
