"""The outbox: one letter per key, one sender per letter, one letter at a time in a channel. On both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage import outbox
from storage.outbox import Dead, Later, Sent, Uncertain
from storage.store import open_store

LEASE = timedelta(seconds=90)


@pytest.fixture
def post(store, clock):
    """Write a letter to a channel of its own, or to the one that is named."""
    def write(key, **more):
        with store.write() as tx:
            usual = {"channel": f"C-{key}", "body": {"text": key}}
            return outbox.put(tx, key, "chat.postMessage", now=clock.now(), **usual | more)
    return write


@pytest.fixture
def claim(store, clock):
    def take(limit=10, owner="one"):
        with store.write() as tx:
            return outbox.claim(tx, owner=owner, now=clock.now(), lease=LEASE, limit=limit)
    return take


@pytest.fixture
def do(store, clock):
    """``do(outbox.settle, letter, …)`` in a transaction of its own, at the clock's time."""
    def one(what, *args, **more):
        with store.write() as tx:
            return what(tx, *args, now=clock.now(), **more)
    return one


@pytest.fixture
def find(store):
    def look(key):
        with store.read() as tx:
            return outbox.find(tx, key)
    return look


@pytest.fixture
def send(do):
    """Begin and settle as sent."""
    def through(letter, ts="1.0"):
        assert do(outbox.mark_sending, letter)
        assert do(outbox.settle, letter, outcome=Sent(ts=ts, channel=letter.channel))
    return through


def keys(letters):
    return [letter.key for letter in letters]


def next_due(store):
    with store.read() as tx:
        return outbox.next_due(tx)


def test_a_key_is_written_once(post, claim):
    assert [post("a"), post("a"), post("a")] == [True, False, False]
    assert keys(claim()) == ["a"]


def test_a_letter_of_a_cause_that_failed_is_not_written(store, find, clock):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        outbox.put(tx, "a", "chat.postMessage", now=clock.now())
        raise ZeroDivisionError
    assert find("a") is None
    assert not store.woken.is_set()


def test_a_new_letter_wakes_the_sender_and_a_known_one_does_not(store, post):
    post("a")
    assert store.woken.is_set()
    store.woken.clear()
    post("a")
    assert not store.woken.is_set()


def test_each_letter_has_a_nonce_of_its_own(post, find):
    post("a"), post("b")
    assert len(find("a").nonce) == 32
    assert find("a").nonce != find("b").nonce


def test_the_oldest_due_comes_first_and_what_is_not_due_stays(post, claim, clock):
    post("later", due=clock.now() + timedelta(minutes=5))
    post("second", due=clock.now() - timedelta(minutes=1))
    post("first", due=clock.now() - timedelta(minutes=2))
    assert keys(claim(limit=1)) == ["first"]
    assert keys(claim()) == ["second"]
    assert claim() == []
    clock.move(minutes=5)
    assert keys(claim()) == ["later"]


def test_a_claimed_letter_is_not_claimed_again(post, claim):
    post("a")
    assert keys(claim(owner="one")) == ["a"]
    assert claim(owner="two") == []


def test_a_channel_has_one_letter_at_a_time_in_the_order_of_writing(post, claim, send):
    for key in ("a", "b", "c"):
        post(key, channel="C1")
    post("elsewhere")
    letters = claim()
    assert keys(letters) == ["a", "elsewhere"]
    assert claim() == []
    send(letters[0])
    assert keys(claim()) == ["b"]


def test_letters_without_a_channel_do_not_wait_for_each_other(post, claim):
    post("a", channel=None), post("b", channel=None)
    assert keys(claim()) == ["a", "b"]


def test_a_letter_for_next_week_does_not_hold_up_its_channel(post, claim, clock):
    post("next week", channel="C1", due=clock.now() + timedelta(days=7))
    post("today", channel="C1")
    assert keys(claim()) == ["today"]


def test_a_letter_that_was_put_off_keeps_its_place_in_the_channel(post, claim, do, clock):
    post("a", channel="C1"), post("b", channel="C1")
    letter, = claim()
    do(outbox.mark_sending, letter)
    do(outbox.settle, letter, outcome=Later(at=clock.now() + timedelta(seconds=30), counts=True))
    assert claim() == []
    clock.move(seconds=30)
    assert keys(claim()) == ["a"]


