"""Going from one schema to another keeps every row, or changes nothing at all. On both databases."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import files, migrate, version
from storage.errors import Locked, Refuse
from storage.schema import goals, groups, memberships, metadata, outbox, people
from storage.store import open_store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STEP = int(os.environ.get("MENTOR_STEP", "29"))   # between the statements after which it is killed; `make torture` takes 3
PROCESSES = multiprocessing.get_context("forkserver")

# A released revision is never edited: add a new one. The newest follows storage/schema until it is released.
NEXT = version.HEAD + 1   # a made-up revision after the newest
RELEASED = {
    "versions/0001_goals.py": "47f89822fa158b865b733ab2230565cc0764eaec7fd59142a0ec671b6784f412",
    "versions/0002_meetings.py": "e35e348c922762f3e81daf4d2d72945edd2d8cbee165533143546d3dcbe79ec4",
    "versions/0003_minutes.py": "a82909241b96df56f66bcb934a39af411e2720b9940bd64adbd1accf6d4a0954",
    "versions/0004_topics.py": "7bc4fd5ab38fc6cb2ac880c19b3411d18d7e3bae599c61d36656d813f8390b14",
    "versions/0005_reflections.py": "5040bc684fe80764c07860de18361f305bab7f1bc66fa475b180c620b05eed89",
    "versions/0006_experts.py": "5e193a72ff7f9907b1ab8a4a327cbd11c8b7c161e31bd9bf8d7b42d697b277db",
    "versions/0007_curriculum.py": "fb1a03e0482dedde9e941e43d95c36533290f28e283516dd9549cfc7e3bed5a1",
    "versions/0008_charter.py": "d4955173c91a1830c3402645925e2420263667068ca6a0d090a9f3844e19f292",
    "versions/0009_roles.py": "abc6adf50773276af19af738d2f784f7f0be259813102eefacb66a609111955f",
    "tables_0002.py": "3bf6716e6f976f934ff2452a89dca11ebdf3e7bd7cf70aae333ac5ba517f150a",
    "tables_0003.py": "3fc7a4a98d2f700d1d0a229b6317f7dfa11ee6d48f8fb6dbfe51f9e22b769038",
    "tables_0004.py": "747f61aa9e68236a6bd069377042ac87949ea694d9fabc6c856ab233b15ef57e",
    "tables_0005.py": "9ca625b5d08697c69e8032ce8e766c892f0bbbe924b327fc0659206abb4dded1",
    "tables_0006.py": "8f86e105606c30ed97e9248ec9d8824e33c6dbb3c6f5b75e5b2491c6a4a67b39",
    "tables_0007.py": "b7522f10fb4b9a4a9067a76465667c4f22072dc6effad547d494d4d097dd822f",
    "tables_0008.py": "c2cacbe358cc03a9e9bff2d467523c0b32422618e514dccaa8835fab968e62e3",
    "tables_0009.py": "13d0550ca67e57df2d88c401654a9d071ffbbecc7baf1386b0fc8d7850a1a5c9",
}

REVISION = '''
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{new}", "{old}"
{extra}

def upgrade():
    {upgrade}


def downgrade():
    {downgrade}
'''
REBUILD_GROUPS = """
    with op.batch_alter_table("groups") as table:
        table.add_column(sa.Column("motto", sa.String(80)))
        table.alter_column("name", type_=sa.String(100), existing_type=sa.String(80), existing_nullable=False)
"""
BACK = """
    with op.batch_alter_table("groups") as table:
        table.drop_column("motto")
        table.alter_column("name", type_=sa.String(80), existing_type=sa.String(100), existing_nullable=False)
