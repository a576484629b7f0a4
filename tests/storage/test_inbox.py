"""The inbox: what Slack brought is done once, and not forgotten before it is done. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import inbox


@pytest.fixture
def bring(store, clock):
    def put(key, **more):
        with store.write() as tx:
            return inbox.put(tx, key, "app_home_opened", {"user": "U1"}, now=clock.now(), **more)
    return put


@pytest.fixture
def waiting(store, clock):
    def look():
        with store.read() as tx:
            return inbox.waiting(tx, now=clock.now(), limit=10)
    return look


def keys(envelopes):
    return [envelope.key for envelope in envelopes]


def body(store, key):
    with store.read() as tx:
        return tx.execute(inbox.sa.select(inbox.inbox.c.body).where(inbox.inbox.c.key == key)).scalar()


def test_what_comes_twice_is_kept_once(bring, waiting):
    assert [bring("Ev1"), bring("Ev1")] == [True, False]
    envelope, = waiting()
    assert (envelope.key, envelope.kind, envelope.attempt) == ("Ev1", "app_home_opened", 0)
    assert envelope.body == {"user": "U1"}


def test_what_was_done_is_not_done_again_and_its_words_are_gone(bring, waiting, store, clock):
    bring("Ev1")
    with store.write() as tx:
        assert inbox.done(tx, "Ev1", now=clock.now())
    with store.write() as tx:
        assert not inbox.done(tx, "Ev1", now=clock.now())
    assert waiting() == []
    assert body(store, "Ev1") is None
    assert not bring("Ev1")


def test_what_did_not_succeed_comes_back_at_its_time(bring, waiting, store, clock):
    bring("Ev1")
    with store.write() as tx:
        inbox.again(tx, "Ev1", at=clock.now() + timedelta(seconds=10))
    assert waiting() == []
    clock.move(seconds=10)
    assert [(e.key, e.attempt) for e in waiting()] == [("Ev1", 1)]


def test_what_was_given_up_stays_with_its_words_and_does_not_come_back(bring, waiting, store):
    bring("Ev1")
    with store.write() as tx:
        assert inbox.failed(tx, "Ev1")
    assert waiting() == []
    assert body(store, "Ev1") == {"user": "U1"}


def test_the_oldest_comes_first(bring, waiting, clock):
    bring("later")
    bring("first", next_try=clock.now() - timedelta(seconds=1))
    assert keys(waiting()) == ["first", "later"]


def test_work_that_began_at_once_is_not_listed_until_it_should_have_been_done(bring, waiting, clock):
    bring("Ev1", next_try=clock.now() + timedelta(seconds=60))
    assert waiting() == []
    clock.move(seconds=60)
    assert keys(waiting()) == ["Ev1"]


def test_of_two_workers_one_takes_it(bring, waiting, store, clock):
    bring("Ev1")
    envelope, = waiting()
    until = clock.now() + timedelta(seconds=60)
    with store.write() as tx:
        assert inbox.take(tx, envelope, until=until)
    with store.write() as tx:
        assert not inbox.take(tx, envelope, until=until)
    assert waiting() == []


def test_what_is_still_to_be_done_is_never_forgotten(bring, waiting, store, clock):
    bring("done"), bring("new")
    with store.write(once="form:1") as tx:
        inbox.done(tx, "done", now=clock.now())
    clock.move(days=30)
    with store.write() as tx:
        assert inbox.prune(tx, clock.now()) == 2   # the envelope that was done, and the key of the form
    assert keys(waiting()) == ["new"]
