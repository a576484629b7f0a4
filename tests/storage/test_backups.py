"""Backups while the bot runs, thinned out, and put back: whole or refused, and nothing old is sent again."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import backups, migrate, outbox
from storage.errors import Locked, Refuse
from storage.schema import outbox as letters
from storage.store import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Still:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def file_url(tmp_path):
    url = f"sqlite:///{tmp_path / 'mentor.db'}"
    migrate.upgrade(url, clock=Still())
    return url


def put(store, key: str, due: datetime) -> None:
    with store.write() as tx:
        outbox.put(tx, key, "chat.postMessage", now=NOW, channel="C1", body={"text": key}, due=due)


def test_a_copy_that_is_taken_while_others_write_is_whole(file_url):
    store, over = open_store(file_url, clock=Still()), threading.Event()

    def write():
        n = 0
        while not over.is_set():
            put(store, f"k{n}", NOW)
            n += 1
    threads = [threading.Thread(target=write) for _ in range(3)]
    for each in threads:
        each.start()
    copies = [backups.take(file_url, now=NOW + timedelta(seconds=n)) for n in range(5)]
    over.set()
    for each in threads:
        each.join()
    store.close()
    assert all(backups.verify(copy).schema for copy in copies) and len(set(copies)) == 5
    assert all(copy.stat().st_mode & 0o777 == 0o600 for copy in copies)


def test_a_damaged_copy_and_what_is_none_are_refused_in_words(file_url, tmp_path):
    copy = backups.take(file_url, now=NOW)
    data = bytearray(copy.read_bytes())
    for page in range(1, len(data) // 4096, 3):   # the beginning of every third page
        data[page * 4096:page * 4096 + 12] = b"\xff" * 12
    copy.write_bytes(bytes(data))
    (tmp_path / "words.db").write_text("no database " * 500)
    for path in (copy, tmp_path / "words.db", tmp_path / "absent.db"):
        with pytest.raises(Refuse):
            backups.restore(file_url, path, now=NOW)
    assert migrate.at_head(file_url), "what stood there is untouched"


def test_what_is_put_back_sends_nothing_that_was_due_and_keeps_what_is_to_come(file_url):
    store = open_store(file_url, clock=Still())
    put(store, "due before", NOW - timedelta(days=1))
    put(store, "due between", NOW + timedelta(hours=5))
    put(store, "to come", NOW + timedelta(days=3))
    store.close()
    copy = backups.take(file_url, now=NOW)
    store = open_store(file_url, clock=Still())
    put(store, "after the backup", NOW)
    store.close()
    aside = backups.restore(file_url, copy, now=NOW + timedelta(days=1))
    store = open_store(file_url, clock=Still())
    with store.read() as tx:
        states = dict(tx.execute(sa.select(letters.c.key, letters.c.state)).all())
    store.close()
    assert states == {"due before": "skipped", "due between": "skipped", "to come": "waiting"}
    with sqlite3.connect(aside) as before:
        assert before.execute("SELECT count(*) FROM outbox WHERE key = 'after the backup'").fetchone() == (1,)


def test_while_the_bot_runs_nothing_is_put_back(file_url):
    copy = backups.take(file_url, now=NOW)
    store = open_store(file_url, clock=Still())
    with pytest.raises(Locked):
        backups.restore(file_url, copy, now=NOW)
    store.close()


def test_a_year_of_days_leaves_days_weeks_and_months(file_url):
    for day in range(365):
        at = NOW + timedelta(days=day)
        assert backups.is_due(file_url, now=at)
        folder = Path(file_url.removeprefix("sqlite:///")).parent / "backups"
        folder.mkdir(exist_ok=True)
        (folder / f"mentor-daily-{at:%Y%m%dT%H%M%SZ}.db").write_bytes(b"")
        backups.thin_out(file_url, now=at)
    left = sorted(datetime.strptime(p.name[13:28], "%Y%m%dT%H%M%S").date() for p in folder.glob("*.db"))
    last = (NOW + timedelta(days=364)).date()
    assert left[-7:] == [last - timedelta(days=n) for n in range(6, -1, -1)]
    assert 12 <= len(left) <= 17 and (last - left[0]).days > 120
    assert backups.newest(file_url)[0].date() == last


def test_postgresql_is_told_its_own_way():
    with pytest.raises(Refuse, match="pg_dump"):
        backups.take("postgresql://u@h/d", now=NOW)
    assert not backups.is_due("postgresql://u@h/d", now=NOW)