"""


class Still:
    """A clock that stands still."""

    def now(self):
        return NOON


@pytest.fixture
def scripts(tmp_path):
    """``scripts(upgrade=…)`` is a folder with our revisions and a made-up one after them."""
    def write(upgrade="pass", downgrade="pass", extra=""):
        folder = tmp_path / "scripts"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        for path in [migrate.SCRIPTS / "env.py", *sorted((migrate.SCRIPTS / "versions").glob("0*.py"))]:
            (folder / path.relative_to(migrate.SCRIPTS)).write_text(path.read_text())
        text = REVISION.format(upgrade=upgrade.strip() or "pass", downgrade=downgrade.strip() or "pass", extra=extra,
                               new=version.revision(NEXT), old=version.revision(version.HEAD))
        (folder / "versions" / f"{version.revision(NEXT)}_made_up.py").write_text(text)
        return folder
    return write


@pytest.fixture
def peopled(empty_url):
    """The URL of a database at head with Alice, her group of one, and three goals."""
    migrate.upgrade(empty_url, clock=Still())
    people_it(empty_url)
    return empty_url


def people_it(url):
    store = open_store(url, clock=Still())
    with store.write() as tx:
        alice = tx.execute(sa.insert(people).values(workspace="T1", user="U1", name="Alice", kind="member")
                           .returning(people.c.id)).scalar_one()
        group = tx.execute(sa.insert(groups).values(workspace="T1", channel="C1", name="Tuesday", tz="UTC",
                                                    created=NOON, created_by=alice)
                           .returning(groups.c.id)).scalar_one()
        tx.execute(sa.update(people).values(group_id=group))
        tx.execute(sa.insert(memberships).values(group_id=group, person_id=alice, role="organiser", joined=NOON))
        for number in (1, 2, 3):
            tx.execute(sa.insert(goals).values(
                owner_id=alice, group_id=group, scope="own", number=number, what="Write", measure="", why="",
                first_step="", horizon="short", visibility="shared", state="open", percent=0, closing_note="",
                version=1, created=NOON, touched=NOON))
    store.close()


def rows(url):
    """How many people, groups, memberships and goals there are, and how many still know their group."""
    engine = plain(url)
    with engine.connect() as connection:
        found = [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                 for table in (people, groups, memberships, goals)]
        found += [connection.execute(sa.select(sa.func.count()).where(table.c.group_id.is_not(None))).scalar()
                  for table in (people, goals)]
    engine.dispose()
    return found


def columns(url, table):
    engine = plain(url)
    with engine.connect() as connection:
        found = {column["name"] for column in sa.inspect(connection).get_columns(table)}
    engine.dispose()
    return found


def plain(url):
    return sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))


ALL_THERE = [1, 1, 1, 3, 1, 3]


def test_the_migrations_make_the_schema_that_the_code_is_written_for(empty_url):
    migrate.upgrade(empty_url, clock=Still())
    engine = plain(empty_url)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert difference == [], "bring storage/migrations into step with storage/schema.py"


def test_the_migrations_make_the_very_same_tables(empty_url, tmp_path, tables):
    """Alembic's comparison does not see CHECK constraints, partial indexes and cascades; the catalogues show all."""
    migrate.upgrade(empty_url, clock=Still())
    if empty_url.startswith("sqlite"):
        fresh = f"sqlite:///{tmp_path}/fresh.db"
        tables(fresh)
        assert sqlite_catalogue(empty_url) == sqlite_catalogue(fresh), "bring storage/migrations into step with storage/schema"
        return
    migrated = postgres_catalogue(empty_url)
    engine = plain(empty_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    tables(empty_url)
    assert migrated == postgres_catalogue(empty_url), "bring storage/migrations into step with storage/schema"


def postgres_catalogue(url):
    query = ("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
             "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version' "
             "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes "
             "WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
    engine = plain(url)
    with engine.connect() as connection:
        found = sorted(tuple(row) for row in connection.execute(sa.text(query)))
    engine.dispose()
    return found


def sqlite_catalogue(url):
    """Columns, references, indexes and CHECKs by table; a column that was added later may stand at another place."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        names = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'").fetchall()
        return {name: {
            "columns": sorted(row[1:] for row in raw.execute(f"PRAGMA table_xinfo({name})")),
            "references": sorted(row[2:] for row in raw.execute(f"PRAGMA foreign_key_list({name})")),
            "indexes": sorted((sql or "") for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?",
                                                                    (name,))),
            "unique": sorted(raw.execute(f"PRAGMA index_info({index[1]})").fetchall().__str__()
                             for index in raw.execute(f"PRAGMA index_list({name})").fetchall() if index[3] != "c"),
            "checks": sorted(line.strip().rstrip(",") for line in sql.splitlines() if " CHECK " in line),
        } for name, sql in names}


def test_the_program_and_the_newest_revision_agree():
    directory = ScriptDirectory(str(migrate.SCRIPTS))
    assert directory.get_current_head() == version.revision(version.HEAD)
    assert [script.revision for script in directory.walk_revisions()] == [
        version.revision(n) for n in range(version.HEAD, 0, -1)]


def test_no_released_revision_has_been_edited():
    for name, digest in RELEASED.items():
        found = hashlib.sha256((migrate.SCRIPTS / name).read_bytes()).hexdigest()
        assert found == digest, f"{name} has been released: undo the edit and add a new revision"


def test_an_upgrade_of_nothing_makes_the_schema_and_the_second_one_does_nothing(empty_url):
    assert not migrate.at_head(empty_url)
    assert migrate.upgrade(empty_url, clock=Still()) == migrate.Moved(before=0, after=version.HEAD)
    assert migrate.at_head(empty_url)
    assert migrate.upgrade(empty_url, clock=Still()) == migrate.Moved(before=version.HEAD, after=version.HEAD)


def test_the_file_says_whose_it_is_and_which_schema_it_has(tmp_path):
    migrate.upgrade(f"sqlite:///{tmp_path}/mentor.db", clock=Still())
    with closing(sqlite3.connect(tmp_path / "mentor.db")) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (files.APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (version.HEAD,)


def test_a_change_of_a_parent_keeps_its_children(peopled, scripts):
    moved = migrate.upgrade(peopled, clock=Still(), scripts=scripts(REBUILD_GROUPS, BACK))
    assert (moved.before, moved.after) == (version.HEAD, NEXT)
    assert rows(peopled) == ALL_THERE
    assert "motto" in columns(peopled, "groups")


def test_one_step_back_keeps_every_row_too(peopled, scripts):
    folder = scripts(REBUILD_GROUPS, BACK)
    migrate.upgrade(peopled, clock=Still(), scripts=folder)
    moved = migrate.downgrade(peopled, clock=Still(), scripts=folder)
    assert (moved.before, moved.after) == (NEXT, version.HEAD)
    assert rows(peopled) == ALL_THERE
    assert "motto" not in columns(peopled, "groups")
    assert migrate.at_head(peopled)


def one_letter(connection, key, state, **more):
    values = {"key": key, "method": "chat.postMessage", "channel": "C1", "state": state, "attempt": 1, "due": NOON, "created": NOON,
              "nonce": key, "body": {"text": "Hello"}} | more
    connection.execute(sa.insert(outbox).values(values))


def letters(url):
    """Every letter of a database: key, state, text and due time."""
    engine = plain(url)
    with engine.connect() as connection:
        found = connection.execute(sa.select(outbox.c.key, outbox.c.state, outbox.c.body, outbox.c.due).order_by(outbox.c.key)).all()
    engine.dispose()
    return [tuple(row) for row in found]


def test_letters_survive_the_way_from_the_first_schema_to_the_newest_and_back(peopled):
    for _ in range(version.HEAD - 1):
        migrate.downgrade(peopled, clock=Still())
    assert migrate.current(peopled) == 1 and "kind" not in columns(peopled, "outbox")
    engine = plain(peopled)
    with engine.begin() as connection:
        for state in ("waiting", "sent", "dead", "uncertain"):
            one_letter(connection, state, state)
    engine.dispose()
    before = letters(peopled)
    migrate.upgrade(peopled, clock=Still())
    assert letters(peopled) == before and rows(peopled) == ALL_THERE
    engine = plain(peopled)
    with engine.begin() as connection:   # ids go on where they were, and what is new may be written
        one_letter(connection, "new", "skipped", kind="digest", reason="nothing to say")
        one_letter(connection, "planned", "waiting", kind="digest", body=sa.null())
    engine.dispose()
    for _ in range(version.HEAD - 1):
        migrate.downgrade(peopled, clock=Still())
    after = {key: state for key, state, _, _ in letters(peopled)}
    assert after == {"dead": "dead", "new": "dead", "planned": "dead", "sent": "sent", "uncertain": "uncertain", "waiting": "waiting"}
    assert rows(peopled) == ALL_THERE


def test_before_the_first_schema_there_is_nothing(peopled):
    for _ in range(version.HEAD - 1):
        migrate.downgrade(peopled, clock=Still())
    with pytest.raises(Refuse, match="first schema"):
        migrate.downgrade(peopled, clock=Still())
    assert rows(peopled) == ALL_THERE


def test_a_migration_that_fails_leaves_nothing_behind(peopled, scripts):
    folder = scripts(REBUILD_GROUPS + '''
    op.execute("CREATE TABLE half (n INTEGER)")
    op.execute("NO SUCH STATEMENT")''')
    with pytest.raises(Refuse, match="nothing was changed"):
        migrate.upgrade(peopled, clock=Still(), scripts=folder)
    assert rows(peopled) == ALL_THERE
    assert "motto" not in columns(peopled, "groups")
    assert migrate.current(peopled) == version.HEAD
    open_store(peopled, clock=Still()).close()


def test_a_migration_that_would_lose_rows_is_undone(peopled, scripts):
    with pytest.raises(Refuse, match="0 of 3 rows in goals"):
        migrate.upgrade(peopled, clock=Still(), scripts=scripts('op.execute("DELETE FROM goals")'))
    assert rows(peopled) == ALL_THERE


def test_a_migration_that_says_so_may_change_the_number_of_rows(peopled, scripts):
    folder = scripts('op.execute("DELETE FROM goals WHERE number = 3")', extra='ROWS_CHANGE = {"goals"}')
    migrate.upgrade(peopled, clock=Still(), scripts=folder)
    assert rows(peopled)[3] == 2


def test_a_migration_that_would_leave_orphans_is_undone(tmp_path, scripts):
    url = f"sqlite:///{tmp_path}/mentor.db"
    migrate.upgrade(url, clock=Still())
    people_it(url)
    with pytest.raises(Refuse, match="not there"):
        migrate.upgrade(url, clock=Still(), scripts=scripts('op.execute("UPDATE groups SET id = 77")'))
    assert rows(url) == ALL_THERE


def test_a_database_that_is_newer_than_the_program_is_refused_everywhere(peopled, scripts):
    migrate.upgrade(peopled, clock=Still(), scripts=scripts())
    for use in (lambda: open_store(peopled, clock=Still()), lambda: migrate.upgrade(peopled, clock=Still())):
        with pytest.raises(Refuse, match=rf"newer Mentor \(schema {NEXT}, this one knows {version.HEAD}\)"):
            use()


def test_a_backup_is_made_first_and_is_whole(tmp_path, scripts):
    url = f"sqlite:///{tmp_path}/mentor.db"
    migrate.upgrade(url, clock=Still())
    people_it(url)
    moved = migrate.upgrade(url, clock=Still(), scripts=scripts(REBUILD_GROUPS))
    assert moved.backup == tmp_path / "backups" / f"mentor-schema{version.HEAD}-20261123T120000Z.db"
    assert moved.backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in moved.backup.parent.iterdir()] == [moved.backup.name]
    assert rows(f"sqlite:///{moved.backup}") == ALL_THERE
    assert "motto" not in columns(f"sqlite:///{moved.backup}", "groups")
    assert migrate.at_head(f"sqlite:///{moved.backup}")


def test_a_second_backup_of_the_same_second_does_not_replace_the_first(tmp_path, scripts):
    url, folder = f"sqlite:///{tmp_path}/mentor.db", scripts()
    migrate.upgrade(url, clock=Still())
    for _ in range(2):
        migrate.upgrade(url, clock=Still(), scripts=folder)
        migrate.downgrade(url, clock=Still(), scripts=folder)
    assert len(list((tmp_path / "backups").glob(f"mentor-schema{version.HEAD}-*.db"))) == 2


def test_a_running_bot_is_not_migrated_under_its_feet(tmp_path, scripts):
    url = f"sqlite:///{tmp_path}/mentor.db"
    migrate.upgrade(url, clock=Still())
    store = open_store(url, clock=Still())
    with pytest.raises(Locked, match="Stop that one first"):
        migrate.upgrade(url, clock=Still(), scripts=scripts(REBUILD_GROUPS))
    store.close()


def test_two_replicas_that_upgrade_at_once_do_it_once(empty_postgres, in_threads):
    moved = in_threads(lambda n: migrate.upgrade(empty_postgres, clock=Still()), 2)
    assert sorted(m.before for m in moved) == [0, version.HEAD]
    assert migrate.at_head(empty_postgres)


def upgrade_until(url, folder, statement):
    """Upgrade, and be killed when this many statements have been begun (0: before the commit)."""
    left = [statement]

    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    if not statement:
        left[0] = 1
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
        sa.event.listen(sa.Engine, "commit", count)
    migrate.upgrade(url, clock=Still(), scripts=Path(folder))


def test_a_migration_that_is_killed_leaves_the_old_schema_whole(peopled, scripts):
    folder = scripts(REBUILD_GROUPS + '    op.execute("ALTER TABLE people ADD COLUMN half INTEGER")', BACK)
    survived = False
    for statement in [0, *range(1, 400, STEP)]:
        process = PROCESSES.Process(target=upgrade_until, args=(peopled, str(folder), statement), daemon=True)
        process.start()
        process.join()
        survived = process.exitcode == 0
        if survived:
            break
        assert process.exitcode == -signal.SIGKILL
        wait_until_the_server_has_noticed(peopled)
        assert migrate.current(peopled) == version.HEAD
        assert "motto" not in columns(peopled, "groups")
        assert rows(peopled) == ALL_THERE
    assert survived, "no number of statements was enough"
    assert migrate.current(peopled) == NEXT
    assert {"motto"} <= columns(peopled, "groups") and {"half"} <= columns(peopled, "people")
    assert rows(peopled) == ALL_THERE


def wait_until_the_server_has_noticed(url):
    """PostgreSQL ends a dead client's transaction when it next looks; the table is locked until then."""
    if url.startswith("postgresql"):
        engine = plain(url)
        with engine.begin() as connection:
            connection.execute(sa.text("LOCK TABLE groups IN ACCESS EXCLUSIVE MODE"))
        engine.dispose()
