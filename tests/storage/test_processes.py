"""Several processes on one database, and processes that are killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import outbox
from storage.schema import inbox, seen
from storage.store import Locked, open_store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("forkserver")


class Still:
    """A clock that stands still."""

    def now(self):
        return NOON


def opened(url, *, lock=False):
    return open_store(url, clock=Still(), lock=lock, _synchronous=0)


def count(url, how_often):
    store = opened(url)
    counter = sa.table("counter", sa.column("n"))
    for _ in range(how_often):
        with store.write() as tx:
            n = tx.execute(sa.select(counter.c.n).with_for_update()).scalar()
            tx.execute(sa.update(counter).values(n=n + 1))
    store.close()


def write_and_tell(url, told, run):
    """Four threads that each write pairs of rows and tell of a pair when it is committed."""
    store, telling = opened(url, lock=True), threading.Lock()

    def work(thread):
        for n in range(100_000):
            key = f"{run}-{thread}-{n}"
            with store.write() as tx:
                tx.execute(sa.insert(seen).values(key=key, at=NOON))
                tx.execute(sa.insert(inbox).values(key=key, kind="half", state="new", attempt=0, received=NOON,
                                                   next_try=NOON))
            with telling:
                told.send(key)

    for thread in range(4):
        threading.Thread(target=work, args=(thread,), daemon=True).start()
    threading.Event().wait()


def claim_all(url, found):
    """Claim in small lots until nothing is left; tell what was got."""
    store, got = opened(url), []
    while True:
        with store.write() as tx:
            letters = outbox.claim(tx, owner=f"p{os.getpid()}", now=NOON, lease=timedelta(seconds=90), limit=7)
        if not letters:
            break
        got += [letter.key for letter in letters]
    store.close()
    found.put(got)


def hold(url, ready):
    store = opened(url, lock=True)
    ready.send(os.getpid())
    threading.Event().wait()
    store.close()


def test_none_of_2000_updates_in_four_processes_is_lost(url):
    store = opened(url)
    with store.write() as tx:
        tx.execute(sa.text("CREATE TABLE counter (n INTEGER)"))
        tx.execute(sa.text("INSERT INTO counter VALUES (0)"))
    processes = [PROCESSES.Process(target=count, args=(url, 500), daemon=True) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    with store.read() as tx:
        assert tx.execute(sa.text("SELECT n FROM counter")).scalar() == 2000
    store.close()


def test_whatever_is_killed_what_was_told_is_there_and_nothing_is_half(url):
    dice, told = random.Random(20261123), set()
    for run in range(20):
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=write_and_tell, args=(url, theirs, run), daemon=True)
        process.start()
        theirs.close()
        told |= {ours.recv() for _ in range(dice.randint(1, 60))}
        process.kill()
        process.join()
        told |= set(remains(ours))
    store = opened(url, lock=True)   # the dead let go of the lock
    with store.read() as tx:
        kept = set(tx.execute(sa.select(seen.c.key)).scalars())
        halves = set(tx.execute(sa.select(inbox.c.key)).scalars())
    store.close()
    assert len(told) > 20
    assert told <= kept
    assert kept == halves
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def remains(pipe):
    """What the dead had still said."""
    try:
        while True:
            yield pipe.recv()
    except EOFError:
        return


def test_no_letter_is_claimed_by_two_processes(url):
    store = opened(url)
    with store.write() as tx:
        for n in range(200):
            outbox.put(tx, f"k{n}", "chat.postMessage", now=NOON, channel=f"C{n}")
    found = PROCESSES.Queue()
    processes = [PROCESSES.Process(target=claim_all, args=(url, found), daemon=True) for _ in range(4)]
    for process in processes:
        process.start()
    claimed = [key for _ in processes for key in found.get(timeout=30)]
    for process in processes:
        process.join()
    store.close()
    assert sorted(claimed) == sorted(f"k{n}" for n in range(200))


def test_a_second_process_on_one_file_is_refused_with_a_sentence_and_let_in_when_the_first_is_killed(tmp_path):
    url = f"sqlite:///{tmp_path}/mentor.db"
    ours, theirs = PROCESSES.Pipe(duplex=False)
    first = PROCESSES.Process(target=hold, args=(url, theirs), daemon=True)
    first.start()
    pid = ours.recv()
    with pytest.raises(Locked) as refusal:
        opened(url, lock=True)
    assert f"process {pid}" in str(refusal.value)
    assert f"{tmp_path}/mentor.db" in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)
    first.kill()
    first.join()
    opened(url, lock=True).close()
