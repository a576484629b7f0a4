"""Statements that are compiled once behave as SQLAlchemy's own ``execute`` does, on both databases."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.errors import NotSaved
from storage.prepared import Prepared, Query
from storage.schema import goals, people, seen

PERSON = {"workspace": "T1", "user": "U1", "name": "Ann", "kind": "member"}
GOAL = {"scope": "own", "number": 1, "what": "Grüße ❤", "measure": "", "why": "", "first_step": "", "due": date(2027, 6, 30),
        "horizon": "short", "visibility": "private", "state": "open", "percent": 0, "closing_note": "", "version": 1, "closed": None}
ADD_PERSON = Prepared(sa.insert(people).returning(people.c.id), returns=True)
ADD_GOAL = Prepared(sa.insert(goals).returning(goals.c.id), returns=True)
RENAME = Prepared(sa.update(people).where(people.c.user == bindparam("who"))
                  .values(name=bindparam("to"), home_stale=people.c.home_stale + 1))


def test_every_kind_of_value_goes_in_and_comes_out(store, clock):
    with store.write() as tx:
        person = ADD_PERSON.run(tx, PERSON)
        goal = ADD_GOAL.run(tx, GOAL | {"owner_id": person, "created": clock.now(), "touched": clock.now()})
    with store.read() as tx:
        row = tx.execute(sa.select(goals).where(goals.c.id == goal)).one()
    assert (row.owner_id, row.what, row.due, row.created, row.closed) == (person, "Grüße ❤", date(2027, 6, 30), clock.now(), None)


def test_it_tells_how_many_rows_it_touched(store):
    with store.write() as tx:
        ADD_PERSON.run(tx, PERSON)
        assert RENAME.run(tx, {"who": "U1", "to": "Anna"}) == 1
        assert RENAME.run(tx, {"who": "nobody", "to": "Anna"}) == 0
    with store.read() as tx:
        assert tx.execute(sa.select(people.c.name, people.c.home_stale)).one() == ("Anna", 1)


def test_a_row_that_may_not_be_is_refused_in_sqlalchemys_words_and_without_what_was_written(store):
    with pytest.raises(sa.exc.IntegrityError) as refused, store.write() as tx:
        ADD_PERSON.run(tx, PERSON | {"name": "a secret", "kind": "robot"})
    assert "a secret" not in str(refused.value)
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(people)).scalar() == 0


def test_a_naive_time_is_refused(store, clock):
    with pytest.raises((ValueError, sa.exc.StatementError), match="naive"), store.write() as tx:
        Prepared(sa.insert(seen)).run(tx, {"key": "k", "at": clock.now().replace(tzinfo=None)})


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_nothing_of_a_block_is_kept_that_goes_on_after_sqlite_gave_up_its_transaction(store, clock):
    taken = Prepared(sa.insert(seen).prefix_with("OR ROLLBACK"))
    with store.write() as tx:
        taken.run(tx, {"key": "there", "at": clock.now()})
    with pytest.raises(NotSaved), store.write() as tx:
        with suppress(sa.exc.IntegrityError):
            taken.run(tx, {"key": "there", "at": clock.now()})
        taken.run(tx, {"key": "after the fall", "at": clock.now()})
    with store.write() as tx:
        taken.run(tx, {"key": "the next block", "at": clock.now()})
    with store.read() as tx:
        assert set(tx.execute(sa.select(seen.c.key)).scalars()) == {"there", "the next block"}


ONE_GOAL = Query(sa.select(goals, people.c.name.label("owner")).join(people, people.c.id == goals.c.owner_id)
                 .where(goals.c.number == bindparam("number")))
NAMES = Query(sa.select(people.c.name).order_by(people.c.id))


def add_ann(store, clock):
    with store.write() as tx:
        person = ADD_PERSON.run(tx, PERSON)
        ADD_GOAL.run(tx, GOAL | {"owner_id": person, "created": clock.now(), "touched": clock.now()})


def test_a_query_gives_what_sqlalchemy_gives(store, clock):
    add_ann(store, clock)
    with store.read() as tx:
        row = ONE_GOAL.first(tx, {"number": 1})
        whole = tx.execute(ONE_GOAL._statement, {"number": 1}).one()
        assert ONE_GOAL.first(tx, {"number": 2}) is None
    assert tuple(row) == tuple(whole)
    assert (row.owner, row.due, row.created, row.closed) == ("Ann", date(2027, 6, 30), clock.now(), None)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_queries_and_statements_of_one_block_see_one_moment_and_the_next_block_sees_the_next(store, clock):
    add_ann(store, clock)
    with store.read() as tx:
        assert [row.name for row in NAMES.all(tx, {})] == ["Ann"]
        with store.write() as writing:
            RENAME.run(writing, {"who": "U1", "to": "Anna"})
        assert [row.name for row in NAMES.all(tx, {})] == ["Ann"] and tx.execute(sa.select(people.c.name)).scalar() == "Ann"
    for _ in range(2):
        with store.read() as tx:
            assert [row.name for row in NAMES.all(tx, {})] == ["Anna"]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_reader_is_good_again_after_a_block_that_failed(store, clock):
    add_ann(store, clock)
    for _ in range(20):   # more often than there are readers
        with suppress(ZeroDivisionError), store.read() as tx:
            NAMES.all(tx, {})
            raise ZeroDivisionError
    with pytest.raises(sa.exc.SQLAlchemyError), store.read() as tx:
        Query(sa.select(sa.column("nowhere")).select_from(people)).all(tx, {})
    with store.read() as tx:
        assert [row.name for row in NAMES.all(tx, {})] == ["Ann"]


def test_whoever_listens_to_statements_hears_of_these_too(store, clock):
    heard = []

    def on_statement(connection, cursor, statement, *rest):
        heard.append(statement.split()[0])

    sa.event.listen(sa.Engine, "before_cursor_execute", on_statement)
    try:
        add_ann(store, clock)
        with store.read() as tx:
            NAMES.all(tx, {})
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", on_statement)
    assert heard == ["INSERT", "INSERT", "SELECT"]
