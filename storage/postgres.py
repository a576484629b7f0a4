"""PostgreSQL through psycopg 3, which is imported only when such a URL is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event

from storage import files, version
from storage.errors import Busy, NotSaved, Refuse, TryAgain

# reliability.md 4.2: no statement, wait for a lock or forgotten transaction lasts for ever.
SETTINGS = {"statement_timeout": "10s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s",
             "synchronous_commit": "on", "timezone": "UTC"}
_REPEAT = ("40001", "40P01")   # serialization_failure, deadlock_detected
_LOCK_TIMEOUT = "55P03"


def url_of(url: sa.URL) -> sa.URL:
    """The same database through psycopg 3."""
    return url.set(drivername="postgresql+psycopg")


def engine(url: sa.URL, *, size: int, spare: int, isolation: str, **settings: str) -> Engine:
    """An engine whose sessions have our time limits and these further settings."""
    given = str(url.query.get("options", ""))
    options = " ".join([given, *(f"-c {name}={value}" for name, value in (SETTINGS | settings).items())]).strip()
    # pre_ping: a server that was restarted costs nobody an error. A pool that stays empty for 5 s means: busy.
    made = sa.create_engine(url_of(url), pool_size=size, max_overflow=spare, pool_timeout=5, pool_pre_ping=True,
                            isolation_level=isolation, hide_parameters=True,
                            connect_args={"options": options, "connect_timeout": 5})
    event.listen(made, "handle_error", _without_words)
    return made


def _without_words(context) -> None:
    # PostgreSQL's DETAIL quotes the row that failed, with what people wrote in it; it must not reach a log.
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis and diagnosis.message_detail:
        context.original_exception.args = (diagnosis.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (diagnosis.message_primary,)


def connected(engine: Engine, url: sa.URL) -> Connection:
    """A first connection. Refuse: the server cannot be reached, in words and without the password."""
    try:
        return engine.connect()
    except sa.exc.OperationalError as error:
        raise Refuse(f"PostgreSQL at {url.render_as_string()} cannot be reached ({str(error.orig).strip()}). "
                     "Check DATABASE_URL and that the server is running.") from None


def schema_version(connection: Connection) -> int:
    """The schema version of a database, 0 when it is empty."""
    if connection.execute(sa.text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return 0
    return int(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or 0)


class PostgreSQL:
    """The store's way to a PostgreSQL database."""

    dialect = "postgresql"

    def __init__(self, url: sa.URL, *, committed: Callable[[Connection], None]):
        self._committed = committed
        self._writers = engine(url, size=10, spare=10, isolation="READ COMMITTED")
        # Autocommit saves two round trips a read; the server itself refuses a write that slips in there.
        self._readers = engine(url, size=5, spare=10, isolation="AUTOCOMMIT", default_transaction_read_only="on")
        try:
            with connected(self._readers, url) as connection:
                found = schema_version(connection)
        except Refuse:
            self.close()
            raise
        files.refuse_newer(found, version.HEAD, "The PostgreSQL database")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction at READ COMMITTED. TryAgain, Busy and NotSaved as `storage.errors` describes them."""
        with _out_of(self._writers) as connection:
            try:
                with connection.begin():
                    yield connection
                    # After a failed statement PostgreSQL answers COMMIT with a silent rollback.
                    if connection.connection.dbapi_connection.info.transaction_status.name == "INERROR":
                        raise NotSaved
            except sa.exc.DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state in _REPEAT:
                    raise TryAgain from error
                if state == _LOCK_TIMEOUT:
                    raise Busy from error
                raise
            self._committed(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only connection; every statement sees what was committed before it."""
        with _out_of(self._readers) as connection:
            yield connection

    def cut(self) -> bool:
        """The server keeps its own log, and vacuums by itself; there is nothing to do."""
        return True

    def close(self) -> None:
        """Give the connections back to the server."""
        self._writers.dispose()
        self._readers.dispose()


def _out_of(pool: Engine) -> Connection:
    try:
        return pool.connect()
    except sa.exc.TimeoutError as error:
        raise Busy from error
