"""What each of Slack's signals does to a letter (docs/decisions/0003)."""

from __future__ import annotations

import socket
import threading

import pytest

LANDED = 90 + 60 + 1   # seconds: lease and landing time are over, so reading back can tell
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*words*"}}
NONSENSE = {"type": "nonsense"}


def test_a_letter_that_is_taken_is_sent_once_and_its_words_leave_the_row(letters):
    letters.write("hello")
    letters.tick()
    letters.tick(after=LANDED)
    assert letters.posted() == {"hello": 1}
    assert letters.find("hello").body is None


@pytest.mark.parametrize(("given", "pause"), [(7, 7), (None, 30), (100_000, 3600)])
def test_nothing_is_called_inside_the_pause_that_429_asks_for_and_then_the_letter_arrives(letters, box, given, pause):
    letters.write("one", "two")
    box.trouble(method="chat.postMessage", status=429, retry_after=given)
    letters.tick()
    letters.tick(after=pause - 2)
    assert letters.calls() == 1
    letters.tick(after=4)
    letters.tick(after=4)
    assert letters.posted() == {"one": 1, "two": 1}
    assert letters.find("one").attempt == 1, "a 429 is not an attempt"


STORED = [{"status": 200, "drop": True}, {"status": 200, "cut": True}, {"status": 500}, {"status": 502}, {"status": 503, "html": True},
          {"status": 504}, {"error": "internal_error"}, {"error": "fatal_error"}, {"error": "request_timeout"},
          {"status": 200, "html": True}]


@pytest.mark.parametrize("trouble", STORED, ids=str)
def test_an_unclear_answer_to_a_letter_that_was_stored_is_proved_by_reading_back(letters, box, trouble):
    letters.write("once")
    box.trouble(method="chat.postMessage", after_store=True, **trouble)
    letters.tick()
    assert letters.state("once") == "sending"
    letters.tick(after=60)
    assert letters.calls("conversations.history") == 0, "it could still land"
    letters.tick(after=LANDED)
    assert letters.state("once") == "sent"
    assert letters.posted() == {"once": 1}


@pytest.mark.parametrize("trouble", [t for t in STORED if "cut" not in t], ids=str)
def test_an_unclear_answer_to_a_letter_that_was_not_stored_sends_it_again_with_the_same_nonce(letters, box, trouble):
    letters.write("once")
    nonce = letters.find("once").nonce
    box.trouble(method="chat.postMessage", **trouble)
    letters.tick()
    assert letters.state("once") == "sending"
    letters.tick(after=LANDED)
    assert letters.posted() == {"once": 1}
    assert letters.find("once").nonce == nonce


@pytest.mark.parametrize("stored", [True, False])
def test_a_call_that_outlasts_our_patience_is_unclear(letters, box, with_slack, stored):
    with_slack(timeout=0.2)
    letters.write("slow")
    box.trouble(method="chat.postMessage", delay=0.6, after_store=stored, error=None if stored else "internal_error")
    letters.tick()
    assert letters.state("slow") == "sending"
    letters.tick(after=LANDED)
    assert letters.posted() == {"slow": 1}


def test_three_attempts_that_never_arrive_are_left_to_a_person(letters, box):
    letters.write("never")
    box.trouble(method="chat.postMessage", status=500, times=10)
    letters.until_settled("never", step=LANDED)
    assert letters.state("never") == "uncertain"
    assert letters.calls() == 3
    letters.tick(after=LANDED)
    assert letters.calls() == 3


def test_a_channel_that_cannot_be_read_back_leaves_an_unclear_letter_to_a_person(letters, box):
    letters.write("unread")
    box.trouble(method="chat.postMessage", status=500, after_store=True)
    box.trouble(method="conversations.history", error="missing_scope")
    letters.tick()
    letters.tick(after=LANDED)
    assert letters.state("unread") == "uncertain"
    assert letters.posted() == {"unread": 1}


@pytest.mark.parametrize(
    "trouble", [{"status": 429, "retry_after": 5}, {"status": 500}, {"drop": True}, {"error": "token_revoked"}], ids=str)
def test_a_reading_back_that_fails_is_repeated_and_decides_nothing(letters, box, trouble):
    letters.write("once")
    box.trouble(method="chat.postMessage", drop=True, after_store=True)
    box.trouble(method="conversations.history", **trouble)
    letters.tick()
    letters.tick(after=LANDED)
    assert letters.state("once") == "sending"
    letters.tick(after=60)
    assert letters.state("once") == "sent"
    assert letters.posted() == {"once": 1}


