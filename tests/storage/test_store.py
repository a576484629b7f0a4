"""What `store.write()` and `store.read()` promise, on both databases."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from storage.schema import seen
from storage.store import AlreadyDone, Busy, NotSaved, TryAgain, open_store, wake


def keep(tx, key, clock):
    tx.execute(sa.insert(seen).values(key=key, at=clock.now()))


def keys(store):
    with store.read() as tx:
        return set(tx.execute(sa.select(seen.c.key)).scalars())


def test_what_was_written_is_there_when_the_block_is_left(store, clock):
    with store.write() as tx:
        keep(tx, "a", clock)
    assert keys(store) == {"a"}


def test_an_exception_leaves_nothing_behind(store, clock):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        keep(tx, "a", clock)
        raise ZeroDivisionError
    assert keys(store) == set()


def test_a_reader_does_not_see_what_is_not_committed(store, clock):
    with store.write() as tx:
        keep(tx, "a", clock)
        assert keys(store) == set()


def test_a_reader_cannot_write(store, clock):
    with pytest.raises(sa.exc.DBAPIError), store.read() as tx:
        keep(tx, "a", clock)
    assert keys(store) == set()


def test_a_key_is_used_up_by_the_commit_of_its_effect(store, clock):
    with store.write(once="form:1") as tx:
        keep(tx, "effect", clock)
    with pytest.raises(AlreadyDone), store.write(once="form:1") as tx:
        keep(tx, "again", clock)
    assert keys(store) == {"form:1", "effect"}


def test_a_key_whose_effect_failed_is_free_again(store, clock):
    with pytest.raises(ZeroDivisionError), store.write(once="form:1"):
        raise ZeroDivisionError
    with store.write(once="form:1") as tx:
        keep(tx, "effect", clock)
    assert keys(store) == {"form:1", "effect"}


def test_of_two_who_come_with_one_key_at_once_one_is_told_that_it_is_done(store, clock, in_threads):
    done, refused, start = [], [], threading.Barrier(8)

    def press(n):
        start.wait()
        try:
            with store.write(once="form:1") as tx:
                keep(tx, f"effect {n}", clock)
            done.append(n)
        except AlreadyDone:
            refused.append(n)

    in_threads(press, 8)
    assert (len(done), len(refused)) == (1, 7)
    assert keys(store) == {"form:1", f"effect {done[0]}"}


def test_a_write_inside_a_write_is_refused(store, clock):
    with pytest.raises(RuntimeError, match="pass tx on"), store.write() as tx:
        keep(tx, "outer", clock)
        with store.write():
            pass
    assert keys(store) == set()
    with store.write() as tx:
        keep(tx, "later", clock)
    assert keys(store) == {"later"}


def test_the_sender_is_woken_by_a_commit_and_not_by_a_rollback(store):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        wake(tx)
        raise ZeroDivisionError
    assert not store.woken.is_set()
    with store.write() as tx:
        wake(tx)
        assert not store.woken.is_set()
    assert store.woken.is_set()


def test_a_write_that_wakes_nobody_leaves_the_sender_alone(store, clock):
    with store.write() as tx:
        keep(tx, "a", clock)
    assert not store.woken.is_set()


def test_a_naive_instant_is_refused(store, clock):
    with pytest.raises(sa.exc.StatementError, match="naive"), store.write() as tx:
        tx.execute(sa.insert(seen).values(key="a", at=clock.now().replace(tzinfo=None)))


def test_an_instant_comes_back_as_it_went(store, clock):
    clock.move(microseconds=123_456)
    with store.write() as tx:
        keep(tx, "a", clock)
    with store.read() as tx:
        assert tx.execute(sa.select(seen.c.at)).scalar() == clock.now()


def test_what_people_wrote_is_not_in_an_error(store, clock):
    with store.write() as tx:
        keep(tx, "my secret", clock)
    with pytest.raises(sa.exc.IntegrityError) as error, store.write() as tx:
        tx.execute(sa.insert(seen).values(key="my secret", at=clock.now()))
    assert "my secret" not in str(error.value)
    assert "my secret" not in str(error.value.orig)


def test_a_statement_that_failed_and_was_swallowed_is_never_half_a_success(store, clock):
    """SQLite goes on after a failed statement, PostgreSQL cannot: it must say so and not commit nothing in silence."""
    try:
        with store.write() as tx:
            keep(tx, "a", clock)
            with pytest.raises(sa.exc.IntegrityError):
                keep(tx, "a", clock)
    except NotSaved:
        assert keys(store) == set()
    else:
        assert keys(store) == {"a"}


def test_none_of_2000_updates_in_four_threads_is_lost(store, in_threads):
    with store.write() as tx:
        tx.execute(sa.text("CREATE TABLE counter (n INTEGER)"))
        tx.execute(sa.text("INSERT INTO counter VALUES (0)"))

    def count(_):
        for _ in range(500):
            with store.write() as tx:
                add_one(tx)

    in_threads(count, 4)
    with store.read() as tx:
        assert tx.execute(sa.text("SELECT n FROM counter")).scalar() == 2000


def test_postgresql_asks_to_try_again_when_two_wait_for_each_other(empty_postgres, clock, in_threads):
    store = open_store(empty_postgres, clock=clock)
    with store.write() as tx:
        tx.execute(sa.text("CREATE TABLE pair (id INTEGER, n INTEGER)"))
        tx.execute(sa.text("INSERT INTO pair VALUES (1, 0), (2, 0)"))
    both, outcomes = threading.Barrier(2), []

    def cross(n):
        try:
            with store.write() as tx:
                tx.execute(sa.text(f"UPDATE pair SET n = n + 1 WHERE id = {n + 1}"))
                both.wait()
                tx.execute(sa.text(f"UPDATE pair SET n = n + 1 WHERE id = {2 - n}"))
            outcomes.append("saved")
        except TryAgain:
            outcomes.append("try again")

    in_threads(cross, 2)
    with store.read() as tx:
        assert tx.execute(sa.text("SELECT sum(n) FROM pair")).scalar() == 2
    store.close()
    assert sorted(outcomes) == ["saved", "try again"]


def test_postgresql_says_busy_when_a_row_stays_locked(empty_postgres, clock):
    store = open_store(f"{empty_postgres}&options=-c%20application_name%3Dmentor", clock=clock)
    with store.write() as tx:
        tx.execute(sa.text("CREATE TABLE counter (n INTEGER)"))
        tx.execute(sa.text("INSERT INTO counter VALUES (0)"))
    held, enough = threading.Event(), threading.Event()

    def hold(_):
        with store.write() as tx:
            add_one(tx)
            held.set()
            enough.wait(20)

    holder = threading.Thread(target=hold, args=(0,))
    holder.start()
    held.wait(20)
    with pytest.raises(Busy), store.write() as tx:
        tx.execute(sa.text("SET LOCAL lock_timeout = '50ms'"))
        add_one(tx)
    enough.set()
    holder.join()
    store.close()


def add_one(tx):
    """Read, then write: what is lost when two do it at once without a lock."""
    counter = sa.table("counter", sa.column("n"))
    n = tx.execute(sa.select(counter.c.n).with_for_update()).scalar()
    tx.execute(sa.update(counter).values(n=n + 1))
