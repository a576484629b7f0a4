"""The database file: whose it is, where it lies, who may read it; and what `mentor doctor` is told about it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import files, migrate, sqlite
from storage.check import check
from storage.errors import Locked, Refuse
from storage.schema import Instant, metadata
from storage.store import open_store

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/local ext4 rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
"""


@pytest.fixture
def file(tmp_path, clock):
    migrate.upgrade(f"sqlite:///{tmp_path}/mentor.db", clock=clock)
    return tmp_path / "mentor.db"


def test_a_store_in_the_same_process_is_a_second_one_too(file, clock):
    store = open_store(f"sqlite:///{file}", clock=clock)
    with pytest.raises(Locked, match=f"process {os.getpid()}"):
        open_store(f"sqlite:///{file}", clock=clock)
    store.close()
    open_store(f"sqlite:///{file}", clock=clock).close()


@pytest.mark.parametrize(("path", "kind"), [
    ("/var/lib/mentor", None), ("/home/alice", "nfs4"), ("/home/local/mentor", None), ("/mnt/my share/x", "cifs"),
    ("/homestead", None)])
def test_a_network_file_system_is_known_by_its_mount(path, kind):
    assert files.network_file_system(Path(path), MOUNTS) == kind


def test_a_file_on_a_network_file_system_is_refused_with_a_sentence(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(files, "_mounts", lambda: f"server:/x {tmp_path} nfs rw 0 0\n")
    with pytest.raises(Refuse, match=r"network file system \(nfs\).*PostgreSQL"):
        open_store(f"sqlite:///{tmp_path}/mentor.db", clock=clock)


def test_only_the_owner_may_read_the_file(tmp_path, clock):
    (tmp_path / "mentor.db").touch(0o644)
    store = open_store(f"sqlite:///{tmp_path}/mentor.db", clock=clock)
    with store.write() as tx:
        metadata.create_all(tx)
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        name: "0o600" for name in ("mentor.db", "mentor.db-wal", "mentor.db-shm", "mentor.db.lock")}
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///a.db?mode=memory", "mysql://localhost/x",
                                 "nonsense"])
def test_a_url_that_cannot_be_meant_is_refused_with_an_example(url, clock):
    with pytest.raises(Refuse, match="sqlite:///data/mentor.db"):
        open_store(url, clock=clock)


def test_a_postgresql_that_is_not_there_is_refused_without_the_password(clock):
    with pytest.raises(Refuse, match="cannot be reached") as refusal:
        open_store("postgresql://mentor:hunter2@127.0.0.1:1/mentor", clock=clock)
    assert "hunter2" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, clock):
    (tmp_path / "mentor.db").write_text("Dear diary, " * 1000)
    for use in (lambda u: open_store(u, clock=clock), lambda u: migrate.upgrade(u, clock=clock), migrate.at_head):
        with pytest.raises(Refuse, match="damaged or not a database"):
            use(f"sqlite:///{tmp_path}/mentor.db")
    assert (tmp_path / "mentor.db").read_text() == "Dear diary, " * 1000


def test_another_programs_database_is_refused(tmp_path, clock):
    with closing(sqlite3.connect(tmp_path / "mentor.db")) as raw:
        raw.execute("PRAGMA application_id=42")
        raw.execute("CREATE TABLE bookmarks (id INTEGER)")
    with pytest.raises(Refuse, match="another program"):
        open_store(f"sqlite:///{tmp_path}/mentor.db", clock=clock)


def test_after_a_refusal_nothing_is_locked(tmp_path, clock):
    (tmp_path / "mentor.db").write_text("Dear diary, " * 1000)
    with pytest.raises(Refuse):
        open_store(f"sqlite:///{tmp_path}/mentor.db", clock=clock)
    (tmp_path / "mentor.db").unlink()
    open_store(f"sqlite:///{tmp_path}/mentor.db", clock=clock).close()


def test_every_setting_of_the_writer_is_in_force(file, clock):
    store = open_store(f"sqlite:///{file}", clock=clock)
    with store.write() as tx:
        assert sqlite.not_in_force(tx) == []
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert tx.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    store.close()