def test_a_refused_connection_is_tried_again_later_and_was_not_sent(letters, box, with_slack):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))   # bound and not listening: connections are refused
        with_slack(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/api/")
        letters.write("patient")
        letters.tick()
        assert letters.state("patient") == "waiting"
        letters.tick(after=1)
        assert letters.find("patient").attempt == 1, "it rests before the next try"
    with_slack()
    letters.tick(after=20)
    assert letters.posted() == {"patient": 1}


def test_a_host_that_has_no_address_is_tried_again_later(letters, with_slack):
    with_slack(base_url="http://nowhere.invalid/api/")
    letters.write("patient")
    letters.tick()
    assert letters.state("patient") == "waiting"


def test_a_handshake_that_fails_sent_nothing_and_is_tried_again_later(letters, with_slack):
    with socket.create_server(("127.0.0.1", 0)) as plain:
        def answer() -> None:
            line, _ = plain.accept()
            with line:
                line.recv(4096)
                line.sendall(b"HTTP/1.1 400 This is no TLS\r\n\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        with_slack(base_url=f"https://127.0.0.1:{plain.getsockname()[1]}/api/")
        letters.write("patient")
        letters.tick()
        answering.join()
    assert letters.state("patient") == "waiting"


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "restricted_action", "user_not_found"])
def test_what_slack_refuses_for_good_is_dead_with_its_reason_and_holds_up_nobody(letters, box, error):
    letters.write("first", "second")
    box.trouble(method="chat.postMessage", error=error)
    letters.tick()
    letters.tick(after=1)
    assert (letters.state("first"), letters.find("first").reason) == ("dead", error)
    assert letters.posted() == {"second": 1}


def test_a_channel_that_does_not_exist_is_refused_for_good(letters):
    letters.write("lost", channel="C0NOWHERE")
    letters.tick()
    assert letters.find("lost").reason == "channel_not_found"


def test_blocks_that_slack_does_not_take_are_left_out_and_the_words_arrive(letters, box):
    letters.write("plain words", blocks=[NONSENSE])
    letters.tick()
    assert letters.posted() == {"plain words": 1}
    assert not any(block["type"] == "nonsense" for each in box.truth.from_app for block in each.get("blocks", ()))


@pytest.mark.parametrize("trouble", [{"status": 429, "retry_after": 5}, {"status": 500}, {"drop": True, "after_store": True}], ids=str)
def test_trouble_with_the_plain_words_is_the_same_trouble(letters, box, trouble):
    letters.write("plain words", blocks=[NONSENSE])
    box.trouble(method="chat.postMessage", error="invalid_blocks")
    box.trouble(method="chat.postMessage", **trouble)
    letters.tick()
    letters.until_settled("plain words", step=LANDED)
    assert letters.state("plain words") == "sent"
    assert letters.posted() == {"plain words": 1}


def test_words_that_slack_does_not_take_at_all_are_dead(letters, box):
    letters.write("too long")
    box.trouble(method="chat.postMessage", error="msg_too_long")
    letters.tick()
    assert (letters.state("too long"), letters.find("too long").reason) == ("dead", "msg_too_long")


@pytest.mark.parametrize("token", ["token_revoked", "account_inactive", "invalid_auth"])
def test_a_revoked_token_loses_nothing_and_is_not_asked_again_for_five_minutes(letters, box, bob, token):
    other = box.channel("other", [bob], bot=True).id
    letters.write("one", "two")
    letters.write("elsewhere", channel=other)
    box.trouble(token=token)
    letters.tick()
    assert letters.calls() == 1, "one refusal tells about all"
    letters.tick(after=280)
    assert letters.calls() == 1
    box.trouble(token="live")
    letters.tick(after=60)
    letters.tick(after=5)
    assert letters.posted() == {"one": 1, "two": 1, "elsewhere": 1}


def test_an_edit_that_is_unclear_is_made_again_because_twice_is_once(letters, box):
    letters.write("first words")
    letters.tick()
    letters.write("better words", method="chat.update", edits="first words")
    box.trouble(method="chat.update", drop=True)
    letters.tick()
    letters.tick(after=30)
    assert letters.posted() == {"better words": 1}


def test_an_answer_only_one_person_sees_is_never_repeated_when_it_is_unclear(letters, box, alice):
    letters.write("psst", method="chat.postEphemeral", user=alice.id)
    box.trouble(method="chat.postEphemeral", drop=True, after_store=True)
    letters.tick()
    letters.tick(after=LANDED)
    assert letters.state("psst") == "uncertain"
    assert letters.calls("chat.postEphemeral") <= 2, "the call, and the mark that its connection was dropped"
    assert alice.sees(letters.channel).text.count("psst") == 1


def test_twenty_posts_over_connections_that_drop_after_storing_are_twenty_messages(letters, box):
    assert letters.bot.deps.slack.client.retry_handlers == []
    assert letters.bot.app.client.retry_handlers == []
    keys = [f"letter {n}" for n in range(20)]
    rooms = [box.channel(f"room-{n}", [], bot=True).id for n in range(20)]
    for key, channel in zip(keys, rooms, strict=True):
        letters.write(key, channel=channel)
    box.trouble(method="chat.postMessage", drop=True, after_store=True, times=20)
    letters.tick()
    assert letters.posted() == dict.fromkeys(keys, 1)
    letters.until_settled(*keys, step=LANDED)
    assert letters.posted() == dict.fromkeys(keys, 1)
