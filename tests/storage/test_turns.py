"""Group commit on SQLite: blocks that share a transaction share nothing else."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage import sqlite, turns
from storage.errors import Busy, NotSaved
from storage.schema import seen


@pytest.fixture
def file(tmp_path, sqlite_template):
    return shutil.copy(sqlite_template, tmp_path / "mentor.db")


class Line:
    """A line of blocks that is made by hand: each says when it ends, and everybody's fate is written down."""

    def __init__(self, path):
        self.commits, self.fates, self.order = 0, {}, []
        engine = sqlite.writing_engine(path, synchronous=0)
        self.turns = turns.Turns(engine.connect(), committed=self._committed)
        self._threads = []

    def _committed(self, connection):
        self.commits += 1

    def join_line(self, name, work, clock):
        """Put a block at the end of the line and wait until it stands there."""
        standing = len(self.turns._line)

        def block():
            try:
                with self.turns.turn() as tx:
                    self.order.append(name)
                    work(tx)
                    tx.execute(sa.insert(seen).values(key=name, at=clock.now()))
                self.fates[name] = "saved"
            except (Busy, NotSaved, RuntimeError, ZeroDivisionError, sa.exc.SQLAlchemyError) as error:
                self.fates[name] = type(error).__name__

        thread = threading.Thread(target=block)
        thread.start()
        self._threads.append(thread)
        while len(self.turns._line) == standing and thread.is_alive():
            os.sched_yield()

    def run(self, works, clock):
        """Run these blocks, all in line behind one that holds the turn until they stand there; their fates."""
        held, go = threading.Event(), threading.Event()

        def hold():
            with suppress(NotSaved), self.turns.turn():
                held.set()
                go.wait(10)

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(10)
        for name, work in works.items():
            self.join_line(name, work, clock)
        go.set()
        for thread in [holder, *self._threads]:
            thread.join(10)
        self.turns.close()
        return self.fates


@pytest.fixture
def line(file, monkeypatch):
    # A slow machine must not close a batch that these tests want whole.
    monkeypatch.setattr(turns, "LONGEST_BATCH", 60.0)
    return Line(file)


def nothing(tx):
    pass


def fail(tx):
    tx.execute(sa.text("INSERT INTO seen VALUES ('half of it', '2026')"))
    raise ZeroDivisionError


def keys(path):
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = set(connection.execute(sa.select(seen.c.key)).scalars())
    engine.dispose()
    return found


def test_those_in_line_share_one_commit(line, file, clock):
    fates = line.run({f"k{n}": nothing for n in range(10)}, clock)
    assert set(fates.values()) == {"saved"}
    assert line.commits == 1
    assert keys(file) == {f"k{n}" for n in range(10)}


def test_turns_are_taken_in_the_order_of_asking(line, clock):
    names = [f"k{n}" for n in range(20)]
    line.run(dict.fromkeys(names, nothing), clock)
    assert line.order == names


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_one_that_fails_leaves_its_neighbours_whole(line, file, clock, place):
    works = dict.fromkeys(("first", "middle", "last"), nothing) | {place: fail}
    fates = line.run(works, clock)
    assert fates == {name: "ZeroDivisionError" if name == place else "saved" for name in works}
    assert keys(file) == set(works) - {place}


def test_one_that_breaks_a_constraint_leaves_its_neighbours_whole(line, file, clock):
    def twice(tx):
        tx.execute(sa.insert(seen).values(key="b", at=clock.now()))

    fates = line.run({"a": nothing, "b": twice, "c": nothing}, clock)
    assert fates == {"a": "saved", "b": "IntegrityError", "c": "saved"}
    assert keys(file) == {"a", "c"}


def test_a_batch_ends_after_so_many_jobs(line, clock, monkeypatch):
    monkeypatch.setattr(turns, "MOST_JOBS", 4)
    line.run({f"k{n}": nothing for n in range(11)}, clock)   # and the one that held the turn
    assert line.commits == 3


def test_a_batch_ends_when_its_time_is_over(line, clock, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_BATCH", 0.0)
    line.run({"a": nothing, "b": nothing}, clock)
    assert line.commits == 3


def test_a_commit_that_fails_fails_for_everybody(line, file, clock):
    def dangling(tx):   # checked by SQLite at the commit and not before
        tx.execute(sa.text("CREATE TABLE child (id INTEGER REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED)"))
        tx.execute(sa.text("INSERT INTO child VALUES (99)"))

    fates = line.run({"a": nothing, "b": dangling, "c": nothing}, clock)
    assert fates == {"a": "NotSaved", "b": "NotSaved", "c": "NotSaved"}
    assert keys(file) == set()


def test_a_full_disk_fails_for_everybody_and_writing_goes_on_when_there_is_room(line, file, clock):
    def fill(tx):
        tx.execute(sa.text("PRAGMA cache_size=5"))
        pages = tx.execute(sa.text("PRAGMA page_count")).scalar()
        tx.execute(sa.text(f"PRAGMA max_page_count={pages + 2}"))
        try:
            tx.execute(sa.text("INSERT INTO seen VALUES (zeroblob(1000000), '2026')"))
        finally:
            # What still runs in this block must not be kept, although SQLite has given up the transaction.
            tx.execute(sa.text("INSERT INTO seen VALUES ('after the fall', '2026')"))
            tx.execute(sa.text("PRAGMA max_page_count=1073741823"))

    fates = line.run({"a": nothing, "b": fill, "c": nothing}, clock)
    assert fates["b"] == "OperationalError"
    assert "after the fall" not in keys(file)
    # SQLite may give up the statement alone or everything so far; nobody is told "saved" who is not.
    assert keys(file) == {name for name, fate in fates.items() if fate == "saved"}
    assert fates["c"] == "saved"


def test_when_sqlite_gives_up_the_transaction_everybody_before_is_told(line, file, clock):
    def give_up(tx):
        with pytest.raises(sa.exc.IntegrityError):
            tx.execute(sa.text("INSERT OR ROLLBACK INTO seen VALUES ('a', '2026')"))
        tx.execute(sa.text("INSERT INTO seen VALUES ('after the fall', '2026')"))

    fates = line.run({"a": nothing, "b": give_up, "c": nothing}, clock)
    assert fates == {"a": "NotSaved", "b": "NotSaved", "c": "saved"}
    assert keys(file) == {"c"}


def test_a_block_that_commits_by_itself_is_refused_and_nobody_is_told_a_lie(line, file, clock):
    fates = line.run({"a": nothing, "b": lambda tx: tx.commit(), "c": nothing}, clock)
    assert fates == {"a": "NotSaved", "b": "RuntimeError", "c": "saved"}
    assert keys(file) == {"c"}


def test_one_too_many_is_told_that_we_are_busy(line, clock, monkeypatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 3)
    fates = line.run({f"k{n}": nothing for n in range(5)}, clock)
    assert sorted(fates.values()) == ["Busy", "Busy", "saved", "saved", "saved"]
    assert "again" in str(Busy())


def test_after_the_end_nothing_is_kept_and_that_is_said(line):
    line.turns.close()
    with pytest.raises(NotSaved, match="stopping"), line.turns.turn():
        pass
