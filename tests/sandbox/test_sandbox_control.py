"""The control API that the page uses."""

import http.client
import json
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest

CARD = {"text": "card", "blocks": [{"type": "actions", "block_id": "row", "elements": [
    {"type": "button", "text": {"type": "plain_text", "text": "Save"}, "action_id": "save"}]}]}


@pytest.fixture
def get(box):
    def read(path, **query):
        return call(f"{box.url}/sandbox/{path}?{urlencode(query)}")

    return read


@pytest.fixture
def send(box):
    def post(path, body):
        return call(f"{box.url}/sandbox/{path}", json.dumps(body).encode())

    return post


def call(url, data=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data)) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def test_the_state_is_what_one_person_may_see(box, get, alice, bob, carol, room):
    hidden = box.channel("hidden", [alice], private=True)
    alice.says("hello", in_=room)
    for person, sees_hidden, unread in ((alice, True, 0), (bob, False, 1), (carol, False, 0)):
        status, state = get("state", **{"as": person.id})
        assert status == 200
        channels = {each["id"]: each for each in state["channels"]}
        assert (hidden.id in channels) is sees_hidden
        assert channels[room.id]["unread"] == unread
        assert state["me"]["id"] == person.id
    assert state["app"]["commands"][0]["command"] == "/mentor"
    assert [each["callback_id"] for each in state["app"]["shortcuts"]] == ["goals.new", "topics.from"]
    assert state["now"] == "2026-11-23T09:00:00+00:00"
    assert get("state", **{"as": "nobody"})[0] == 400


def test_a_page_that_is_opened_as_nobody_is_opened_as_the_first_member(box, get, alice):
    assert get("state")[1]["me"]["id"] == alice.id


def test_a_command_typed_on_the_page_shows_its_private_answer(app, get, send, alice, bob, room):
    app.answers["slash_commands"] = CARD
    status, came = send("act", {"as": alice.id, "do": "command", "channel": room.id, "text": "/mentor goal list"})
    assert (status, came["ok"], came["ack"]["status"], came["error"]) == (200, True, "ok", None)
    assert [(each["text"], each["ephemeral"], each["visible_to"]) for each in came["messages"]] == [
        ("card", True, [alice.id])]
    seen = get("history", **{"as": alice.id, "channel": room.id})[1]["messages"]
    assert [each["ephemeral"] for each in seen] == [True]
    assert get("history", **{"as": bob.id, "channel": room.id})[1]["messages"] == []
    source = {"kind": "message", "channel": room.id, "ts": seen[0]["ts"]}
    assert send("act", {"as": alice.id, "do": "click", "source": source, "action_id": "save", "block_id": "row"})[1]["ok"]


def test_a_form_on_the_page_is_filled_and_its_errors_come_back(app, client, get, send, alice, room):
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Goal"},
            "submit": {"type": "plain_text", "text": "Save"}, "blocks": [
                {"type": "input", "block_id": "what", "label": {"type": "plain_text", "text": "What"},
                 "element": {"type": "plain_text_input", "action_id": "what"}}]}
    app.answers["slash_commands"] = lambda payload: client.views_open(trigger_id=payload["trigger_id"], view=view) and None
    came = send("act", {"as": alice.id, "do": "command", "channel": room.id, "text": "/mentor goal add"})[1]
    view_id = came["views"][0]["id"]
    assert get("modals", **{"as": alice.id})[1]["stack"][0]["id"] == view_id
    empty = send("act", {"as": alice.id, "do": "submit", "view_id": view_id, "values": {}})[1]
    assert (empty["ok"], set(empty["errors"])) == (False, {"what"})
    values = {"what": {"what": {"type": "plain_text_input", "value": "Rest"}}}
    assert send("act", {"as": alice.id, "do": "submit", "view_id": view_id, "values": values})[1]["ok"]
    assert app.payloads[-1]["view"]["state"]["values"] == values
    assert get("modals", **{"as": alice.id})[1]["stack"] == []


def test_talk_threads_reactions_and_channels_work_from_the_page(get, send, alice, bob, room):
    top = send("act", {"as": alice.id, "do": "say", "channel": room.id, "text": "hi @bob"})[1]["messages"][0]["ts"]
    assert send("act", {"as": bob.id, "do": "say", "channel": room.id, "text": "yes?", "thread": top})[1]["ok"]
    assert send("act", {"as": bob.id, "do": "react", "channel": room.id, "ts": top, "name": "wave"})[1]["ok"]
    seen = get("history", **{"as": alice.id, "channel": room.id})[1]["messages"]
    assert [(each["text"], each["reply_count"], each["reactions"][0]["name"]) for each in seen] == [
        (f"hi <@{bob.id}>", 1, "wave")]
    thread = get("history", **{"as": alice.id, "channel": room.id, "thread": top})[1]["messages"]
    assert [each["text"] for each in thread] == [f"hi <@{bob.id}>", "yes?"]
    assert send("act", {"as": alice.id, "do": "create_channel", "name": "new-one", "private": True})[1]["ok"]
    made = next(each for each in get("state", **{"as": alice.id})[1]["channels"] if each["name"] == "new-one")
    assert send("act", {"as": alice.id, "do": "invite", "channel": made["id"], "user": bob.id})[1]["ok"]
    assert send("act", {"as": bob.id, "do": "leave", "channel": made["id"]})[1]["ok"]
    assert send("act", {"as": alice.id, "do": "mark_read", "channel": room.id})[1]["ok"]
    assert send("act", {"as": alice.id, "do": "open_dm"})[1]["channel"].startswith("D")