def test_two_letters_of_a_channel_that_were_both_put_off_do_not_wait_for_each_other_for_ever(post, claim, do, clock):
    post("old", channel="C1", due=clock.now() + timedelta(minutes=1))
    post("new", channel="C1")
    new, = claim()
    do(outbox.settle, new, outcome=Later(at=clock.now() + timedelta(minutes=3), counts=False))
    clock.move(minutes=1)
    old, = claim()
    do(outbox.settle, old, outcome=Later(at=clock.now() + timedelta(minutes=3), counts=False))
    clock.move(minutes=3)
    assert keys(claim()) == ["old"]


def test_a_letter_that_nobody_can_account_for_does_not_block_its_channel_for_ever(post, claim, do):
    post("a", channel="C1"), post("b", channel="C1")
    letter, = claim()
    do(outbox.mark_sending, letter)
    do(outbox.settle, letter, outcome=Uncertain(reason="no answer"))
    assert keys(claim()) == ["b"]


def test_what_was_sent_knows_where_it_stands_and_has_no_words_left(post, claim, send, find):
    post("a")
    send(claim()[0], ts="1795435200.000100")
    letter = find("a")
    assert (letter.state, letter.ts, letter.body, letter.attempt) == ("sent", "1795435200.000100", None, 1)


def test_the_channel_that_slack_names_is_kept(post, claim, do, find):
    post("a", channel="U1")
    letter, = claim()
    do(outbox.mark_sending, letter)
    do(outbox.settle, letter, outcome=Sent(ts="1.0", channel="D1"))
    assert find("a").channel == "D1"


@pytest.mark.parametrize("outcome", [Dead(reason="is_archived"), Uncertain(reason="no answer")])
def test_what_was_given_up_says_why(post, claim, do, find, outcome):
    post("a")
    letter, = claim()
    do(outbox.mark_sending, letter)
    assert do(outbox.settle, letter, outcome=outcome)
    assert (find("a").state, find("a").reason) == (type(outcome).__name__.lower(), outcome.reason)
    assert claim() == []


def test_a_pause_that_slack_asked_for_is_not_an_attempt(post, claim, do, find, clock):
    post("a")
    for counts in (False, False, True):
        letter, = claim()
        do(outbox.mark_sending, letter)
        do(outbox.settle, letter, outcome=Later(at=clock.now(), counts=counts))
    assert find("a").attempt == 1


def test_a_lapsed_claim_is_free_again_and_its_old_owner_may_not_send(post, claim, do, clock, store):
    post("a")
    old, = claim(owner="paused")
    clock.move(seconds=90)
    store.woken.clear()
    with store.write() as tx:
        assert outbox.release_expired(tx, clock.now()) == 1
    assert store.woken.is_set()
    new, = claim(owner="quick")
    assert not do(outbox.mark_sending, old)
    assert do(outbox.mark_sending, new)
    assert not do(outbox.settle, old, outcome=Sent(ts="1.0"))
    assert do(outbox.settle, new, outcome=Sent(ts="2.0"))


def test_one_owner_that_claims_twice_cannot_use_its_first_claim(post, claim, do, clock, store):
    post("a")
    first, = claim(owner="one")
    clock.move(seconds=90)
    with store.write() as tx:
        outbox.release_expired(tx, clock.now())
    claim(owner="one")
    assert not do(outbox.mark_sending, first)


def test_a_claim_that_has_lapsed_may_not_begin_to_send_even_when_nobody_else_took_it(post, claim, do, clock):
    post("a")
    letter, = claim()
    clock.move(seconds=90)
    assert not do(outbox.mark_sending, letter)


def test_a_claim_that_holds_is_not_released(post, claim, clock, store):
    post("a")
    claim()
    clock.move(seconds=89)
    with store.write() as tx:
        assert outbox.release_expired(tx, clock.now()) == 0


def stranded(store, clock):
    with store.read() as tx:
        return outbox.stranded(tx, clock.now())


def test_a_call_that_never_ended_is_stranded_when_nothing_can_land_any_more(post, claim, do, clock, store):
    post("a")
    letter, = claim()
    do(outbox.mark_sending, letter)
    clock.move(seconds=150)
    with store.write() as tx:
        assert outbox.release_expired(tx, clock.now()) == 0
    assert stranded(store, clock) == []
    clock.move(seconds=1)
    assert keys(stranded(store, clock)) == ["a"]
    assert claim() == []


def test_a_stranded_letter_that_was_found_in_slack_is_sent(post, claim, do, find, clock, store):
    post("a")
    do(outbox.mark_sending, claim()[0])
    clock.move(seconds=200)
    assert do(outbox.settle, stranded(store, clock)[0], outcome=Sent(ts="1.0"))
    assert find("a").state == "sent"


