"""One store, two databases: every test that takes ``store`` or ``url`` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import multiprocessing
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from databases import admin, empty_postgres, numbers, postgres  # noqa: F401 - fixtures

from storage import schema
from storage.store import open_store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Many tests start processes and kill them: they are forked from one that has imported everything.
multiprocessing.get_context("forkserver").set_forkserver_preload(
    ["storage.store", "storage.outbox", "storage.sqlite", "storage.postgres", "storage.migrate", "alembic.command",
     "sqlalchemy.dialects.postgresql.psycopg", "psycopg"])


def create_schema(url):
    """Make the tables of `storage.schema` as it is written, without migrations."""
    # A copy of its own each time: creating a foreign key by ALTER TABLE, as PostgreSQL needs for people and groups,
    # makes SQLAlchemy leave it out of any CREATE TABLE of the same metadata after that.
    metadata = sa.MetaData(naming_convention=schema.metadata.naming_convention)
    for table in schema.metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_options["postgresql"]["where"] = index.info["where"]
        table.to_metadata(metadata)
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    metadata.create_all(engine)
    engine.dispose()


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self, now: datetime = NOON):
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, **by: float) -> None:
        self._now += timedelta(**by)


@pytest.fixture
def clock():
    return TestClock()


@pytest.fixture(scope="session")
def new_clock():
    """For tests that need a clock of their own for each example."""
    return TestClock


@pytest.fixture(scope="session")
def postgres_template(admin):  # noqa: F811 - the fixture
    """The name of a database with the present schema, to be copied."""
    url = admin("mentor_template")
    create_schema(url)
    return "mentor_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A file with the present schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "mentor.db"
    create_schema(f"sqlite:///{path}")
    return path


@pytest.fixture
def tables():
    """``tables(url)`` makes the present schema without migrations."""
    return create_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/mentor.db"
    return request.getfixturevalue("empty_postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The URL of a database with the present schema."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "mentor.db")
        return f"sqlite:///{tmp_path}/mentor.db"
    template = request.getfixturevalue("postgres_template")
    return request.getfixturevalue("admin")(f"mentor_{next(numbers)}", template)


@pytest.fixture
def store(url, clock):
    """An open store. The disk is not waited for: a kill is survived without, and power cuts are not tested here."""
    opened = open_store(url, clock=clock, _synchronous=0)
    yield opened
    opened.close()


@pytest.fixture
def in_threads():
    """``in_threads(work, n)`` runs work(0) … work(n - 1) at once; what they return, or the first error."""
    return _in_threads


def _in_threads(work, how_many):
    with ThreadPoolExecutor(how_many) as pool:
        return list(pool.map(work, range(how_many)))
