"""SIGTERM and Ctrl-C: what is in hand is answered and recorded, and the process is gone within ten seconds."""

from __future__ import annotations

import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from bot_process import by_command, settings_for
from knocking import LONG

from bot import wiring
from bot.clock import SystemClock
from storage import outbox


@contextmanager
def held(database: str):
    """Another program holds the database: whoever wants to write waits."""
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


@pytest.fixture(params=["socket", "http"])
def live(request, box, database, known):
    """A bot at one of its doors, started here and stopped by the test."""
    return request.getfixturevalue("running" if request.param == "socket" else "port_running")


def test_a_command_in_mid_work_gets_its_row_and_its_acknowledgement(live, box, known, database, rows):
    alice = known("alice")
    with held(database) as other, ThreadPoolExecutor(2) as pool:
        typing = pool.submit(alice.types, "/mentor goal add Submit the systematic review")
        box.until(lambda: live.door.in_hand.count, timeout=LONG)
        stopping = pool.submit(live.stop)
        assert live.stopping.wait(LONG)
        with pytest.raises(AssertionError):   # while somebody is inside, the door stays open
            box.until(lambda: typing.done() or not box.delivery.connected(), timeout=0.3)
        other.execute("ROLLBACK")
        assert typing.result().ack.status == "ok"
        assert stopping.result() is True
    assert rows("SELECT what FROM goals") == [("Submit the systematic review",)]


def test_a_letter_in_hand_is_recorded_and_those_not_begun_are_given_back(running, box, known, rows):
    alice = known("alice")
    places = [box.channel(f"room-{n}", [alice], bot=True).id for n in range(4)]
    box.trouble(method="chat.postMessage", delay=1.0, after_store=True)
    with running.deps.store.write() as tx:
        for n, place in enumerate(places):
            outbox.put(tx, f"letter {n}", "chat.postMessage", now=running.deps.clock.now(), channel=place, body={"text": f"letter {n}"})
    box.until(lambda: box.truth.from_app, timeout=LONG)
    assert running.stop() is True
    assert rows("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state") == [("sent", 1), ("waiting", 3)]
    again = wiring.start(running.deps.settings, SystemClock())
    try:
        box.until(lambda: len(box.truth.from_app) == 4, timeout=LONG)
    finally:
        again.stop()
    assert sorted(each["text"] for each in box.truth.from_app) == [f"letter {n}" for n in range(4)]


def test_work_after_an_answer_is_finished(running, box, known):
    alice = known("alice")
    box.trouble(method="views.open", delay=0.5)
    alice.types("/mentor goal add")
    assert running.stop() is True
    assert alice.modal is not None


def started(process, box) -> None:
    box.until(box.delivery.connected, timeout=LONG)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_well_by_a_signal(box, database, known, number):
    process = by_command(settings_for(box, database))
    started(process, box)
    assert "Written down" in known("alice").types("/mentor goal add Teach the skills lab").text
    process.send_signal(number)
    _, log = process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert "Traceback" not in log


def test_a_slack_that_hangs_does_not_hold_up_the_end_and_a_letter_in_hand_is_not_lost(box, database, known, rows):
    process = by_command(settings_for(box, database))
    started(process, box)
    alice = known("alice")
    box.trouble(method="chat.postMessage", delay=13, after_store=True)
    box.trouble(method="views.open", delay=13, after_store=True)
    alice.types("/mentor goal add")
    alice.says("goal add Teach the skills lab")
    box.until(lambda: box.truth.from_app and alice.modal, timeout=LONG)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=LONG)
    assert time.monotonic() - began < 10, "the promise to whoever stops it"
    assert process.returncode == 0
    assert "taken up at the next start" in log
    assert rows("SELECT state FROM outbox") == [("sending",)]
    box.travel(seconds=200)
    again = wiring.start(settings_for(box, database), box.clock)
    try:
        again.tick()
    finally:
        again.stop()
    assert rows("SELECT state FROM outbox WHERE method = 'chat.postMessage'") == [("sent",)]
    assert len(box.truth.from_app) == 1


def test_a_second_signal_ends_at_once(box, database, known):
    process = by_command(settings_for(box, database))
    started(process, box)
    alice = known("alice")
    box.trouble(method="chat.postMessage", delay=13, after_store=True)
    alice.says("goal add Teach the skills lab")
    box.until(lambda: box.truth.from_app, timeout=LONG)
    process.send_signal(signal.SIGTERM)
    box.until(lambda: not box.delivery.connected(), timeout=LONG)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=4)
    assert process.returncode == 128 + signal.SIGTERM