def test_only_the_writer_ever_checkpoints(file, clock):
    store = open_store(f"sqlite:///{file}", clock=clock)
    with store.read() as tx:
        assert tx.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
    store.close()


def test_everything_read_in_one_block_is_of_one_moment(file, clock):
    store = open_store(f"sqlite:///{file}", clock=clock)
    count = sa.text("SELECT count(*) FROM seen")
    with store.read() as tx:
        before = tx.execute(count).scalar()
        with store.write(once="form:1"):
            pass
        assert tx.execute(count).scalar() == before
    with store.read() as tx:
        assert tx.execute(count).scalar() == before + 1
    store.close()


def test_a_database_in_order_has_no_findings(url, clock, tmp_path, request):
    fresh = f"sqlite:///{tmp_path}/fresh.db" if url.startswith("sqlite") else request.getfixturevalue("empty_postgres")
    migrate.upgrade(fresh, clock=clock)
    findings = check(fresh)
    assert [finding for finding in findings if not finding.ok] == []
    assert {"schema", "write probe"} <= {finding.name for finding in findings}


def findings(file):
    return {finding.name: finding for finding in check(f"sqlite:///{file}")}


def test_the_check_finds_a_missing_file(tmp_path):
    assert "mentor db upgrade" in findings(tmp_path / "mentor.db")["database file"].fix
    assert list(tmp_path.iterdir()) == []


def test_the_check_finds_an_old_schema(file):
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA user_version=0")
    found = findings(file)["schema"]
    assert (found.ok, found.fix) == (False, "Run mentor db upgrade.")


def test_the_check_finds_an_orphan(file):
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("INSERT INTO goal_progress VALUES (1, 99, 99, 'note', '', NULL, '2026')")
        raw.commit()
    assert not findings(file)["references"].ok


def test_the_check_finds_a_file_that_others_may_read(file):
    file.chmod(0o644)
    assert "chmod 600" in findings(file)["file mode"].fix


def test_the_check_finds_damage(file):
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    damaged = bytearray(file.read_bytes())
    damaged[3 * size:4 * size] = os.urandom(size)
    file.write_bytes(damaged)
    found = check(f"sqlite:///{file}")
    assert {finding.name for finding in found if not finding.ok} & {"integrity", "database"}


def test_the_check_leaves_a_running_bot_alone(file, clock):
    store = open_store(f"sqlite:///{file}", clock=clock)
    assert all(finding.ok for finding in findings(file).values())
    assert "left to the bot" in findings(file)["write probe"].detail
    store.close()


def test_no_clock_ticks_in_the_schema_and_every_instant_is_aware():
    for column in (column for table in metadata.tables.values() for column in table.columns):
        default = column.server_default.arg if column.server_default is not None else None
        assert column.default is None and column.onupdate is None, column
        assert default is None or re.fullmatch(r"\d+|''", str(default)), column
        assert isinstance(column.type, Instant) or not isinstance(column.type, sa.DateTime | sa.TIMESTAMP), column


def test_no_query_asks_the_database_for_the_time():
    clocks = re.compile(r"CURRENT_(TIMESTAMP|DATE|TIME)|NOW\(\)|func\.now|'now'|localtimestamp|clock_timestamp")
    for path in Path(files.__file__).parent.rglob("*.py"):
        assert not clocks.search(path.read_text()), path.name


def test_a_bot_on_sqlite_loads_neither_psycopg_nor_alembic():
    code = ("import sys; from storage import store, sqlite, outbox, inbox, migrate, check; "
            "from storage.store import open_store; "
            "print(sorted({m.split('.')[0] for m in sys.modules} & {'psycopg', 'alembic'}))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         cwd=Path(files.__file__).parent.parent)
    assert run.stdout.strip() == "[]"


def test_only_the_process_that_holds_the_lock_moves_the_log_into_the_file(tmp_path, tables, clock):
    url = f"sqlite:///{tmp_path}/mentor.db"
    tables(url)
    for lock, pages in ((True, 1000), (False, 0)):
        store = open_store(url, clock=clock, lock=lock)
        with store.write() as tx:
            assert tx.connection.dbapi_connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (pages,)
        store.close()