def test_a_stranded_letter_that_is_not_in_slack_goes_out_again_with_the_same_nonce(post, claim, do, find, clock, store):
    post("a")
    first, = claim()
    do(outbox.mark_sending, first)
    begun = clock.now()
    clock.move(seconds=200)
    letter, = stranded(store, clock)
    assert do(outbox.resend, letter)
    assert not do(outbox.resend, letter)
    assert not do(outbox.settle, first, outcome=Sent(ts="1.0"))
    again, = claim()
    assert do(outbox.mark_sending, again)
    assert (again.nonce, again.claim == first.claim) == (first.nonce, False)
    assert (find("a").attempt, find("a").started) == (2, begun)


def test_an_edit_waits_until_there_is_something_to_edit(post, claim, send):
    post("card", channel="C1")
    post("changed", channel="C1", edits="card")
    letter, = claim()
    assert letter.key == "card"
    send(letter, ts="7.0")
    edit, = claim()
    assert (edit.key, edit.edits_channel, edit.edits_ts) == ("changed", "C1", "7.0")


@pytest.mark.parametrize("outcome", [Dead(reason="is_archived"), Uncertain(reason="no answer")])
def test_an_edit_of_what_will_never_be_there_is_dead_with_a_reason(post, claim, do, find, outcome):
    post("card", channel="C1"), post("changed", channel="C1", edits="card")
    letter, = claim()
    do(outbox.mark_sending, letter)
    do(outbox.settle, letter, outcome=outcome)
    assert claim() == []
    assert (find("changed").state, find("changed").reason) == ("dead", outbox.NOT_SENT)


def test_an_edit_of_what_was_never_written_is_dead_with_a_reason(post, claim, find):
    post("changed", edits="no such letter")
    assert claim() == []
    assert find("changed").state == "dead"


def test_an_edit_in_its_place_does_not_hold_up_another_channel(post, claim):
    post("card", channel="C1"), post("changed", channel="C2", edits="card"), post("after", channel="C3")
    assert keys(claim()) == ["card", "after"]


def test_the_next_due_time_is_that_of_the_first_letter_that_may_go(post, claim, store, clock):
    assert next_due(store) is None
    post("next week", due=clock.now() + timedelta(days=7))
    post("soon", channel="C1", due=clock.now() + timedelta(minutes=1))
    assert next_due(store) == clock.now() + timedelta(minutes=1)
    clock.move(minutes=1)
    post("behind", channel="C1")
    claim()
    assert next_due(store) == clock.now() + timedelta(days=7) - timedelta(minutes=1)


def test_settling_wakes_whoever_waits_behind(post, claim, send, store):
    post("a", channel="C1"), post("b", channel="C1")
    letter, = claim()
    store.woken.clear()
    send(letter)
    assert store.woken.is_set()


def test_no_letter_is_claimed_by_two_threads(store, clock, in_threads):
    with store.write() as tx:
        for n in range(200):
            outbox.put(tx, f"k{n}", "chat.postMessage", now=clock.now(), channel=f"C{n}")

    def all_of_them(n):
        got = []
        while True:
            with store.write() as tx:
                letters = outbox.claim(tx, owner=f"t{n}", now=clock.now(), lease=LEASE, limit=7)
            if not letters:
                return got
            got += keys(letters)

    claimed = [key for got in in_threads(all_of_them, 4) for key in got]
    assert sorted(claimed) == sorted(f"k{n}" for n in range(200))


def test_in_a_crowd_of_senders_no_channel_ever_has_two_letters_in_hand(store, clock, in_threads):
    with store.write() as tx:
        for n in range(60):
            outbox.put(tx, f"k{n:02}", "chat.postMessage", now=clock.now(), channel=f"C{n % 3}")
    sent = {f"C{n}": [] for n in range(3)}
    in_hand = {channel: 0 for channel in sent}
    most = []

    def sender(n):
        idle = 0
        while idle < 200 and sum(map(len, sent.values())) < 60:
            with store.write() as tx:
                letters = outbox.claim(tx, owner=f"t{n}", now=clock.now(), lease=LEASE, limit=2)
            idle = 0 if letters else idle + 1
            for letter in letters:
                in_hand[letter.channel] += 1
                most.append(in_hand[letter.channel])
                sent[letter.channel].append(letter.key)
                in_hand[letter.channel] -= 1
                with store.write() as tx:
                    outbox.mark_sending(tx, letter, now=clock.now())
                with store.write() as tx:
                    outbox.settle(tx, letter, now=clock.now(), outcome=Sent(ts="1.0"))

    in_threads(sender, 4)
    assert max(most) == 1
    assert sent == {f"C{c}": [f"k{n:02}" for n in range(60) if n % 3 == c] for c in range(3)}


