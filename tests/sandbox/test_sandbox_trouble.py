"""Trouble on demand: what the line and the server can do to a call."""

import json
import urllib.error
import urllib.request
from email.utils import parsedate_to_datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

LINE_ERRORS = (OSError, urllib.error.URLError, SlackApiError, ValueError)


def post(box, **args):
    """One post without any client's cleverness: (HTTP status, headers, raw body)."""
    request = urllib.request.Request(
        f"{box.api_url}chat.postMessage", data=json.dumps(args).encode(), method="POST",
        headers={"Authorization": f"Bearer {box.bot_token}", "Content-Type": "application/json; charset=utf-8"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, dict(refusal.headers), refusal.read()


def test_a_rate_limit_for_one_method_names_the_wait(box, client, room, alice):
    box.trouble(method="chat.postMessage", status=429, retry_after=7, times=2)
    for _ in range(2):
        status, headers, body = post(box, channel=room.id, text="x")
        assert (status, headers["Retry-After"], json.loads(body)["error"]) == (429, "7", "ratelimited")
    assert client.auth_test()["ok"]
    assert post(box, channel=room.id, text="x")[0] == 200
    assert len(alice.sees(room)) == 1


def test_a_rate_limit_may_come_without_a_wait(box, room):
    box.trouble(method="chat.postMessage", status=429)
    assert "Retry-After" not in post(box, channel=room.id, text="x")[1]


@pytest.mark.parametrize(("trouble", "stored"), [
    ({"status": 500}, 0), ({"status": 500, "after_store": True}, 1), ({"drop": True}, 0),
    ({"drop": True, "after_store": True}, 1), ({"error": "internal_error", "after_store": True}, 1),
    ({"error": "fatal_error"}, 0), ({"status": 503, "html": True}, 0), ({"cut": True, "after_store": True}, 1),
])
def test_trouble_before_and_after_the_work_was_done(box, client, room, alice, trouble, stored):
    box.trouble(method="chat.postMessage", **trouble)
    with pytest.raises(LINE_ERRORS):
        client.chat_postMessage(channel=room.id, text="x")
    assert len(alice.sees(room)) == stored


def test_slack_sdks_own_retry_posts_twice_when_the_line_drops_after_the_work(box, room, alice):
    """The reason for retry_handlers=[]: its default repeats a call whose connection was reset."""
    box.trouble(method="chat.postMessage", drop=True, after_store=True)
    eager = WebClient(token=box.bot_token, base_url=box.api_url)
    eager.chat_postMessage(channel=room.id, text="x")
    assert len(alice.sees(room)) == 2


def test_an_answer_can_be_half_or_drip(box, room):
    box.trouble(method="chat.postMessage", cut=True)
    with pytest.raises(ValueError, match="Unterminated|Expecting"):
        json.loads(post(box, channel=room.id, text="x")[2])
    box.trouble(method="auth.test", drip=True)
    client = WebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[], timeout=20)
    assert client.auth_test()["ok"]


def test_a_message_can_land_after_the_line_was_dropped(box, client, room, alice):
    box.trouble(method="chat.postMessage", land_after=0.05)
    with pytest.raises(LINE_ERRORS):
        client.chat_postMessage(channel=room.id, text="late")
    assert box.until(lambda: alice.sees(room).texts) == ["late"]


def test_history_can_lag(box, client, room):
    client.chat_postMessage(channel=room.id, text="x")
    box.trouble(history_lag=10)
    box.clock.advance(5)
    assert client.conversations_history(channel=room.id)["messages"] == []
    box.clock.advance(5)
    assert len(client.conversations_history(channel=room.id)["messages"]) == 1


def test_history_can_come_in_smaller_pages_than_were_asked_for(box, client, room):
    for text in "abc":
        client.chat_postMessage(channel=room.id, text=text)
    box.trouble(page_size=2)
    first = client.conversations_history(channel=room.id, limit=200)
    assert [each["text"] for each in first["messages"]] == ["c", "b"]
    cursor = first["response_metadata"]["next_cursor"]
    assert [each["text"] for each in client.conversations_history(channel=room.id, limit=200, cursor=cursor)["messages"]] == ["a"]


def test_the_date_of_an_answer_can_be_wrong(box, client):
    box.trouble(date_skew=600)
    skewed = parsedate_to_datetime(client.auth_test().headers["Date"])
    box.trouble(clear=True)
    true = parsedate_to_datetime(client.auth_test().headers["Date"])
    assert 590 <= (skewed - true).total_seconds() <= 610


def test_trouble_can_be_called_off_and_unknown_trouble_is_refused(box, client, room):
    box.trouble(method="*", status=500, times=5)
    box.trouble(clear=True)
    assert client.auth_test()["ok"]
    with pytest.raises(TypeError):
        box.trouble(method="auth.test", colour="red")


def test_a_deleted_scheduled_message_can_post_all_the_same(box, client, room, alice):
    due = int(box.clock.now().timestamp()) + 600
    made = client.chat_scheduleMessage(channel=room.id, text="x", post_at=due)["scheduled_message_id"]
    box.trouble(ghosts=1)
    client.chat_deleteScheduledMessage(channel=room.id, scheduled_message_id=made)
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []
    box.travel(seconds=600)
    assert alice.sees(room).texts == ["x"]


def test_a_token_can_be_revoked_in_the_middle(box, client):
    box.trouble(token="token_revoked")
    with pytest.raises(SlackApiError, match="token_revoked"):
        client.auth_test()
    box.trouble(token="live")
    assert client.auth_test()["ok"]
