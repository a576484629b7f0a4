"""HTTP mode over real, signed HTTP; and what is not from Slack, or not as Slack sends it."""

from __future__ import annotations

import json
import random
import socket
import sqlite3
import time
from urllib.parse import urlencode

import pytest
from knocking import LONG, knock, signature_of

COMMAND = {"command": "/mentor", "text": "goal add Forged", "user_id": "U1", "team_id": "T1", "channel_id": "C1", "trigger_id": "1.1.1"}


def test_a_command_a_form_a_click_and_an_event(port, box, known, rows):
    alice = known("alice")
    added = alice.types("/mentor goal add Submit the systematic review")
    assert "Written down" in added.text
    assert added.clicks("Undo").ack.status == "ok"
    box.until(lambda: "Removed" in alice.sees(box.app).text, timeout=LONG)

    alice.types("/mentor goal add")
    box.until(lambda: alice.modal, timeout=LONG)
    assert alice.submits().errors, "a form with nothing in it stays open"
    alice.fills(what="Teach the skills lab")
    assert not alice.submits().errors

    alice.says("goal add Learn to supervise")
    box.until(lambda: any("Learn to supervise" in str(each) for each in box.truth.from_app), timeout=LONG)
    assert {"Teach the skills lab", "Learn to supervise"} <= {what for (what,) in rows("SELECT what FROM goals")}


def test_requests_that_come_twice_do_nothing_twice(port, box, known, rows):
    alice = known("alice")
    box.trouble(duplicate_next=1)
    alice.types("/mentor goal add Teach the skills lab")
    box.trouble(duplicate_next=1)
    alice.says("goal add Learn to supervise")
    box.until(lambda: sum(each["name"] == "message" for each in box.truth.envelopes) == 2, timeout=LONG)
    box.until(lambda: any("Learn to supervise" in str(each) for each in box.truth.from_app), timeout=LONG)
    assert rows("SELECT count(*) FROM goals") == [(2,)]
    assert all(each["status"] == "ok" for each in box.truth.envelopes)


def test_an_event_that_cannot_be_kept_is_refused_with_a_status_that_slack_repeats(port, box, database):
    body = json.dumps({"type": "event_callback", "team_id": box.workspace.team["id"], "event_id": "Ev1",
                       "event": {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "text": "help", "ts": "1.0"}})
    with sqlite3.connect(database.removeprefix("sqlite:///")) as outside:
        outside.execute("CREATE TRIGGER refuse BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'refused'); END")
    assert knock(port, body.encode(), mime="application/json")[0] == 503
    with sqlite3.connect(database.removeprefix("sqlite:///")) as outside:
        outside.execute("DROP TRIGGER refuse")
    assert knock(port, body.encode(), mime="application/json")[0] == 200


def form() -> bytes:
    return urlencode(COMMAND).encode()


@pytest.mark.parametrize(("about", "expected"), [
    ({"signature": "v0=" + "0" * 64}, 401), ({"signature": ""}, 401), ({"signature": "v1=x"}, 401), ({"signature": "v0=\xe4"}, 401),
    ({"stamp": "abc", "signature": "v0=0"}, 401), ({"stamp": "", "signature": "v0=0"}, 401), ({"stamp": "9" * 30}, 401),
    ({"stamp": "-5"}, 401), ({"stamp": "1e9"}, 401), ({"stamp": "0"}, 401),
    ({"path": "/"}, 404), ({"path": "/slack/events/.."}, 404), ({"method": "GET"}, 405), ({"method": "PUT"}, 405),
    ({"method": "DELETE"}, 405)], ids=str)
def test_what_slack_did_not_sign_is_refused_and_reaches_nothing(port, box, rows, about, expected):
    calls = len(box.truth.calls)
    assert knock(port, form(), **about)[0] == expected
    assert rows("SELECT count(*) FROM people") == [(0,)]
    assert len(box.truth.calls) == calls


def test_a_request_that_was_signed_more_than_five_minutes_ago_is_refused(port):
    assert knock(port, form(), stamp=str(int(time.time()) - 310))[0] == 401
    assert knock(port, form(), stamp=str(int(time.time()) + 310))[0] == 401


def test_a_body_that_was_changed_on_its_way_is_refused(port, rows):
    chance = random.Random(5)
    for _ in range(60):
        whole, stamp = form(), str(int(time.time()))
        at = chance.randrange(len(whole))
        changed = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1:]
        assert knock(port, changed, stamp=stamp, signature=signature_of(whole, stamp))[0] == 401
    assert rows("SELECT count(*) FROM people") == [(0,)]


@pytest.mark.parametrize("size", [1_000_001, 1_900_000])
def test_a_body_that_is_too_large_is_refused(port, size):
    assert knock(port, b"x" * size)[0] == 413


def test_a_body_that_is_far_too_large_is_not_even_taken_in(port):
    with socket.create_connection(("127.0.0.1", port), timeout=LONG) as line:
        line.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\n\r\n" + b"x" * 1000)
        assert line.recv(4096).split()[1] == b"413"


@pytest.mark.parametrize(("body", "mime"), [
    (b"", "application/x-www-form-urlencoded"), (b"\xff\xfe\x00", "application/json"), (b"{broken", "application/json"),
    (b"[]", "application/json"), (b"null", "application/json"), (b'"x"', "application/json"),
    (b"payload={broken", "application/x-www-form-urlencoded"),
    (b"payload=%7B%7D", "application/x-www-form-urlencoded"), (b"payload=[]", "application/x-www-form-urlencoded"),
    (b"\x00" * 100, "application/octet-stream")], ids=str)
def test_what_was_signed_and_cannot_be_understood_is_a_4xx(port, body, mime):
    assert 400 <= knock(port, body, mime=mime)[0] < 500


@pytest.mark.parametrize("raw", [
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n", b"GARBAGE\r\n\r\n"], ids=repr)
def test_bytes_that_are_no_request_are_refused_and_the_door_stays_open(port, raw):
    with socket.create_connection(("127.0.0.1", port), timeout=LONG) as line:
        line.sendall(raw)
        answer = line.recv(4096)
    assert answer == b"" or answer.split()[1][:1] == b"4"
    assert knock(port, b"", path="/livez", method="GET")[0] == 200


def test_nothing_of_a_forged_request_is_logged(port, caplog):
    caplog.set_level("DEBUG")
    knock(port, urlencode(COMMAND | {"text": "goal add CANARY"}).encode(), signature="v0=0")
    assert "CANARY" not in caplog.text