def test_only_what_is_over_is_forgotten(post, claim, send, store, find, clock):
    post("sent"), post("waiting", due=clock.now() + timedelta(days=1))
    send(claim()[0])
    clock.move(days=90)
    with store.write() as tx:
        assert outbox.prune(tx, clock.now()) == 1
    assert (find("sent"), find("waiting").state) == (None, "waiting")


@pytest.mark.parametrize("name", ["_claim", "_BURY", "_NEXT_DUE", "_STRANDED", "_RELEASE"])
def test_what_a_sender_asks_again_and_again_never_walks_through_all_letters(sqlite_template, clock, name):
    # Only SQLite: the planner of PostgreSQL rightly walks through a table as small as this one.
    statement = getattr(outbox, name)
    compiled = (statement("sqlite") if callable(statement) else statement).compile(dialect=sqlite.dialect())
    known = {"now": clock.now(), "before": clock.now(), "until": clock.now(), "token": "t", "limit": 5}
    words = tuple(str(known.get(name, compiled.params[name])) for name in compiled.positiontup)
    with closing(sqlite3.connect(sqlite_template)) as raw:
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {compiled}", words)]
    assert [step for step in plan if step.startswith("SCAN") and step != "SCAN due"] == []


WHAT = ["put", "edit", "claim", "begin", "sent", "later", "dead", "uncertain", "expire", "resend", "time"]
STEPS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 5)), max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_whatever_happens_a_channel_has_one_letter_in_hand_and_everything_comes_to_an_end(tmp_path_factory, new_clock, steps):
    from storage.schema import metadata
    clock = new_clock()
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('outbox')}/mentor.db", clock=clock, _synchronous=0)
    with store.write() as tx:
        metadata.create_all(tx)
    held, written = [], 0
    for step, n in steps:
        with store.write() as tx:
            now, letter = clock.now(), held[n % len(held)] if held else None
            match step:
                case "put" | "edit":
                    edits = f"k{n % written}" if step == "edit" and written else None
                    outbox.put(tx, f"k{written}", "chat.postMessage", now=now, channel=f"C{n % 2}", edits=edits,
                               due=now + timedelta(seconds=40 * (n - 2)))
                    written += 1
                case "claim":
                    held += outbox.claim(tx, owner="o", now=now, lease=LEASE, limit=n + 1)
                case "expire":
                    outbox.release_expired(tx, now)
                case "time":
                    clock.move(seconds=40 * n)
                case "resend":
                    for lost in outbox.stranded(tx, now):
                        outbox.resend(tx, lost, now=now)
                case "begin" if letter:
                    outbox.mark_sending(tx, letter, now=now)
                case "sent" | "later" | "dead" | "uncertain" if letter:
                    outbox.settle(tx, letter, now=now, outcome={
                        "sent": Sent(ts="1.0"), "later": Later(at=now + timedelta(seconds=30), counts=bool(n % 2)),
                        "dead": Dead(reason="x"), "uncertain": Uncertain(reason="x")}[step])
            letters = [outbox.find(tx, f"k{i}") for i in range(written)]
            for channel in ("C0", "C1"):
                assert sum(x.channel == channel and x.state in ("claimed", "sending") for x in letters) <= 1
    drain(store, clock, written)
    store.close()


def drain(store, clock, written):
    """However it was left, a sender that does its work brings every letter to its end."""
    for _ in range(3 * written + 5):
        clock.move(minutes=10)
        with store.write() as tx:
            now = clock.now()
            outbox.release_expired(tx, now)
            for lost in outbox.stranded(tx, now):
                outbox.settle(tx, lost, now=now, outcome=Sent(ts="1.0"))
            for letter in outbox.claim(tx, owner="drain", now=now, lease=LEASE, limit=10):
                assert outbox.mark_sending(tx, letter, now=now)
                assert outbox.settle(tx, letter, now=now, outcome=Sent(ts="1.0"))
    with store.read() as tx:
        assert {outbox.find(tx, f"k{i}").state for i in range(written)} <= {"sent", "dead", "uncertain"}
        assert outbox.next_due(tx) is None