@pytest.mark.parametrize("act", [
    {"do": "dance"}, {"do": "say", "channel": "CNOWHERE", "text": "x"}, {"do": "say"}, {}, {"do": "click"},
])
def test_an_act_that_cannot_be_done_is_refused_with_a_sentence(send, alice, act):
    status, came = send("act", {"as": alice.id} | act)
    assert status == 400
    assert came["error"]


def test_the_home_is_fetched_after_it_was_opened(app, client, get, send, alice):
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    app.answers["event_callback"] = lambda payload: client.views_publish(user_id=alice.id, view=home) and None
    assert get("home", **{"as": alice.id})[1]["view"] is None
    send("act", {"as": alice.id, "do": "open_home"})
    assert get("home", **{"as": alice.id})[1]["view"]["blocks"][0]["type"] == "divider"


def test_the_clock_is_sent_ahead_from_the_page(send):
    assert send("clock", {"advance": 3600})[1]["now"] == "2026-11-23T10:00:00+00:00"
    assert send("clock", {"to": "2026-11-24T00:00:00+00:00"})[1]["now"] == "2026-11-24T00:00:00+00:00"
    assert send("clock", {"to_next_due": True})[1] == {
        "ok": True, "now": "2026-11-24T00:00:00+00:00", "moved_to_due": False, "wrote": []}
    assert send("clock", {"to": "2026-11-01T00:00:00+00:00"})[0] == 400


def test_the_traffic_shows_both_directions_from_a_number_on(client, get, send, alice, room):
    client.chat_postMessage(channel=room.id, text="x")
    alice.types("/mentor", in_=room)
    entries = get("traffic", since=0)[1]["entries"]
    assert [(each["direction"], each["kind"], each["name"]) for each in entries] == [
        ("in", "api", "chat.postMessage"), ("out", "command", "/mentor")]
    assert [each["name"] for each in get("traffic", since=entries[0]["n"])[1]["entries"]] == ["/mentor"]


def test_trouble_is_asked_for_from_the_page(client, send, room):
    assert send("trouble", {"method": "chat.postMessage", "error": "is_archived"})[1]["ok"]
    assert client.api_call("auth.test")["ok"]
    with pytest.raises(Exception, match="is_archived"):
        client.chat_postMessage(channel=room.id, text="x")
    assert send("trouble", {"method": "x", "colour": "red"})[0] == 400


def test_the_stream_tells_what_to_fetch_again_and_only_what_one_may_see(box, alice, bob, room):
    hidden = box.channel("hidden", [alice], private=True)
    line = http.client.HTTPConnection(urlsplit(box.url).netloc, timeout=5)
    line.request("GET", f"/sandbox/stream?as={bob.id}")
    answer = line.getresponse()
    assert answer.readline() == b": open\n"
    alice.says("secret", in_=hidden)
    alice.says("public", in_=room)
    told = []
    while {"what": "channel", "channel": room.id} not in told:
        text = answer.readline().decode()
        if text.startswith("data: "):
            told.append(json.loads(text[6:]))
    assert {"what": "channel", "channel": hidden.id} not in told
    line.close()


def test_the_pages_own_files_are_served_and_nothing_else(box):
    for path in ("../server.py", "%2e%2e/server.py", "..%2fserver.py"):
        request = http.client.HTTPConnection(urlsplit(box.url).netloc, timeout=5)
        request.request("GET", f"/{path}")
        assert request.getresponse().status == 404
        request.close()


def test_the_next_due_thing_is_the_next_that_anybody_sees_and_the_page_hears_who(box, client, send, alice, bob, room):
    dm = client.conversations_open(users=bob.id)["channel"]["id"]
    hour = int(box.clock.now().timestamp()) + 3600
    client.chat_scheduleMessage(channel=dm, text="for Bob", post_at=hour)
    client.chat_scheduleMessage(channel=room.id, text="for all", post_at=hour)
    came = send("clock", {"to_next_due": True})[1]
    assert came["moved_to_due"] and came["wrote"] == [room.id, bob.id]
    assert send("clock", {"to_next_due": True})[1]["moved_to_due"] is False


def test_what_is_due_and_says_nothing_is_passed_over(box, send):
    dues = [box.clock.now() + timedelta(hours=hours) for hours in (1, 2, 3)]
    box.next_due_hook = lambda: next((due for due in dues if due > box.clock.now()), None)
    came = send("clock", {"to_next_due": True})[1]
    assert came["moved_to_due"] and came["wrote"] == [] and came["now"] == dues[-1].isoformat()
